/* A grid of bins that is moved over its own width: H(T) at each place, and the mean of those so far. */
"use strict";
(window.minimalModel ||= []).push(["questions/moved_grid", ["common/dom"], function (dom) {
  let shown = null; // the plots, the figure and its numbers, as they came last

  function slider() {
    const box = dom.element("grid-place");
    let own = box.querySelector("input");
    if (own) return own;
    own = dom.make("input", { type: "range", id: "place", min: 1, step: 1 });
    own.setAttribute("aria-labelledby", "label-place");
    own.addEventListener("input", draw);
    box.append(own);
    return own;
  }
  function draw() {
    const { plots, plot, grid } = shown;
    const own = slider();
    const many = Number(own.value);
    const last = many - 1;
    const [places, means, ...levels] = plot.figure.data;
    const first = (trace, values) => Object.assign({}, trace, { x: grid.places.slice(0, many), y: values.slice(0, many) });
    const marker = Object.assign({}, places.marker, { size: grid.places.map((_, k) => (k === last ? 13 : 6)).slice(0, many) });
    const data = [Object.assign(first(places, grid.bits), { marker }), first(means, grid.means), ...levels];
    plots.put("plot-grid", Object.assign({}, plot.figure, { data }), plot.title);
    const at = `moved by ${grid.places[last].toFixed(2)} Δ: H(T) = ${grid.bits[last].toFixed(3)} bits`;
    const mean = many === 1 ? "" : `; mean of ${many} places ${grid.means[last].toFixed(3)}`;
    dom.write("grid-told", `${at}${mean}; behind uniform noise ${grid.uniform.toFixed(3)}.`);
    own.setAttribute("aria-valuetext", at);
  }
  // `plot` is the answer's plot with all places, `grid` its numbers; null where there are none.
  function show(plots, plot, grid) {
    dom.element("grid-place").hidden = !grid;
    if (!grid) { dom.write("grid-told", ""); return; }
    const own = slider();
    if (Number(own.max) !== grid.places.length) {
      own.max = grid.places.length;
      own.value = Math.round(grid.places.length / 4);
    }
    shown = { plots, plot, grid };
    draw();
  }

  return { show };
}]);
