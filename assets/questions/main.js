/* The page of questions: plots, the map of verdicts, and the weight under the pointer. */
"use strict";
(window.minimalModel ||= []).push(["questions/main", [
  "common/dom", "common/state", "common/theme", "common/lazy_plots", "common/pick_weights", "common/rules", "common/save",
  "common/summary",
], function (dom, { createPage }, theme, { lazyPlots }, { pickWeights }, rules, save, { summarise }) {
  const plots = lazyPlots();
  const page = createPage();
  summarise(page);

  page.whenDrawn(function (answer) {
    Object.entries(answer.plots).forEach(([name, plot]) => {
      dom.write("title-" + name, plot.title);
      link(dom.element("link-" + name), plot.search, "Open in the explorer: " + plot.title);
      plots.put("plot-" + name, plot.figure, plot.title);
    });
    answer.cells.forEach((cell, k) => {
      const anchor = dom.element("cell-" + k);
      if (cell.verdict === "refused") return refuse(anchor, cell.label);
      if (anchor.textContent !== cell.text) anchor.textContent = cell.text;
      dom.set(anchor, "class", cell.verdict);
      link(anchor, cell.search, cell.label);
    });
    document.querySelectorAll("#map tbody tr").forEach((row) => {
      row.classList.toggle("chosen", row.id === "row-" + answer.parameters.activation);
    });
  });
  // Not a link, but read all the same: why there is no verdict.
  function refuse(anchor, reason) {
    anchor.removeAttribute("href");
    dom.set(anchor, "role", "img");
    dom.set(anchor, "aria-label", "No verdict: " + reason + ".");
    dom.set(anchor, "class", "refused");
    anchor.title = reason + ".";
  }
  function link(anchor, search, label) {
    anchor.search = search;
    dom.set(anchor, "aria-label", label);
  }

  // Every plot over the weight takes the pointer.
  pickWeights({
    plotAt: (target) => target.closest(".over-weights .js-plotly-plot"),
    largest: () => page.state.wanted.parameters.weight_max,
    chosen: () => page.state.wanted.parameters.weight,
    choose: (weight) => { if (weight !== page.state.wanted.parameters.weight) page.move({ weight }); },
    start: () => {},
  });

  save.onButtons((name, title) => {
    save.open({ query: () => page.query(page.state.defaults), panels: rules.export.panels, chosen: [name], title });
  });

  function reset() {
    page.move(page.state.defaults, undefined, "state");
    return dom.noUpdate();
  }

  // The folded controls lie over the page: Escape or a click elsewhere closes them.
  const folded = () => document.querySelector("#neuron details[open]");
  document.addEventListener("keydown", (event) => {
    const details = folded();
    if (event.key !== "Escape" || !details || document.querySelector("[role=listbox]")) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    const details = folded();
    const popup = event.target.closest && event.target.closest("[data-radix-popper-content-wrapper], [role=listbox]");
    if (details && !popup && !details.contains(event.target)) details.open = false;
  });

  dom.offer("questions", { changed: page.changed, answered: page.answered, reset, toggleTheme: theme.toggle });
}]);
