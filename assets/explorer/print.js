/* The handout: what a print of the page shows beside the figures. */
"use strict";
(window.minimalModel ||= []).push(["explorer/print", [
  "common/dom", "common/controls", "explorer/page", "explorer/presentation", "common/dialogs", "explorer/share",
], function (dom, { said }, page, presentation, { label }, { shareable }) {
  function summary() {
    const parameters = page.state.wanted.parameters || {};
    const rows = Object.keys(parameters).filter((key) => !presentation.now.hide.includes(key)).map((key) =>
      dom.make("div", {}, dom.make("dt", { textContent: label(key) }), dom.make("dd", { textContent: said(key, parameters) })));
    page.writeAddress();
    // The address of a quiz holds its answers.
    const address = presentation.secret() ? "" : shareable();
    dom.element("print-summary").replaceChildren(
      dom.make("h2", { textContent: "Parameters" }), dom.make("dl", {}, ...rows),
      dom.make("p", { textContent: address, className: "permalink" }));
    // The figures keep their size on the screen and are scaled to the width of the paper.
    const style = document.documentElement.style;
    style.setProperty("--print-zoom", String(Math.min(1, 700 / dom.element("views").getBoundingClientRect().width)));
    style.setProperty("--print-height", `${document.querySelector(".graph-strip .plot").getBoundingClientRect().height}px`);
  }
  window.addEventListener("beforeprint", summary);
  function print() {
    setTimeout(() => window.print(), 0);
    return dom.noUpdate();
  }

  return { print };
}]);
