/* How the explorer is shown apart from its state: the switches of the address, locked and hidden controls. */
"use strict";
(window.minimalModel ||= []).push(["explorer/presentation", [
  "common/dom", "common/rules", "common/theme", "common/address", "explorer/page",
], function (dom, rules, theme, address, page) {
  const root = document.documentElement;
  const { switches, lists, on: ON } = rules.presentation;

  /* ---- switches: the page has them before the server has checked the address, so that nothing flashes up ---- */

  // What the address says of lesson and step, the switches that are on, and lists of controls.
  const now = Object.assign({ lesson: "", step: 0, on: [] }, Object.fromEntries(lists.map((key) => [key, []])));
  const isOn = (key) => now.on.includes(key);
  function show(key, on) {
    now.on = now.on.filter((other) => other !== key).concat(on ? [key] : []);
    if (on) root.dataset[key] = "yes"; else delete root.dataset[key];
    if (key === "projector") {
      dom.write("projector", on ? "Leave projector" : "Projector");
      theme.applyLook();
      page.follow();
    }
  }
  address.switchedOn().forEach((key) => show(key, true));

  /* ---- controls that a lecturer's link locks or hides ---- */

  // A formula would take the place of the activation, so what holds that holds it, too.
  const withFormula = (keys) => (keys.includes("activation") ? keys.concat("formula") : keys);
  const held = (key) => withFormula(now.lock.concat(now.hide)).includes(key);
  // Whether the page keeps something from students, which no label, print or address may tell.
  const secret = () => isOn("quiz") || now.hide.length > 0;
  let kept = null; // where "Reset" leads, if controls are held
  function hold() {
    withFormula(now.hide).forEach((key) => { dom.element("label-" + key).closest(".field").hidden = true; });
    withFormula(now.lock).forEach((key) => {
      const field = dom.element("label-" + key).closest(".field");
      field.classList.add("locked");
      dom.setProps("control-" + key, { disabled: true });
      field.querySelectorAll("input[type=checkbox], button.example").forEach((part) => { part.disabled = true; });
    });
    const any = now.lock.length + now.hide.length > 0;
    dom.element("label-presets").closest(".field").hidden = any;
    if (held("seed")) dom.element("new-sample").hidden = true;
    if (held("weight")) dom.element("play").hidden = true;
    // A heading over nothing is hidden, too.
    document.querySelectorAll("#controls details").forEach((details) => {
      const fields = Array.from(details.querySelectorAll(".field"));
      if (fields.length) details.hidden = fields.every((field) => field.hidden);
    });
    return any;
  }
  // A lesson leads back to its step.
  const start = () => (now.lesson ? page.base().parameters : kept || page.base().parameters);

  page.whenDrawn(({ presentation, parameters }, opening) => {
    if (!opening) return;
    Object.assign(now, presentation);
    switches.forEach((key) => show(key, isOn(key)));
    if (hold()) kept = parameters;
    if (isOn("embed")) embed();
  });
  page.whenFollowed((values) => {
    if (now.lesson) {
      values.set("lesson", now.lesson);
      values.set("step", now.step);
    }
    now.on.forEach((key) => values.set(key, ON));
    lists.forEach((key) => { if (now[key].length) values.set(key, now[key].join()); });
  });

  /* ---- inside the frame of another page ---- */

  function embed() {
    if (dom.element("embed-link")) return;
    const link = dom.make("a", { id: "embed-link", target: "_blank", rel: "noopener", textContent: "Open in a window of its own" });
    const follow = () => {
      const query = new URLSearchParams(window.location.search);
      query.delete("embed");
      link.href = window.location.pathname + address.searchText(query);
    };
    link.addEventListener("pointerdown", follow);
    link.addEventListener("focus", follow);
    follow();
    dom.element("explorer").after(link);
  }

  /* ---- projector ---- */

  function projector() {
    const on = !isOn("projector");
    show("projector", on);
    // The browser may refuse full screen; the large type remains.
    if (on && root.requestFullscreen) root.requestFullscreen().catch(() => {});
    if (!on && document.fullscreenElement) document.exitFullscreen();
    return dom.noUpdate();
  }
  // Who leaves the full screen by Escape means both.
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) show("projector", false); });

  return { now, isOn, held, secret, start, projector };
}]);
