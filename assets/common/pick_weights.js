/* The pointer on a curve: a click or a drag chooses the nearest weight. Two fingers zoom the page, and choose none. */
"use strict";
(window.minimalModel ||= []).push(["common/pick_weights", ["common/sweep"], function (sweep) {
  const ACROSS = 8; // pixels that a finger moves before it counts as a drag

  // `plotAt(target)` returns the plot that a pointer's target belongs to, `largest()` the end of the sweep, `chosen()`
  // the weight so far, and `choose(index)` takes one; `start()` is called when a drag begins.
  function pickWeights({ plotAt, largest, chosen, choose, start }) {
    let pick = null; // the pointer that picks: its id, its plot, the weight before it, where a finger came down
    function take(event) {
      const { plot } = pick;
      const axis = plot._fullLayout.xaxis;
      const w = axis.p2d(event.clientX - plot.getBoundingClientRect().left - axis._offset);
      choose(sweep.nearest(w, largest()));
    }
    function begin() {
      pick.touched = null;
      start();
    }
    document.addEventListener("pointerdown", (event) => {
      if (pick && event.pointerId !== pick.id) {
        // A second finger: what the first one has moved so far was no choice.
        const { before } = pick;
        pick = null;
        if (chosen() !== before) choose(before);
        return;
      }
      const hit = event.isPrimary && event.button === 0 && event.target.closest && event.target.closest(".nsewdrag");
      const plot = hit ? plotAt(event.target) : null;
      pick = plot ? { id: event.pointerId, plot, before: chosen(), touched: null } : null;
      if (!pick) return;
      if (event.pointerType === "touch") {
        pick.touched = { x: event.clientX, y: event.clientY }; // it may want to scroll
        return;
      }
      begin();
      take(event);
    }, true);
    document.addEventListener("pointermove", (event) => {
      if (!pick || event.pointerId !== pick.id) return;
      if (pick.touched) {
        const across = Math.abs(event.clientX - pick.touched.x);
        if (across < ACROSS || across < Math.abs(event.clientY - pick.touched.y)) return;
        begin();
      }
      take(event);
    }, true);
    document.addEventListener("pointerup", (event) => {
      if (!pick || event.pointerId !== pick.id) return;
      if (pick.touched) { begin(); take(event); } // a tap
      pick = null;
    }, true);
    // It became a scroll.
    document.addEventListener("pointercancel", (event) => { if (pick && event.pointerId === pick.id) pick = null; }, true);
  }

  return { pickWeights };
}]);
