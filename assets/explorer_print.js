/* The handout: what a print of the page shows beside the figures. */
(function () {
  "use strict";

  const { element, noUpdate } = window.minimalModel;
  const { page, hall, make, label, shareable } = window.minimalModel.explorer;
  const { state } = page;

  function summary() {
    const rows = Object.keys(state.wanted || {}).filter((key) => !hall.hide.includes(key)).map((key) =>
      make("div", {}, make("dt", { textContent: label(key) }), make("dd", { textContent: valueText(key) })));
    page.writeAddress();
    // The address of a quiz holds its answers.
    const secret = hall.on.includes("quiz") || hall.hide.length > 0;
    element("print-summary").replaceChildren(
      make("h2", { textContent: "Parameters" }), make("dl", {}, ...rows),
      make("p", { textContent: secret ? "" : shareable(), className: "permalink" }));
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
