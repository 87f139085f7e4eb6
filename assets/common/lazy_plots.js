/* Plots that are drawn when they come in sight. */
"use strict";
(window.minimalModel ||= []).push(["common/lazy_plots", ["common/dom", "common/plotly", "common/paper"], function (dom, plotly, paper) {
  // Two taps are no double click, which would change the scales.
  const PLOT_OPTIONS = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: false };
  const MARGIN = "300px"; // drawn a little before they are seen

  function lazyPlots() {
    const waiting = new Map(); // what is not drawn yet, by element
    const inSight = new Set();
    let drawing = 0;
    const sight = new IntersectionObserver((entries) => {
      entries.forEach((entry) => {
        if (entry.isIntersecting) inSight.add(entry.target); else inSight.delete(entry.target);
      });
      soon();
    }, { rootMargin: MARGIN });
    const soon = () => { if (!drawing) drawing = requestAnimationFrame(drawSome); };
    // As many as fit into one picture of the screen, then the next.
    function drawSome() {
      drawing = 0;
      if (!plotly.there()) { plotly.ready.then(soon, () => {}); return; }
      const start = performance.now();
      for (const [node, figure] of waiting) {
        if (!inSight.has(node)) continue;
        waiting.delete(node);
        window.Plotly.react(node, figure.data, figure.layout, PLOT_OPTIONS);
        if (performance.now() - start > 30) { soon(); return; }
      }
    }
    // A print shows also what nobody has scrolled to.
    paper.beforePrint(() => {
      if (!plotly.there()) return;
      waiting.forEach((figure, node) => window.Plotly.react(node, figure.data, figure.layout, PLOT_OPTIONS));
      waiting.clear();
    });
    function put(id, figure, label) {
      const node = dom.element(id);
      if (!node.dataset.lazy) {
        node.dataset.lazy = "yes";
        node.setAttribute("role", "img");
        sight.observe(node);
      }
      dom.set(node, "aria-label", label);
      waiting.set(node, figure);
      soon();
    }
    return { put };
  }

  return { lazyPlots };
}]);
