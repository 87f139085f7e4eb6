/* The page of questions: plots, the map of verdicts, and the weight under the pointer. */
(function () {
  "use strict";

  const { noUpdate, element, write, set, createPage, watch, toggleTheme, lazyPlots, pickWeights, shown } =
    window.minimalModel;
  const plots = lazyPlots();

  const page = createPage({
    shown: function (key, state) {
      if (key === "threshold") return state[key].toFixed(2) + " bits";
      // All binnings stand on this page, whichever one the second question is asked with.
      if (key === "width") return "for fixed-width";
      return key === "bins" ? String(state[key]) : shown(key, state);
    },
    drawn: show,
  });

  function show(answer) {
    Object.entries(answer.plots).forEach(([name, plot]) => {
      write("title-" + name, plot.title);
      link(element("link-" + name), plot.search, "Open in the explorer: " + plot.title);
      plots.put("plot-" + name, plot.figure, plot.title);
    });
    answer.cells.forEach((cell, k) => {
      const anchor = element("cell-" + k);
      if (anchor.textContent !== cell.text) anchor.textContent = cell.text;
      set(anchor, "class", cell.verdict);
      link(anchor, cell.search, cell.label);
    });
    document.querySelectorAll("#map tbody tr").forEach((row) => {
      row.classList.toggle("chosen", row.id === "row-" + answer.parameters.activation);
    });
  }

  function link(anchor, search, label) {
    anchor.search = search;
    set(anchor, "aria-label", label);
  }

  // Every plot over the weight takes the pointer.
  pickWeights(
    (target) => {
      const plot = target.closest(".js-plotly-plot");
      return plot && !["plot-joint", "plot-equalisation"].includes(plot.id) ? plot : null;
    },
    () => page.state.wanted.weight_max,
    (weight) => { if (weight !== page.state.wanted.weight) page.move({ weight: weight }); },
    () => {});

  function reset() {
    page.move({ ...page.state.defaults });
    return noUpdate();
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

  watch(() => {});

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    questions: { changed: page.changed, answered: page.answered, reset, toggleTheme },
  });
})();
