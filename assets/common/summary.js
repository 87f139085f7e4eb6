/* What a print of a page of answers says of its state: the parameters that its controls hold, and where it is found. */
"use strict";
(window.minimalModel ||= []).push(["common/summary", ["common/dom", "common/controls", "common/paper"], function (dom, { said }, paper) {
  // A parameter that is null is as each source has it.
  function summarise(page, none = "") {
    const rests = paper.summaryOf(
      () => {
        page.writeAddress();
        return window.location.href;
      },
      () => {
        const parameters = page.state.wanted.parameters || {};
        return Object.keys(parameters).map((key) =>
          [dom.element("label-" + key).textContent, parameters[key] === null ? none : said(key, parameters)])
          // A formula that there is not needs no line.
          .filter(([, value]) => value !== "");
      });
    page.whenDrawn((answer, opening) => rests(opening));
  }

  return { summarise };
}]);
