/* The state of a page: what is wanted, what was sent, and what is drawn. */
"use strict";
(window.minimalModel ||= []).push(["common/state", [
  "common/dom", "common/gate", "common/controls", "common/number_boxes", "common/theme", "common/address", "common/place",
  "common/dash_quirks", "common/typed_values",
], function (dom, { createGate }, controls, boxes, theme, address, place, quirks, typed) {
  const PATIENCE = 1000; // ms until what controls report counts again, whatever it is
  const FOLLOW = 250; // ms between changes of the address
  const isNothing = (raw) =>
    raw === null || raw === undefined || raw === "" || (typeof raw === "number" && !Number.isFinite(raw));

  /* `state.wanted`, `state.sent` and `state.drawn` are records of one shape, replaced as a whole and never changed:
   *
   *   parameters   the values by key
   *   theme        what the figures are drawn in
   *   stamp        whatever else makes the figures, as a text
   *
   * It flows one way: controls → `changed` → gate → server → `answered`. Everything that moves a control from a script
   * (the address, buttons, a pointer on a curve) goes through `move`. What a page may do differently:
   *
   * report(key, raw, kept, reported)   the parameter that a control's value stands for; `kept` is the value so far,
   *                          and `reported` are those of the controls before it
   * control(key, value)      the value of the control of a parameter; undefined if the control keeps what it holds
   * shown(key, parameters)   the text beside a control
   * written(key, value)      the value as the address has it
   * body(wanted)             more for the request
   * stamp(answer)            the stamp of what an answer has drawn
   * hears(answer)            hears of each answer before anything is corrected by it
   */
  function createPage(options) {
    const page = Object.assign({
      report: (key, raw) => controls.toParameter(key, raw), control: controls.toControl, shown: controls.shown,
      written: (key, value) => value, body: () => ({}), stamp: () => "", hears: () => {},
    }, options);
    let keys = []; // the parameters, in the order of their controls
    const state = {
      wanted: { parameters: null, theme: null, stamp: "" }, sent: null, drawn: null, defaults: null,
    };
    const hear = []; // who hears of each change of what is wanted
    // `kind` says what it is: "report", of a control; "choice", by a script in place of one; "state", a whole one set at
    // once; "play", what goes on by itself from an earlier choice; "server", a correction.
    function want(changes, kind) {
      const before = state.wanted;
      state.wanted = Object.assign({}, before, changes);
      if (!state.drawn || !differing(state.wanted, before).some((part) => part !== "theme")) return;
      if (kind !== "server") dom.hush();
      hear.forEach((each) => each(state.wanted, before, kind));
    }

    const equal = (one, other) => Object.is(one, other)
      || Boolean(one && other && typeof one === "object" && keys.every((key) => Object.is(one[key], other[key])));
    // The parts in which two records differ: all of them, if there is only one.
    const differing = (record, other) => Object.keys(record).filter((part) => !other || !equal(record[part], other[part]));

    const pending = () => differing(state.wanted, state.drawn).length > 0;
    // Whether what is drawn is what is wanted; after a lost request nothing is under way, and yet it is not.
    const settled = () => !gate.inFlight && !pending();
    const gate = createGate({
      pending: pending,
      body: function () {
        const { parameters, theme } = state.sent = state.wanted;
        // Figures are sent as a whole where more than the parameters is new.
        const whole = differing(state.sent, state.drawn).some((part) => part !== "parameters");
        const asked = state.drawn ? { parameters } : { search: window.location.search };
        return Object.assign({ theme, whole }, asked, page.body(state.sent));
      },
    });

    let applying = null;
    let applyingTimer = 0;
    let left = {}; // the values that controls are leaving meanwhile, by key
    function applied() {
      clearTimeout(applyingTimer);
      applying = null;
      left = {};
    }

    // Set controls to a state, and the stamp, and draw it at once. While controls change one by one, what they report is
    // a mixture.
    function move(changes, stamp = state.wanted.stamp, kind = "choice") {
      const before = state.wanted.parameters;
      const target = Object.assign({}, before, changes);
      const moved = keys.filter((key) => !before || before[key] !== target[key]);
      want({ parameters: target, stamp }, kind);
      if (moved.length) {
        applying = target;
        clearTimeout(applyingTimer);
        applyingTimer = setTimeout(applied, PATIENCE);
        moved.forEach((key) => {
          (left[key] ||= new Set()).add(before ? before[key] : target[key]);
          const value = page.control(key, target[key]);
          if (value !== undefined) dom.setProps("control-" + key, { value });
        });
      }
      follow();
      gate.flush();
    }

    // Take what a control holds before the control reports it, as while one types.
    function take(changes) {
      if (applying) applying = Object.assign({}, applying, changes);
      want({ parameters: Object.assign({}, state.wanted.parameters, changes) }, "report");
      follow();
      gate.flush();
    }

    function changed() {
      const values = Array.from(arguments);
      state.defaults = values[values.length - 1];
      keys = Object.keys(state.defaults);
      const before = state.wanted.parameters || state.defaults;
      const reported = {};
      keys.forEach((key, k) => {
        const nothing = controls.isText(key) ? typeof values[k] !== "string" : isNothing(values[k]);
        reported[key] = nothing ? before[key] : page.report(key, values[k], before[key], reported);
      });
      theme.listen();
      want({ theme: theme.look() }, "report");
      if (applying) {
        // What is neither where a control is going nor where it comes from, the reader has chosen meanwhile.
        const own = keys.filter((key) => !Object.is(reported[key], applying[key]) && !(left[key] && left[key].has(reported[key])));
        if (own.length) {
          applying = Object.assign({}, applying, Object.fromEntries(own.map((key) => [key, reported[key]])));
          want({ parameters: applying }, "report");
          if (state.drawn) follow();
        }
        if (equal(reported, applying)) applied();
      } else {
        want({ parameters: reported }, "report");
        if (state.drawn) follow();
      }
      setTimeout(quirks.nameControls, 0);
      setTimeout(typed.show, 0);
      gate.flush();
      return keys.map((key) => page.shown(key, applying || reported));
    }

    const look = []; // who looks at each answer
    function answered(answer) {
      if (!gate.arrived(answer)) return dom.noUpdate();
      const opening = !state.drawn;
      page.hears(answer);
      state.drawn = { parameters: answer.parameters, theme: state.sent.theme, stamp: page.stamp(answer) };
      // The server's word on the address, or on a value it had to correct, holds where nothing newer is wanted.
      const taken = differing(state.drawn, state.wanted)
        .filter((part) => opening || equal(state.wanted[part], state.sent[part]));
      // What the reader has moved before the page had its first answer is not the address's, and stays.
      const early = Object.fromEntries(opening
        ? keys.filter((key) => !Object.is(state.wanted.parameters[key], state.sent.parameters[key]))
          .map((key) => [key, state.wanted.parameters[key]]) : []);
      if (opening) place.restore();
      if (taken.length || opening) {
        const { stamp } = state.drawn;
        const parameters = Object.assign({}, state.drawn.parameters, early);
        move(taken.includes("parameters") ? parameters : {}, taken.includes("stamp") ? stamp : undefined, "server");
      } else {
        gate.flush();
      }
      look.forEach((each) => each(answer, opening));
      // The controls, which Dash moves by the next picture, may be seen from now on: see common/controls.css.
      if (opening) requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.answered = "yes"; }, 0));
      gate.flush();
      return dom.noUpdate();
    }

    /* The address follows the controls. Browsers refuse hundreds of address changes in a few seconds. */
    let based = (defaults) => defaults;
    const base = () => based({ parameters: state.defaults, stamp: "" });
    const add = []; // who adds to the address
    let followTimer = 0;
    function follow() {
      if (state.drawn) address.showNeuron(query(state.defaults));
      if (!followTimer) followTimer = setTimeout(writeAddress, FOLLOW);
    }
    function query(parameters) {
      const values = new URLSearchParams();
      const wanted = state.wanted.parameters;
      keys.forEach((key) => { if (wanted[key] !== parameters[key]) values.set(key, page.written(key, wanted[key])); });
      return values;
    }
    function writeAddress() {
      clearTimeout(followTimer);
      followTimer = 0;
      if (!state.drawn) return;
      const values = query(base().parameters);
      add.forEach((each) => each(values));
      const { pathname, hash } = window.location;
      history.replaceState(history.state, "", pathname + address.searchText(values) + hash);
    }

    boxes.keep({
      // What a box of digits holds while nothing is typed into it.
      inForce: (key) => {
        const { parameters } = state.wanted;
        return parameters && key in parameters ? page.control(key, parameters[key]) : null;
      },
      take: (key, value) => dom.setProps("control-" + key, { value }),
    });

    typed.keep({
      parameters: () => state.wanted.parameters,
      shown: (key) => page.shown(key, state.wanted.parameters),
      take: (key, value) => move({ [key]: value }),
    });

    return {
      state, gate, move, take, changed, answered, follow, query, settled, writeAddress,
      base, // the state whose values need not stand in the address
      startFrom: (other) => { based = other; },
      whenWanted: (each) => hear.push(each),
      whenDrawn: (each) => look.push(each),
      whenFollowed: (each) => add.push(each),
    };
  }

  return { createPage };
}]);
