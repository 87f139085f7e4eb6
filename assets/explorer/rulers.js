/* The rulers: one small curve for each binning and for noise, its change in bits, and the sentences over all of them. */
"use strict";
(window.minimalModel ||= []).push(["explorer/rulers", [
  "common/dom", "common/sweep", "explorer/page", "explorer/presentation", "explorer/noise",
], function (dom, sweep, page, presentation, noise) {
  const { state } = page;
  const WIDTH = 240; // of a small curve's own coordinates; it is stretched to the room that there is
  const HEIGHT = 48;
  const FULL = 65535; // the largest number of two bytes stands for the top of the common scale
  const group = () => dom.element("rulers");
  const all = () => Array.from(group().querySelectorAll("[role=radio]"));
  const free = () => all().filter((ruler) => ruler.getAttribute("aria-disabled") !== "true");
  let answered = null; // what the last answer said of each ruler, by name

  /* ---- one of them is chosen: the same state as the menu of binnings ---- */

  const chosen = () => state.wanted.parameters && noise.ruler(state.wanted.parameters);
  const held = (name) => presentation.held("binning") || (name === noise.NAME && presentation.held("noise"));
  function mark() {
    const own = chosen();
    all().forEach((ruler) => {
      const is = ruler.dataset.ruler === own;
      dom.set(ruler, "aria-checked", String(is));
      ruler.tabIndex = is ? 0 : -1; // one tab stop for all of them
    });
    mean(own);
  }
  function take(ruler) {
    if (!ruler || ruler.getAttribute("aria-disabled") === "true" || held(ruler.dataset.ruler)) return false;
    if (ruler.dataset.ruler !== chosen()) page.move(noise.choice(ruler.dataset.ruler));
    mark();
    return true;
  }
  function choose(ruler) {
    if (ruler && ruler.getAttribute("aria-disabled") === "true") { mean(ruler.dataset.ruler); return; } // says why
    if (!take(ruler)) return;
    ruler.focus({ preventScroll: true });
    ruler.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function next() {
    const rulers = free().filter((ruler) => !held(ruler.dataset.ruler));
    if (rulers.length) take(rulers[(rulers.findIndex((ruler) => ruler.dataset.ruler === chosen()) + 1) % rulers.length]);
  }
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  document.addEventListener("click", (event) => {
    const ruler = event.target.closest && event.target.closest("#rulers [role=radio]");
    if (ruler) choose(ruler);
  });
  document.addEventListener("keydown", (event) => {
    const ruler = event.target.closest && event.target.closest("#rulers [role=radio]");
    if (!ruler || event.ctrlKey || event.altKey || event.metaKey) return;
    const rulers = free();
    const at = rulers.indexOf(ruler);
    const next = event.key in STEPS ? rulers[(at + STEPS[event.key] + rulers.length) % rulers.length]
      : { Home: rulers[0], End: rulers[rulers.length - 1] }[event.key];
    if (!next) return;
    event.preventDefault();
    choose(next);
  });

  /* ---- what a ruler means: the one that is pointed at, else the chosen one ---- */

  function mean(name) {
    const own = answered && answered.get(name);
    dom.write("ruler-meaning", own ? `${name}: ${own.meaning}.${own.remark ? " " + own.remark : ""}` : "");
  }
  const pointed = (event) => event.target.closest && event.target.closest("#rulers [role=radio]");
  document.addEventListener("pointerover", (event) => { if (pointed(event)) mean(pointed(event).dataset.ruler); });
  document.addEventListener("pointerout", (event) => { if (pointed(event)) mean(chosen()); });

  /* ---- their curves ---- */

  function values({ bdata }) {
    const bytes = Uint8Array.from(atob(bdata), (sign) => sign.charCodeAt(0));
    return new Uint16Array(bytes.buffer);
  }
  const path = (heights) => "M" + Array.from(heights, (bits, k) =>
    `${(k * WIDTH / (heights.length - 1)).toFixed(1)},${(HEIGHT * (1 - bits / FULL)).toFixed(1)}`).join("L");
  const SVG = "http://www.w3.org/2000/svg";
  function drawing(ruler) {
    const place = ruler.querySelector(".ruler-curve");
    if (!place.firstChild) {
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", `0 -2 ${WIDTH} ${HEIGHT + 4}`);
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("aria-hidden", "true");
      svg.append(document.createElementNS(SVG, "line"), document.createElementNS(SVG, "path"));
      place.append(svg);
    }
    return place.firstChild;
  }
  function draw(ruler, own) {
    const svg = drawing(ruler);
    const [line, curve] = svg.children;
    curve.setAttribute("d", own.curve ? path(values(own.curve)) : "");
    const at = String(state.drawn.parameters.weight * WIDTH / sweep.last);
    Object.entries({ x1: at, x2: at, y1: "-2", y2: String(HEIGHT + 2) }).forEach(([name, value]) => line.setAttribute(name, value));
    const change = own.curve ? `${own.sign} ${own.change} bits` : `– ${own.why}`;
    const text = ruler.querySelector(".ruler-change");
    if (text.textContent !== change) text.textContent = change;
    ruler.dataset.sign = own.sign;
    dom.set(ruler, "aria-disabled", String(!own.curve));
    ruler.title = own.remark || own.meaning;
  }
  function tell({ text, link }) {
    const place = dom.element("verdict");
    const now = JSON.stringify([text, link]);
    if (place.dataset.said === now) return;
    place.dataset.said = now;
    place.replaceChildren(text);
    if (!link) return;
    const button = dom.make("button", { type: "button", className: "as-link", textContent: link.text });
    button.addEventListener("click", () => page.move({ activation: link.activation }));
    place.append(" ", button);
    if (presentation.held("activation")) button.remove();
  }

  page.whenDrawn(({ rulers, verdict }) => {
    if (!rulers || !group()) return;
    answered = new Map(rulers.map((own) => [own.name, own]));
    all().forEach((ruler) => {
      if (answered.has(ruler.dataset.ruler)) draw(ruler, answered.get(ruler.dataset.ruler));
    });
    tell(verdict);
    mark();
  });

  return { mark, next };
}]);
