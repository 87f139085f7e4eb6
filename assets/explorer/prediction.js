/* The prediction: it covers the curve until it is made and its curve is drawn, and is then held against that curve. */
"use strict";
(window.minimalModel ||= []).push(["explorer/prediction", [
  "common/dom", "common/rules", "explorer/page", "explorer/pins", "explorer/lesson_run", "explorer/sketch", "explorer/presentation",
], function (dom, rules, page, pins, { run, step, kind, predictions }, { draw, sketch }, { now, isOn }) {
  const root = document.documentElement;
  const RETRY = 3000; // ms until an explanation that did not come is asked for again
  const SECOND_THOUGHT = 1500; // ms in which a wrong click before a class can be changed
  const choices = () => predictions().choices;

  function choice(name) {
    const { button: text, path } = choices()[name];
    const button = dom.make("button", { type: "button", className: "choice" });
    button.dataset.choice = name;
    const { pinned } = predictions();
    button.innerHTML = draw([...(pinned ? [[pinned, "pinned"]] : []), [path, "own"]]) + `<span>${text}</span>`;
    button.addEventListener("click", () => pick(name));
    return button;
  }
  function offer() {
    const skip = dom.make("button", { type: "button", className: "plain skip", textContent: "Show it without a prediction" });
    skip.addEventListener("click", () => pick(""));
    dom.element("lesson-choices").replaceChildren(...step().choices.map(choice), skip);
    cover();
  }

  // The curve, its numbers and the explanation stay covered until a prediction is made and its curve is drawn.
  function cover() {
    const open = !run.revealed && Boolean(step());
    if (open) root.dataset.predict = "open"; else delete root.dataset.predict;
    dom.element("curve-cover").hidden = !open;
    if (open) dom.write("curve-cover", run.picked === null ? predictions().asked : "Drawing …");
    dom.element("lesson-explanation").hidden = open;
    if (open) dom.write("lesson-verdict", "");
    document.querySelectorAll("#lesson-choices button").forEach((button) => {
      const own = button.dataset.choice !== undefined && button.dataset.choice === run.picked;
      button.setAttribute("aria-pressed", String(own));
      button.setAttribute("aria-disabled", String(run.revealed));
    });
    sketch();
  }

  function pick(name) {
    if (run.revealed || run.picked === name) return;
    run.picked = name;
    cover();
    // The heading of the step has none of the keys for itself: Space, the arrows and a clicker work from there.
    dom.element("lesson-step").focus({ preventScroll: true });
    clearTimeout(waiting);
    if (!isOn("projector") || name === "") { if (page.settled()) judge(); return; }
    waiting = setTimeout(() => { waiting = 0; if (page.settled()) judge(); }, SECOND_THOUGHT);
  }
  let waiting = 0;
  // By the curve that is on the screen: of the step's own state, or of another that the student has set.
  let picks = {};
  function judge() {
    if (run.picked === null || run.revealed || waiting) return;
    const right = picks[kind()];
    if (right === undefined) {
      run.picked = null;
      cover();
      dom.write("lesson-verdict", "The pinned curve is gone; “Back to this step” brings it back.");
      return;
    }
    run.revealed = true;
    cover();
    explain();
    const fact = `${choices()[right].said}${predictions().where}.`;
    const remark = unchanged() ? "" : " You had changed the controls; the text below is about this step’s own state.";
    const asText = run.picked && choices()[run.picked].button;
    const verdict = run.picked === "" ? `The curve ${fact}`
      : run.picked === right ? `Right: you predicted “${asText}”, and the curve ${fact}`
        : `You predicted “${asText}”, but the curve ${fact}`;
    dom.write("lesson-verdict", verdict + remark);
    run.receipt[now.step - 1] = { title: step().title, predicted: asText || "", happened: `The curve ${fact}`, right: run.picked === right };
    document.querySelectorAll("#lesson-choices .choice").forEach((button) =>
      button.classList.toggle("right", button.dataset.choice === right));
  }
  // The explanation comes for a prediction, and for one step at a time.
  function explain() {
    const own = step();
    const choice = encodeURIComponent(run.picked || rules.no_prediction);
    fetch(`${dom.element("lesson").dataset.root}lessons/${run.lesson.name}/${now.step}/answer.json?choice=${choice}`)
      .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.json(); })
      .then(({ explanation }) => { if (step() === own) dom.element("lesson-explanation").innerHTML = explanation; },
        () => setTimeout(() => { if (step() === own && run.revealed) explain(); }, RETRY));
  }
  const firstPin = (text) => pins.split(text)[0];
  // A shape does not depend on the chosen weight, and only what is compared depends on a pin.
  function unchanged() {
    const wanted = page.state.wanted.parameters;
    const comparing = Boolean(predictions().pinned);
    const keys = Object.keys(wanted).filter((key) => key !== "weight" || comparing);
    return keys.every((key) => wanted[key] === step().parameters[key])
      && (!comparing || firstPin(step().pins) === firstPin(pins.text()));
  }

  page.whenDrawn((answer) => {
    picks = answer.picks;
    // What is drawn is known to be what is wanted only after all have looked at the answer.
    setTimeout(() => { if (page.settled()) judge(); }, 0);
  });

  return { offer, cover };
}]);
