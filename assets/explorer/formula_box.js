/* The box for a formula: it is read while one types, and what it is stands below it, with a sketch. */
"use strict";
(window.minimalModel ||= []).push(["explorer/formula_box", [
  "common/dom", "explorer/page", "explorer/typed_formula", "explorer/presentation",
], function (dom, page, formula, presentation) {
  const PAUSE = 300; // ms without another letter until a text is read
  const { OWN, box } = formula;
  const { state } = page;
  const inForce = () => state.wanted.parameters.formula;
  const held = () => presentation.held("formula");

  /* ---- what is typed ---- */

  let timer = 0;
  function read() {
    clearTimeout(timer);
    timer = 0;
    const text = box().value;
    if (text !== inForce() && !formula.flawOf(text, state.wanted.parameters)) page.take({ formula: text });
    tell();
  }
  function write(text) {
    clearTimeout(timer);
    timer = 0;
    dom.setProps("control-formula", { value: text });
    // What was typed and not yet read is no value that Dash knows of.
    if (box().value !== text) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box(), text);
      box().dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(timer);
      timer = 0;
    }
    setTimeout(tell, 0);
  }
  const isBox = (event) => event.target.id === "control-formula";
  // Dash 4.4.1 puts the cursor back to where it was a moment ago, and so between letters that are typed fast.
  document.addEventListener("focusin", (event) => { if (isBox(event)) event.target.setSelectionRange = () => {}; });
  document.addEventListener("input", (event) => {
    if (!isBox(event) || !state.drawn) return;
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE);
  });
  // Captured, and so ahead of what else listens to Escape.
  document.addEventListener("keydown", (event) => {
    if (!isBox(event) || !state.drawn) return;
    if (event.key === "Enter") read();
    if (event.key !== "Escape" || box().value === inForce()) return;
    write(inForce());
    event.stopPropagation();
  }, true);
  document.addEventListener("focusout", (event) => {
    if (!isBox(event) || !state.drawn) return;
    if (timer) read();
    setTimeout(showMenu, 0);
  });
  document.addEventListener("click", (event) => {
    const example = event.target.closest && event.target.closest(".example");
    if (!example || !state.drawn || held()) return;
    page.move({ formula: example.textContent });
    write(example.textContent);
  });

  /* ---- the menu: its last entry leads to the box ---- */

  function showMenu() {
    const { formula: text, activation } = state.wanted.parameters;
    const place = text || (formula.isTyped() && page.menuAt() === OWN) ? OWN : activation;
    if (page.menuAt() !== place) dom.setProps("control-activation", { value: place });
  }
  // The menu gives the focus back to its button when it has closed, on a busy machine a while later: then the box gets it.
  let opening = false;
  function open(patience = 40) {
    opening = true;
    const { activeElement: at } = document;
    const back = at && at.id === "control-activation" && !document.querySelector(".dash-dropdown-content");
    if (patience && !back) {
      setTimeout(() => open(patience - 1), 25);
      return;
    }
    opening = false;
    // Whoever has gone elsewhere meanwhile stays there.
    const stays = at && at !== document.body && !at.closest(".field-activation");
    if (stays || box().disabled || held()) { showMenu(); return; }
    box().closest("details").open = true;
    box().focus();
    box().scrollIntoView({ block: "nearest" });
  }
  const entry = (event) => event.target.closest && event.target.closest(".dash-dropdown-option")
    && event.target.closest(".dash-dropdown-option").querySelector(`input[value="${OWN}"]`);
  document.addEventListener("click", (event) => { if (entry(event)) open(); });
  // Dash tells of a choice a while after it was made: by then the box may have been left again.
  let visited = false; // since somebody was at the menu
  document.addEventListener("focusin", (event) => {
    if (isBox(event)) visited = true; else if (event.target.closest(".field-activation")) visited = false;
  });
  page.whenOwn(() => {
    if (opening) return;
    if (visited) setTimeout(showMenu, 0); else open();
  });

  /* ---- what it is, and how it looks ---- */

  let answered = null; // what the last answer said of the formula that it has drawn
  function tell() {
    if (!box() || !state.drawn) return;
    const flaw = formula.flawOf(box().value, state.wanted.parameters);
    dom.write("formula-said", flaw || (answered ? answered.said : ""));
    dom.set(box(), "aria-invalid", String(Boolean(flaw)));
    dom.element("formula-said").classList.toggle("flaw", Boolean(flaw));
    sketch();
  }
  const WIDTH = 160;
  const HEIGHT = 60;
  const SVG = "http://www.w3.org/2000/svg";
  const part = (tag, attributes) => {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  };
  const digits = (value) => String(Number(value.toPrecision(2))).replace("-", "−");
  // A pen that is lifted where there is no value.
  function path(heights) {
    let down = false;
    return heights.map((height, k) => {
      const step = height === null ? "" : (down ? "L" : "M")
        + `${(k * WIDTH / (heights.length - 1)).toFixed(1)},${(HEIGHT * (1 - height)).toFixed(1)}`;
      down = height !== null;
      return step;
    }).join("");
  }
  let sketched = null;
  function sketch() {
    const place = dom.element("formula-sketch");
    if (sketched === answered) return;
    sketched = answered;
    place.replaceChildren();
    if (!answered) return;
    const { low, high, reach, heights, said } = answered;
    const zero = HEIGHT * (1 + low / (high - low));
    const svg = part("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img",
      "aria-label": `f(z) from z = −${reach} to ${reach}: ${said}`,
    });
    svg.append(part("line", { x1: WIDTH / 2, x2: WIDTH / 2, y1: 0, y2: HEIGHT }));
    if (zero >= 0 && zero <= HEIGHT) svg.append(part("line", { x1: 0, x2: WIDTH, y1: zero, y2: zero }));
    svg.append(part("path", { d: path(heights) }));
    const mark = (name, textContent) => dom.make("span", { className: `mark ${name}`, textContent, ariaHidden: "true" });
    place.append(svg, mark("top", digits(high)), mark("bottom", digits(low)), mark("left", `−${reach}`), mark("right", `z = ${reach}`));
  }

  page.whenWanted((wanted, before, kind) => {
    // Whatever the box holds, a state that is set as a whole has its own.
    if (kind === "state" && box().value !== wanted.parameters.formula) write(wanted.parameters.formula);
    setTimeout(() => { showMenu(); tell(); }, 0);
  });
  // What comes with another formula, such as the chip beside the question, moves the box down in browsers that do not
  // hold a page in its place. Whoever types sees it again, with what stands below it.
  let drawn = "";
  function stay(text) {
    const other = text !== drawn;
    drawn = text;
    if (!other || !formula.isTyped()) return;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (formula.isTyped()) box().scrollIntoView({ block: "nearest" });
    }));
  }
  page.whenDrawn((answer) => {
    formula.corrected();
    answered = answer.formula;
    stay(answer.parameters.formula);
    // What another state has refused may be drawn in this one.
    showMenu();
    tell();
  });

  return {};
}]);
