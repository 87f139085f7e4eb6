/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", ["common/state", "common/dom"], function ({ createPage }, dom) {
  // The text of the curve that was drawn before the last choice of an activation or a ruler, as a pin has it; empty
  // after any other change.
  let before = "";
  const page = createPage({
    // At the start, the theme in which the figures of the default state came with the page: see server/early.py.
    body: (wanted) => ({ pins: wanted.stamp, before, opened: document.documentElement.dataset.opened || "" }),
    stamp: (answer) => answer.pins.map((pin) => pin.text).join(";"),
  });
  // The plot in a graph, if it is drawn.
  function plotOf(id) {
    const root = dom.element(id);
    return root && root.querySelector(".js-plotly-plot");
  }

  return Object.assign(page, { plotOf, compareWith: (text) => { before = text; } });
}]);
