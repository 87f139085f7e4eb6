/* "How many?" beside the bins: what the common rules ask for, of the activations that are drawn. A click takes it. */
"use strict";
(window.minimalModel ||= []).push(["explorer/how_many_bins", [
  "common/dom", "common/address", "common/dialogs", "common/requests", "explorer/page", "explorer/save",
], function (dom, { searchText }, dialogs, { send }, page, { query }) {
  const REST = 150; // ms that a state has stood before it is asked for
  let timer = 0;
  let serial = 0; // of the newest question: answers to older ones are not shown
  const place = () => dom.element("how-many");
  const open = () => Boolean(place() && place().open);

  function ask() {
    const own = ++serial;
    const root = dialogs.rootOf(dom.element("python-dialog"));
    send(`${root}bins.json${searchText(query())}`)
      .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.json(); })
      .then((answer) => { if (own === serial) show(answer); })
      .catch(() => { if (own === serial) dom.write("bins-advice", "The rules did not arrive. Close this and try again."); });
  }
  // Rows stay where they are, so that a button that was clicked keeps the focus.
  function show({ now, rules, note }) {
    const box = dom.element("bins-advice");
    if (!box.querySelector("ul")) {
      box.replaceChildren(dom.make("p", {}), dom.make("ul", {}, ...rules.map(row)), dom.make("p", { className: "made-for" }));
    }
    const [said, noted] = box.querySelectorAll("p");
    said.textContent = now;
    noted.textContent = note;
    rules.forEach((rule, k) => {
      const line = box.querySelectorAll("li")[k];
      const button = line.querySelector("button");
      button.textContent = `${rule.label}: ${rule.bins} bins`;
      button.title = rule.about;
      button.dataset.bins = rule.bins;
      button.setAttribute("aria-pressed", String(rule.bins === page.state.wanted.parameters.bins));
      line.querySelector("span").textContent = rule.text;
    });
  }
  function row() {
    const button = dom.make("button", { type: "button", className: "plain" });
    button.addEventListener("click", () => page.move({ bins: Number(button.dataset.bins) }));
    return dom.make("li", {}, button, dom.make("span", {}));
  }

  // Dash mounts the page later, and `toggle` does not bubble.
  document.addEventListener("toggle", (event) => { if (event.target === place() && open()) ask(); }, true);
  page.whenDrawn(() => {
    clearTimeout(timer);
    if (open()) timer = setTimeout(() => { if (open()) ask(); }, REST);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    place().open = false;
    place().querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    // The slider and the box of the bins go with it.
    if (open() && !event.target.closest(".field-bins")) place().open = false;
  });
}]);
