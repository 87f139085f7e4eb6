/* The predicted shape stays behind the computed curve, over the whole width of the plot. */
"use strict";
(window.minimalModel ||= []).push(["explorer/sketch", ["explorer/page", "explorer/lesson_run"], function (page, { run, step, predictions }) {
  const AFTER_RESIZE = 200; // ms
  const AFTER_ANSWER = 100; // ms

  // Paths and their classes, in a box of 100 × 60.
  function draw(paths, attributes = "") {
    const lines = paths.map(([d, name]) => `<path d="${d}"${name ? ` class="${name}"` : ""}></path>`).join("");
    return `<svg viewBox="0 0 100 60"${attributes} aria-hidden="true">${lines}</svg>`;
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
    const { path, ends_low: endsLow } = predictions().choices[run.picked];
    box.innerHTML = draw([[path, ""]], " preserveAspectRatio=\"none\"") + "<span>your prediction (shape only)</span>";
    box.classList.toggle("ends-low", endsLow);
  }
  window.addEventListener("resize", () => setTimeout(sketch, AFTER_RESIZE));
  page.whenDrawn(() => setTimeout(sketch, AFTER_ANSWER));

  return { draw, sketch };
}]);
