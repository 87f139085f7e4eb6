/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", [
  "common/state", "common/dom", "common/controls", "explorer/column", "explorer/noise",
], function ({ createPage }, dom, controls, column, noise) {
  // The text of the curve that was drawn before the last choice of an activation or a ruler, as a pin has it; empty
  // after any other change.
  let before = "";
  // "own data …" in the menu of inputs is no input yet: it asks for some.
  let ask = () => {};
  let menu = null; // what the menu says
  function input(raw, kept) {
    const chosen = raw === column.COLUMN && menu !== null && menu !== raw;
    menu = raw;
    if (raw !== column.COLUMN) return raw;
    if (chosen && !column.isOwn(kept)) setTimeout(ask, 0);
    return kept;
  }
  // In a request own data is what "column" stands for, as in the address. It has axes of its own.
  function body(wanted) {
    const { drawn } = page.state;
    const { input: own } = wanted.parameters;
    return Object.assign(
      // At the start, the theme in which the figures of the default state came with the page: see server/early.py.
      { pins: wanted.stamp, before, opened: document.documentElement.dataset.opened || "", column: column.name(own) },
      drawn && { parameters: Object.assign({}, wanted.parameters, { input: column.written("input", own) }) },
      drawn && drawn.parameters.input !== own && { whole: true },
    );
  }
  const page = createPage({
    report: (key, raw, kept) => (key === "input" ? input(raw, kept) : noise.report(key, raw, kept)),
    control: (key, value) => noise.control(key, column.written(key, value), page.state.wanted.parameters),
    shown: (key, parameters) => (key === "input" && column.isOwn(parameters.input)
      ? `n = ${column.size(parameters.input)}` : controls.shown(key, parameters)),
    written: column.written,
    body,
    stamp: (answer) => answer.pins.map((pin) => pin.text).join(";"),
  });
  noise.follow(page);
  const { changed: reported } = page;
  function changed(...values) {
    const { drawn, wanted } = page.state;
    const keys = Object.keys(values[values.length - 1]);
    const choice = noise.chosen(values[keys.indexOf("binning")], drawn && wanted.parameters);
    if (choice) page.move(choice);
    return reported(...values);
  }
  // The plot in a graph, if it is drawn.
  function plotOf(id) {
    const root = dom.element(id);
    return root && root.querySelector(".js-plotly-plot");
  }

  return Object.assign(page, { plotOf, changed, compareWith: (text) => { before = text; }, onAsked: (each) => { ask = each; } });
}]);
