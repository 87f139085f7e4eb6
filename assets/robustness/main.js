/* The page of all choices at once: its table and plots, and a curve that is opened in the explorer. */
"use strict";
(window.minimalModel ||= []).push(["robustness/main", [
  "common/dom", "common/state", "common/theme", "common/lazy_plots", "robustness/study", "robustness/shares", "robustness/form",
  "common/rules", "common/save", "common/summary",
], function (dom, { createPage }, theme, { lazyPlots }, { createStudy }, shares, form, rules, save, { summarise }) {
  const ROW = 13; // pixels of a row of marks
  const AROUND = 60; // what stands around them
  let drawn = null; // the answer whose curves are drawn

  const page = createPage({
    body: (wanted) => ({ study: study.asked(wanted.stamp) }),
    stamp: (answer) => answer.stamp,
  });
  const study = createStudy(page);
  const plots = lazyPlots((node) => {
    if (node.id !== "plot-curve" || node.dataset.opens) return;
    node.dataset.opens = "yes";
    node.on("plotly_click", ({ points }) => open(points[0].x));
  });

  summarise(page);
  save.onButtons((name, title) => {
    const query = () => {
      const values = page.query(page.state.defaults);
      study.follow(values);
      return values;
    };
    save.open({ query, panels: rules.export.panels, chosen: [name], title });
  });

  page.whenFollowed((values) => study.follow(values));
  page.whenDrawn(function (answer) {
    study.drawn(answer);
    form.fill(study.start);
    dom.write("chosen", answer.chosen);
    if (!answer.plots) return;
    drawn = answer;
    const root = dom.element("to-default").getAttribute("href").replace(/robustness$/, "");
    dom.set(dom.element("table-file"), "href", root + answer.file);
    shares.show(answer.table);
    dom.element("plot-curve").style.height = `${ROW * answer.rows + AROUND}px`;
    Object.entries(answer.plots).forEach(([name, plot]) => {
      dom.write("title-" + name, plot.title);
      plots.put("plot-" + name, plot.figure, plot.title);
    });
  });

  // A curve is known by its number in the study: the choices are its digits, the last one runs fastest.
  function open(place) {
    let number = drawn.numbers[Math.round(place)];
    if (number === undefined) return;
    const chosen = {};
    Object.entries(drawn.choices).reverse().forEach(([name, values]) => {
      if (drawn.keys.includes(name)) chosen[name] = values[number % values.length];
      number = Math.floor(number / values.length);
    });
    if (drawn.sized.includes(chosen.binning)) chosen.width = drawn.width / chosen.bins;
    const root = dom.element("to-default").getAttribute("href").replace(/robustness$/, "");
    window.location.assign(root + "?" + new URLSearchParams(chosen));
  }

  function reset() {
    page.move(page.state.defaults, undefined, "state");
    return dom.noUpdate();
  }

  dom.offer("robustness", { changed: page.changed, answered: page.answered, reset, toggleTheme: theme.toggle });
}]);
