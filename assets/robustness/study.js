/* A study of one's own: it is named by the address, asked for while it is under way, and drawn when it is finished.
 *
 * The page's stamp says which study is drawn, and in which state: "ID#finished"; it is empty for the default one.
 */
"use strict";
(window.minimalModel ||= []).push(["robustness/study", ["common/dom"], function (dom) {
  const EVERY = 500; // ms between questions
  const TOGETHER = 3; // failures in a row, after which it is told
  const FINISHED = "finished";
  const FAILED = "failed";

  function createStudy(page) {
    let current = null; // the id of the study that the page is about, empty for the default one
    let timer = 0;
    let failures = 0;
    const own = () => dom.element("own-study").dataset;
    const place = (id) => `${own().root}studies` + (id ? `/${id}` : "");
    const named = (stamp) => stamp.split("#")[0];

    function asked(stamp) {
      if (current === null) return new URLSearchParams(window.location.search).get("study") || "";
      return named(stamp);
    }
    const follow = (values) => { if (current) values.set("study", current); };

    function drawn(answer) {
      const [id, state] = answer.stamp.split("#");
      current = id;
      const waits = Boolean(id) && state !== FINISHED && state !== FAILED;
      dom.element("robustness").classList.toggle("unfinished", Boolean(id) && state !== FINISHED);
      dom.element("to-default").hidden = !id;
      dom.element("table-file").hidden = Boolean(id) && state !== FINISHED;
      dom.element("progress").hidden = !waits;
      dom.element("cancel").onclick = cancel;
      dom.element("again").hidden = state !== FAILED;
      dom.element("again").onclick = again;
      clearTimeout(timer);
      if (waits) ask();
      page.follow();
    }

    // How far it is; the page is drawn anew only when that is over.
    async function ask() {
      const id = current;
      let answer = null;
      try { answer = await fetch(place(id), { cache: "no-store" }); } catch (error) { /* told below */ }
      if (id !== current) return;
      if (answer && answer.status === 404) { leave("The study is no longer there: it was cancelled, kept long enough, or lost with the server’s store."); return; }
      if (answer && answer.ok) {
        failures = 0;
        const study = await answer.json();
        if (id !== current) return;
        show(study);
        if (study.state === FINISHED || study.state === FAILED) {
          page.move({}, `${id}#${study.state}`, "state");
          return;
        }
      } else {
        failures += 1;
        const told = answer ? (await answer.text()).trim() : "";
        if (id !== current) return;
        if (failures >= TOGETHER) dom.write("progress-text", told || "No news from the server; it is asked again.");
      }
      timer = setTimeout(ask, EVERY * Math.min(1 + failures, 10));
    }
    function show(study) {
      const bar = dom.element("progress-bar");
      bar.value = study.done / study.curves;
      const counts = `${study.done.toLocaleString("en")} of ${study.curves.toLocaleString("en")} curves`;
      // Whoever computes may just have been killed: what was known of the time left is no longer so.
      const left = !study.computing ? "; nothing is computed at the moment, it goes on by itself" : study.seconds_left === null ? "; it begins" : `, ${time(study.seconds_left)} left`;
      const turn = study.ahead ? `${study.ahead === 1 ? "one study comes" : `${study.ahead} studies come`} before it` : "it begins";
      dom.write("progress-text", study.state === "waiting" ? `Waiting: ${turn}.` : counts + left);
    }
    const time = (seconds) => (seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`);

    async function cancel() {
      const id = current;
      dom.element("cancel").disabled = true;
      try {
        const answer = await fetch(place(id), { method: "DELETE" });
        if (answer.ok || answer.status === 404) leave("The study is cancelled.");
        else dom.say(await answer.text());
      } catch (error) {
        dom.say("The server cannot be reached; the study is not cancelled.");
      }
      dom.element("cancel").disabled = false;
    }
    // What is done of a study that failed is not computed again.
    async function again() {
      try {
        const known = await fetch(place(current), { cache: "no-store" });
        const refused = known.ok ? await start((await known.json()).choices) : await known.text();
        if (refused) dom.say(refused.trim());
      } catch (error) {
        dom.say("The server cannot be reached; try again.");
      }
    }
    // Back to the default study, and say why.
    function leave(why) {
      clearTimeout(timer);
      current = "";
      page.move({}, "", "state");
      dom.say(why, "done");
    }

    // Have a study computed, and show it; a refusal comes back as a sentence.
    async function start(choices) {
      let answer;
      try {
        answer = await fetch(place(""), {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(choices),
        });
      } catch (error) {
        return "The server cannot be reached; try again.";
      }
      if (!answer.ok) return answer.text();
      const study = await answer.json();
      current = study.id;
      page.move({}, `${study.id}#${study.state}`, "state");
      page.writeAddress();
      dom.element("result").scrollIntoView();
      return "";
    }

    return { asked, follow, drawn, start };
  }

  return { createStudy };
}]);
