/* A box beside each slider: it shows the value, and a value can be typed into it.
 *
 * Dash's own box commits wrongly (it is switched off in dashboard/page/controls.py). The text that stands there anyway,
 * `value-KEY`, stays for screen readers; where it says more than a number, it is shown in place of the box.
 */
"use strict";
(window.minimalModel ||= []).push(["common/typed_values", [
  "common/dom", "common/rules", "common/controls", "common/sweep", "common/watch", "common/read_number",
], function (dom, rules, controls, sweep, { watch }, { readNumber }) {
  const keys = Object.keys(rules.parameters).filter((key) => "low" in rules.parameters[key]);
  const rule = (key) => rules.parameters[key];
  const swept = (key) => Boolean(rule(key).text && rule(key).text.swept);
  const whole = (key) => !swept(key) && controls.isWhole(key);
  let page = null; // see `keep`

  function limits(key) {
    if (!swept(key)) return [rule(key).low, rule(key).high];
    const { weight_max: largest } = page.parameters();
    return [sweep.weight(0, largest), sweep.weight(sweep.last, largest)];
  }
  // The allowed value nearest to a number; a weight is typed as it is and kept as its place in the sweep.
  function nearest(key, number) {
    const [low, high] = limits(key);
    const value = Math.min(Math.max(number, low), high);
    if (swept(key)) return sweep.nearest(value, page.parameters().weight_max);
    const { step, digits } = rule(key);
    if (step) return Number((Math.round(value / step) * step).toFixed(digits)) + 0;
    return whole(key) ? Math.round(value) : value;
  }

  function make(key, value) {
    const { before, after } = Object.assign({ before: "", after: "" }, rule(key).text);
    const box = dom.make("input", { type: "text", id: "typed-" + key, className: "typed", inputMode: "decimal",
      spellcheck: false });
    box.setAttribute("aria-labelledby", "label-" + key);
    if (dom.element("help-" + key)) box.setAttribute("aria-describedby", "help-" + key);
    const part = (text) => (text.trim() ? [dom.make("span", { className: "typed-unit", textContent: text.trim(), ariaHidden: "true" })] : []);
    value.after(dom.make("span", { className: "typed-place" }, ...part(before), box, ...part(after)));
    return box;
  }
  function boxOf(key) {
    const value = dom.element("value-" + key);
    const control = dom.element("control-" + key);
    if (!value || !control || !control.querySelector("[role=slider]")) return null;
    return dom.element("typed-" + key) || make(key, value);
  }
  const isTyped = (box) => document.activeElement === box && box.value !== box.dataset.shown;
  function restore(box, key) {
    const parameters = page.parameters();
    const none = parameters[key] === null; // a figure of the sources has its own
    const text = none ? "" : controls.digits(key, parameters);
    box.dataset.shown = text;
    if (box.value !== text) box.value = text;
    box.placeholder = none ? page.shown(key) : "";
  }
  function show() {
    if (!page || !page.parameters()) return;
    keys.forEach((key) => {
      const box = boxOf(key);
      if (!box) return;
      const { [key]: words = null } = controls.unusedBy(page.parameters());
      dom.element("value-" + key).classList.toggle("visually-hidden", words === null);
      box.parentElement.hidden = words !== null;
      box.disabled = Boolean(box.closest(".locked"));
      if (!isTyped(box)) restore(box, key);
    });
  }
  watch(show);

  function commit(box, key) {
    if (box.value === box.dataset.shown) return;
    const typed = box.value.trim();
    const number = readNumber(typed, whole(key));
    if (number !== null) {
      const [low, high] = limits(key);
      page.take(key, nearest(key, number));
      if (number < low || number > high) {
        const [least, most, taken] = [low, high, Number(controls.value(key, page.parameters()))].map(controls.grouped);
        const label = dom.element("label-" + key).textContent;
        dom.say(`${label}: ${typed} is not allowed (${least} to ${most}); the nearest is ${taken}.`, "warn");
      }
    }
    restore(box, key);
  }
  const keyOf = (node) => (node.matches && node.matches("input.typed") ? node.id.slice("typed-".length) : null);
  // Captured, and so ahead of what else listens to Escape.
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const key = keyOf(box);
    if (!key || !page) return;
    if (event.key === "Enter") {
      commit(box, key);
      box.select();
    } else if (event.key === "Escape" && isTyped(box)) {
      restore(box, key);
      box.select();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener("focusout", (event) => { if (keyOf(event.target) && page) commit(event.target, keyOf(event.target)); }, true);

  // `own.parameters()` are the values in force, `own.shown(key)` is the text beside a control, and `own.take(key, value)`
  // makes a value so.
  function keep(own) {
    page = own;
    show();
  }

  return { keep, show };
}]);
