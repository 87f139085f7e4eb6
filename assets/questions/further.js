/* The answers that take a moment: asked for when the state has come to rest, and shown where they are still wanted. */
"use strict";
(window.minimalModel ||= []).push(["questions/further", [
  "common/dom", "common/address", "common/theme", "common/dialogs", "common/rules", "questions/moved_grid",
], function (dom, { searchText }, theme, dialogs, rules, movedGrid) {
  const REST = 300; // ms that a state has stood before they are asked for
  const AGAIN = 2000; // ms until a busy server is asked once more

  // A cell is written anew only where it differs, so that a reader's place in the table stays.
  function fill(table, head, rows) {
    const shape = `${head.length} ${rows.length}`;
    if (table.dataset.shape !== shape) {
      table.dataset.shape = shape;
      const cells = (tag, many, scope) => Array.from({ length: many }, (_, k) => {
        const cell = dom.make(k && tag === "td" ? "td" : "th", {});
        cell.scope = k && tag === "td" ? "" : scope;
        return cell;
      });
      table.replaceChildren(table.querySelector("caption"),
        dom.make("thead", {}, dom.make("tr", {}, ...cells("th", head.length, "col"))),
        dom.make("tbody", {}, ...rows.map(() => dom.make("tr", {}, ...cells("td", head.length, "row")))));
    }
    const [first, ...others] = table.rows;
    head.forEach((text, k) => { if (first.cells[k].textContent !== text) first.cells[k].textContent = text; });
    rows.forEach((row, k) => {
      others[k].classList.toggle("chosen", row[0].class === "chosen");
      row.forEach((cell, j) => put(others[k].cells[j], cell));
    });
  }
  function put(node, cell) {
    const now = JSON.stringify(cell);
    if (node.dataset.now === now) return;
    node.dataset.now = now;
    // What has the focus stays: a button or a link of the same text.
    const old = node.firstElementChild;
    const kept = (cell.input || cell.search) && old && old.matches("a, button") && old.textContent === cell.text;
    if (kept) renew(old, cell); else node.replaceChildren(content(cell));
  }
  function renew(node, cell) {
    if (cell.input) node.setAttribute("aria-pressed", String(cell.class === "chosen"));
    else node.search = cell.search;
  }
  function content(cell) {
    if (cell.marks) {
      const marks = dom.make("span", { className: cell.marks.length > 1 ? "marks differing" : "marks", title: cell.label },
        ...cell.marks.map(([sign, verdict]) => dom.make("span", { className: verdict, textContent: sign })));
      marks.setAttribute("role", "img");
      marks.setAttribute("aria-label", cell.label);
      return marks;
    }
    if (cell.input) {
      const button = dom.make("button", { type: "button", className: "as-link", textContent: cell.text });
      button.dataset.input = cell.input;
      renew(button, cell);
      return button;
    }
    if (cell.search) {
      const link = dom.make("a", { href: root(), textContent: cell.text });
      renew(link, cell);
      link.setAttribute("aria-label", `Open in the explorer: ${cell.text}`);
      return link;
    }
    const text = dom.make("span", { textContent: cell.text });
    if (cell.label) { text.setAttribute("role", "img"); text.setAttribute("aria-label", cell.label); }
    return text;
  }
  const root = () => dialogs.rootOf(dom.element("save-dialog"));

  /* `page` is the state of the page, `plots` draws its plots, `link(anchor, search, label)` sets a link. */
  function connect(page, plots, link) {
    const asked = {}; // by answer: what was asked for last
    let timer = 0;

    function put([name, plot]) {
      dom.write("title-" + name, plot.title);
      link(dom.element("link-" + name), plot.search, "Open in the explorer: " + plot.title);
      plots.put("plot-" + name, plot.figure, plot.title);
    }
    const show = {
      noise(answer) {
        dom.write("noise-note", answer.note);
        Object.entries(answer.plots).forEach(put);
        movedGrid.show(plots, answer.plots.grid, answer.grid);
      },
      folding(answer) {
        dom.write("folding-note", answer.note);
        Object.entries(answer.plots).forEach(put);
        fill(dom.element("folding-table"), answer.head, answer.rows);
      },
      inputs(answer) {
        fill(dom.element("inputs-table"), answer.inputs_head, answer.inputs);
        fill(dom.element("pairs-table"), answer.head, answer.pairs);
      },
    };

    async function ask(name) {
      const values = page.query(page.state.defaults);
      rules.without[name].forEach((key) => values.delete(key));
      values.set("theme", theme.look());
      const search = searchText(values);
      if (asked[name] === search) return;
      asked[name] = search;
      const section = dom.element(name);
      const newest = () => asked[name] === search;
      section.setAttribute("aria-busy", "true");
      if (!dom.element(`${name}-said`).textContent) dom.write(`${name}-said`, "Computing \u2026");
      try {
        const response = await fetched(`${root()}questions/${name}.json${search}`, newest);
        if (!newest()) return;
        const answer = await response.json();
        if (!newest()) return;
        dom.write(`${name}-said`, answer.sentence);
        show[name](answer);
      } catch (error) {
        if (newest()) failed(name);
      }
      if (newest()) section.removeAttribute("aria-busy");
    }
    async function fetched(address, newest) {
      const response = await fetch(address);
      if (response.status === 503 && newest()) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        if (newest()) return fetched(address, newest);
      }
      if (!response.ok) throw new Error(String(response.status));
      return response;
    }
    function failed(name) {
      asked[name] = null;
      const again = dom.make("button", { type: "button", className: "plain", textContent: "Try again" });
      again.addEventListener("click", () => { dom.write(`${name}-said`, "Computing \u2026"); ask(name); });
      dom.element(`${name}-said`).replaceChildren("These numbers did not come. ", again);
    }

    page.whenDrawn(() => {
      clearTimeout(timer);
      // What is not settled is drawn once more.
      timer = setTimeout(() => { if (page.settled()) Object.keys(show).forEach(ask); }, REST);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest && event.target.closest("#inputs-table button");
      if (button) page.move({ input: button.dataset.input });
    });
  }

  return { connect };
}]);
