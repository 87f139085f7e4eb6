/* The handout: what a print of the explorer says beside the figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/print", [
  "common/dom", "common/controls", "common/paper", "explorer/page", "explorer/presentation", "common/dialogs", "explorer/share",
  "explorer/noise", "explorer/column",
], function (dom, { unusedBy }, paper, page, presentation, { label }, { shareable }, noise, { said }) {
  // The address of a quiz holds its answers.
  const address = () => {
    page.writeAddress();
    return presentation.secret() ? "" : shareable();
  };
  function rows() {
    const parameters = page.state.wanted.parameters || {};
    // A formula is the activation; without one there is nothing to print of it. Noise has neither a binning nor what
    // belongs to one.
    const unsaid = parameters.formula ? "activation" : "formula";
    const none = noise.isOn(parameters) ? unusedBy(parameters) : {};
    return Object.keys(parameters)
      .filter((key) => key !== unsaid && !(key in none) && !presentation.now.hide.includes(key))
      .map((key) => [label(key), key === "binning" ? noise.ruler(parameters) : said(key, parameters)]);
  }
  const rests = paper.summaryOf(address, rows);
  page.whenDrawn((answer, opening) => rests(opening));
  function print() {
    setTimeout(() => window.print(), 0);
    return dom.noUpdate();
  }

  return { print };
}]);
