/* The keyboard's shortcuts; none of them takes a key from a control that has the focus. */
"use strict";
(window.minimalModel ||= []).push(["explorer/keys", [
  "common/dom", "common/rules", "common/letters", "explorer/page", "explorer/presentation", "explorer/play", "explorer/pins",
  "explorer/rulers", "common/dialogs",
], function (dom, rules, { letterOf }, page, presentation, play, pins, rulers, dialogs) {
  function nextOf(key) {
    if (presentation.held(key)) return;
    const { choices } = rules.parameters[key];
    page.move({ [key]: choices[(choices.indexOf(page.state.wanted.parameters[key]) + 1) % choices.length] });
  }
  const click = (id) => { const button = dom.element(id); if (button && !button.closest("[hidden]")) button.click(); };

  // Key → what it does, in words and in fact. Those of the first list also serve controls, and yield to any of them.
  const SHARED = {
    " ": ["Space", "play, or pause", () => { if (!presentation.held("weight")) play.play(); }],
    ArrowLeft: ["←", "one weight back", () => play.stepWeight(-1)],
    ArrowRight: ["→", "one weight on", () => play.stepWeight(1)],
  };
  // What a presenter's clicker sends; where no lesson runs, the page scrolls as ever.
  const CLICKER = {
    PageDown: ["Page ↓", "next step of the lesson", () => click("lesson-next")],
    PageUp: ["Page ↑", "step of the lesson before", () => click("lesson-previous")],
  };
  const LETTERS = {
    b: ["B", "next ruler", rulers.next],
    a: ["A", "next activation function", () => nextOf("activation")],
    p: ["P", "pin the curve", pins.pin],
    r: ["R", "reset", play.reset],
    n: ["N", "next step of the lesson", () => click("lesson-next")],
    m: ["M", "step of the lesson before", () => click("lesson-previous")],
    f: ["F", "projector, in full screen", presentation.projector],
    "?": ["?", "this list", keys],
  };
  // They are listed here and listened for in explorer/history.
  const HISTORY = [["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"]];

  const TYPING = "input:not([type=checkbox]), textarea, select, .dash-dropdown, [role=combobox], [role=listbox], [contenteditable=true]";
  function available(key, target) {
    if (SHARED[key]) return target === document.body || target === document.documentElement || target.id === "lesson-step";
    return Boolean(LETTERS[key]) && !(target.closest && target.closest(TYPING));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !page.state.drawn) return;
    if (document.querySelector("dialog[open], [role=listbox]")) return;
    if (event.isComposing) return;
    const key = letterOf(event);
    if (!available(key, event.target)) return;
    if (event.repeat && !key.startsWith("Arrow")) return;
    event.preventDefault();
    (SHARED[key] || LETTERS[key])[2]();
  });
  // A slider has these keys for itself, but not before a class: there they are taken before it hears of them.
  document.addEventListener("keydown", (event) => {
    if (!CLICKER[event.key] || !presentation.now.lesson || !page.state.drawn || document.querySelector("dialog[open], [role=listbox]")) return;
    if (!presentation.isOn("projector") && event.target.getAttribute && event.target.getAttribute("role") === "slider") return;
    if (event.target.closest && event.target.closest(TYPING)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) CLICKER[event.key][2]();
  }, true);

  function keys() {
    return dialogs.open("keys", (content) => {
      const rows = [...Object.values(SHARED), ...Object.values(LETTERS), ...Object.values(CLICKER), ...HISTORY].map(([name, text]) =>
        dom.make("div", {}, dom.make("dt", {}, dom.make("kbd", { textContent: name })), dom.make("dd", { textContent: text })));
      content.append(dom.make("dl", { className: "keys" }, ...rows),
        dom.make("p", { className: "help", textContent: "Space and the arrows work while no control has the focus; the "
          + "letters, while nothing is typed or chosen from a list." }));
    });
  }

  return { keys };
}]);
