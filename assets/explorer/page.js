/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", [
  "common/state", "common/dom", "explorer/typed_formula", "explorer/noise",
], function ({ createPage }, dom, formula, noise) {
  // The text of the curve that was drawn before the last choice of an activation or a ruler, as a pin has it; empty
  // after any other change.
  let before = "";
  const page = createPage({
    // At the start, the theme in which the figures of the default state came with the page: see server/early.py.
    body: (wanted) => ({
      pins: wanted.stamp, before, opened: document.documentElement.dataset.opened || "",
      kept: page.state.drawn ? page.state.drawn.parameters.formula : "",
    }),
    stamp: (answer) => answer.pins.map((pin) => pin.text).join(";"),
    // The menus of rulers and of activations have an entry more than their parameters.
    report: (key, ...others) => (key === "binning" ? noise : formula).report(key, ...others),
    control: (key, value) => (key === "binning" ? noise : formula).control(key, value, page.state.wanted.parameters),
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

  let menu = null; // where the menu of activations stands
  const own = []; // who hears that it was set to a formula that is yet to come
  function changed(...values) {
    const { wanted, drawn } = page.state;
    const keys = Object.keys(values[values.length - 1]);
    const stood = menu;
    menu = values[keys.indexOf("activation")];
    if (drawn && menu && stood !== menu) {
      if (menu === formula.OWN && !wanted.parameters.formula) own.forEach((each) => each());
      if (menu !== formula.OWN && wanted.parameters.formula) move({ activation: formula.named(menu) });
    }
    const choice = noise.chosen(values[keys.indexOf("binning")], drawn && page.state.wanted.parameters);
    if (choice) move(choice);
    return page.changed(...values);
  }

  return Object.assign({}, page, {
    plotOf, move, changed, menuAt: () => menu, whenOwn: (each) => own.push(each), compareWith: (text) => { before = text; },
  });
}]);
