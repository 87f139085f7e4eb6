/* The dialog that saves what a page shows: a figure for paper, its numbers, and a notebook where there is one. */
"use strict";
(window.minimalModel ||= []).push(["common/save", [
  "common/dom", "common/rules", "common/address", "common/dialogs", "common/requests",
], function (dom, rules, { searchText }, dialogs, { send }) {
  const PAUSE = 250; // ms without a change until the figure is drawn
  const SECOND = 1000; // ms
  const TRIES = 8;
  const MM = 25.4;
  const CSS_DOTS = 96; // per inch, as browsers take them for what has none of its own
  const { page, sizes, wide, kinds, decimals, dots, longest_title: longestTitle, notebook, words } = rules.export || {};

  let serial = 0; // of the newest wish: answers to older ones are not shown
  let timer = 0;
  let shown = null; // the addresses of file and picture in the browser's memory

  /* What is saved is the very file that the preview shows, so it is fetched once. A browser shows no PDF among other
   * things: the preview then is the SVG of the same drawing.
   */
  async function fetched(address, newest) {
    for (let tried = 0; newest() && tried < TRIES; tried += 1) {
      const response = await send(address);
      if (response.status !== 503) return response;
      told("The server is drawing for others …");
      await new Promise((resolve) => setTimeout(resolve, SECOND * (Number(response.headers.get("retry-after")) || 1)));
    }
    return null;
  }
  const told = (text) => dom.write("save-told", text);
  const nameOf = (response) => (/filename="?([^";]+)/.exec(response.headers.get("content-disposition") || "") || [])[1];

  async function draw(addressOf, kind) {
    const own = ++serial;
    const newest = () => own === serial;
    const link = dom.element("save-figure");
    link.removeAttribute("href");
    told("Drawing …");
    try {
      const response = await fetched(addressOf(kind), newest);
      const seen = response && response.ok && kind === "pdf" ? await fetched(addressOf("svg"), newest) : response;
      if (!newest()) return;
      if (!response || !seen) { told("The server is busy. Change something to try again."); return; }
      if (!response.ok || !seen.ok) { told(await (response.ok ? seen : response).text()); return; }
      const file = await response.blob();
      const picture = seen === response ? file : await seen.blob();
      if (newest()) show(file, picture, nameOf(response), kind);
    } catch (error) {
      if (newest()) told("The figure did not come. Change something to try again.");
    }
  }
  function show(file, picture, name, kind) {
    const preview = dom.element("save-preview");
    const link = dom.element("save-figure");
    if (!preview) return;
    forget();
    shown = [URL.createObjectURL(file), URL.createObjectURL(picture)];
    Object.assign(link, { href: shown[0], download: name });
    preview.onload = () => {
      const [width, height] = [preview.naturalWidth, preview.naturalHeight].map((side) => Math.round((side * MM) / (dots[kind] || CSS_DOTS)));
      told(`${name}: ${width} × ${height} mm, ${Math.ceil(file.size / 1e3)} kB`
        + (kind === "pdf" ? ". Shown is the SVG of the same drawing." : ""));
    };
    preview.src = shown[1];
    preview.hidden = false;
  }
  // Saves what an address leads to by way of a request, since a link brings no column of data along.
  async function saved(event) {
    const link = event.currentTarget;
    event.preventDefault();
    told("Fetching …");
    try {
      const response = await fetched(link.href, () => true);
      if (!response || !response.ok) { told(response ? await response.text() : "The server is busy. Try again."); return; }
      const href = URL.createObjectURL(await response.blob());
      dom.make("a", { href, download: nameOf(response) }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60 * SECOND);
      told(nameOf(response));
    } catch (error) {
      told("The file did not come. Try again.");
    }
  }
  function forget() {
    if (shown) shown.forEach((address) => URL.revokeObjectURL(address));
    shown = null;
  }

  const labelled = (text, node, before = true) => dom.make("label", {}, ...(before ? [text + " ", node] : [node, " " + text]));
  function select(id, options) {
    return dom.make("select", { id }, ...Object.entries(options).map(([value, text]) =>
      dom.make("option", { value, textContent: text })));
  }
  function box(text, checked) {
    const input = dom.make("input", { type: "checkbox", checked });
    return [input, labelled(text, input, false)];
  }

  /* `query()` is the state as an address has it, `panels` names by key, `chosen` the keys that are checked at first;
   * `carries()` says whether a column of data has to come along.
   */
  function open({ query, panels, chosen, title, carries = () => false }) {
    return dialogs.open("save", (content, dialog) => {
      const boxes = Object.entries(panels).map(([key, text]) => [key, ...box(text, chosen.includes(key))]);
      const size = select("save-size", sizes);
      const kind = select("save-kind", kinds);
      if (chosen.length > 1) size.value = wide;
      const decimal = select("save-decimal", decimals);
      const heading = dom.make("input", { id: "save-title", type: "text", maxLength: longestTitle });
      const [caption, captionLabel] = box("Parameters below it", true);
      const preview = dom.make("img", { id: "save-preview", alt: "Preview of " + title, hidden: true });
      const status = dom.make("figcaption", { id: "save-told" });
      status.setAttribute("role", "status");
      const link = (id, text) => dom.make("a", { id, className: "plain", textContent: text });
      const [figure, tables, notes] = [link("save-figure", "Save the figure"), link("save-tables", "Save the numbers"),
        link("save-notebook", "Save the notebook")];
      const names = dom.make("fieldset", { id: "save-panels", hidden: boxes.length < 2 },
        dom.make("legend", { textContent: "Panels" }), ...boxes.map(([, , label]) => label));

      const addressOf = (file, more = {}) => {
        const values = query();
        Object.entries(more).forEach(([key, value]) => values.set(key, value));
        return `${dialogs.rootOf(dialog)}export/${page}/${file}${searchText(values)}`;
      };
      const panelsText = () => boxes.filter(([, input]) => input.checked).map(([key]) => key).join();
      const figureAddress = (ending) => addressOf("figure." + ending, Object.assign({
        panels: panelsText(), size: size.value, caption: words[Number(caption.checked)],
      }, heading.value.trim() ? { title: heading.value } : {}));
      function update() {
        clearTimeout(timer);
        tables.href = addressOf("tables.zip", Object.assign({ decimal: decimal.value }, tablesOf()));
        notes.href = addressOf("notebook.ipynb");
        serial += 1;
        if (!panelsText()) { told("Choose a panel."); figure.removeAttribute("href"); return; }
        told("Drawing …");
        timer = setTimeout(() => draw(figureAddress, kind.value), PAUSE);
      }
      // Where a figure has several plots, the numbers of those that are chosen.
      const tablesOf = () => (query().has("figure") && panelsText() ? { panels: panelsText() } : {});
      tables.download = "";
      notes.download = "";
      if (carries()) [tables, notes].forEach((link) => link.addEventListener("click", saved));

      content.append(dom.make("div", { className: "save" },
        dom.make("div", {},
          names,
          dom.make("fieldset", {}, dom.make("legend", { textContent: "Figure" }),
            labelled("Width", size), labelled("Format", kind), labelled("Title", heading), captionLabel,
            dom.make("p", {}, figure)),
          dom.make("fieldset", {}, dom.make("legend", { textContent: "Numbers" }),
            labelled("Decimal sign", decimal),
            dom.make("p", { className: "help", textContent: "A zip: one CSV for each table, and what its columns mean." }),
            dom.make("p", {}, tables)),
          ...(notebook ? [dom.make("fieldset", {}, dom.make("legend", { textContent: "Notebook" }),
            dom.make("p", { className: "help", textContent: "For Jupyter, in plain NumPy: it prints the number on the screen." }),
            dom.make("p", {}, notes))] : [])),
        dom.make("figure", {}, preview, status)));
      content.addEventListener("input", update);
      dialog.addEventListener("close", () => {
        clearTimeout(timer);
        serial += 1;
        forget();
        content.removeEventListener("input", update);
      }, { once: true });
      update();
    });
  }
  // Buttons of figures carry the name of what they save.
  function onButtons(save) {
    document.addEventListener("click", (event) => {
      const button = event.target.closest && event.target.closest("[data-save]");
      if (button) save(button.dataset.save, button.getAttribute("aria-label").replace(/^.*?: /, ""));
    });
  }

  return { open, onButtons };
}]);
