/* Hovering a bin in one figure outlines it in all that show bins. */
"use strict";
(window.minimalModel ||= []).push(["explorer/linked_bins", ["common/watch", "explorer/page"], function ({ watch }, page) {
  const LINKED = ["graph-strip", "graph-partition", "graph-activation"];
  function outline(bin) {
    LINKED.forEach((id) => {
      const plot = page.plotOf(id);
      if (!plot || !plot._fullLayout || !plot._fullData || !plot._fullData.length) return;
      let box = plot.querySelector(":scope > .bin-outline");
      if (!box) {
        box = document.createElement("div");
        box.className = "bin-outline";
        plot.append(box);
      }
      const cells = plot._fullData[0];
      const row = bin === null || !cells.z ? null : Array.from(cells.z[0]);
      const cell = row ? row.indexOf(bin) : -1;
      box.hidden = cell < 0;
      if (cell < 0) return;
      const axis = plot._fullLayout.xaxis;
      const size = plot._fullLayout._size;
      const limit = (pixel) => Math.min(Math.max(pixel, 0), axis._length);
      const left = limit(axis.d2p(cells.x[cell]));
      const right = limit(axis.d2p(cells.x[cell + 1]));
      box.style.left = axis._offset + left - 1 + "px";
      box.style.width = Math.max(right - left, 1) + 2 + "px";
      box.style.top = size.t + "px";
      box.style.height = size.h + "px";
    });
  }
  function binOf(point) {
    if (point.z !== undefined) return point.z;
    return point.customdata === undefined ? null : point.customdata;
  }
  function link() {
    LINKED.forEach((id) => {
      const plot = page.plotOf(id);
      if (!plot || !plot.on || plot.dataset.linked) return;
      plot.dataset.linked = "yes";
      plot.on("plotly_hover", (event) => outline(binOf(event.points[0])));
      plot.on("plotly_unhover", () => outline(null));
    });
  }
  watch(link);
}]);
