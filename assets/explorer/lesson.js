/* A lesson beside the explorer: each step sets a state, asks for a prediction, and then draws the curve over it. */
"use strict";
(window.minimalModel ||= []).push(["explorer/lesson", [
  "common/dom", "common/rules", "explorer/page", "explorer/presentation", "explorer/play", "explorer/pins", "explorer/lesson_run",
  "explorer/prediction", "explorer/history", "explorer/receipt",
], function (dom, rules, page, presentation, play, pins, { run, step, begin }, prediction, { forget }, receipt) {
  const { now, isOn } = presentation;
  const root = document.documentElement;
  const RETRY = 3000; // ms until a lesson that did not come is asked for again

  /* ---- the panel ---- */

  function fill() {
    const own = step();
    dom.element("lesson").hidden = !own;
    if (!own) return;
    root.dataset.lesson = "yes";
    dom.write("lesson-title", run.lesson.title);
    dom.write("lesson-progress", `Step ${now.step} of ${run.lesson.steps.length}`);
    dom.write("lesson-step", own.title);
    dom.element("lesson-question").innerHTML = own.question;
    dom.element("lesson-explanation").innerHTML = "";
    dom.write("lesson-note", run.notes.length ? "For the lecturer: " + run.notes[now.step - 1] : "");
    dom.element("lesson-previous").disabled = now.step === 1;
    dom.write("lesson-next", now.step === run.lesson.steps.length ? "Finish" : "Next");
    const carried = rules.presentation.switches.filter(isOn).map((key) => [key, rules.presentation.on]);
    dom.element("lesson-all").search = new URLSearchParams(carried).toString();
    const room = dom.element("lesson-room");
    if (room) room.search = new URLSearchParams({ lesson: run.lesson.name, step: now.step }).toString();
    prediction.offer();
  }

  /* ---- from step to step ---- */

  function go(number) {
    if (number < 1) return;
    if (number > run.lesson.steps.length) { leave(true); return; }
    // The browser's way back leads to the step before.
    page.writeAddress();
    history.pushState(history.state, "", window.location.href);
    open(number);
  }
  function open(number) {
    play.stop();
    dom.say("");
    const old = pins.split(step().pins);
    const own = pins.split(pins.text()).filter((text) => !old.includes(text));
    now.step = number;
    begin();
    fill();
    pins.set([...new Set([...pins.split(step().pins), ...own])], step().parameters);
    forget();
    page.writeAddress();
    dom.element("lesson-step").focus({ preventScroll: true });
    dom.element("lesson").scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("popstate", () => {
    const query = new URLSearchParams(window.location.search);
    const { lesson } = run;
    if (!lesson) return;
    if (query.get("lesson") === lesson.name) open(Math.min(Math.max(Number(query.get("step")) || 1, 1), lesson.steps.length));
    else window.location.reload();
  });
  function leave(finished) {
    const { lesson } = run;
    const { title } = lesson;
    run.lesson = null;
    now.lesson = "";
    now.step = 0;
    begin();
    delete root.dataset.lesson;
    dom.element("lesson").hidden = true;
    prediction.cover();
    page.follow();
    dom.say(finished ? `That was “${title}”. The explorer stays as you left it.` : "", "done");
    if (finished) receipt.show(lesson);
    dom.element("control-activation").focus();
  }
  const ACTIONS = {
    "lesson-previous": () => go(now.step - 1),
    "lesson-next": () => go(now.step + 1),
    "lesson-back": () => pins.set(pins.split(step().pins), step().parameters),
    "lesson-leave": () => leave(false),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#lesson button");
    if (button && run.lesson && ACTIONS[button.id]) ACTIONS[button.id]();
  });

  /* ---- with the answers of the explorer ---- */

  // What the step itself sets need not stand in the address.
  page.startFrom((base) => (step() ? { parameters: step().parameters, stamp: step().pins } : base));

  let late = false;
  function fetchLesson(name) {
    fetch(`${dom.element("lesson").dataset.root}lessons/${name}.json`)
      .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.json(); })
      .then((data) => {
        if (now.lesson !== name) return;
        run.lesson = data;
        run.receipt = [];
        if (late) dom.say("");
        fill();
        if (isOn("notes")) fetchNotes(name);
        page.follow();
      }, () => {
        late = true;
        dom.say("The lesson did not arrive; trying again …");
        setTimeout(() => { if (now.lesson === name && !run.lesson) fetchLesson(name); }, RETRY);
      });
  }
  // They are not for the class: the projector never shows them.
  function fetchNotes(name) {
    fetch(`${dom.element("lesson").dataset.root}lessons/${name}/notes.json`).then((response) => response.json()).then((notes) => {
      run.notes = notes;
      if (run.lesson) dom.write("lesson-note", "For the lecturer: " + notes[now.step - 1]);
    }, () => {});
  }
  page.whenDrawn(({ presentation: { lesson } = {} }, opening) => {
    if (!opening) return;
    if (lesson) fetchLesson(lesson); else uncover();
  });
  // A page that opens a lesson never shows the curve before the lesson has come.
  if (new URLSearchParams(window.location.search).get("lesson")) {
    root.dataset.lesson = "yes";
    root.dataset.predict = "open";
  }
  function uncover() {
    delete root.dataset.lesson;
    delete root.dataset.predict;
  }
}]);
