/* A lesson beside the explorer: each step sets a state, asks for a prediction, and then draws the curve over it. */
(function () {
  "use strict";

  const { element, write, say } = window.minimalModel;
  const { page, parts, plotOf, stop, hall, setPins, pinsText } = window.minimalModel.explorer;
  const { state, move } = page;
  const root = document.documentElement;
  const RETRY = 3000; // ms until a lesson that did not come is asked for again

  // What can be predicted: how it is said of the curve, and how it is drawn in a box of 100 × 60.
  const SHAPES = {
    rises: ["rises", "M6,54 C30,52 40,10 94,7"],
    falls: ["falls", "M6,7 C30,9 40,50 94,53"],
    flat: ["stays flat", "M6,28 L94,28"],
    hump: ["goes up and then down: a hump", "M6,48 C18,46 22,8 36,8 C52,8 56,44 94,52"],
    dip: ["goes down and then up: a dip", "M6,12 C18,14 22,52 36,52 C52,52 56,16 94,10"],
    higher: ["lies higher than the pinned curve", "M6,36 C30,30 60,14 94,10"],
    lower: ["lies lower than the pinned curve", "M6,36 C30,38 60,50 94,54"],
    same: ["lies where the pinned curve lies", "M6,38 C30,36 60,33 94,31"],
  };
  const PINNED = "M6,38 C30,36 60,33 94,31";
  const COMPARES = ["higher", "lower", "same"];

  let lesson = null;
  let picked = null; // null: not yet; "": shown without a prediction
  let revealed = false; // whether the curve of that prediction is on the screen
  const step = () => lesson && lesson.steps[hall.step - 1];
  const comparing = () => COMPARES.includes(step().choices[0]);
  const asText = (choice) => (choice === "same" ? "the same" : choice);

  function svg(paths) {
    const lines = paths.map(([d, name]) => `<path d="${d}" class="${name}"></path>`).join("");
    return `<svg viewBox="0 0 100 60" aria-hidden="true">${lines}</svg>`;
  }

  /* ---- the panel ---- */

  function choice(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.dataset.choice = name;
    const own = [[SHAPES[name][1], "own"]];
    button.innerHTML = svg(comparing() ? [[PINNED, "pinned"], ...own] : own) + `<span>${asText(name)}</span>`;
    button.addEventListener("click", () => pick(name));
    return button;
  }

  function fill() {
    const now = step();
    element("lesson").hidden = !now;
    if (!now) return;
    root.dataset.lesson = "yes";
    write("lesson-title", lesson.title);
    write("lesson-progress", `Step ${hall.step} of ${lesson.steps.length}`);
    write("lesson-step", now.title);
    element("lesson-question").innerHTML = now.question;
    element("lesson-explanation").innerHTML = now.explanation;
    write("lesson-note", "For the lecturer: " + now.note);
    const skip = document.createElement("button");
    skip.type = "button";
    skip.className = "plain skip";
    skip.textContent = "Show it without a prediction";
    skip.addEventListener("click", () => pick(""));
    element("lesson-choices").replaceChildren(...now.choices.map(choice), skip);
    element("lesson-previous").disabled = hall.step === 1;
    write("lesson-next", hall.step === lesson.steps.length ? "Finish" : "Next");
    const query = hall.on.includes("notes") ? "?notes=1" : "";
    element("lesson-all").search = query;
    cover();
  }

  // The curve, its numbers and the explanation stay covered until a prediction is made and its curve is drawn.
  function cover() {
    const open = !revealed && Boolean(step());
    if (open) root.dataset.predict = "open"; else delete root.dataset.predict;
    element("curve-cover").hidden = !open;
    if (open) write("curve-cover", coverText());
    element("lesson-explanation").hidden = open;
    if (open) write("lesson-verdict", "");
    document.querySelectorAll("#lesson-choices button").forEach((button) => {
      const own = button.dataset.choice !== undefined && button.dataset.choice === picked;
      button.setAttribute("aria-pressed", String(own));
      button.setAttribute("aria-disabled", String(picked !== null));
    });
    sketch();
  }

  function coverText() {
    if (picked !== null) return "Drawing …";
    return comparing()
      ? "Predict first: at the marked weight, how will this curve lie against the pinned one?"
      : "Predict first: what will the curve do as the weight grows?";
  }

  function pick(name) {
    if (picked !== null) return;
    picked = name;
    cover();
    if (page.settled()) judge();
  }
  // By the curve that is on the screen: of the step's own state, or of another that the student has set.
  let picks = {};
  function judge() {
    if (picked === null || revealed) return;
    const right = picks[comparing() ? "compare" : "shape"];
    if (right === undefined) {
      picked = null;
      cover();
      write("lesson-verdict", "The pinned curve is gone; “Back to this step” brings it back.");
      return;
    }
    revealed = true;
    cover();
    const where = comparing() ? " at the marked weight" : "";
    const fact = `${SHAPES[right][0]}${where}.`;
    const remark = unchanged() ? "" : " You had changed the controls; the text below is about this step’s own state.";
    const verdict = picked === "" ? `The curve ${fact}`
      : picked === right ? `Right: you predicted “${asText(picked)}”, and the curve ${fact}`
        : `You predicted “${asText(picked)}”, but the curve ${fact}`;
    write("lesson-verdict", verdict + remark);
    document.querySelectorAll("#lesson-choices .choice").forEach((button) =>
      button.classList.toggle("right", button.dataset.choice === right));
  }
  const firstPin = (text) => text.split(";")[0];
  function unchanged() {
    const { parameters, pins } = step();
    const keys = Object.keys(state.wanted).filter((key) => key !== "weight" || comparing());
    return keys.every((key) => state.wanted[key] === parameters[key])
      && (!comparing() || firstPin(pins) === firstPin(pinsText()));
  }

  // The predicted shape stays behind the computed curve, over the whole width of the plot.
  function sketch() {
    const plot = plotOf("graph-mi-curve");
    if (!plot || !plot._fullLayout || !plot._fullLayout._size) return;
    let box = plot.querySelector(":scope > .sketch");
    const shown = Boolean(step()) && revealed && picked && !COMPARES.includes(picked);
    if (box && !shown) box.remove();
    if (!shown) return;
    if (!box) {
      box = document.createElement("div");
      box.className = "sketch";
      plot.append(box);
    }
    const size = plot._fullLayout._size;
    Object.assign(box.style, { left: size.l + "px", top: size.t + "px", width: size.w + "px", height: size.h + "px" });
    box.innerHTML = `<svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">
      <path d="${SHAPES[picked][1]}"></path></svg><span>your prediction (shape only)</span>`;
    box.classList.toggle("ends-low", picked === "falls" || picked === "hump");
  }
  window.addEventListener("resize", () => setTimeout(sketch, 200));

  /* ---- from step to step ---- */

  function go(number) {
    if (number < 1) return;
    if (number > lesson.steps.length) { leave(true); return; }
    // The browser's way back leads to the step before.
    page.writeAddress();
    history.pushState(history.state, "", window.location.href);
    open(number);
  }
  function open(number) {
    stop();
    say("");
    const old = step().pins.split(";");
    const own = pinsText().split(";").filter((text) => text && !old.includes(text));
    hall.step = number;
    picked = null;
    revealed = false;
    fill();
    const theirs = step().pins ? step().pins.split(";") : [];
    setPins([...new Set([...theirs, ...own])].slice(0, 6).join(";"));
    move(step().parameters);
    page.writeAddress();
    element("lesson-step").focus({ preventScroll: true });
    element("lesson").scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("popstate", () => {
    const query = new URLSearchParams(window.location.search);
    if (!lesson) return;
    if (query.get("lesson") === lesson.name) open(Math.min(Math.max(Number(query.get("step")) || 1, 1), lesson.steps.length));
    else window.location.reload();
  });
  function leave(finished) {
    const title = lesson.title;
    lesson = null;
    hall.lesson = "";
    hall.step = 0;
    picked = null;
    revealed = false;
    delete root.dataset.lesson;
    element("lesson").hidden = true;
    cover();
    page.follow();
    say(finished ? `That was “${title}”. The explorer stays as you left it.` : "");
    element("control-activation").focus();
  }
  const ACTIONS = {
    "lesson-previous": () => go(hall.step - 1),
    "lesson-next": () => go(hall.step + 1),
    "lesson-back": () => { setPins(step().pins); move(step().parameters); },
    "lesson-leave": () => leave(false),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#lesson button");
    if (button && lesson && ACTIONS[button.id]) ACTIONS[button.id]();
  });

  /* ---- with the answers of the explorer ---- */

  const ordinary = parts.base;
  parts.base = () => (step() ? step().parameters : ordinary());
  parts.basePins = () => (step() ? step().pins : "");

  let late = false;
  function fetchLesson(name) {
    fetch(`${element("lesson").dataset.root}lessons/${name}.json`)
      .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.json(); })
      .then((data) => {
        if (hall.lesson !== name) return;
        lesson = data;
        if (late) say("");
        fill();
        page.follow();
      }, () => {
        late = true;
        say("The lesson did not arrive; trying again …");
        setTimeout(() => { if (hall.lesson === name && !lesson) fetchLesson(name); }, RETRY);
      });
  }
  parts.drawn.push(function (answer) {
    picks = answer.picks;
    if (answer.presentation) {
      if (answer.presentation.lesson) fetchLesson(answer.presentation.lesson); else uncover();
    }
    // What is drawn is known to be what is wanted only after all have looked at the answer.
    setTimeout(() => { if (page.settled()) judge(); }, 0);
    setTimeout(sketch, 100);
    return false;
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

  Object.assign(window.minimalModel.explorer, {
    lessonRunning: () => Boolean(lesson), nextStep: () => lesson && go(hall.step + 1),
    previousStep: () => lesson && go(hall.step - 1),
  });
})();
