/* The page of figures: the bar that changes all of them, and plots that are drawn when they come in sight. */
(function () {
  "use strict";

  const { noUpdate, write, set, toControl, toParameter, shown, createPage, watch, toggleTheme, lazyPlots } =
    window.minimalModel;

  // A parameter that is null is as each source has it; its control then rests where it stood at first.
  const resting = {};
  const plots = lazyPlots();

  const page = createPage({
    report: function (key, raw, kept) {
      if (!(key in resting)) resting[key] = raw;
      return kept === null && raw === resting[key] ? null : toParameter(key, raw);
    },
    control: (key, value) => (value === null ? (key in resting ? resting[key] : null) : toControl(key, value)),
    shown: (key, state) => (state[key] === null ? "as in the source" : shown(key, state) || String(state[key])),
    drawn: show,
  });

  function show(answer) {
    document.getElementById("sources").classList.toggle("changed", answer.changed);
    Object.entries(answer.figures).forEach(([name, figure]) => {
      write("parameters-" + name, figure.parameters);
      figure.checks.forEach((text, k) => write("check-" + name + "-" + k, text));
      Object.entries(figure.plots).forEach(([plotName, plot]) => {
        write("title-" + plotName, plot.title);
        document.querySelectorAll(`[id^="link-${plotName}-"]`).forEach((anchor, k) => {
          anchor.hidden = k >= plot.searches.length; // a link to the reader's own bias, while there is none
          if (!anchor.hidden) link(anchor, plot.searches[k], plot.title);
        });
        plots.put("plot-" + plotName, plot.figure, plot.title);
      });
    });
  }

  function link(anchor, search, title) {
    anchor.search = search;
    set(anchor, "aria-label", anchor.textContent + ": " + title);
  }

  function reset() {
    page.move({ ...page.state.defaults });
    return noUpdate();
  }

  watch(() => {});

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    figures: { changed: page.changed, answered: page.answered, reset, toggleTheme },
  });
})();
