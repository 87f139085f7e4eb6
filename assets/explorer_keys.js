/* The keyboard's shortcuts; none of them takes a key from a control that has the focus. */
(function () {
  "use strict";

  const { element } = window.minimalModel;
  const { page, held, open, make, play, reset, stop, pin, projector } = window.minimalModel.explorer;
  const { state, move } = page;
  const WEIGHTS = window.minimalModel.WEIGHTS;

  function stepWeight(by) {
    if (held("weight")) return;
    stop();
    move({ weight: Math.min(Math.max(state.wanted.weight + by, 0), WEIGHTS - 1) });
  }
  function nextOf(key) {
    if (held(key)) return;
    const list = element("controls").dataset[key].split(" ");
    move({ [key]: list[(list.indexOf(state.wanted[key]) + 1) % list.length] });
  }
  const click = (id) => { const button = element(id); if (button && !button.closest("[hidden]")) button.click(); };

  // Key → what it does, in words and in fact. Those of the first list also serve controls, and yield to any of them.
  const SHARED = {
    " ": ["Space", "play, or pause", () => { if (!held("weight")) play(); }],
    ArrowLeft: ["←", "one weight back", () => stepWeight(-1)],
    ArrowRight: ["→", "one weight on", () => stepWeight(1)],
  };
  const LETTERS = {
    b: ["B", "next binning", () => nextOf("binning")],
    a: ["A", "next activation function", () => nextOf("activation")],
    p: ["P", "pin the curve", pin],
    r: ["R", "reset", reset],
    n: ["N", "next step of the lesson", () => click("lesson-next")],
    m: ["M", "step of the lesson before", () => click("lesson-previous")],
    f: ["F", "projector, in full screen", projector],
    "?": ["?", "this list", keys],
  };

  const TYPING = "input:not([type=checkbox]), textarea, select, [role=combobox], [role=listbox], [contenteditable=true]";
  function available(key, target) {
    if (SHARED[key]) return target === document.body || target === document.documentElement || target.id === "lesson-step";
    return Boolean(LETTERS[key]) && !(target.closest && target.closest(TYPING));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !state.opened) return;
    if (document.querySelector("dialog[open], [role=listbox]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!available(key, event.target)) return;
    if (event.repeat && !key.startsWith("Arrow")) return;
    event.preventDefault();
    (SHARED[key] || LETTERS[key])[2]();
  });

  function keys() {
    return open("keys", (content) => {
      const rows = [...Object.values(SHARED), ...Object.values(LETTERS)].map(([name, text]) =>
        make("div", {}, make("dt", {}, make("kbd", { textContent: name })), make("dd", { textContent: text })));
      content.append(make("dl", { className: "keys" }, ...rows),
        make("p", { className: "help", textContent: "Space and the arrows work while no control has the focus; the "
          + "letters, while nothing is typed or chosen from a list." }));
    });
  }
  Object.assign(window.dash_clientside.explorer, { keys });
})();
