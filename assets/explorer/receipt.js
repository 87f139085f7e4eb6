/* At the end of a lesson: what was predicted beside what happened, to keep; and the way to the next lesson. */
"use strict";
(window.minimalModel ||= []).push(["explorer/receipt", [
  "common/dom", "common/rules", "explorer/presentation", "explorer/lesson_run",
], function (dom, rules, { isOn }, { run }) {
  const root = document.documentElement;
  const NOTHING = "no prediction";
  let text = "";

  function rowsOf(lesson) {
    return lesson.steps.map(({ title }, k) => {
      const { predicted = "", happened = "not looked at", right = false } = run.receipt[k] || {};
      return [`${k + 1} ${title}`, predicted || NOTHING, happened, right ? "✓" : ""];
    });
  }
  function show(lesson) {
    const rows = rowsOf(lesson);
    text = [lesson.title, "", ...rows.map((row) => row.join("\t").trimEnd()), ""].join("\n");
    dom.write("receipt-title", `Your predictions: ${lesson.title}`);
    dom.element("receipt-rows").replaceChildren(...rows.map((row) =>
      dom.make("tr", {}, ...row.map((cell) => dom.make("td", { textContent: cell })))));
    const save = dom.element("receipt-save");
    save.href = "data:text/plain;charset=utf-8," + encodeURIComponent(text);
    save.download = `${lesson.name}.txt`;
    const onward = dom.element("receipt-next");
    onward.hidden = !lesson.next;
    if (lesson.next) {
      const carried = rules.presentation.switches.filter(isOn).map((key) => [key, rules.presentation.on]);
      onward.textContent = `Next lesson: ${lesson.next.title}`;
      onward.search = new URLSearchParams([["lesson", lesson.next.name], ["step", 1], ...carried]).toString();
    }
    dom.element("receipt").hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#receipt button");
    if (!button) return;
    if (button.id === "receipt-close") dom.element("receipt").hidden = true;
    else {
      root.dataset.printed = "receipt";
      window.print();
    }
  });
  window.addEventListener("afterprint", () => { delete root.dataset.printed; });

  return { show };
}]);
