/* "Links for students": what shall they see? A link, a frame for a course page, and a QR code. */
"use strict";
(window.minimalModel ||= []).push(["explorer/links", [
  "common/dom", "common/rules", "common/address", "common/host", "explorer/page", "explorer/presentation", "explorer/pins",
  "common/dialogs", "explorer/lesson_run",
], function (dom, rules, address, host, page, { now }, pins, dialogs, { run }) {
  const { state } = page;
  const VIEWS = { shown: "shown", locked: "locked", hidden: "hidden" };
  const { lists, students, on: ON } = rules.presentation; // students: what a link for them may switch on, in words

  function links() {
    return dialogs.open("links", (content) => {
      const choice = { lock: new Set(now.lock), hide: new Set(now.hide), on: new Set(),
        lesson: Boolean(now.lesson) };
      const output = dom.make("textarea", { id: "student-link", readOnly: true, rows: 3 });
      const frame = dom.make("textarea", { id: "student-frame", readOnly: true, rows: 3 });
      const code = dom.make("img", { id: "student-code", alt: "QR code of the link" });
      const typed = dom.make("p", { id: "student-address" });
      const tooLong = dom.make("p", { className: "help", hidden: true, textContent: "This link is too long for a QR code; remove pins." });
      output.setAttribute("aria-label", "Link");
      frame.setAttribute("aria-label", "HTML for a course page");

      const about = dom.make("p", {});
      function update() {
        about.textContent = (choice.lesson ? "The link opens this step of the lesson as it begins. "
          : "The link opens the state on the screen, with its pinned curves. ")
          + "Whoever reads the address closely finds the values in it, hidden ones too.";
        const link = addressOf(choice);
        output.value = link;
        typed.textContent = link;
        const framed = addressOf({ ...choice, on: new Set([...choice.on, "embed"]) });
        frame.value = `<iframe src="${framed.replace(/&/g, "&amp;")}" title="Minimal Model Explorer" width="100%" height="800"></iframe>`;
        const long = link.length > rules.longest_code;
        tooLong.hidden = !long;
        code.hidden = long;
        if (!long) code.src = `${dialogs.rootOf(dom.element("links-dialog"))}qr.svg?text=${encodeURIComponent(link)}`;
      }

      content.append(
        about,
        ...(host.onLoopback ? [hostLine(update)] : []),
        options(choice, update), controls(choice, update),
        dom.make("div", { className: "student" },
          dom.make("div", {},
            dom.make("h3", { textContent: "Link" }), output, dialogs.copyButton("Copy the link", () => output.value),
            dom.make("h3", { textContent: "For a course page" }), frame, dialogs.copyButton("Copy the HTML", () => frame.value),
            dom.make("p", { className: "help", textContent: "Another site may show it in a frame if the server’s setting "
              + "FRAME_ANCESTORS names that site." })),
          dom.make("div", {}, code, typed, tooLong, largeButton(code))));
      update();
    });
  }
  function addressOf(choice) {
    const values = choice.lesson
      ? new URLSearchParams({ lesson: now.lesson, step: now.step }) : page.query(state.defaults);
    rules.presentation.switches.forEach((key) => { if (choice.on.has(key)) values.set(key, ON); });
    lists.forEach((key) => { if (choice[key].size) values.set(key, [...choice[key]].join()); });
    if (pins.text() && !choice.lesson) values.set("pins", pins.text());
    return host.origin() + window.location.pathname + address.searchText(values);
  }
  function hostLine(update) {
    const input = dom.make("input", { id: "link-host", type: "text", autocomplete: "off", spellcheck: false, value: host.name(), placeholder: "lecture.example.org" });
    input.addEventListener("input", () => { host.remember(input.value); update(); });
    return dom.make("p", { id: "loopback", className: "warning" },
      dom.make("label", { htmlFor: "link-host", textContent: `Phones and other computers cannot open ${window.location.host}. This machine’s name or address in the network: ` }), input);
  }
  function options(choice, update) {
    const box = (text, checked, change) => {
      const input = dom.make("input", { type: "checkbox", checked: checked });
      input.addEventListener("change", () => { change(input.checked); update(); });
      return dom.make("label", {}, input, " " + text);
    };
    const all = Object.entries(students).map(([key, text]) =>
      box(text, false, (on) => { if (on) choice.on.add(key); else choice.on.delete(key); }));
    if (now.lesson) {
      all.unshift(box(`Start with this step of the lesson: ${dom.element("lesson-title").textContent}, step ${now.step}`, true, (on) => { choice.lesson = on; }));
    }
    return dom.make("fieldset", {}, dom.make("legend", { textContent: "How is it shown?" }), ...all);
  }
  function controls(choice, update) {
    const rows = Object.keys(state.defaults).map((key) => {
      const select = dom.make("select", { id: "see-" + key },
        ...Object.entries(VIEWS).map(([value, text]) => dom.make("option", { value: value, textContent: text })));
      select.value = choice.hide.has(key) ? "hidden" : choice.lock.has(key) ? "locked" : "shown";
      select.addEventListener("change", () => { put(choice, key, select.value); update(); });
      return dom.make("label", {}, dialogs.label(key) + " ", select);
    });
    const every = (value, text) => {
      const button = dom.make("button", { type: "button", className: "plain", textContent: text });
      button.addEventListener("click", () => {
        // A lesson needs its weight, and what its answers ask to change.
        const free = new Set(choice.lesson && value !== "shown" && run.lesson ? run.lesson.steps.flatMap((step) => step.free) : []);
        const all = Object.keys(state.defaults).filter((key) => !free.has(key));
        all.forEach((key) => { put(choice, key, value); dom.element("see-" + key).value = value; });
        update();
      });
      return button;
    };
    return dom.make("fieldset", {}, dom.make("legend", { textContent: "Which controls?" }),
      dom.make("div", { className: "see" }, ...rows),
      dom.make("div", { className: "buttons" }, every("shown", "Show all"), every("locked", "Lock all"), every("hidden", "Hide all")));
  }
  function put(choice, key, value) {
    choice.lock.delete(key);
    choice.hide.delete(key);
    if (value === "locked") choice.lock.add(key);
    if (value === "hidden") choice.hide.add(key);
  }
  function largeButton(code) {
    const button = dom.make("button", { type: "button", className: "plain", textContent: "Large code" });
    button.addEventListener("click", () => {
      const large = dom.element("links-dialog").classList.toggle("large-code");
      button.textContent = large ? "Small code" : "Large code";
      button.scrollIntoView({ block: "nearest" });
    });
    dom.element("links-dialog").classList.remove("large-code");
    return button;
  }

  return { links };
}]);
