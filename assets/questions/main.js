/* The page of questions: plots, the map of verdicts, and the weight under the pointer. */
"use strict";
(window.minimalModel ||= []).push(["questions/main", [
  "common/dom", "common/state", "common/theme", "common/lazy_plots", "common/pick_weights", "common/rules", "common/save",
  "common/summary", "common/dialogs", "common/controls", "questions/further",
], function (dom, { createPage }, theme, { lazyPlots }, { pickWeights }, rules, save, { summarise }, dialogs, controls, further) {
  const plots = lazyPlots();
  const page = createPage({
    // A formula stands in the place of what the menu says.
    shown: (key, parameters) => (key === "activation" && parameters.formula ? "own formula" : controls.shown(key, parameters)),
  });
  summarise(page);

  page.whenDrawn(function (answer) {
    Object.entries(answer.plots).forEach(([name, plot]) => {
      dom.write("title-" + name, plot.title);
      dom.write("remark-" + name, plot.remark ? `No curve: ${plot.remark}.` : "");
      link(dom.element("link-" + name), plot.search, "Open in the explorer: " + plot.title);
      plots.put("plot-" + name, plot.figure, plot.title);
    });
    answer.cells.forEach((cell, k) => show(dom.element("cell-" + k), cell));
    dom.write("neuron-said", answer.neuron);
    dom.element("own-row").hidden = !answer.own.length;
    dom.write("own-name", answer.parameters.formula);
    answer.own.forEach((cell, k) => show(dom.element("own-" + k), cell));
    document.querySelectorAll("#map tr[id]").forEach((row) => {
      row.classList.toggle("chosen", !answer.own.length && row.id === "row-" + answer.parameters.activation);
    });
  });
  function show(anchor, cell) {
    if (anchor.textContent !== cell.text) anchor.textContent = cell.text;
    if (cell.verdict === "refused") return refuse(anchor, cell.label);
    anchor.removeAttribute("role");
    anchor.removeAttribute("title");
    dom.set(anchor, "class", cell.verdict);
    return link(anchor, cell.search, cell.label);
  }
  // Not a link, but read all the same: why there is no verdict.
  function refuse(anchor, reason) {
    anchor.removeAttribute("href");
    dom.set(anchor, "role", "img");
    dom.set(anchor, "aria-label", "No verdict: " + reason + ".");
    dom.set(anchor, "class", "refused");
    anchor.title = reason + ".";
  }
  further.connect(page, plots, link);
  function link(anchor, search, label) {
    // What was refused before is no link.
    if (!anchor.hasAttribute("href")) anchor.setAttribute("href", dialogs.rootOf(dom.element("save-dialog")));
    anchor.search = search;
    dom.set(anchor, "aria-label", label);
  }

  // Whoever chooses an activation wants it in place of the formula.
  page.whenWanted(({ parameters: now }, { parameters: before }, kind) => {
    if (kind !== "report" || !now.formula || now.formula !== before.formula || now.activation === before.activation) return;
    setTimeout(() => page.move({ formula: "" }), 0);
  });

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
