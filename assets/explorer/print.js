/* The handout: what a print of the explorer says beside the figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/print", [
  "common/dom", "common/controls", "common/paper", "explorer/page", "explorer/presentation", "common/dialogs", "explorer/share",
], function (dom, { said }, paper, page, presentation, { label }, { shareable }) {
  // The address of a quiz holds its answers.
  const address = () => {
    page.writeAddress();
    return presentation.secret() ? "" : shareable();
  };
  function rows() {
    const parameters = page.state.wanted.parameters || {};
    // A formula is the activation; without one there is nothing to print of it.
    const unsaid = parameters.formula ? "activation" : "formula";
    return Object.keys(parameters).filter((key) => key !== unsaid && !presentation.now.hide.includes(key))
      .map((key) => [label(key), said(key, parameters)]);
  }
  const rests = paper.summaryOf(address, rows);
  page.whenDrawn((answer, opening) => rests(opening));
  function print() {
    setTimeout(() => window.print(), 0);
    return dom.noUpdate();
  }

  return { print };
}]);
