/* What moves the state besides the controls: Play, New sample, Reset, and the pointer on the curve. */
"use strict";
(window.minimalModel ||= []).push(["explorer/play", [
  "common/dom", "common/rules", "common/sweep", "common/watch", "common/pick_weights", "explorer/page", "explorer/presentation", "explorer/column",
], function (dom, rules, sweep, { watch }, { pickWeights }, page, presentation, column) {
  const { state, gate, move } = page;
  const PLAY_STEP = 90; // ms between weights

  let playing = false;
  let nextStep = 0;
  let moved = false; // whether this playing has moved the weight yet
  function stop() {
    clearTimeout(nextStep);
    playing = false;
    showPlaying();
  }
  function showPlaying() {
    dom.write("play", playing ? "Pause" : "Play");
  }
  // Each step waits for the picture of the one before: on a slow machine or line it must stay possible to press Pause.
  page.whenDrawn(() => {
    clearTimeout(nextStep);
    if (playing) nextStep = setTimeout(step, PLAY_STEP);
  });
  function step() {
    if (gate.inFlight) return;
    if (state.wanted.parameters.weight >= sweep.last) { stop(); return; }
    advance(state.wanted.parameters.weight + 1);
  }
  function advance(weight) {
    move({ weight }, undefined, moved ? "play" : "choice");
    moved = true;
  }
  function play() {
    if (playing) { stop(); return dom.noUpdate(); }
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      dom.say("Your system asks for reduced motion, so the weight does not play by itself; drag it instead.");
      return dom.noUpdate();
    }
    moved = false;
    if (state.wanted.parameters.weight >= sweep.last) advance(0);
    playing = true;
    nextStep = setTimeout(step, PLAY_STEP);
    showPlaying();
    return dom.noUpdate();
  }

  function newSample() {
    const { low, high } = rules.parameters.seed;
    const { seed } = state.wanted.parameters;
    move({ seed: seed < high ? seed + 1 : low });
    return dom.noUpdate();
  }
  function reset() {
    stop();
    dom.say("");
    move(presentation.start(), undefined, "state");
    return dom.noUpdate();
  }
  function stepWeight(by) {
    if (presentation.held("weight")) return;
    stop();
    move({ weight: sweep.within(state.wanted.parameters.weight + by) });
  }

  pickWeights({
    plotAt: (target) => {
      if (column.isRecorded(state.wanted.parameters.input)) return null; // there is no sweep
      const plot = page.plotOf("graph-mi-curve"); return plot && plot.contains(target) ? plot : null;
    },
    largest: () => state.wanted.parameters.weight_max,
    chosen: () => state.wanted.parameters.weight,
    choose: (weight) => { if (weight !== state.wanted.parameters.weight && !presentation.held("weight")) move({ weight }); },
    start: stop,
  });
  watch(showPlaying);

  return { play, stop, newSample, reset, stepWeight };
}]);
