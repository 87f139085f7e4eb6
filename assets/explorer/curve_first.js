/* The curve is drawn at once, when the page opens and whenever an answer comes, the other figures a moment later: by then
 * the curve can be seen and the next request has left. Of several redraws that wait for one figure only the newest is done.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/curve_first", ["common/plotly", "common/paper", "explorer/marked_weight"], function (plotly, paper, curve) {
  const AFTER_REQUEST = 30; // ms
  function drawCurveFirst() {
    const react = window.Plotly.react;
    const waiting = new Map();
    const later = function (plot, ...rest) {
      const view = plot.closest && plot.closest("#views");
      if (view && plot.closest("#graph-mi-curve")) {
        const [figure, ...more] = rest;
        return curve.draw(plot, figure, (drawn) => react.call(window.Plotly, plot, drawn, ...more));
      }
      if (!view) return react.call(this, plot, ...rest);
      const first = !waiting.has(plot);
      const entry = first ? {} : waiting.get(plot);
      entry.rest = rest;
      if (first) {
        entry.done = new Promise((resolve) => {
          entry.draw = () => {
            if (!waiting.delete(plot)) return;
            resolve(plot.isConnected ? react.call(window.Plotly, plot, ...entry.rest) : plot);
          };
        });
        waiting.set(plot, entry);
        setTimeout(entry.draw, AFTER_REQUEST);
      }
      return entry.done;
    };
    later.direct = react.bind(window.Plotly);
    window.Plotly.react = later;
    paper.beforePrint(() => [...waiting.values()].forEach((entry) => entry.draw()));
  }
  plotly.ready.then(drawCurveFirst, () => {});
}]);
