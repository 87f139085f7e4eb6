/* "Links for students": what shall they see? A link, a frame for a course page, and a QR code. */
(function () {
  "use strict";

  const { element, searchText } = window.minimalModel;
  const { page, hall, pinsText, open, make, label, rootOf, copyButton } = window.minimalModel.explorer;
  const { state } = page;

  const VIEWS = { shown: "shown", locked: "locked", hidden: "hidden" };
  const OPTIONS = {
    quiz: "Quiz: hide the sentence and the titles that give numbers away",
    projector: "Projector: large type and lines",
    embed: "Embed: without the frame of the page",
  };
  const LONGEST_CODE = 1000;

  function links() {
    return open("links", (content) => {
      const choice = { lock: new Set(hall.lock), hide: new Set(hall.hide), on: new Set(),
        lesson: Boolean(hall.lesson) };
      const output = make("textarea", { id: "student-link", readOnly: true, rows: 3 });
      const frame = make("textarea", { id: "student-frame", readOnly: true, rows: 3 });
      const code = make("img", { id: "student-code", alt: "QR code of the link" });
      const tooLong = make("p", { className: "help", hidden: true, textContent: "This link is too long for a QR code; remove pins." });
      output.setAttribute("aria-label", "Link");
      frame.setAttribute("aria-label", "HTML for a course page");

      const about = make("p", {});
      function update() {
        about.textContent = (choice.lesson ? "The link opens this step of the lesson as it begins. "
          : "The link opens the state on the screen, with its pinned curves. ")
          + "Whoever reads the address closely finds the values in it, hidden ones too.";
        const link = address(choice);
        output.value = link;
        const framed = address({ ...choice, on: new Set([...choice.on, "embed"]) });
        frame.value = `<iframe src="${framed.replace(/&/g, "&amp;")}" title="Minimal Model Explorer" width="100%" height="800"></iframe>`;
        const long = link.length > LONGEST_CODE;
        tooLong.hidden = !long;
        code.hidden = long;
        if (!long) code.src = `${rootOf(element("links-dialog"))}qr.svg?text=${encodeURIComponent(link)}`;
      }

      content.append(
        about,
        options(choice, update), controls(choice, update),
        make("div", { className: "student" },
          make("div", {},
            make("h3", { textContent: "Link" }), output, copyButton("Copy the link", () => output.value),
            make("h3", { textContent: "For a course page" }), frame, copyButton("Copy the HTML", () => frame.value),
            make("p", { className: "help", textContent: "Another site may show it in a frame if the server’s setting "
              + "FRAME_ANCESTORS names that site." })),
          make("div", {}, code, tooLong, largeButton(code))));
      update();
    });
  }
  function address(choice) {
    const values = choice.lesson
      ? new URLSearchParams({ lesson: hall.lesson, step: hall.step }) : page.query(state.defaults);
    ["projector", "embed", "quiz"].forEach((key) => { if (choice.on.has(key)) values.set(key, "1"); });
    ["lock", "hide"].forEach((key) => { if (choice[key].size) values.set(key, [...choice[key]].join()); });
    if (pinsText() && !choice.lesson) values.set("pins", pinsText());
    return window.location.origin + window.location.pathname + searchText(values);
  }
  function options(choice, update) {
    const box = (text, checked, change) => {
      const input = make("input", { type: "checkbox", checked: checked });
      input.addEventListener("change", () => { change(input.checked); update(); });
      return make("label", {}, input, " " + text);
    };
    const all = Object.entries(OPTIONS).map(([key, text]) =>
      box(text, false, (on) => { if (on) choice.on.add(key); else choice.on.delete(key); }));
    if (hall.lesson) {
      all.unshift(box(`Start with this step of the lesson: ${element("lesson-title").textContent}, step ${hall.step}`, true, (on) => { choice.lesson = on; }));
    }
    return make("fieldset", {}, make("legend", { textContent: "How is it shown?" }), ...all);
  }
  function controls(choice, update) {
    const rows = Object.keys(state.defaults).map((key) => {
      const select = make("select", { id: "see-" + key },
        ...Object.entries(VIEWS).map(([value, text]) => make("option", { value: value, textContent: text })));
      select.value = choice.hide.has(key) ? "hidden" : choice.lock.has(key) ? "locked" : "shown";
      select.addEventListener("change", () => { put(choice, key, select.value); update(); });
      return make("label", {}, label(key) + " ", select);
    });
    const every = (value, text) => {
      const button = make("button", { type: "button", className: "plain", textContent: text });
      button.addEventListener("click", () => {
        // A lesson needs its weight.
        const all = Object.keys(state.defaults).filter((key) => !choice.lesson || key !== "weight" || value === "shown");
        all.forEach((key) => { put(choice, key, value); element("see-" + key).value = value; });
        update();
      });
      return button;
    };
    return make("fieldset", {}, make("legend", { textContent: "Which controls?" }),
      make("div", { className: "see" }, ...rows),
      make("div", { className: "buttons" }, every("shown", "Show all"), every("locked", "Lock all"), every("hidden", "Hide all")));
  }
  function put(choice, key, value) {
    choice.lock.delete(key);
    choice.hide.delete(key);
    if (value === "locked") choice.lock.add(key);
    if (value === "hidden") choice.hide.add(key);
  }
  function largeButton(code) {
    const button = make("button", { type: "button", className: "plain", textContent: "Large code" });
    button.addEventListener("click", () => {
      const large = element("links-dialog").classList.toggle("large-code");
      button.textContent = large ? "Small code" : "Large code";
      button.scrollIntoView({ block: "nearest" });
    });
    element("links-dialog").classList.remove("large-code");
    return button;
  }

  Object.assign(window.dash_clientside.explorer, { links });
})();
