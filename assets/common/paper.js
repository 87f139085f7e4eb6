/* A print of any page, straight after it was opened and without a scroll: every plot is drawn anew for paper, in the
 * colours of the light theme and with letters of a size to read, and fits its place whatever the width of that is. In
 * place of the controls stands a line of parameters, with the address and its QR code.
 */
"use strict";
(window.minimalModel ||= []).push(["common/paper", [
  "common/dom", "common/rules", "common/plotly", "common/theme",
], function (dom, rules, plotly, theme) {
  const WIDTH = 460; // px that half of a sheet is drawn with, unless a style says another --paper-width
  const RATIO = 1.6; // and its width by its height, unless a style says --paper-ratio
  const ROUNDED = 1.5; // of 255, by which a colour of a ramp may lie beside it
  const SETTLED = 1500; // ms that an address has stood before its code is fetched
  const first = []; // who has to draw something before
  let undo = [];

  // A colour of the dark theme becomes the light theme's, wherever it stands in a figure; one between two colours of a
  // ramp the one that lies as far between them there.
  const { colours = [], ramps = [] } = rules.paper || {};
  const lighter = new Map(colours);
  const channels = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
  const hex = (parts) => "#" + parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
  function onRamp(colour) {
    const point = channels(colour);
    for (const [dark, light] of ramps) {
      for (let k = 1; k < dark.length; k += 1) {
        const [from, to] = [channels(dark[k - 1]), channels(dark[k])];
        const way = to.map((part, j) => part - from[j]);
        const along = way.reduce((sum, part, j) => sum + part * (point[j] - from[j]), 0) / way.reduce((sum, part) => sum + part * part, 0);
        const share = Math.min(1, Math.max(0, along));
        if (Math.max(...point.map((part, j) => Math.abs(part - from[j] - share * way[j]))) > ROUNDED) continue;
        const [start, end] = [channels(light[k - 1]), channels(light[k])];
        return hex(start.map((part, j) => part + share * (end[j] - part)));
      }
    }
    return colour;
  }
  function lightened(text) {
    const [, opaque, alpha] = /^(#[0-9a-f]{6})([0-9a-f]{2})?$/.exec(text) || [];
    if (alpha) return lightened(opaque) + alpha;
    if (!lighter.has(text)) lighter.set(text, opaque ? onRamp(opaque) : text);
    return lighter.get(text);
  }
  function recoloured(part) {
    if (typeof part === "string") return lightened(part);
    if (Array.isArray(part)) return part.map(recoloured);
    if (!part || Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, recoloured(value)]));
  }

  function drawForPaper(plot) {
    const react = window.Plotly.react.direct || window.Plotly.react;
    const { data, layout } = plot;
    const options = plot._context;
    const style = getComputedStyle(plot);
    const width = parseFloat(style.getPropertyValue("--paper-width")) || WIDTH;
    const height = Math.round(width / (parseFloat(style.getPropertyValue("--paper-ratio")) || RATIO));
    const dark = theme.look().startsWith("dark");
    const size = { width, height, autosize: false };
    react(plot, dark ? recoloured(data) : data, Object.assign({}, dark ? recoloured(layout) : layout, size), options);
    const place = plot.closest(".plot");
    place.style.setProperty("--drawn", `${width} / ${height}`);
    place.dataset.paper = "yes";
    plot.querySelectorAll(".main-svg").forEach((svg) => svg.setAttribute("viewBox", `0 0 ${width} ${height}`));
    undo.push(() => {
      plot.querySelectorAll(".main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
      place.style.removeProperty("--drawn");
      delete place.dataset.paper;
      react(plot, data, layout, options);
      window.Plotly.Plots.resize(plot); // which a size that is left to the place does not do by itself
    });
  }

  window.addEventListener("beforeprint", () => {
    first.forEach((each) => each());
    if (!plotly.there() || undo.length) return;
    document.querySelectorAll(".js-plotly-plot").forEach((plot) => { if (plot.data) drawForPaper(plot); });
  });
  window.addEventListener("afterprint", () => {
    undo.forEach((each) => each());
    undo = [];
  });

  /* The summary: a line of parameters, the address and its code, which is fetched as soon as an address rests. */
  let code = { address: "", picture: "" };
  let timer = 0;
  function fetchCode(address) {
    if (!address || address === code.address || new TextEncoder().encode(address).length > rules.longest_code) return;
    const wanted = { address, picture: "" };
    code = wanted;
    const root = dom.element("print-summary").dataset.root;
    fetch(`${root}qr.svg?text=${encodeURIComponent(address)}`)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((picture) => { wanted.picture = picture; }, () => { /* the address stands there all the same */ });
  }
  function summaryOf(addressOf, rowsOf) {
    const line = () => {
      const address = addressOf();
      const rows = rowsOf().map(([name, value]) => dom.make("div", {},
        dom.make("dt", { textContent: name + " " }), dom.make("dd", { textContent: value })));
      const picture = dom.make("div", { className: "code" });
      if (address && code.address === address) picture.innerHTML = code.picture;
      dom.element("print-summary").replaceChildren(picture,
        dom.make("h2", { textContent: "Parameters" }), dom.make("dl", {}, ...rows),
        dom.make("p", { textContent: address, className: "permalink" }));
    };
    first.push(line);
    return (soon) => {
      clearTimeout(timer);
      timer = setTimeout(() => fetchCode(addressOf()), soon ? 0 : SETTLED);
    };
  }

  return { beforePrint: (each) => first.push(each), summaryOf };
}]);
