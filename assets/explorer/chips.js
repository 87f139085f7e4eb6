/* What stands one step further and is not as by default, beside the question: a link with it explains itself. */
"use strict";
(window.minimalModel ||= []).push(["explorer/chips", [
  "common/dom", "common/rules", "common/controls", "explorer/column", "explorer/page", "explorer/presentation",
], function (dom, rules, { unusedBy }, { said }, page, presentation) {
  let listed = "";
  function list() {
    const { parameters } = page.state.drawn;
    const unused = unusedBy(parameters);
    const others = rules.folded.filter((key) =>
      parameters[key] !== page.base().parameters[key] && !(key in unused) && !presentation.held(key));
    const now = JSON.stringify(others.map((key) => [key, parameters[key]]));
    if (now === listed) return;
    listed = now;
    const within = dom.element("chips").contains(document.activeElement);
    dom.element("chips").replaceChildren(...others.map((key) => {
      const text = `${rules.labels[key]}: ${said(key, parameters)}`;
      const back = dom.make("button", { type: "button", textContent: "×" });
      back.setAttribute("aria-label", `Back to the default: ${text}`);
      back.addEventListener("click", () => page.move({ [key]: page.base().parameters[key] }));
      return dom.make("li", { className: "chip" }, dom.make("span", { textContent: text }), back);
    }));
    // The one that was clicked has gone, and a keyboard's place with it.
    if (within) (dom.element("chips").querySelector("button") || dom.element("new-here")).focus();
  }
  page.whenDrawn(list);
}]);
