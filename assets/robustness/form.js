/* The form of a study of one's own: lists to tick and boxes to type into, and before the start how much it will be. */
"use strict";
(window.minimalModel ||= []).push(["robustness/form", ["common/dom", "common/rules"], function (dom, rules) {
  const MOST = 1000000; // values of a range
  const fields = new Map(); // by name: what returns the chosen values, or null where they cannot be read
  const boxes = { activations: new Map(), binnings: new Map() }; // by name and value: what is ticked

  // Once, when the page is there; a server without studies has no place for it.
  function fill(start) {
    const place = dom.element("study-form");
    if (!place || place.childElementCount) return;
    const said = dom.make("p", { id: "study-size" });
    said.setAttribute("role", "status");
    const button = dom.make("button", { type: "submit", id: "study-start", className: "plain", textContent: "Compute it" });
    const form = dom.make("form", {}, ...Object.entries(rules.study.form).map(field), dom.make("div", { className: "row" }, button, said));
    form.addEventListener("input", () => { pairs(); size(said, button); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      const refused = await start(asked());
      button.disabled = false;
      if (refused) said.textContent = refused.trim();
    });
    place.append(form);
    pairs();
    size(said, button);
  }

  const asked = () => Object.fromEntries([...fields].map(([name, read]) => [name, read()]));
  function field([name, { label, values, hint, chosen }]) {
    return values ? ticks(name, label, values, chosen) : box(name, label, hint, chosen);
  }
  function ticks(name, label, values, chosen) {
    const inputs = values.map((value) => dom.make("input", { type: "checkbox", name, checked: chosen.includes(value) }));
    fields.set(name, () => values.filter((_, k) => inputs[k].checked));
    const labels = inputs.map((input, k) => dom.make("label", {}, input, " " + values[k]));
    const set = dom.make("fieldset", { className: "ticks " + name }, dom.make("legend", { textContent: label }),
      dom.make("div", { className: "values" }, ...labels));
    if (boxes[name]) {
      values.forEach((value, k) => boxes[name].set(value, inputs[k]));
      inputs.forEach((input) => input.setAttribute("aria-describedby", "why-" + name));
      set.append(dom.make("span", { className: "help", id: "why-" + name, hidden: true }));
    }
    return set;
  }
  // A ruler that some neurons refuse cannot be ticked beside them, nor these beside it; a line says why.
  function pairs() {
    const together = (neuron, ruler) => ruler in rules.study.seconds[neuron];
    const ticked = (name) => fields.get(name)();
    const neurons = grey("activations", (name) => ticked("binnings").filter((ruler) => !together(name, ruler)));
    const rulers = grey("binnings", (name) => ticked("activations").filter((neuron) => !together(neuron, name)));
    why("activations", neurons, (greyed, rulers) => `${greyed} fold the input, which ${rulers} cannot measure: untick the ruler first.`);
    why("binnings", rulers, (greyed, neurons) => `${greyed} cannot measure what folds the input: untick ${neurons} first.`);
  }
  function grey(name, refusedBy) {
    const greyed = new Map();
    boxes[name].forEach((box, value) => {
      const by = box.checked ? [] : refusedBy(value);
      box.disabled = by.length > 0;
      if (box.disabled) greyed.set(value, by);
    });
    return greyed;
  }
  function why(name, greyed, sentence) {
    const line = dom.element("why-" + name);
    line.hidden = !greyed.size;
    line.textContent = greyed.size ? sentence(listed([...greyed.keys()]), listed([...new Set([...greyed.values()].flat())])) : "";
  }
  const listed = (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
  function box(name, label, hint, chosen) {
    const input = dom.make("input", { type: "text", id: "study-" + name, name, value: chosen, autocomplete: "off", spellcheck: false });
    fields.set(name, () => read(input.value));
    input.addEventListener("input", () => input.setAttribute("aria-invalid", String(read(input.value) === null)));
    const text = dom.make("label", { htmlFor: input.id, textContent: label });
    return dom.make("div", { className: "typed-values" }, text, input, dom.make("span", { className: "help", textContent: hint }));
  }
  // Numbers with commas between them; 0-9 are ten. Null where one is none.
  function read(text) {
    const numbers = [];
    for (const part of text.replace(/\u2212/g, "-").split(",").map((each) => each.trim())) {
      const range = /^(\d{1,10})\s*-\s*(\d{1,10})$/.exec(part);
      if (range && range[2] - range[1] >= 0 && range[2] - range[1] < MOST) {
        for (let number = Number(range[1]); number <= Number(range[2]); number += 1) numbers.push(number);
      } else if (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(part)) {
        numbers.push(Number(part));
      } else {
        return null;
      }
    }
    return numbers;
  }

  // How many curves, and how long; what the server will not take is told before it is asked.
  function size(said, button) {
    const { curves: most, cores } = dom.element("own-study").dataset;
    const chosen = [...fields.values()].map((read) => read());
    const curves = chosen.reduce((product, values) => product * (values ? values.length : 0), 1);
    const seconds = curves ? curves * average() / Number(cores) : 0;
    const time = seconds < 1 ? "a second" : seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
    const number = curves.toLocaleString("en");
    const long = curves > 0 && JSON.stringify(asked()).length > rules.study.bytes;
    button.disabled = !curves || curves > Number(most) || long;
    said.textContent = chosen.includes(null) ? "Numbers with commas between them are needed."
      : !curves ? "Each choice needs a value at least."
        : curves > Number(most) ? `${number} curves; this server computes ${Number(most).toLocaleString("en")} at most, the command any number.`
          : long ? `${number} curves, and more values than this server takes at once; the command takes any number.`
            : `${number} ${curves === 1 ? "curve" : "curves"}, about ${time}.`;
  }

  // Seconds that a curve takes on one core, on average over the pairs and the sizes of samples.
  function average() {
    const [neurons, rulers, samples] = ["activations", "binnings", rules.study.sizes].map((name) => fields.get(name)());
    const mean = samples.reduce((sum, size) => sum + size, 0) / samples.length;
    const costs = neurons.flatMap((neuron) => rulers.map((ruler) => rules.study.seconds[neuron][ruler] || [0, 0]));
    return costs.reduce((sum, [alone, each]) => sum + alone + each * mean, 0) / costs.length;
  }

  return { fill };
}]);
