/* The state of the explorer: besides the parameters, the pinned curves make its figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/page", [
  "common/state", "common/dom", "explorer/noise",
], function ({ createPage }, dom, noise) {
  // The text of the curve that was drawn before the last choice of an activation or a ruler, as a pin has it; empty
  // after any other change.
  let before = "";
  const page = createPage({
    // At the start, the theme in which the figures of the default state came with the page: see server/early.py.
    body: (wanted) => ({ pins: wanted.stamp, before, opened: document.documentElement.dataset.opened || "" }),
    stamp: (answer) => answer.pins.map((pin) => pin.text).join(";"),
    report: noise.report,
    control: (key, value) => noise.control(key, value, page.state.wanted.parameters),
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

  return Object.assign(page, { plotOf, changed, compareWith: (text) => { before = text; } });
}]);
