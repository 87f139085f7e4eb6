/* The page of questions: plots, the map of verdicts, and the weight under the pointer. */
(function () {
  "use strict";

  const { noUpdate, element, write, set, createPage, watch, toggleTheme, lazyPlots, pickWeights, shown } =
    window.minimalModel;
  const plots = lazyPlots();

  const page = createPage({
    shown: (key, state) => (key === "threshold" ? state[key].toFixed(2) + " bits" : shown(key, state)),
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

  watch(() => {});

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    questions: { changed: page.changed, answered: page.answered, reset, toggleTheme },
  });
})();
