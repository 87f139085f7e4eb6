/* The lesson that runs: where it stands, and what has been predicted. */
"use strict";
(window.minimalModel ||= []).push(["explorer/lesson_run", ["common/rules", "explorer/presentation"], function (rules, presentation) {
  const { now } = presentation;
  const run = {
    lesson: null,
    picked: null, // null: not yet; "": shown without a prediction
    revealed: false, // whether the curve of that prediction is on the screen
    notes: [], // the lecturer's, where the address asks for them
    receipt: [], // of each step what was predicted and what happened
  };
  const step = () => run.lesson && run.lesson.steps[now.step - 1];
  // What kind of thing the step asks for, and what of it can be predicted.
  const kind = () => Object.keys(rules.predictions).find((name) => step().choices[0] in rules.predictions[name].choices);
  const predictions = () => rules.predictions[kind()];
  function begin() {
    run.picked = null;
    run.revealed = false;
  }

  return { run, step, kind, predictions, begin };
}]);
