/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", [
  "common/state", "common/dom", "explorer/typed_formula",
], function ({ createPage }, dom, formula) {
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
    report: formula.report,
    control: (key, value) => formula.control(key, value, page.state.wanted.parameters),
    hears: (answer) => formula.hears(answer, page.state.sent),
  });
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
    const before = menu;
    menu = values[Object.keys(values[values.length - 1]).indexOf("activation")];
    if (drawn && menu === formula.OWN && before !== menu && !wanted.parameters.formula) own.forEach((each) => each());
    if (drawn && before !== menu && menu && menu !== formula.OWN && wanted.parameters.formula) move({ activation: formula.named(menu) });
    return page.changed(...values);
  }

  return Object.assign({}, page, { plotOf, move, changed, menuAt: () => menu, whenOwn: (each) => own.push(each), compareWith: (text) => { before = text; } });
}]);
