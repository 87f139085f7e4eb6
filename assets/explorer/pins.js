/* Pinned curves: their text is the stamp of the explorer's state, and stands in the address. */
"use strict";
(window.minimalModel ||= []).push(["explorer/pins", [
  "common/dom", "common/rules", "explorer/page", "explorer/presentation", "explorer/typed_formula", "explorer/noise", "explorer/column",
], function (dom, rules, page, presentation, { isTyped }, noise, column) {
  const { state } = page;
  const { most, left_out: leftOut, plain } = rules.pins;
  const labels = new Map(); // text of a pin → its name, which comes with the answer

  const text = () => state.wanted.stamp;
  const split = (pins) => (pins ? pins.split(";") : []);
  // The server writes numbers its own way, and its word is taken when it answers.
  function textOf(parameters) {
    const pairs = Object.keys(state.defaults)
      .filter((key) => !leftOut.includes(key) && parameters[key] !== state.defaults[key])
      .map((key) => key + ":" + encodeURIComponent(column.written(key, parameters[key])));
    return pairs.join() || plain;
  }
  // A whole state may go along, so that both take one request.
  function set(pins, parameters = null) {
    page.move(parameters || {}, pins.slice(0, most).join(";"), parameters ? "state" : "choice");
    list();
  }
  function pin() {
    if (column.isRecorded(state.wanted.parameters.input)) {
      dom.say("Recorded activations have no curve that could be pinned.");
      return dom.noUpdate();
    }
    const pins = split(text());
    const own = textOf(state.wanted.parameters);
    // A number that is whole has a point behind it in the server's text.
    if (pins.some((other) => other.replace(/\.0(?=,|$)/g, "") === own)) dom.say("This curve is pinned already.", "done");
    else if (pins.length === most) dom.say(`At most ${most} curves can be pinned; remove one first.`);
    else set([...pins, own]);
    return dom.noUpdate();
  }

  let listed = null; // names and texts, so that only what is new is written
  function list() {
    const box = dom.element("pins");
    if (!box) return;
    const pins = split(text());
    // A label would name what a quiz asks for.
    const names = pins.map((own, k) => (presentation.secret() ? `pin ${k + 1}` : labels.get(own) || "…"));
    const now = JSON.stringify([pins, names]);
    if (now === listed) return;
    listed = now;
    box.replaceChildren(...pins.map((own, k) => {
      const remove = dom.make("button", { type: "button", textContent: "×" });
      remove.setAttribute("aria-label", "Remove pin: " + names[k]);
      remove.addEventListener("click", () => {
        set(pins.filter((other) => other !== own));
        (dom.element("pins").querySelector("button") || dom.element("pin")).focus();
      });
      return dom.make("li", { className: "pin pin-" + (k + 1) }, dom.make("span", { textContent: names[k] }), remove);
    }));
  }

  // What a choice is compared with: the curve that was on the screen.
  const COMPARED = [(parameters) => parameters.activation, (parameters) => parameters.formula, noise.ruler];
  let compared = "";
  page.whenWanted((wanted, before, kind) => {
    if (kind === "server") return;
    const chosen = kind !== "state" && COMPARED.some((of) => of(wanted.parameters) !== of(before.parameters));
    // While a formula is typed, that is what was there before its first letter.
    if (chosen && compared && isTyped()) return;
    const own = chosen ? textOf(state.drawn.parameters) : "";
    compared = own === textOf(wanted.parameters) ? "" : own;
    page.compareWith(compared);
  });

  page.whenDrawn(({ pins }) => {
    pins.forEach((pin) => labels.set(pin.text, pin.label));
    list();
  });
  page.whenFollowed((values) => { if (text() !== page.base().stamp) values.set("pins", text()); });

  return { text, split, set, pin };
}]);
