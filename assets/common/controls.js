/* Between the value of a control, the parameter it stands for, and the text beside it; all by the rules. */
"use strict";
(window.minimalModel ||= []).push(["common/controls", ["common/rules", "common/sweep"], function (rules, sweep) {
  const EXACT = 12; // digits that a number keeps on its way through a logarithm
  const ruleOf = (key) => rules.parameters[key] || {};
  // Whether only whole numbers stand for it: the lowest is one, and there is no step that divides them.
  const isWhole = (key) => !ruleOf(key).step && Number.isInteger(ruleOf(key).low);

  // Whether it is a free text, which may be empty.
  const isText = (key) => "longest" in ruleOf(key);

  // A slider may hold a logarithm. On its grid numbers are rounded to a few digits; an exact number from the address lies
  // beside the grid and stays exact.
  function fromLogarithm(logarithm, { grid, digits }, whole) {
    const number = Math.pow(10, logarithm);
    const onGrid = Math.abs(logarithm * grid - Math.round(logarithm * grid)) < 1e-6;
    if (onGrid) return Number(number.toPrecision(digits));
    return whole ? Math.round(number) : Number(number.toPrecision(EXACT));
  }

  // A box of digits holds the number itself, whatever a slider in its place would hold.
  function scaleOf(key) {
    const control = document.getElementById("control-" + key);
    return control && control.matches("input") ? null : ruleOf(key).logarithm;
  }

  /* A switch is a list with one entry or none. What stands for off and on is said here and in `isOn` alone. */
  const isOn = (key, value) => value === ruleOf(key).switch.on;
  function toControl(key, value) {
    const rule = ruleOf(key);
    if (rule.switch) return isOn(key, value) ? [rule.switch.on] : [];
    if (rule.off && value === 0) return null; // no place on the scale
    return scaleOf(key) ? Math.log10(value) : value;
  }
  function toParameter(key, value) {
    const rule = ruleOf(key);
    if (rule.switch) return value.length ? rule.switch.on : rule.switch.off;
    if (scaleOf(key)) {
      return Math.min(Math.max(fromLogarithm(value, rule.logarithm, isWhole(key)), rule.low), rule.high);
    }
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
    const { text: rule, off } = ruleOf(key);
    if (off && parameters[key] === 0) return "\u2013";
    return rule ? (rule.before || "") + digits(key, parameters) + (rule.after || "") : "";
  }
  // The number that a parameter stands for, and how it is written.
  function value(key, parameters) {
    const { swept } = ruleOf(key).text || {};
    return swept ? sweep.weight(parameters[key], parameters.weight_max) : parameters[key];
  }
  const digits = (key, parameters) => written(value(key, parameters), ruleOf(key).text || {});
  const grouped = (number) => signed(number.toLocaleString("en", { maximumSignificantDigits: 9 }));
  const said = (key, parameters) => text(key, parameters) || signed(String(parameters[key]));
  // What the ruler of a state has no use for: what stands beside the control, by parameter.
  const unusedBy = (parameters) => rules.unused[rules.noise && parameters.noise > 0 ? rules.noise.name : parameters.binning] || {};
  // The text beside a control. A binning may not use it, or may set what it holds.
  function shown(key, parameters) {
    const unused = unusedBy(parameters);
    return key in unused ? unused[key] : text(key, parameters);
  }

  return { toControl, toParameter, isOn, isWhole, isText, value, digits, grouped, said, shown, unusedBy };
}]);
