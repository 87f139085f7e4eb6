/* The handout: what a print of the page shows beside the figures. */
(function () {
  "use strict";

  const { element, noUpdate } = window.minimalModel;
  const { page, make, label } = window.minimalModel.explorer;
  const { state } = page;

  function summary() {
    const rows = Object.keys(state.wanted || {}).map((key) =>
      make("div", {}, make("dt", { textContent: label(key) }), make("dd", { textContent: valueText(key) })));
    page.writeAddress();
    element("print-summary").replaceChildren(
      make("h2", { textContent: "Parameters" }), make("dl", {}, ...rows),
      make("p", { textContent: window.location.href, className: "permalink" }));
    // The figures keep their size on the screen and are scaled to the width of the paper.
    const style = document.documentElement.style;
    style.setProperty("--print-zoom", String(Math.min(1, 700 / element("views").getBoundingClientRect().width)));
    style.setProperty("--print-height", `${document.querySelector(".view.graph-strip").getBoundingClientRect().height}px`);
  }
  function valueText(key) {
    const value = state.wanted[key];
    if (key === "weight") return element("value-weight").textContent;
    if (key === "samples") return value.toLocaleString("en");
    return String(value).replace(/^-/, "−");
  }
  window.addEventListener("beforeprint", summary);
  function print() {
    setTimeout(() => window.print(), 0);
    return noUpdate();
  }

  Object.assign(window.dash_clientside.explorer, { print });
})();
