/* Between the value of a control, the parameter it stands for, and the text beside it; all by the rules. */
"use strict";
(window.minimalModel ||= []).push(["common/controls", ["common/rules", "common/sweep"], function (rules, sweep) {
  const ruleOf = (key) => rules.parameters[key] || {};

  // A slider may hold a logarithm. On its grid numbers are rounded to a few digits; an exact number from the address lies
  // beside the grid and stays exact.
  function fromLogarithm(logarithm, { grid, digits }) {
    const number = Math.pow(10, logarithm);
    const onGrid = Math.abs(logarithm * grid - Math.round(logarithm * grid)) < 1e-6;
    return onGrid ? Number(number.toPrecision(digits)) : Math.round(number);
  }

  /* A switch is a list with one entry or none. What stands for off and on is said here and in `isOn` alone. */
  const isOn = (key, value) => value === ruleOf(key).switch.on;
  function toControl(key, value) {
    const rule = ruleOf(key);
    if (rule.switch) return isOn(key, value) ? [rule.switch.on] : [];
    return rule.logarithm ? Math.log10(value) : value;
  }
  function toParameter(key, value) {
    const rule = ruleOf(key);
    if (rule.switch) return value.length ? rule.switch.on : rule.switch.off;
    if (rule.logarithm) return fromLogarithm(value, rule.logarithm);
    return rule.step ? Number((Math.round(value / rule.step) * rule.step).toFixed(rule.digits)) : value;
  }

  const signed = (text) => text.replace(/^-/, "\u2212");
  function written(value, { digits, fixed, grouped }) {
    if (grouped) return value.toLocaleString("en");
    if (digits === undefined) return String(value);
    return signed(fixed ? value.toFixed(digits) : String(Number(value.toFixed(digits))));
  }
  // The value of a parameter in words, whatever stands beside its control; empty if it has none of its own.
  function text(key, parameters) {
    const rule = ruleOf(key).text;
    if (!rule) return "";
    const value = rule.swept ? sweep.weight(parameters[key], parameters.weight_max) : parameters[key];
    return (rule.before || "") + written(value, rule) + (rule.after || "");
  }
  const said = (key, parameters) => text(key, parameters) || signed(String(parameters[key]));
  // The text beside a control. A binning may not use it, or may set what it holds.
  function shown(key, parameters) {
    const unused = rules.unused[parameters.binning] || {};
    return key in unused ? unused[key] : text(key, parameters);
  }

  return { toControl, toParameter, isOn, said, shown };
}]);
