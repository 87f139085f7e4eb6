/* What the browser does by itself: one request in flight, the address, the buttons, the highlighted bin.
 *
 * State flows one way: controls → `changed` → gate → server → `answered`. Everything that moves a control from here
 * (address, reset, play, the pointer on the curve) goes through `move`.
 */
(function () {
  "use strict";

  const KEYS = ["activation", "binning", "bias", "bins", "samples", "weight", "weight_max", "seed", "draw",
    "estimator", "width"];
  const ANSWER_PATIENCE = 8000; // ms until a request counts as lost
  const RETRY = 2000; // ms between attempts while the server is silent
  const PLAY_STEP = 90; // ms between weights
  const WEIGHTS = 199;

  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const element = (id) => document.getElementById(id);
  // Writing only what differs keeps the observer below from waking itself.
  function write(id, text) {
    const node = element(id);
    if (node && node.textContent !== text) node.textContent = text;
  }
  const noUpdate = () => window.dash_clientside.no_update;

  /* ---- parameters and controls ---- */

  // The slider of the sample size holds a logarithm. On its grid sizes are rounded to two digits; an exact size from
  // the address lies beside the grid and stays exact.
  function samplesOf(logarithm) {
    const size = Math.pow(10, logarithm);
    const onGrid = Math.abs(logarithm * 20 - Math.round(logarithm * 20)) < 1e-6;
    return onGrid ? Number(size.toPrecision(2)) : Math.round(size);
  }
  const toControl = (key, value) => (key === "samples" ? Math.log10(value) : value);
  function toParameter(key, value) {
    if (key === "samples") return samplesOf(value);
    return key === "bias" ? Math.round(value * 10) / 10 : value;
  }

  const trim = (value, digits) => String(Number(value.toFixed(digits))).replace("-", "\u2212");
  function shown(key, state) {
    const value = state[key];
    if (key === "weight") return "w = " + trim((value + 1) * state.weight_max / 200, 3);
    if (key === "samples") return value.toLocaleString("en");
    if (key === "bias") return trim(value, 1);
    const fixed = state.binning === "fixed-width";
    if (key === "bins") return fixed ? "set by the width" : String(value);
    return key === "width" && !fixed ? "not used now" : "";
  }

  /* ---- the gate: one request in flight, always the newest state ---- */

  const gate = { wanted: null, sent: null, drawn: null, theme: null, sentTheme: null, drawnTheme: null,
    inFlight: false, sequence: 0, timer: 0, opened: false, defaults: null };
  const same = (a, b) => a && b && KEYS.every((key) => a[key] === b[key]);

  function flush() {
    if (gate.inFlight) return;
    const whole = gate.theme !== gate.drawnTheme;
    if (gate.opened && same(gate.wanted, gate.drawn) && !whole) return;
    clearTimeout(gate.timer);
    gate.inFlight = true;
    gate.sequence += 1;
    gate.sentTheme = gate.theme;
    gate.sent = gate.wanted;
    const request = { sequence: gate.sequence, theme: gate.theme, whole: whole };
    if (gate.opened) request.parameters = gate.wanted;
    else request.search = window.location.search;
    gate.timer = setTimeout(() => lost("The server does not answer."), ANSWER_PATIENCE);
    setTimeout(() => setProps("request", { data: request }), 0);
  }

  function lost(reason) {
    clearTimeout(gate.timer);
    gate.inFlight = false;
    tellConnection(reason + " Your settings are kept; trying again \u2026");
    gate.timer = setTimeout(flush, RETRY);
  }

  function tellConnection(text) {
    const line = element("connection");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }

  // Dash keeps the failure of a request to itself; this is the only place where it can be seen.
  const realFetch = window.fetch;
  window.fetch = function (resource, options) {
    const result = realFetch.apply(this, arguments);
    const address = typeof resource === "string" ? resource : resource && resource.url;
    if (address && address.includes("_dash-update-component")) {
      const sequence = gate.inFlight ? gate.sequence : 0;
      const failed = (reason) => {
        // A failed download, or a request given up before, does not stop the one in flight.
        if (gate.inFlight && sequence === gate.sequence) lost(reason); else tellConnection(reason);
      };
      result.then(
        (response) => { if (response.status >= 400) failed(`The server answered with an error (${response.status}).`); },
        () => failed("The server cannot be reached."));
    }
    return result;
  };

  let applying = null;
  let applyingTimer = 0;

  // Set controls to a state and draw it at once. While they change one by one, what they report is a mixture.
  function move(changes) {
    const target = Object.assign({}, gate.wanted, changes);
    const moved = KEYS.filter((key) => !gate.wanted || gate.wanted[key] !== target[key]);
    gate.wanted = target;
    if (moved.length) {
      applying = target;
      clearTimeout(applyingTimer);
      applyingTimer = setTimeout(() => { applying = null; }, 1000);
      moved.forEach((key) => setProps("control-" + key, { value: toControl(key, target[key]) }));
    }
    follow();
    flush();
  }

  function changed() {
    const values = Array.from(arguments);
    const state = {};
    KEYS.forEach((key, k) => {
      const raw = values[k];
      // An emptied number box reports nothing; the last value stays.
      const kept = gate.wanted ? gate.wanted[key] : null;
      state[key] = raw === null || raw === undefined ? kept : toParameter(key, raw);
    });
    gate.theme = document.documentElement.dataset.theme;
    gate.defaults = values[KEYS.length + 1];
    if (applying) {
      if (same(state, applying)) applying = null;
    } else {
      gate.wanted = state;
      if (gate.opened) follow();
    }
    setTimeout(nameControls, 0);
    flush();
    return KEYS.map((key) => shown(key, state));
  }

  function answered(answer) {
    if (!answer || answer.sequence !== gate.sequence) return noUpdate();
    clearTimeout(gate.timer);
    gate.inFlight = false;
    gate.drawn = answer.parameters;
    gate.drawnTheme = gate.sentTheme;
    tellConnection("");
    // The server's word on the address, or on a value it had to correct, moves the controls.
    if (!gate.opened || (same(gate.wanted, gate.sent) && !same(gate.wanted, gate.drawn))) {
      gate.opened = true;
      move(answer.parameters);
    } else {
      flush();
    }
    return noUpdate();
  }

  /* ---- the address follows the controls ---- */

  let followTimer = 0;
  function follow() {
    // Browsers refuse hundreds of address changes in a few seconds.
    if (!followTimer) followTimer = setTimeout(writeAddress, 250);
  }
  function writeAddress() {
    followTimer = 0;
    if (!gate.opened) return;
    const query = new URLSearchParams();
    KEYS.forEach((key) => { if (gate.wanted[key] !== gate.defaults[key]) query.set(key, gate.wanted[key]); });
    const search = query.toString() ? "?" + query.toString() : "";
    history.replaceState(history.state, "", window.location.pathname + search + window.location.hash);
  }

  /* ---- buttons ---- */

  const say = (text) => write("notice", text);

  function copyLink() {
    writeAddress();
    const address = window.location.href;
    const done = () => say("Link copied: " + address);
    // Plain http on another host has no clipboard; there the old way still works.
    const fallback = () => {
      const box = document.createElement("textarea");
      box.value = address;
      document.body.append(box);
      box.select();
      const copied = document.execCommand("copy");
      box.remove();
      if (copied) done(); else say("Copy this address: " + address);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, fallback); else fallback();
    return noUpdate();
  }

  let playing = 0;
  function stop() {
    clearInterval(playing);
    playing = 0;
    showPlaying();
  }
  function showPlaying() {
    write("play", playing ? "Pause" : "Play");
  }
  function step() {
    // Waiting for the picture keeps the steps even on a slow line.
    if (gate.inFlight) return;
    if (gate.wanted.weight >= WEIGHTS - 1) { stop(); return; }
    move({ weight: gate.wanted.weight + 1 });
  }
  function play() {
    if (playing) { stop(); return noUpdate(); }
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      say("Your system asks for reduced motion, so the weight does not play by itself; drag it instead.");
      return noUpdate();
    }
    if (gate.wanted.weight >= WEIGHTS - 1) move({ weight: 0 });
    playing = setInterval(step, PLAY_STEP);
    showPlaying();
    return noUpdate();
  }

  function newSample() {
    move({ seed: (gate.wanted.seed + 1) % 4294967296 });
    return noUpdate();
  }
  function reset() {
    stop();
    say("");
    move(gate.defaults);
    return noUpdate();
  }

  /* ---- theme ---- */

  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  function remembered() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  function applyTheme(theme) {
    document.documentElement.dataset.theme = theme;
    showTheme();
    if (gate.wanted) setProps("theme", { data: theme });
  }
  function showTheme() {
    write("theme-toggle", document.documentElement.dataset.theme === "dark" ? "Light theme" : "Dark theme");
  }
  const chosenTheme = () => remembered() || (systemDark.matches ? "dark" : "light");
  function toggleTheme() {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", theme); } catch (error) { /* a private window forgets it */ }
    applyTheme(theme);
    return noUpdate();
  }
  applyTheme(chosenTheme());
  systemDark.addEventListener("change", () => applyTheme(chosenTheme()));

  /* ---- names for screen readers: Dash's controls take no aria attributes ---- */

  function nameControls() {
    KEYS.forEach((key) => {
      const control = element("control-" + key);
      if (!control) return;
      const inner = control.matches("button, input") ? control
        : control.querySelector("[role=slider], input, button, [role=combobox]")
          || control.closest(".field").querySelector("[role=slider], input, button, [role=combobox]");
      if (!inner) return;
      const valued = inner.matches("button, [role=combobox]") ? " " + (inner.id || "") : "";
      // Dash 4.4.1 puts the tab stop of a dropdown on an input that it hides from screen readers.
      const hiddenStop = inner.parentElement.querySelector(".dash-dropdown-focus-target");
      if (hiddenStop) {
        set(hiddenStop, "tabindex", "-1");
        set(inner, "tabindex", "0");
      }
      set(inner, "aria-labelledby", ("label-" + key + valued).trim());
      set(inner, "aria-describedby", "help-" + key);
      const text = element("value-" + key);
      if (inner.getAttribute("role") === "slider" && text && text.textContent) {
        set(inner, "aria-valuetext", text.textContent);
      }
    });
    showPlaying();
    showTheme();
  }
  function set(node, name, value) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }

  /* ---- pointer on the figures ---- */

  const plotOf = (id) => { const root = element(id); return root && root.querySelector(".js-plotly-plot"); };

  // Click or drag on the curve: the nearest weight.
  function pick(event) {
    const plot = plotOf("graph-mi-curve");
    const axis = plot._fullLayout.xaxis;
    const w = axis.p2d(event.clientX - plot.getBoundingClientRect().left - axis._offset);
    const index = Math.round(w * 200 / gate.wanted.weight_max) - 1;
    const weight = Math.min(Math.max(index, 0), WEIGHTS - 1);
    if (weight !== gate.wanted.weight) move({ weight: weight });
  }
  let dragged = false;
  document.addEventListener("pointerdown", (event) => {
    const plot = plotOf("graph-mi-curve");
    if (!plot || event.button !== 0 || !plot.contains(event.target) || !event.target.closest(".nsewdrag")) return;
    dragged = true;
    stop();
    pick(event);
  }, true);
  document.addEventListener("pointermove", (event) => { if (dragged) pick(event); }, true);
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => { dragged = false; }, true));

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

  // Every redraw of a figure wakes the observer; looking around ten times a second is enough.
  let looking = 0;
  function look() {
    looking = 0;
    drawCurveFirst();
    link();
    nameControls();
  }
  new MutationObserver(() => { if (!looking) looking = setTimeout(look, 100); })
    .observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    explorer: { changed, answered, play, newSample, reset, copyLink, toggleTheme },
  });
})();
