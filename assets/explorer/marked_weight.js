/* The chosen weight on the curve, at once. The browser has all values of the curve that is drawn, so the dot and the
 * line move as soon as another weight is wanted, whatever moved it; the server fills in the rest. Plotly's own drawing is
 * moved, for a redraw would take longer than the pause between two key presses; its data are moved along, so that they
 * say what the picture says.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/marked_weight", [
  "common/dom", "common/rules", "common/sweep", "common/watch", "explorer/page",
], function (dom, rules, sweep, { watch }, page) {
  const CURVE = 0; // the trace whose values the dot takes
  const { marker, line } = rules.curve;
  const TYPES = { f4: Float32Array, f8: Float64Array };

  function numbers(values) {
    if (!values || !values.bdata) return values;
    const bytes = Uint8Array.from(atob(values.bdata), (sign) => sign.charCodeAt(0));
    return new TYPES[values.dtype](bytes.buffer);
  }
  /* Dash hands a slider's value on when it finds the time for it, and of several values the last. While the reader moves
   * the slider itself, it is asked what it stands at; what a script moves, the slider only follows.
   */
  const control = () => dom.element("control-weight");
  const slider = () => control() && control().querySelector("[role=slider]");
  let byHand = false;
  const touch = (event) => { if (control() && control().contains(event.target)) byHand = true; };
  document.addEventListener("keydown", touch, true);
  document.addEventListener("pointerdown", touch, true);
  const observer = new MutationObserver(() => { if (byHand) show(); });
  let observed = null;
  watch(() => {
    if (!control() || control() === observed) return;
    observed = control();
    observer.disconnect();
    observer.observe(observed, { subtree: true, attributes: true, attributeFilter: ["aria-valuenow"] });
  });
  function chosen() {
    const value = byHand && slider() ? Number(slider().getAttribute("aria-valuenow")) : NaN;
    return Number.isInteger(value) ? value : page.state.wanted.parameters.weight;
  }

  // Where the wanted weight lies on the curve of some traces; null if they are of another sweep.
  function place(traces) {
    const wanted = page.state.wanted.parameters;
    if (!wanted || !traces || !traces[CURVE] || !traces[marker]) return null;
    const [x, y] = [numbers(traces[CURVE].x), numbers(traces[CURVE].y)];
    if (!x || !y || x.length !== sweep.last + 1 || y.length !== x.length) return null;
    const index = chosen();
    const w = sweep.weight(index, wanted.weight_max);
    return same(x[index], w) ? { x: w, y: y[index] } : null;
  }
  const same = (one, other) => Math.abs(one - other) < 1e-5 * Math.abs(other);
  const replaced = (list, index, changes) => Array.from(list, (item, k) => (k === index ? Object.assign({}, item, changes) : item));
  const dot = ({ x, y }) => ({ x: [x], y: [y] });
  const vertical = ({ x }) => ({ x0: x, x1: x });

  // A figure with the wanted weight in it: a late answer must not take the dot back.
  function marked(figure) {
    const { data, layout } = figure;
    const at = layout.shapes[line] ? place(data) : null;
    if (!at || same(data[marker].x[0], at.x)) return figure;
    const shapes = replaced(layout.shapes, line, vertical(at));
    return Object.assign({}, figure, { data: replaced(data, marker, dot(at)), layout: Object.assign({}, layout, { shapes }) });
  }

  function show() {
    const plot = page.plotOf("graph-mi-curve");
    if (!plot || !plot._fullLayout || !plot.calcdata || !plot.calcdata[marker] || !plot._fullLayout.shapes[line]) return;
    const at = place(plot._fullData);
    if (!at || plot.calcdata[marker][0].x === at.x) return;
    const layout = plot._fullLayout;
    // What the figure says. Lists are replaced: they belong to Dash.
    plot.data = replaced(plot.data, marker, dot(at));
    plot.layout.shapes = replaced(plot.layout.shapes, line, vertical(at));
    // What plotly has made of it, from which it draws again when the page changes its size.
    Object.assign(plot._fullData[marker], dot(at));
    Object.assign(plot.calcdata[marker][0], at);
    Object.assign(layout.shapes[line], vertical(at));
    // What is drawn.
    const across = layout.xaxis.c2p(at.x);
    // Not by the layer of traces: beside a curve that is drawn behind the others, plotly gives it another name.
    const point = plot.querySelector(`.trace${plot._fullData[marker].uid} .point`);
    if (point) point.setAttribute("transform", `translate(${across},${layout.yaxis.c2p(at.y)})`);
    const path = plot.querySelector(`.shapelayer [data-index="${line}"] path, .shapelayer path[data-index="${line}"]`);
    if (path) {
      const x = layout.xaxis._offset + across;
      path.setAttribute("d", path.getAttribute("d").replace(/([ML])[^,]+,/g, `$1${x},`));
    }
  }
  /* Where an answer brings the curve that is drawn, and nothing but another weight, there is nothing to draw. */
  const drawn = new WeakMap(); // the figure that each plot was last drawn from
  const alike = (one, other) => Object.is(one, other) || (Boolean(one) && Boolean(other) && typeof one === "object"
    && typeof other === "object" && Object.keys(one).length === Object.keys(other).length
    && Object.keys(one).every((key) => alike(one[key], other[key])));
  function onlyWeight(plot, figure) {
    const known = drawn.get(plot);
    if (!known || !plot._fullLayout || known.data.length !== figure.data.length || !place(figure.data)) return false;
    const { x, y } = known.data[marker];
    const { x0, x1 } = known.layout.shapes[line];
    const shapes = replaced(figure.layout.shapes, line, { x0, x1 });
    return alike(known.data, replaced(figure.data, marker, { x, y }))
      && alike(known.layout, Object.assign({}, figure.layout, { shapes })) && alike(known.config, figure.config);
  }
  // Draws a figure of the curve by `react`, as far as there is something to draw.
  function draw(plot, figure, react) {
    if (!figure || !figure.data || !figure.layout || !figure.layout.shapes) return react(figure);
    if (onlyWeight(plot, figure)) {
      show();
      return Promise.resolve(plot);
    }
    // Plotly writes into what it is given.
    const own = zoomed(plot, figure.layout);
    drawn.set(plot, Object.assign(structuredClone({ data: figure.data, layout: figure.layout }), { config: figure.config }));
    return react(marked(Object.assign({}, figure, { layout: own })));
  }
  /* The reader's own scale stays while the server wants the same one as before. Plotly 4.1 forgets what its buttons did,
   * and Dash echoes it: a figure that asks for what there is already says nothing of what the server wants.
   */
  const served = new WeakMap(); // the ranges that the server wanted last, by plot and axis
  function zoomed(plot, layout) {
    const known = served.get(plot) || {};
    served.set(plot, known);
    const own = ["xaxis", "yaxis"].flatMap((name) => {
      const axis = plot._fullLayout && plot._fullLayout[name];
      const now = layout[name] && layout[name].range;
      if (!axis || !now || alike(axis.range, now)) return [];
      const before = known[name] || [axis._rangeInitial0, axis._rangeInitial1];
      known[name] = Array.from(now);
      return alike(before, known[name]) ? [[name, Object.assign({}, layout[name], { range: Array.from(axis.range) })]] : [];
    });
    return Object.assign({}, layout, Object.fromEntries(own));
  }
  page.whenWanted((wanted, before, kind) => {
    if (wanted.parameters.weight === before.parameters.weight) return;
    if (kind !== "report") byHand = false;
    show();
  });

  // The values of the curve that is on the screen, null if none is.
  function drawnCurve() {
    const plot = page.plotOf("graph-mi-curve");
    const trace = plot && plot.data && plot.data[CURVE];
    const [x, y] = trace ? [numbers(trace.x), numbers(trace.y)] : [];
    return x && y && x.length && x.length === y.length ? { x: Array.from(x), y: Array.from(y) } : null;
  }

  return { draw, drawnCurve };
}]);
