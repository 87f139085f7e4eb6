/* The pointer on a curve: a click or a drag chooses the nearest weight. */
"use strict";
(window.minimalModel ||= []).push(["common/pick_weights", ["common/sweep"], function (sweep) {
  // `plotAt(target)` returns the plot that a pointer's target belongs to, `largest()` the end of the sweep, and
  // `choose(index)` takes the weight; `start()` is called when a drag begins.
  function pickWeights(plotAt, largest, choose, start) {
    let plot = null;
    let touched = null; // where a finger came down that may want to scroll
    const pick = function (event) {
      const axis = plot._fullLayout.xaxis;
      const w = axis.p2d(event.clientX - plot.getBoundingClientRect().left - axis._offset);
      choose(sweep.nearest(w, largest()));
    };
    document.addEventListener("pointerdown", (event) => {
      const hit = event.button === 0 && event.target.closest && event.target.closest(".nsewdrag");
      plot = hit ? plotAt(event.target) : null;
      if (!plot) return;
      touched = event.pointerType === "touch" ? { x: event.clientX, y: event.clientY } : null;
      if (touched) return;
      start();
      pick(event);
    }, true);
    document.addEventListener("pointermove", (event) => {
      if (!plot) return;
      if (touched) {
        const across = Math.abs(event.clientX - touched.x);
        if (across < 8 || across < Math.abs(event.clientY - touched.y)) return;
        touched = null;
        start();
      }
      pick(event);
    }, true);
    document.addEventListener("pointerup", (event) => {
      if (plot && touched) { start(); pick(event); } // a tap
      plot = null;
    }, true);
    document.addEventListener("pointercancel", () => { plot = null; }, true); // it became a scroll
  }

  return { pickWeights };
}]);
