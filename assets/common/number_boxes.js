/* Boxes of digits. Emptied or mistyped and left, they show what is in force; and what they show is in force.
 *
 * Dash 4.4.1 compares what is typed with a value that it remembers from the last time the box was left, and keeps
 * quiet if it is the same, or if both are no number: a box that was emptied twice would stay empty, and a number that a
 * button has changed meanwhile could not be typed back. So this looks at the box itself, before Dash does.
 */
"use strict";
(window.minimalModel ||= []).push(["common/number_boxes", [], function () {
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const keyOf = (node) => node.matches && node.matches("input[type=number][id^=control-]") && node.id.slice("control-".length);

  // `page.inForce(key)` is the number that a box stands for, `page.take(key, number)` makes another one so.
  function keep(page) {
    function left(box, key) {
      const kept = page.inForce(key);
      if (kept === null || kept === undefined) return;
      const text = String(kept);
      if (box.value === "" || !box.validity.valid) {
        write.call(box, text);
        // Otherwise the buttons beside the box would still go by what was typed.
        box.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (Number(box.value) !== kept) {
        page.take(key, Number(box.value));
      }
    }
    function listen(event) {
      const key = keyOf(event.target);
      if (key && (event.type !== "keydown" || event.key === "Enter")) left(event.target, key);
    }
    // Captured, and so ahead of Dash.
    document.addEventListener("focusout", listen, true);
    document.addEventListener("keydown", listen, true);
  }

  return { keep };
}]);
