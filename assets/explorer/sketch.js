/* The predicted shape stays behind the computed curve, over the whole width of the plot. */
"use strict";
(window.minimalModel ||= []).push(["explorer/sketch", [
  "explorer/page", "explorer/lesson_run", "explorer/marked_weight",
], function (page, { run, step, predictions }, { drawnCurve }) {
  const AFTER_RESIZE = 200; // ms
  const AFTER_ANSWER = 100; // ms

  // Paths and their classes, in a box of 100 × 60.
  function draw(paths, attributes = "") {
    const lines = paths.map(([d, name]) => `<path d="${d}"${name ? ` class="${name}"` : ""}></path>`).join("");
    return `<svg viewBox="0 0 100 60"${attributes} aria-hidden="true">${lines}</svg>`;
  }

  // A predicted hump turns where the drawn curve does, wherever that is; its sketch spans the width as the curve does.
  const START = 6, TURN = 36, END = 94; // of the sketches, in a box 100 wide
  function fitted(path, turn) {
    const curve = turn && drawnCurve();
    if (!curve) return path;
    const best = curve.y.reduce((best, y, k) => (turn * y > turn * curve.y[best] ? k : best), 0);
    const width = curve.x[curve.x.length - 1];
    if (best === 0 || best === curve.y.length - 1) return path;
    const at = 100 * curve.x[best] / width;
    const first = 100 * curve.x[0] / width;
    const moved = (x) => (x <= TURN ? first + (x - START) / (TURN - START) * (at - first)
      : at + (x - TURN) / (END - TURN) * (100 - at));
    return path.replace(/([\d.]+),/g, (_, x) => `${moved(Number(x)).toFixed(2)},`);
  }

  function sketch() {
    const plot = page.plotOf("graph-mi-curve");
    if (!plot || !plot._fullLayout || !plot._fullLayout._size) return;
    let box = plot.querySelector(":scope > .sketch");
    const shown = Boolean(step()) && run.revealed && run.picked && !predictions().pinned;
    if (box && !shown) box.remove();
    if (!shown) return;
    if (!box) {
      box = document.createElement("div");
      box.className = "sketch";
      plot.append(box);
    }
    const size = plot._fullLayout._size;
    Object.assign(box.style, { left: size.l + "px", top: size.t + "px", width: size.w + "px", height: size.h + "px" });
    const { path, turn, ends_low: endsLow } = predictions().choices[run.picked];
    box.innerHTML = draw([[fitted(path, turn), ""]], " preserveAspectRatio=\"none\"") + "<span>your prediction (shape only)</span>";
    box.classList.toggle("ends-low", endsLow);
  }
  window.addEventListener("resize", () => setTimeout(sketch, AFTER_RESIZE));
  page.whenDrawn(() => setTimeout(sketch, AFTER_ANSWER));

  return { draw, sketch };
}]);
