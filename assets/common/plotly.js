/* plotly.js comes by itself, so that all else is there before it. Whoever draws waits for `ready`, and so do Dash's
 * graphs: they take a promise in plotly's place. Where it does not come, the early script has asked for it a second time,
 * and then says so (minimal_model/dashboard/server/early.py).
 */
"use strict";
(window.minimalModel ||= []).push(["common/plotly", ["common/dom"], function ({ element }) {
  const there = () => Boolean(window.Plotly && window.Plotly.react);
  if (there() || !element("plotly-script")) return { there, ready: Promise.resolve() };
  const ready = new Promise((resolve, reject) => {
    const look = function () {
      if (there()) resolve();
      else if (document.documentElement.dataset.plotly === "lost") reject(new Error("plotly.js did not load"));
    };
    document.addEventListener("load", look, true); // also that of a script, which may be the second
    window.addEventListener("plotlylost", look);
    look();
  });
  ready.catch(() => { delete window.Plotly; }); // Dash then asks for it once more
  window.Plotly = ready;

  return { there, ready };
}]);
