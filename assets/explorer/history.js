/* Undo and redo: what was wanted before each gesture. The browser's own history is another matter, and stays as it is:
 * its way back leads to another page, or to the lesson's step before.
 *
 * A gesture is a drag, a burst of one key, a choice, a click with all that follows from it. So a new one begins when a
 * pointer goes down, or another key does. But what plays by itself belongs to the step before, whatever is pressed
 * meanwhile: the way to the button that undoes it, or to Ctrl+Z, takes longer than a step of it.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/history", [
  "common/dom", "common/letters", "common/watch", "explorer/page", "explorer/pins", "explorer/play", "explorer/presentation",
], function (dom, { letterOf }, { watch }, page, pins, play, presentation) {
  const BURST = 1000; // ms between two presses of a key that belong together
  const KEPT = 150; // steps
  const MODIFIERS = new Set(["Alt", "AltGraph", "Control", "Meta", "Shift"]);
  let past = []; // what was wanted before each gesture, the oldest first
  let future = []; // what has been taken back, the latest last
  let now = null; // what is wanted
  let gesture = 0; // the gesture under way
  let noted = -1; // the gesture that the latest step belongs to
  let restoring = false;

  const same = (one, other) => one.stamp === other.stamp
    && Object.keys(one.parameters).every((key) => Object.is(one.parameters[key], other.parameters[key]));
  const last = (list) => list[list.length - 1];

  /* ---- what is one gesture ---- */

  let pressed = { key: "", time: -Infinity };
  const begin = () => { gesture += 1; };
  // By the window, and so before what they do.
  window.addEventListener("pointerdown", begin, true);
  window.addEventListener("keydown", (event) => {
    const { key, timeStamp: time } = event;
    if (MODIFIERS.has(key)) return; // alone it does nothing, nor does it end a drag
    // What is typed into a text is one gesture, up to the Enter key.
    if (event.target.id === "control-formula" && key !== "Enter") return;
    if (key !== pressed.key || time - pressed.time > BURST) begin();
    pressed = { key, time };
  }, true);
  // A screen reader or a script clicks without either.
  window.addEventListener("click", (event) => { if (event.detail === 0) begin(); }, true);

  /* ---- the steps ---- */

  page.whenWanted((wanted, before, kind) => {
    if (restoring) return;
    if (now && kind !== "server" && kind !== "play" && gesture !== noted) {
      past = [...past, now].slice(-KEPT);
      future = [];
      noted = gesture;
    }
    now = wanted;
    show();
  });
  // A lesson's step begins anew: the way back to the step before is the browser's.
  function forget() {
    past = [];
    future = [];
    now = page.state.wanted;
    noted = gesture;
    show();
  }
  page.whenDrawn((answer, opening) => { if (opening) forget(); });

  function step(from, onto) {
    while (from.length && same(last(from), now)) from.pop(); // a gesture that came back to where it began
    if (!from.length) return;
    play.stop();
    onto.push(now);
    now = from.pop();
    restoring = true;
    pins.set(pins.split(now.stamp), now.parameters);
    restoring = false;
    noted = -1;
    begin();
    show();
  }
  function undo() {
    step(past, future);
    return dom.noUpdate();
  }
  function redo() {
    step(future, past);
    return dom.noUpdate();
  }

  // A button that has been used up would lose the focus, and with it the reader's place.
  function show() {
    const buttons = [dom.element("undo"), dom.element("redo")];
    if (!buttons.every(Boolean)) return;
    const useful = [past, future].map((list) => Boolean(now) && list.some((each) => !same(each, now)));
    buttons.forEach((button, k) => { if (useful[k] && button.disabled) button.disabled = false; });
    buttons.forEach((button, k) => {
      if (useful[k] || button.disabled) return;
      if (document.activeElement === button) buttons[1 - k].focus();
      button.disabled = true;
    });
  }
  watch(show);

  // A menu keeps the focus in a box that nobody types into.
  const TEXT = "input:not([type=checkbox], .dash-dropdown-focus-target), textarea, [contenteditable=true]";
  let handled = ""; // the key that has undone something and is still held down
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !page.state.drawn) return;
    if (event.target.closest && event.target.closest(TEXT)) return;
    if (document.querySelector("dialog[open]")) return;
    const letter = letterOf(event);
    if (letter !== "z" && !(letter === "y" && !event.shiftKey)) return;
    event.preventDefault();
    handled = event.code;
    if (letter === "y" || event.shiftKey) redo(); else undo();
  }, true);
  // A menu opens for a letter when its key is let go, even with Ctrl.
  window.addEventListener("keyup", (event) => {
    if (handled && event.code === handled) event.stopPropagation();
    if (event.code === handled) handled = "";
  }, true);

  return { undo, redo, forget };
}]);
