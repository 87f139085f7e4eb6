/* The explorer: its buttons, the pointer on the curve, the highlighted bin. Its state is kept by common.js. */
(function () {
  "use strict";

  const { WEIGHTS, noUpdate, element, write, say, setProps } = window.minimalModel;
  const PLAY_STEP = 90; // ms between weights

  // What the files explorer_*.js add: to each answer, to the address, to the state that the address and "Reset" start from; and which controls are held.
  const parts = { drawn: [], extras: [], base: () => state.defaults, start: () => parts.base(),
    pins: () => "", held: () => false };
  const page = window.minimalModel.createPage({
    drawn: drawn,
    body: () => ({ pins: parts.pins() }),
    base: () => parts.base(),
    extras: (values) => parts.extras.forEach((add) => add(values)),
    stamp: () => parts.pins(),
  });
  const { state, gate, move } = page;

  /* ---- presets: the menu sets a state, and shows the preset that the state is ---- */

  let presets = {};
  const isPreset = (name, parameters) =>
    Object.entries(presets[name]).every(([key, value]) => parameters[key] === value);

  let shownPreset = null;
  function preset(name, states) {
    presets = states;
    // What the script itself has shown is no choice of the reader's, who may be past that state already.
    if (name && name !== shownPreset && state.opened && !isPreset(name, state.wanted)) {
      stop();
      move(presets[name]);
    }
    return noUpdate();
  }
  function showPreset(parameters) {
    const name = Object.keys(presets).find((candidate) => isPreset(candidate, parameters)) || null;
    if (name === shownPreset) return;
    shownPreset = name;
    setProps("control-presets", { value: name });
  }

  // A switch that an address or a preset has turned on is shown; folding it away again is the reader's choice.
  let switched = "";
  function unfoldSwitches(parameters) {
    const on = ["population", "band", "why"].filter((key) => parameters[key] === "on").join();
    if (on && !switched) element("control-population").closest("details").open = true;
    switched = on;
  }

  /* ---- buttons ---- */

  // The address for others, without the lecturer's notes.
  function shareable() {
    const values = new URLSearchParams(window.location.search);
    values.delete("notes");
    return window.location.origin + window.location.pathname + window.minimalModel.searchText(values);
  }

  function copyLink() {
    page.writeAddress();
    const address = shareable();
    window.minimalModel.copyText(address,
      (copied) => say((copied ? "Link copied: " : "Copy this address: ") + address));
    return noUpdate();
  }

  let playing = false;
  let nextStep = 0;
  function stop() {
    clearTimeout(nextStep);
    playing = false;
    showPlaying();
  }
  function showPlaying() {
    write("play", playing ? "Pause" : "Play");
  }
  // Each step waits for the picture of the one before: on a slow machine or line it must stay possible to press Pause.
  function drawn(answer) {
    showPreset(answer.parameters);
    unfoldSwitches(answer.parameters);
    clearTimeout(nextStep);
    if (playing) nextStep = setTimeout(step, PLAY_STEP);
    return parts.drawn.map((look) => look(answer)).some((took) => took === true);
  }
  function step() {
    if (gate.inFlight) return;
    if (state.wanted.weight >= WEIGHTS - 1) { stop(); return; }
    move({ weight: state.wanted.weight + 1 });
  }
  function play() {
    if (playing) { stop(); return noUpdate(); }
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      say("Your system asks for reduced motion, so the weight does not play by itself; drag it instead.");
      return noUpdate();
    }
    if (state.wanted.weight >= WEIGHTS - 1) move({ weight: 0 });
    playing = true;
    nextStep = setTimeout(step, PLAY_STEP);
    showPlaying();
    return noUpdate();
  }

  function newSample() {
    move({ seed: (state.wanted.seed + 1) % 4294967296 });
    return noUpdate();
  }
  function reset() {
    stop();
    say("");
    move(parts.start());
    return noUpdate();
  }

  /* ---- pointer on the figures ---- */

  const plotOf = (id) => { const root = element(id); return root && root.querySelector(".js-plotly-plot"); };

  window.minimalModel.pickWeights(
    (target) => { const plot = plotOf("graph-mi-curve"); return plot && plot.contains(target) ? plot : null; },
    () => state.wanted.weight_max,
    (weight) => { if (weight !== state.wanted.weight && !parts.held("weight")) move({ weight: weight }); },
    stop);

  // Hovering a bin in one figure outlines it in all that show bins.
  const LINKED = ["graph-strip", "graph-partition", "graph-activation"];
  function outline(bin) {
    LINKED.forEach((id) => {
      const plot = plotOf(id);
      if (!plot || !plot._fullLayout || !plot._fullData || !plot._fullData.length) return;
      let box = plot.querySelector(":scope > .bin-outline");
      if (!box) {
        box = document.createElement("div");
        box.className = "bin-outline";
        plot.append(box);
      }
      const cells = plot._fullData[0];
      const row = bin === null || !cells.z ? null : Array.from(cells.z[0]);
      const cell = row ? row.indexOf(bin) : -1;
      box.hidden = cell < 0;
      if (cell < 0) return;
      const axis = plot._fullLayout.xaxis;
      const size = plot._fullLayout._size;
      const limit = (pixel) => Math.min(Math.max(pixel, 0), axis._length);
      const left = limit(axis.d2p(cells.x[cell]));
      const right = limit(axis.d2p(cells.x[cell + 1]));
      box.style.left = axis._offset + left - 1 + "px";
      box.style.width = Math.max(right - left, 1) + 2 + "px";
      box.style.top = size.t + "px";
      box.style.height = size.h + "px";
    });
  }
  function binOf(point) {
    if (point.z !== undefined) return point.z;
    return point.customdata === undefined ? null : point.customdata;
  }
  function link() {
    LINKED.forEach((id) => {
      const plot = plotOf(id);
      if (!plot || !plot.on || plot.dataset.linked) return;
      plot.dataset.linked = "yes";
      plot.on("plotly_hover", (event) => outline(binOf(event.points[0])));
      plot.on("plotly_unhover", () => outline(null));
    });
  }
  // The curve is drawn as soon as an answer comes, the other figures a moment later: by then the next request has
  // left, and they are drawn while it travels. Of several redraws that wait for one figure only the newest is done.
  const AFTER_REQUEST = 30; // ms
  function drawCurveFirst() {
    if (!window.Plotly || window.Plotly.react.curveFirst) return;
    const react = window.Plotly.react;
    const waiting = new Map();
    const later = function (plot, ...rest) {
      if (!plot._fullLayout || !plot.closest || !plot.closest("#views") || plot.closest("#graph-mi-curve")) {
        return react.call(this, plot, ...rest);
      }
      const first = !waiting.has(plot);
      const entry = first ? {} : waiting.get(plot);
      entry.rest = rest;
      if (first) {
        entry.done = new Promise((resolve) => setTimeout(() => {
          waiting.delete(plot);
          resolve(plot.isConnected ? react.call(window.Plotly, plot, ...entry.rest) : plot);
        }, AFTER_REQUEST));
        waiting.set(plot, entry);
      }
      return entry.done;
    };
    later.curveFirst = true;
    window.Plotly.react = later;
  }

  window.minimalModel.watch(function () {
    drawCurveFirst();
    link();
    showPlaying();
  });

  window.minimalModel.explorer = { page, parts, plotOf, stop, play, reset, shareable };
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    explorer: { changed: page.changed, answered: page.answered, preset, play, newSample, reset, copyLink,
      toggleTheme: window.minimalModel.toggleTheme },
  });
})();
