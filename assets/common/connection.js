/* The lines that tell of a slow answer and of a lost one. Each is written only if it is new, since screen readers read
 * what is written.
 */
"use strict";
(window.minimalModel ||= []).push(["common/connection", ["common/dom"], function (dom) {
  let failed = false;

  function tell(id, text, label, press) {
    const line = dom.element(id);
    if (!line) return;
    const now = text && `${text} ${label || ""}`;
    if ((line.dataset.told || "") === now) return;
    line.dataset.told = now;
    line.replaceChildren(text);
    if (label) {
      const button = dom.make("button", { type: "button", className: "as-link", textContent: label });
      button.addEventListener("click", press);
      line.append(" ", button);
    }
    line.hidden = !text;
  }
  // A page without a line of its own for slow answers tells of them where it tells of lost ones.
  const slowLine = () => (dom.element("slow") ? "slow" : "connection");

  function slow(text, label, press) {
    if (text && failed) return; // it would say two things at once
    if (!text && failed && slowLine() === "connection") return;
    tell(slowLine(), text, label, press);
  }
  function lost(text, label, press) {
    slow("");
    failed = true;
    tell("connection", text, label, press);
  }
  function fine() {
    failed = false;
    tell("connection", "");
  }

  return { slow, lost, fine };
}]);
