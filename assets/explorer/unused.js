/* Controls that the ruler has no use for are not shown: bins of a given width have no given number, and the other way
 * round. Which ones, the rules say by the binning.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/unused", ["common/rules", "explorer/page", "explorer/column"], function (rules, page, column) {
  const root = document.documentElement;
  const keys = new Set(Object.values(rules.unused).flatMap((unused) => Object.keys(unused)));
  function hide(binning) {
    const unused = rules.unused[binning] || {};
    keys.forEach((key) => root.toggleAttribute(`data-without-${key}`, key in unused));
  }
  hide(rules.parameters.binning.choices[0]);
  page.whenDrawn(({ parameters }) => {
    hide(parameters.binning);
    root.toggleAttribute("data-own-data", column.isOwn(parameters.input));
    // Activations that were recorded have no neuron.
    root.toggleAttribute("data-recorded", column.isRecorded(parameters.input));
  });
}]);
