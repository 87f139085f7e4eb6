/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", [
  "common/state", "common/dom", "common/controls", "explorer/column", "explorer/typed_formula", "explorer/noise",
], function ({ createPage }, dom, controls, column, formula, noise) {
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
      { pins: wanted.stamp, before, opened: document.documentElement.dataset.opened || "", column: column.name(own),
        kept: drawn ? drawn.parameters.formula : "" },
      drawn && { parameters: Object.assign({}, wanted.parameters, { input: column.written("input", own) }) },
      drawn && drawn.parameters.input !== own && { whole: true },
    );
  }
  const page = createPage({
    body,
    stamp: (answer) => answer.pins.map((pin) => pin.text).join(";"),
    // The menus of rulers, of activations and of inputs have an entry more than their parameters.
    report: (key, raw, kept, ...others) => (key === "input" ? input(raw, kept)
      : (key === "binning" ? noise : formula).report(key, raw, kept, ...others)),
    control: (key, value) => (key === "binning" ? noise : formula)
      .control(key, column.written(key, value), page.state.wanted.parameters),
    shown: (key, parameters) => (key === "input" && column.isOwn(parameters.input)
      ? `n = ${column.size(parameters.input)}` : controls.shown(key, parameters)),
    written: column.written,
    hears: (answer) => formula.hears(answer, page.state.sent),
  });
  noise.follow(page);
  // The plot in a graph, if it is drawn.
  function plotOf(id) {
    const root = dom.element(id);
    return root && root.querySelector(".js-plotly-plot");
  }
  // Another activation takes the place of a formula, too.
  function move(changes, ...others) {
    page.move("activation" in changes && !("formula" in changes) ? Object.assign({ formula: "" }, changes) : changes, ...others);
  }

  let activations = null; // where the menu of activations stands
  const own = []; // who hears that it was set to a formula that is yet to come
  function changed(...values) {
    const { wanted, drawn } = page.state;
    const keys = Object.keys(values[values.length - 1]);
    const stood = activations;
    activations = values[keys.indexOf("activation")];
    if (drawn && activations && stood !== activations) {
      if (activations === formula.OWN && !wanted.parameters.formula) own.forEach((each) => each());
      if (activations !== formula.OWN && wanted.parameters.formula) move({ activation: formula.named(activations) });
    }
    const choice = noise.chosen(values[keys.indexOf("binning")], drawn && page.state.wanted.parameters);
    if (choice) move(choice);
    return page.changed(...values);
  }

  return Object.assign({}, page, {
    plotOf, move, changed, menuAt: () => activations, whenOwn: (each) => own.push(each), compareWith: (text) => { before = text; },
    onAsked: (each) => { ask = each; },
  });
}]);
