/* The page of figures: the bar that changes all of them, and plots that are drawn when they come in sight. */
"use strict";
(window.minimalModel ||= []).push(["figures/main", [
  "common/dom", "common/state", "common/controls", "common/theme", "common/lazy_plots", "common/rules", "common/save",
  "common/summary",
], function (dom, { createPage }, controls, theme, { lazyPlots }, rules, save, { summarise }) {
  // A parameter that is null is as each source has it; its control then rests where it stood at first.
  const resting = {};
  const plots = lazyPlots();

  const page = createPage({
    report: function (key, raw, kept) {
      if (!(key in resting)) resting[key] = raw;
      return kept === null && raw === resting[key] ? null : controls.toParameter(key, raw);
    },
    control: (key, value) => (value === null ? (key in resting ? resting[key] : null) : controls.toControl(key, value)),
    shown: (key, parameters) => (parameters[key] === null ? "as in the source" : controls.said(key, parameters)),
  });

  summarise(page, "as in the source");
  page.whenDrawn(function (answer) {
    dom.element("sources").classList.toggle("changed", answer.changed);
    Object.entries(answer.figures).forEach(([name, figure]) => {
      dom.write("parameters-" + name, figure.parameters);
      figure.checks.forEach((text, k) => dom.write("check-" + name + "-" + k, text));
      Object.entries(figure.plots).forEach(([plotName, plot]) => {
        dom.write("title-" + plotName, plot.title);
        document.querySelectorAll(`[id^="link-${plotName}-"]`).forEach((anchor, k) => {
          anchor.hidden = k >= plot.searches.length; // a link to the reader's own bias, while there is none
          if (!anchor.hidden) link(anchor, plot.searches[k], plot.title);
        });
        plots.put("plot-" + plotName, plot.figure, plot.title);
      });
    });
  });
  function link(anchor, search, title) {
    anchor.search = search;
    dom.set(anchor, "aria-label", anchor.textContent + ": " + title);
  }

  save.onButtons((name, title) => {
    const panels = rules.export.figures[name];
    const query = () => {
      const values = page.query(page.state.defaults);
      values.set("figure", name);
      return values;
    };
    save.open({ query, panels, chosen: Object.keys(panels), title });
  });

  function reset() {
    page.move(page.state.defaults, undefined, "state");
    return dom.noUpdate();
  }

  dom.offer("figures", { changed: page.changed, answered: page.answered, reset, toggleTheme: theme.toggle });
}]);
