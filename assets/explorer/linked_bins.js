/* Hovering or tapping a bin in one figure outlines it in all that show bins. */
"use strict";
(window.minimalModel ||= []).push(["explorer/linked_bins", ["common/dom", "common/watch", "explorer/page"], function (dom, { watch }, page) {
  const LINKED = ["graph-strip", "graph-partition", "graph-activation"];
  const OUTLINES = 64; // of a sine that folds more often, nobody sees more
  // What a cell or a bar tells of itself: its first bin, percent, bits, and its last bin where neighbours are drawn as one.
  const first = (told) => told[0];
  const last = (told) => (told.length > 3 ? told[3] : told[0]);

  // A figure may draw as one what another draws apart: all cells that hold some of the bins are outlined together.
  function outline(hovered) {
    LINKED.forEach((id) => {
      const plot = page.plotOf(id);
      if (!plot || !plot._fullLayout || !plot._fullData || !plot._fullData.length) return;
      const boxes = Array.from(plot.querySelectorAll(":scope > .bin-outline"));
      const boxAt = (number) => {
        if (!boxes[number]) {
          boxes[number] = document.createElement("div");
          boxes[number].className = "bin-outline";
          plot.append(boxes[number]);
        }
        return boxes[number];
      };
      boxAt(0);
      const cells = plot._fullData[0];
      const row = hovered && cells.customdata ? Array.from(cells.customdata[0]) : [];
      const meets = (told) => first(told) <= last(hovered) && last(told) >= first(hovered);
      // Where f folds a bin has several pieces, each with an outline of its own.
      const runs = [];
      row.forEach((told, k) => {
        if (!meets(told)) return;
        const before = runs[runs.length - 1];
        if (before && before[1] === k) before[1] = k + 1;
        else runs.push([k, k + 1]);
      });
      runs.slice(0, OUTLINES).forEach(([from, to], number) => place(plot, boxAt(number), cells.x, from, to));
      boxes.slice(Math.min(runs.length, OUTLINES)).forEach((box) => { box.hidden = true; });
    });
  }
  function place(plot, box, x, from, to) {
    box.hidden = false;
    const axis = plot._fullLayout.xaxis;
    const size = plot._fullLayout._size;
    const limit = (pixel) => Math.min(Math.max(pixel, 0), axis._length);
    const left = limit(axis.d2p(x[from]));
    const right = limit(axis.d2p(x[to]));
    box.style.left = axis._offset + left - 1 + "px";
    box.style.width = Math.max(right - left, 1) + 2 + "px";
    box.style.top = size.t + "px";
    box.style.height = size.h + "px";
  }
  function link() {
    LINKED.forEach((id) => {
      const plot = page.plotOf(id);
      if (!plot || !plot.on || plot.dataset.linked) return;
      plot.dataset.linked = "yes";
      plot.on("plotly_hover", (event) => outline(event.points[0].customdata));
      plot.on("plotly_click", (event) => outline(event.points[0].customdata));
      plot.on("plotly_unhover", () => outline(null));
    });
  }

  // A tap tells of a bin until the next one. The mouse that a browser makes of it would take that away at once.
  const areaOf = (event) => event.target.closest && event.target.closest(LINKED.map((id) => `#${id} .nsewdrag`).join());
  document.addEventListener("touchend", (event) => {
    if (areaOf(event) && event.cancelable) event.preventDefault();
  }, { passive: false });
  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !document.querySelector(".bin-outline:not([hidden])")) return;
    LINKED.forEach((id) => dom.element(id).querySelectorAll(".nsewdrag")
      .forEach((area) => area.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }))));
    outline(null);
  });
  watch(link);
}]);
