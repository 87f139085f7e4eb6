/* Controls that the ruler has no use for are not shown: bins of a given width have no given number, and the other way
 * round, and noise has neither. Which ones, the rules say by the ruler.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/unused", [
  "common/rules", "common/controls", "explorer/page", "explorer/noise", "explorer/column",
], function (rules, { unusedBy }, page, noise, column) {
  const root = document.documentElement;
  const keys = new Set(Object.values(rules.unused).flatMap((unused) => Object.keys(unused)));
  function hide(parameters) {
    const unused = unusedBy(parameters);
    keys.forEach((key) => root.toggleAttribute(`data-without-${key}`, key in unused));
    root.toggleAttribute("data-with-noise", noise.isOn(parameters));
  }
  hide({ binning: rules.parameters.binning.choices[0], noise: 0 });
  page.whenDrawn(({ parameters }) => {
    hide(parameters);
    root.toggleAttribute("data-own-data", column.isOwn(parameters.input));
    // Activations that were recorded have no neuron.
    root.toggleAttribute("data-recorded", column.isRecorded(parameters.input));
  });
}]);
