/* "Save": the state on the screen as a figure, numbers or a notebook. */
"use strict";
(window.minimalModel ||= []).push(["explorer/save", [
  "common/rules", "common/save", "explorer/page", "explorer/pins",
], function (rules, { open }, page, pins) {
  function query() {
    const values = page.query(page.state.defaults);
    if (pins.text()) values.set("pins", pins.text());
    return values;
  }
  function save() {
    return open({ query, panels: rules.export.panels, chosen: rules.export.chosen, title: "the state on the screen" });
  }

  return { save, query };
}]);
