/* plotly.js comes by itself, so that all else is there before it. Whoever draws waits for `ready`, and so do Dash's
 * graphs: they take a promise in plotly's place.
 */
"use strict";
(window.minimalModel ||= []).push(["common/plotly", ["common/dom"], function ({ element }) {
  const script = element("plotly-script");
  const there = () => Boolean(window.Plotly && window.Plotly.react);
  if (there() || !script) return { there, ready: Promise.resolve() };
  const ready = new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error("plotly.js did not load")));
  });
  ready.catch(() => { delete window.Plotly; }); // Dash then asks for it once more
  window.Plotly = ready;

  return { there, ready };
}]);
