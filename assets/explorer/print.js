/* The handout: what a print of the explorer says beside the figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/print", [
  "common/dom", "explorer/column", "common/paper", "explorer/page", "explorer/presentation", "common/dialogs", "explorer/share",
], function (dom, { said }, paper, page, presentation, { label }, { shareable }) {
  // The address of a quiz holds its answers.
  const address = () => {
    page.writeAddress();
    return presentation.secret() ? "" : shareable();
  };
  function rows() {
    const parameters = page.state.wanted.parameters || {};
    return Object.keys(parameters).filter((key) => !presentation.now.hide.includes(key))
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
