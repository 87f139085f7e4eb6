/* "own data …": a column of numbers is pasted, dropped or chosen as a file, and becomes the input. */
"use strict";
(window.minimalModel ||= []).push(["explorer/own_data", [
  "common/dom", "common/rules", "common/dialogs", "explorer/page", "explorer/presentation", "explorer/column", "explorer/read_column",
], function (dom, rules, dialogs, page, presentation, column, { readColumn, described, decoded }) {
  const { state } = page;
  const { largest, spread, longest_file: longestFile } = rules.own;
  const PAUSE = 150; // ms without a key until what is typed is read
  const WANTED = 10; // deviations from a scale of one at which standardising is suggested
  const STAYS = "Your numbers stay in this tab: in its memory and, until you close it, in its session storage, so that a reload "
    + "finds them. The server gets them to draw, keeps them in memory for a while, and stores nothing. A link to this page does not hold them.";
  const short = (number) => String(Number(number.toPrecision(4))).replace(/^-/, "\u2212");

  function radio(value, text, more, checked) {
    const input = dom.make("input", { type: "radio", name: "column-kind", value, checked });
    return dom.make("label", {}, input, " ", dom.make("strong", { textContent: text }), " " + more);
  }
  function choice(id, text) {
    const select = dom.make("select", { id });
    return [select, dom.make("label", {}, text + " ", select)];
  }
  function box(id) {
    const input = dom.make("input", { type: "checkbox", id });
    const text = dom.make("span");
    return [input, text, dom.make("label", {}, input, " ", text)];
  }

  let file = null; // takes a file that is dropped while the dialog is open
  function ask(lead = "", first = null) {
    dialogs.open("column", (content, dialog) => {
      let given = { text: "", source: "" };
      let found = null;
      let timer = 0;
      const recorded = column.isRecorded(state.wanted.parameters.input);
      const kinds = dom.make("fieldset", {},
        dom.make("legend", { textContent: "What are the numbers?" }),
        radio(column.COLUMN, "Inputs X", "of a neuron, whose weight you choose.", !recorded),
        radio(column.RECORDED, "Activations", "that were recorded already: H(T) under each ruler, without a neuron and its weights.", recorded));
      const text = dom.make("textarea", { id: "column-text", rows: 6, spellcheck: false,
        placeholder: "Paste a column of numbers here, or drop a file anywhere on the page." });
      text.setAttribute("aria-label", "Numbers");
      const picker = dom.make("input", { type: "file", id: "column-file", accept: ".csv,.tsv,.txt,.dat,text/*" });
      const [names, namesLabel] = choice("column-name", "Column");
      const [decimal, decimalLabel] = choice("column-decimal", "Decimal sign");
      decimal.append(...[[".", "point"], [",", "comma"]].map(([value, textContent]) => dom.make("option", { value, textContent })));
      const [skip, skipText, skipLabel] = box("column-skip");
      const [scale, scaleText, scaleLabel] = box("column-scale");
      const options = dom.make("div", { className: "column-options", hidden: true }, namesLabel, decimalLabel, skipLabel, scaleLabel);
      const told = dom.make("p", { id: "column-told" });
      told.setAttribute("role", "status");
      const use = dom.make("button", { type: "button", id: "column-use", className: "plain", textContent: "Use these numbers", disabled: true });
      let touched = { column: null, decimal: "" }; // what the reader has chosen of the file

      const kind = () => kinds.querySelector(":checked").value;
      function show() {
        clearTimeout(timer);
        found = null;
        use.disabled = true;
        if (given.error) { options.hidden = true; told.textContent = given.error; return; }
        if (!given.text.trim()) { options.hidden = true; told.textContent = ""; return; }
        const read = readColumn(given.text, Object.assign({ skip: skip.checked }, touched));
        options.hidden = !read.names.length;
        namesLabel.hidden = read.names.length < 2;
        names.replaceChildren(...read.names.map((name, k) => dom.make("option", { value: k, textContent: name, selected: k === read.column })));
        if (read.decimal) decimal.value = read.decimal;
        skipLabel.hidden = !read.bad || (!read.numbers && !skip.checked && !/is no number|there is no number|is more than/.test(read.error));
        skipText.textContent = `Leave out the ${read.bad === 1 ? "line that holds" : `${read.bad.toLocaleString("en")} lines that hold`} no number.`;
        scaleLabel.hidden = !read.numbers;
        told.textContent = read.error;
        if (!read.numbers) return;
        const { mean, deviation, low, high, apart } = described(read.numbers);
        if (!apart) { told.textContent = `The numbers differ by less than ${spread}: too little for bins.`; return; }
        const far = kind() === column.COLUMN && deviation > 0
          && (Math.abs(mean) > WANTED || deviation > WANTED || deviation < 1 / WANTED);
        scale.disabled = !(deviation > 0);
        scaleText.textContent = `Standardise: subtract the mean, ${short(mean)}, and divide by the standard deviation, ${short(deviation)}.`
          + (far ? " The weights suit numbers around 0 and 1." : "");
        const standard = scale.checked && !scale.disabled;
        const numbers = standard ? read.numbers.map((number) => (number - mean) / deviation) : read.numbers;
        told.textContent = `${numbers.length.toLocaleString("en")} numbers from ${short(low)} to ${short(high)}; the first is `
          + `\u201c${read.first}\u201d, read as ${short(read.numbers[0])}.`;
        found = { numbers, source: given.source };
        use.disabled = false;
      }
      async function take(chosen) {
        touched = { column: null, decimal: "" };
        skip.checked = false;
        text.value = "";
        const own = given = { text: "", source: chosen.name };
        if (chosen.size > longestFile) {
          own.error = `The file has ${(chosen.size / 1e6).toFixed(0)} MB; at most ${longestFile / 1e6} MB are read.`;
        } else {
          try {
            Object.assign(own, decoded(new Uint8Array(await chosen.arrayBuffer())));
            if (!own.error && !own.text.trim()) own.error = "The file is empty.";
          } catch (error) {
            own.error = "The file cannot be read.";
          }
        }
        if (given !== own) return; // other numbers were given meanwhile
        text.placeholder = `From the file ${chosen.name}. Paste here to take other numbers.`;
        show();
      }
      text.addEventListener("input", () => {
        given = { text: text.value, source: "pasted" };
        touched = { column: null, decimal: "" };
        picker.value = "";
        clearTimeout(timer);
        timer = setTimeout(show, PAUSE);
      });
      // A file that was mended and is chosen again is news, too.
      picker.addEventListener("click", () => { picker.value = ""; });
      picker.addEventListener("change", () => { if (picker.files.length) take(picker.files[0]); });
      names.addEventListener("change", () => { touched = { column: Number(names.value), decimal: "" }; show(); });
      decimal.addEventListener("change", () => { touched.decimal = decimal.value; show(); });
      [skip, scale, kinds].forEach((node) => node.addEventListener("change", show));
      use.addEventListener("click", () => {
        if (!found) return;
        const own = kind();
        dialog.close();
        become(column.take(found.numbers, own, found.source), found.numbers.length);
      });
      file = take;
      dialog.addEventListener("close", () => { clearTimeout(timer); file = null; }, { once: true });

      const current = column.name(state.wanted.parameters.input);
      if (lead) content.append(dom.make("p", { className: "lead", textContent: lead }));
      content.append(kinds, text, dom.make("p", { className: "column-file" }, dom.make("label", {}, "Or a file: ", picker)),
        options, told, dom.make("p", {}, use));
      if (current) content.append(dom.make("p", {}, again(current, dialog), " ", columnLink(current)));
      content.append(dom.make("p", { className: "help", textContent: STAYS }));
      if (first) take(first);
    });
    return dom.noUpdate();
  }
  // The numbers of before, as long as this tab has them.
  function again(name, dialog) {
    const button = dom.make("button", { type: "button", className: "plain", textContent: `Use the last again (n = ${column.size(name)})` });
    button.addEventListener("click", () => { dialog.close(); become(name, column.count(name)); });
    return button;
  }
  // The link that saves the numbers as they are used, for scripts.
  function columnLink(name = column.name(state.wanted.parameters.input)) {
    const link = dom.make("a", { className: "plain", textContent: "Save the column", download: "column.txt", href: "#" });
    link.addEventListener("click", () => {
      link.href = URL.createObjectURL(column.asFile(name));
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
    return link;
  }

  // A whole column is its own sample, as far as it goes.
  function become(name, samples) {
    const none = column.isRecorded(name) ? { activation: "linear", formula: "", bias: 0, weight: 0 } : {};
    page.move(Object.assign({ input: name, samples, draw: 0 }, none));
    if (!column.isStored()) dom.say("This tab holds your numbers until it is reloaded or closed.", "done");
  }
  page.onAsked(() => {
    dom.setProps("control-input", { value: column.written("input", state.wanted.parameters.input) });
    ask();
  });
  // The neuron comes back when another input is chosen.
  page.whenWanted((wanted, before, kind) => {
    const left = column.isRecorded(before.parameters.input) && !column.isOwn(wanted.parameters.input);
    if (!left || (kind !== "report" && kind !== "choice")) return;
    const { activation, weight } = state.defaults;
    setTimeout(() => page.move({ activation, weight }), 0);
  });

  /* ---- a file may be dropped anywhere ---- */

  const holdsFile = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  const taken = () => !presentation.held("input") && state.drawn && (file || !document.querySelector("dialog[open]"));
  document.addEventListener("dragover", (event) => { if (holdsFile(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault(); // the browser would leave the page for the file
    const [dropped] = event.dataTransfer.files;
    if (!dropped || !taken()) return;
    if (file) file(dropped); else ask("", dropped);
  });

  /* ---- a link says that there was own data, and not which ---- */

  const missing = new URLSearchParams(window.location.search).get("input") === column.COLUMN && !column.name("");
  page.whenDrawn((answer, opening) => {
    if (!opening || !missing || presentation.held("input")) return;
    ask("This link needs a file: its input is a column of numbers, which no link holds. Until you give it, the input is normal.");
  });

  return { ownData: () => ask(), columnLink };
}]);
