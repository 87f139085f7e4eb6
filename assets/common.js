/* What every page does by itself: one request in flight, the theme, names for screen readers, the weight under the
 * pointer. The pages' own scripts (explorer.js, figures.js, questions.js) take it from `window.minimalModel`.
 */
(function () {
  "use strict";

  const ANSWER_PATIENCE = 8000; // ms until a request counts as lost
  const RETRY = 2000; // ms between attempts while the server is silent
  const WEIGHTS = 199;

  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const noUpdate = () => window.dash_clientside.no_update;
  const element = (id) => document.getElementById(id);
  // Writing only what differs keeps the observer below from waking itself.
  function write(id, text) {
    const node = element(id);
    if (node && node.textContent !== text) node.textContent = text;
  }
  function set(node, name, value) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  const say = (text) => write("notice", text);

  /* ---- the gate: one request in flight, always the newest state ----
   * `page.pending()` says whether what is drawn differs from what is wanted, `page.body()` makes the request.
   */
  let gate = null;

  function createGate(page) {
    const own = { inFlight: false, sequence: 0, timer: 0 };
    own.flush = function () {
      if (own.inFlight || !page.pending()) return;
      clearTimeout(own.timer);
      own.inFlight = true;
      own.sequence += 1;
      const request = Object.assign({ sequence: own.sequence }, page.body());
      own.timer = setTimeout(() => own.lost("The server does not answer."), ANSWER_PATIENCE);
      setTimeout(() => setProps("request", { data: request }), 0);
    };
    // Whether an answer is the one that was waited for.
    own.arrived = function (answer) {
      if (!answer || answer.sequence !== own.sequence) return false;
      clearTimeout(own.timer);
      own.inFlight = false;
      tellConnection("");
      return true;
    };
    own.lost = function (reason) {
      clearTimeout(own.timer);
      own.inFlight = false;
      tellConnection(reason + " Your settings are kept; trying again \u2026");
      own.timer = setTimeout(own.flush, RETRY);
    };
    gate = own;
    return own;
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
    if (gate && address && address.includes("_dash-update-component")) {
      const sequence = gate.inFlight ? gate.sequence : 0;
      const failed = (reason) => {
        // A failed download, or a request given up before, does not stop the one in flight.
        if (gate.inFlight && sequence === gate.sequence) gate.lost(reason); else tellConnection(reason);
      };
      result.then(
        (response) => { if (response.status >= 400) failed(`The server answered with an error (${response.status}).`); },
        () => failed("The server cannot be reached."));
    }
    return result;
  };

  /* ---- parameters and controls ---- */

  // The slider of the sample size holds a logarithm. On its grid sizes are rounded to two digits; an exact size from
  // the address lies beside the grid and stays exact.
  function samplesOf(logarithm) {
    const size = Math.pow(10, logarithm);
    const onGrid = Math.abs(logarithm * 20 - Math.round(logarithm * 20)) < 1e-6;
    return onGrid ? Number(size.toPrecision(2)) : Math.round(size);
  }
  // A switch is a list with one entry or none.
  function toControl(key, value) {
    if (key === "samples") return Math.log10(value);
    return value === "on" || value === "off" ? (value === "on" ? ["on"] : []) : value;
  }
  function toParameter(key, value) {
    if (key === "samples") return samplesOf(value);
    if (Array.isArray(value)) return value.length ? "on" : "off";
    return key === "bias" ? Math.round(value * 10) / 10 : value;
  }
  const isNothing = (raw) =>
    raw === null || raw === undefined || raw === "" || (typeof raw === "number" && !Number.isFinite(raw));
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

  /* ---- the state of a page ----
   * It flows one way: controls → `changed` → gate → server → `answered`. Everything that moves a control from a script
   * (the address, buttons, a pointer on a curve) goes through `move`. What a page may do differently:
   *
   * report(key, raw, kept)   the parameter that a control's value stands for; `kept` is the value so far
   * control(key, value)      the value of the control of a parameter
   * shown(key, state)        the text beside a control
   * body()                   more for the request
   * base()                   the state whose values need not stand in the address
   * extras(values)           what else does
   * stamp()                  whatever besides the controls makes the figures; when it changes, they are drawn as a whole
   * drawn(answer)            what to do with an answer; true if it took a new stamp from it
   */
  function createPage(options) {
    const page = Object.assign({
      report: (key, raw) => toParameter(key, raw), control: toControl, shown: shown, body: () => ({}), drawn: () => false,
      base: () => state.defaults, extras: () => {}, stamp: () => "",
    }, options);
    let keys = []; // the parameters, in the order of their controls
    const state = { wanted: null, sent: null, drawn: null, theme: null, sentTheme: null, drawnTheme: null,
      sentStamp: null, drawnStamp: null, opened: false, defaults: null };
    const same = (a, b) => a && b && keys.every((key) => Object.is(a[key], b[key]));

    const restyled = () => state.theme !== state.drawnTheme || page.stamp() !== state.drawnStamp;
    const pending = () => !state.opened || !same(state.wanted, state.drawn) || restyled();
    // Whether what is drawn is what is wanted; after a lost request nothing is under way, and yet it is not.
    const settled = () => !gate.inFlight && !pending();
    const gate = createGate({
      pending: pending,
      body: function () {
        const whole = restyled();
        state.sentTheme = state.theme;
        state.sentStamp = page.stamp();
        state.sent = state.wanted;
        const asked = state.opened ? { parameters: state.wanted } : { search: window.location.search };
        return Object.assign({ theme: state.theme, whole: whole }, asked, page.body());
      },
    });

    let applying = null;
    let applyingTimer = 0;

    // Set controls to a state and draw it at once. While they change one by one, what they report is a mixture.
    function move(changes) {
      const target = Object.assign({}, state.wanted, changes);
      const moved = keys.filter((key) => !state.wanted || state.wanted[key] !== target[key]);
      state.wanted = target;
      if (moved.length) {
        applying = target;
        clearTimeout(applyingTimer);
        applyingTimer = setTimeout(() => { applying = null; }, 1000);
        moved.forEach((key) => setProps("control-" + key, { value: page.control(key, target[key]) }));
      }
      follow();
      gate.flush();
    }

    function changed() {
      const values = Array.from(arguments);
      state.defaults = values[values.length - 1];
      keys = Object.keys(state.defaults);
      const reported = {};
      keys.forEach((key, k) => {
        const raw = values[k];
        const kept = state.wanted ? state.wanted[key] : state.defaults[key];
        const value = isNothing(raw) ? kept : page.report(key, raw, kept);
        // An emptied or mistyped number box reports nothing or NaN: the last value stays, and goes back into the box.
        if (isNothing(raw) && kept !== null) setTimeout(() => setProps("control-" + key, { value: kept }), 0);
        reported[key] = value;
      });
      themed = true;
      state.theme = look();
      if (applying) {
        if (same(reported, applying)) applying = null;
      } else {
        state.wanted = reported;
        if (state.opened) follow();
      }
      setTimeout(nameControls, 0);
      gate.flush();
      return keys.map((key) => page.shown(key, applying || reported));
    }

    function answered(answer) {
      if (!gate.arrived(answer)) return noUpdate();
      state.drawn = answer.parameters;
      state.drawnTheme = state.sentTheme;
      state.drawnStamp = page.drawn(answer) ? page.stamp() : state.sentStamp;
      // The server's word on the address, or on a value it had to correct, moves the controls.
      if (!state.opened || (same(state.wanted, state.sent) && !same(state.wanted, state.drawn))) {
        if (!state.opened) restorePlace();
        state.opened = true;
        move(answer.parameters);
      } else {
        gate.flush();
      }
      return noUpdate();
    }

    /* The address follows the controls. Browsers refuse hundreds of address changes in a few seconds. */
    let followTimer = 0;
    function follow() {
      if (state.opened) showNeuron(query(state.defaults));
      if (!followTimer) followTimer = setTimeout(writeAddress, 250);
    }
    function query(base) {
      const values = new URLSearchParams();
      keys.forEach((key) => { if (state.wanted[key] !== base[key]) values.set(key, state.wanted[key]); });
      return values;
    }
    function writeAddress() {
      clearTimeout(followTimer);
      followTimer = 0;
      if (!state.opened) return;
      const values = query(page.base());
      page.extras(values);
      const search = searchText(values);
      history.replaceState(history.state, "", window.location.pathname + search + window.location.hash);
    }

    return { state, gate, move, changed, answered, follow, query, settled, writeAddress };
  }

  // Lists stay readable: what separates their parts may stand in a query as it is.
  const PLAIN = { "%2C": ",", "%3A": ":", "%3B": ";" };
  function searchText(values) {
    const text = values.toString().replace(/%2C|%3A|%3B/g, (code) => PLAIN[code]);
    return text ? "?" + text : "";
  }

  // The neuron goes along: links to the pages that show one open it, also after a page that shows none.
  function showNeuron(query) {
    const own = document.querySelector("nav a[aria-current][data-keys]");
    try {
      if (own) sessionStorage.setItem("neuron", query.toString());
      else query = new URLSearchParams(sessionStorage.getItem("neuron") || "");
    } catch (error) { /* a private window forgets it */ }
    document.querySelectorAll("nav a[data-keys]").forEach((link) => {
      const taken = new Set(link.dataset.keys.split(" "));
      link.search = new URLSearchParams([...query].filter(([key]) => taken.has(key))).toString();
    });
  }

  // A page is filled only after its first answer, too late for the browser to find the place that was left or asked for.
  const place = "place " + window.location.pathname;
  window.addEventListener("pagehide", () => {
    try { sessionStorage.setItem(place, String(window.scrollY)); } catch (error) { /* then it opens at its top */ }
  });
  function restorePlace() {
    const target = window.location.hash.length > 1 && element(decodeURIComponent(window.location.hash.slice(1)));
    const navigation = performance.getEntriesByType("navigation")[0];
    const returned = navigation && navigation.type !== "navigate";
    let left = 0;
    try { left = Number(sessionStorage.getItem(place)) || 0; } catch (error) { /* as above */ }
    setTimeout(() => {
      if (returned && left) window.scrollTo(0, left); else if (target) target.scrollIntoView();
    }, 0);
  }

  /* ---- theme ---- */

  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  let themed = false; // whether the page listens to its theme already
  function remembered() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  const theme = () => document.documentElement.dataset.theme;
  // The figures' theme is the page's, for a projector with larger type.
  const look = () => theme() + (document.documentElement.dataset.projector ? "-projector" : "");
  function applyTheme(name) {
    document.documentElement.dataset.theme = name;
    showTheme();
    applyLook();
  }
  function applyLook() {
    if (themed) setProps("theme", { data: look() });
  }
  function showTheme() {
    write("theme-toggle", theme() === "dark" ? "Light theme" : "Dark theme");
  }
  const chosenTheme = () => remembered() || (systemDark.matches ? "dark" : "light");
  function toggleTheme() {
    const name = theme() === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", name); } catch (error) { /* a private window forgets it */ }
    applyTheme(name);
    return noUpdate();
  }
  applyTheme(chosenTheme());
  systemDark.addEventListener("change", () => applyTheme(chosenTheme()));

  /* ---- names for screen readers: Dash's controls take no aria attributes ---- */

  function nameControls() {
    document.querySelectorAll("[id^=control-]").forEach((control) => {
      const key = control.id.slice("control-".length);
      if (!element("label-" + key)) return;
      // Dash 4.4.1 calls a checklist a list box, in whose options no check box may stand.
      if (control.matches(".dash-checklist")) {
        set(control, "role", "group");
        set(control, "aria-labelledby", "label-" + key);
        control.querySelectorAll("[role=option], [aria-selected]").forEach((option) => {
          option.removeAttribute("role");
          option.removeAttribute("aria-selected");
        });
      }
      const stops = "[role=slider], input, button, [role=combobox]";
      const inner = control.matches("button, input") ? control
        : control.querySelector(stops) || control.closest(".field").querySelector(stops);
      if (!inner) return;
      const valued = inner.matches("button, [role=combobox]") ? " " + (inner.id || "") : "";
      // Dash 4.4.1 puts the tab stop of a dropdown on an input that it hides from screen readers.
      const hiddenStop = inner.parentElement.querySelector(".dash-dropdown-focus-target");
      if (hiddenStop) {
        set(hiddenStop, "tabindex", "-1");
        set(inner, "tabindex", "0");
      }
      set(inner, "aria-labelledby", ("label-" + key + valued).trim());
      if (element("help-" + key)) set(inner, "aria-describedby", "help-" + key);
      const text = element("value-" + key);
      if (inner.getAttribute("role") === "slider" && text && text.textContent) {
        set(inner, "aria-valuetext", text.textContent);
      }
    });
    showTheme();
  }

  /* ---- pointer on a curve: click or drag chooses the nearest weight ---- */

  // `plotAt(target)` returns the plot that a pointer's target belongs to, `largest()` the end of the sweep, and
  // `choose(index)` takes the weight; `start()` is called when a drag begins.
  function pickWeights(plotAt, largest, choose, start) {
    let plot = null;
    let touched = null; // where a finger came down that may want to scroll
    const pick = function (event) {
      const axis = plot._fullLayout.xaxis;
      const w = axis.p2d(event.clientX - plot.getBoundingClientRect().left - axis._offset);
      choose(Math.min(Math.max(Math.round(w * 200 / largest()) - 1, 0), WEIGHTS - 1));
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

  // Every redraw of a figure wakes the observer; looking around ten times a second is enough.
  function watch(look) {
    let looking = 0;
    const lookNow = function () { looking = 0; look(); nameControls(); };
    new MutationObserver(() => { if (!looking) looking = setTimeout(lookNow, 100); })
      .observe(document.documentElement, { childList: true, subtree: true });
  }

  /* ---- plots that are drawn when they come in sight ---- */

  const PLOT_OPTIONS = { displaylogo: false, responsive: true, displayModeBar: false };
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
      const start = performance.now();
      for (const [node, figure] of waiting) {
        if (!inSight.has(node)) continue;
        waiting.delete(node);
        window.Plotly.react(node, figure.data, figure.layout, PLOT_OPTIONS);
        if (performance.now() - start > 30) { soon(); return; }
      }
    }
    function put(id, figure, label) {
      const node = element(id);
      if (!node.dataset.lazy) {
        node.dataset.lazy = "yes";
        node.setAttribute("role", "img");
        sight.observe(node);
      }
      set(node, "aria-label", label);
      waiting.set(node, figure);
      soon();
    }
    return { put };
  }

  // `tell(copied)` says whether it worked.
  function copyText(text, tell) {
    // Plain http on another host has no clipboard; there the old way still works.
    const fallback = () => {
      const box = document.createElement("textarea");
      box.value = text;
      (document.querySelector("dialog[open]") || document.body).append(box);
      box.select();
      const copied = document.execCommand("copy");
      box.remove();
      tell(copied);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell(true), fallback); else fallback();
  }

  window.minimalModel = {
    WEIGHTS, noUpdate, setProps, element, write, set, say, createPage, toControl, toParameter, shown, toggleTheme, pickWeights,
    watch, copyText, lazyPlots, searchText, applyLook,
  };
})();
