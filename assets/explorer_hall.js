/* How the explorer is shown apart from its state: the switches of the address, locked and hidden controls, pins. */
(function () {
  "use strict";

  const { element, write, say, setProps, noUpdate, applyLook } = window.minimalModel;
  const { page, parts } = window.minimalModel.explorer;
  const { state, gate } = page;
  const root = document.documentElement;
  const SWITCHES = ["notes", "projector", "embed", "quiz"];
  const NOT_PINNED = ["weight", "population", "band", "why"];
  const MOST_PINS = 6;

  /* ---- switches: the page has them before the server has checked the address, so that nothing flashes up ---- */

  const hall = { lesson: "", step: 0, on: [], lock: [], hide: [] };
  function show(key, on) {
    hall.on = hall.on.filter((other) => other !== key).concat(on ? [key] : []);
    if (on) root.dataset[key] = "yes"; else delete root.dataset[key];
    if (key === "projector") {
      write("projector", on ? "Leave projector" : "Projector");
      applyLook();
      page.follow();
    }
  }
  const address = new URLSearchParams(window.location.search);
  SWITCHES.forEach((key) => { if (address.get(key) === "1") show(key, true); });

  /* ---- controls that a lecturer's link locks or hides ---- */

  const held = (key) => hall.lock.includes(key) || hall.hide.includes(key);
  let start = null; // where "Reset" leads, if controls are held
  function hold() {
    hall.hide.forEach((key) => { element("label-" + key).closest(".field").hidden = true; });
    hall.lock.forEach((key) => {
      const field = element("label-" + key).closest(".field");
      field.classList.add("locked");
      setProps("control-" + key, { disabled: true });
      field.querySelectorAll("input[type=checkbox]").forEach((box) => { box.disabled = true; });
    });
    const any = hall.lock.length + hall.hide.length > 0;
    element("label-presets").closest(".field").hidden = any;
    if (held("seed")) element("new-sample").hidden = true;
    if (held("weight")) element("play").hidden = true;
    // A heading over nothing is hidden, too.
    document.querySelectorAll("#controls details").forEach((details) => {
      const fields = Array.from(details.querySelectorAll(".field"));
      if (fields.length) details.hidden = fields.every((field) => field.hidden);
    });
    if (any && !start) start = Object.assign({}, state.wanted || {});
  }

  /* ---- pinned curves ---- */

  let pins = []; // { text, label }
  const pinsText = () => pins.map((pin) => pin.text).join(";");
  // The server writes numbers its own way, and its word is taken when it answers.
  function pinText(parameters) {
    const pairs = Object.keys(state.defaults)
      .filter((key) => !NOT_PINNED.includes(key) && parameters[key] !== state.defaults[key])
      .map((key) => key + ":" + parameters[key]);
    return pairs.join() || "default";
  }
  function setPins(text) {
    const known = new Map(pins.map((pin) => [pin.text, pin]));
    pins = text ? text.split(";").map((part) => known.get(part) || { text: part, label: "" }) : [];
    list();
  }
  function change(text) {
    setPins(text);
    page.follow();
    gate.flush();
  }
  function pin() {
    const text = pinText(state.wanted);
    // A number that is whole has a point behind it in the server's text.
    if (pins.some((other) => other.text.replace(/\.0(?=,|$)/g, "") === text)) say("This curve is pinned already.");
    else if (pins.length === MOST_PINS) say(`At most ${MOST_PINS} curves can be pinned; remove one first.`);
    else change(pins.map((other) => other.text).concat(text).join(";"));
    return noUpdate();
  }
  function list() {
    const box = element("pins");
    if (!box) return;
    box.replaceChildren(...pins.map((entry, k) => {
      const item = document.createElement("li");
      item.className = "pin pin-" + (k + 1);
      const name = document.createElement("span");
      // A label would name what a quiz asks for.
      name.textContent = hall.on.includes("quiz") || hall.hide.length ? `pin ${k + 1}` : entry.label || "…";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", "Remove pin: " + name.textContent);
      remove.addEventListener("click", () => {
        change(pins.filter((other) => other !== entry).map((other) => other.text).join(";"));
        (element("pins").querySelector("button") || element("pin")).focus();
      });
      item.append(name, remove);
      return item;
    }));
  }

  parts.pins = pinsText;
  parts.held = held;
  parts.drawn.push(function (answer) {
    const opening = Boolean(answer.presentation);
    if (opening) {
      Object.assign(hall, answer.presentation);
      SWITCHES.forEach((key) => show(key, hall.on.includes(key)));
      setPins(answer.presentation.pins);
      hold();
      if (start) start = answer.parameters;
      if (hall.on.includes("embed")) embed();
    }
    const own = pinsText();
    const theirs = answer.pins.map((entry) => entry.text).join(";");
    // Pins that were set while the answer was under way wait for the next one.
    if (!opening && own !== state.sentStamp) return false;
    if (own === theirs && pins.every((entry, k) => entry.label === answer.pins[k].label)) return opening;
    pins = answer.pins;
    list();
    if (own !== theirs) page.follow();
    return true;
  });
  parts.extras.push(function (values) {
    if (hall.lesson) {
      values.set("lesson", hall.lesson);
      values.set("step", hall.step);
    }
    hall.on.forEach((key) => values.set(key, "1"));
    ["lock", "hide"].forEach((key) => { if (hall[key].length) values.set(key, hall[key].join()); });
    if (pinsText() !== (parts.basePins ? parts.basePins() : "")) values.set("pins", pinsText());
  });
  parts.base = () => state.defaults;
  parts.start = () => (hall.lesson ? parts.base() : start || parts.base());

  /* ---- inside the frame of another page ---- */

  function embed() {
    if (element("embed-link")) return;
    const link = document.createElement("a");
    link.id = "embed-link";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open in a window of its own";
    const follow = () => {
      const query = new URLSearchParams(window.location.search);
      query.delete("embed");
      link.href = window.location.pathname + window.minimalModel.searchText(query);
    };
    link.addEventListener("pointerdown", follow);
    link.addEventListener("focus", follow);
    follow();
    element("explorer").after(link);
  }

  /* ---- projector ---- */

  function projector() {
    const on = !hall.on.includes("projector");
    show("projector", on);
    // The browser may refuse full screen; the large type remains.
    if (on && root.requestFullscreen) root.requestFullscreen().catch(() => {});
    if (!on && document.fullscreenElement) document.exitFullscreen();
    return noUpdate();
  }
  // Who leaves the full screen by Escape means both.
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) show("projector", false); });

  Object.assign(window.minimalModel.explorer, { hall, held, show, setPins, pinsText, projector, pin });
  Object.assign(window.dash_clientside.explorer, { pin, projector });
})();
