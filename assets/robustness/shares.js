/* The table of shares: a row for each neuron, a column for each ruler; the deeper the colour, the more of it compresses. */
"use strict";
(window.minimalModel ||= []).push(["robustness/shares", ["common/dom"], function (dom) {
  let shape = "";

  function show({ caption, columns, rows }) {
    dom.write("shares-caption", caption);
    const now = JSON.stringify([columns, rows.map((row) => row.name)]);
    if (now !== shape) build(columns, rows);
    shape = now;
    rows.forEach((row, k) => row.shares.forEach((share, j) => {
      const cell = dom.element(`share-${k}-${j}`);
      const text = `${Math.round(100 * share)} %`;
      if (cell.textContent !== text) cell.textContent = text;
      cell.style.setProperty("--share", share);
    }));
  }
  function build(columns, rows) {
    const corner = dom.make("th", { scope: "col", textContent: "f" });
    const head = dom.make("tr", {}, corner, ...columns.map((name) => dom.make("th", { scope: "col", textContent: name })));
    const body = rows.map((row, k) => dom.make("tr", {},
      dom.make("th", { scope: "row", textContent: row.name }),
      ...row.shares.map((_, j) => dom.make("td", { id: `share-${k}-${j}` }))));
    dom.element("shares").replaceChildren(dom.make("table", { id: "share-table" },
      dom.make("caption", { className: "visually-hidden", textContent: "Share of the curves that compress" }),
      dom.make("thead", {}, head), dom.make("tbody", {}, ...body)));
  }

  return { show };
}]);
