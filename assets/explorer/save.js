/* "Save": the state on the screen as a figure, numbers or a notebook. */
"use strict";
(window.minimalModel ||= []).push(["explorer/save", [
  "common/rules", "common/save", "explorer/page", "explorer/pins", "explorer/column",
], function (rules, { open }, page, pins, column) {
  // Whether own data is in what is saved: in the state, or in a pin.
  const carries = () => column.isOwn(page.state.wanted.parameters.input) || pins.text().includes("input:" + column.COLUMN);
  function query() {
    const values = page.query(page.state.defaults);
    if (pins.text()) values.set("pins", pins.text());
    if (carries()) values.set("column", column.name(page.state.wanted.parameters.input));
    return values;
  }
  function save() {
    return open({ query, carries, panels: rules.export.panels, chosen: rules.export.chosen, title: "the state on the screen" });
  }

  return { save, query, carries };
}]);
