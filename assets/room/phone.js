/* The phone: joins by a code, predicts, and never says "Counted" of what was not, nor the other way round. */
"use strict";
(function () {
  const { page, root, code, element, write, show, make, keep, recall, ask, every, mark, sketch, draw } = window.room;
  const CODE = /^[ACDEFGHJKMNPQRTUVWXY3479]{6}$/;
  const NAME = "room " + code;

  /* ---- to the room ---- */

  element("enter").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = element("code").value.replace(/[\s-]/g, "").toUpperCase();
    if (CODE.test(typed)) window.location.assign(`${root}r/${typed}`);
    else write("enter-said", "A code has six signs: letters, or 3, 4, 7 and 9.");
  });
  if (!code) {
    show("enter", true);
    element("code").focus();
    return;
  }
  write("where", `Room ${code}`);

  /* ---- who this phone is: random bytes that it makes itself, another in each room ---- */

  // Over plain http in a hall's network there is no crypto.randomUUID.
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  // `made`: what was chosen, by lesson, step and round.
  const own = Object.assign({ voter: random(), made: {} }, recall(NAME));
  const save = () => keep(NAME, own);
  save();

  let state = null; // as the server told it last
  let tag = null;
  let joined = ""; // the epoch of the room in which this phone is registered
  let refused = ""; // why it is not
  let vote = { status: "none", text: "" };
  const keyOf = (of, round) => `${of.lesson}/${of.step}/${round}`;
  const choiceIn = (round) => own.made[keyOf(state, round)];
  const pending = () => vote.status === "sending" || vote.status === "kept";

  function say(status, text) {
    vote = { status, text };
    render();
  }
  function line(on) {
    page.dataset.line = on ? "on" : "off";
    // Who has not been in yet has predicted nothing.
    write("offline", state ? "No connection; your prediction is kept." : "No connection; trying again …");
    show("offline", !on);
    if (!on && vote.status === "sending") say("kept", "No connection; your prediction is kept.");
  }

  /* ---- looking every second ---- */

  const go = every(async () => {
    const answer = await ask("GET", `rooms/${code}`, null, tag ? { "If-None-Match": tag } : {});
    if (answer.status === 404) { line(true); closed(); return { ok: false }; }
    if (answer.status === 429) { line(true); return { ok: false, wait: answer.wait }; }
    if (answer.status !== 200 && answer.status !== 304) { line(false); return { ok: false, wait: answer.wait }; }
    line(true);
    if (answer.status === 200) { tag = answer.tag; news(answer.data); }
    if (joined !== state.epoch) await join();
    if (pending()) await send();
    return { ok: true };
  });
  window.addEventListener("offline", () => line(false));

  function closed() {
    mark({ phase: "closed", round: 0, step: state ? state.step : 0 });
    stopPlaying();
    write("enter-title", "This room is closed");
    // Who has never been in it may have mistyped.
    if (!own.lesson) write("enter-said", "Is the code right?");
    show("enter", true);
    show("inside", Boolean(state || own.lesson));
    ["asked", "choices", "said", "revealed", "play", "explorer"].forEach((id) => show(id, false));
    if (pending()) vote = { status: "closed", text: "Not counted: closed" };
    lessonLink();
    tag = null;
  }
  function news(next) {
    const before = state;
    state = next;
    own.lesson = state.lesson;
    save();
    const moved = !before || keyOf(before, before.round) !== keyOf(state, state.round);
    const renewed = before && before.epoch !== state.epoch;
    if (moved) vote = { status: "none", text: pending() ? "The vote before is closed." : "" };
    // After a reload, and in a room that was lost: the server knows what counts.
    if ((moved || renewed) && ["vote", "talk", "reveal"].includes(state.phase) && choiceIn(state.round) !== undefined) {
      vote = { status: "sending", text: "Sending …" };
    }
    render();
  }
  async function join() {
    const { epoch } = state;
    const answer = await ask("PUT", `rooms/${code}/voter`, { voter: own.voter });
    if (answer.status === 200) { joined = epoch; refused = ""; }
    else if (answer.status === 403) refused = "The lecturer has shut the door: you can watch, but not predict.";
    else if (answer.status === 409) refused = "This room is full: you can watch, but not predict.";
    else if (answer.status === 429) refused = "Many are coming in; one moment …";
    render();
  }

  /* ---- voting ---- */

  function pick(choice) {
    if (state.phase !== "vote" || joined !== state.epoch) return;
    own.made[keyOf(state, state.round)] = choice;
    save();
    if (page.dataset.line === "off") say("kept", "No connection; your prediction is kept.");
    else say("sending", "Sending …");
    send();
  }
  let sending = false;
  async function send() {
    if (sending || !pending()) return;
    if (joined !== state.epoch) { if (refused) lost(null); return; }
    sending = true;
    const { lesson, step, round } = state;
    const key = keyOf(state, round), choice = own.made[key];
    const answer = await ask("PUT", `rooms/${code}/vote`, { voter: own.voter, lesson, step, round, choice });
    sending = false;
    if (key !== keyOf(state, state.round)) { if (pending()) send(); return; } // the class has moved on meanwhile
    if (own.made[key] !== choice) { send(); return; } // chosen anew meanwhile
    const counts = answer.data && answer.data.choice;
    if (answer.status === 200 || (answer.status === 409 && counts === choice)) counted();
    else if (answer.status === 409) lost(counts);
    else if (answer.status === 403) { joined = ""; go(); }
    else if (answer.status === 429) setTimeout(send, answer.wait);
    else if (answer.status === 404) go(); // the room is closed, or lost, and then the choice is sent once more
    else if (answer.status === 400) lost(null);
    else { line(false); if (vote.status !== "kept") say("kept", "No connection; your prediction is kept."); }
  }
  function counted() { say("counted", "Counted"); }
  // What was chosen too late gives way to what counts.
  function lost(counts) {
    const key = keyOf(state, state.round);
    if (typeof counts === "number") own.made[key] = counts; else delete own.made[key];
    save();
    say("closed", typeof counts === "number" ? `Not counted: closed. What counts is “${state.choices[counts]}”.` : "Not counted: closed");
  }

  /* ---- what is seen ---- */

  let offered = "";
  function offer() {
    const now = JSON.stringify([state.lesson, state.step, state.choices]);
    if (now === offered) return;
    offered = now;
    element("choices").replaceChildren(...state.choices.map((name, k) => {
      const button = make("button", { type: "button", className: "choice" });
      button.innerHTML = sketch(name);
      button.append(make("span", { textContent: name }));
      button.dataset.choice = k;
      button.addEventListener("click", () => pick(k));
      return button;
    }));
    element("question").innerHTML = state.question;
  }
  const TEXTS = {
    lobby: () => (joined === state.epoch ? "You are in. The first question comes soon." : refused || "Joining …"),
    vote: () => (vote.status === "counted" ? "Counted. You can change it until the vote closes."
      : vote.text || refused || (state.round === 1 ? "What is your prediction?" : "Predict once more.")),
    talk: () => [vote.text, state.round === 1 ? "Convince your neighbour." : "The answer comes next."].filter(Boolean).join(". ").replace(/\.\. /g, ". "),
    reveal: () => {
      const names = [1, 2].filter((round) => round <= state.round).map(choiceIn).filter((k) => k !== undefined).map((k) => `“${state.choices[k]}”`);
      const right = `Right is “${state.choices[state.right]}”.`;
      const said = names.length === 2 && names[0] === names[1] ? `${names[0]} both times` : names.join(", then ");
      return (vote.status === "closed" ? `${vote.text}. ` : "") + (names.length ? `You predicted ${said}. ${right}` : right);
    },
    ended: () => "That was the last question. Thank you.",
  };
  function render() {
    if (!state) return;
    const { phase } = state;
    mark(state);
    show("enter", false);
    show("inside", true);
    const asking = phase === "vote" || phase === "talk" || phase === "reveal";
    show("asked", asking || phase === "ended");
    show("question", asking);
    show("said", true);
    if (asking) offer();
    write("title", phase === "ended" ? "The end" : state.title);
    show("choices", asking);
    document.querySelectorAll(".choice").forEach((button, k) => {
      button.setAttribute("aria-pressed", String(choiceIn(state.round) === k));
      button.setAttribute("aria-disabled", String(phase !== "vote" || joined !== state.epoch));
      button.classList.toggle("right", phase === "reveal" && state.right === k);
    });
    element("said").dataset.vote = vote.status;
    write("said", TEXTS[phase]());
    show("revealed", phase === "reveal");
    if (phase === "reveal") {
      write("reading", draw(element("curve"), state.curve, state.follow === null ? state.weight : state.follow));
      if (element("explanation").innerHTML !== state.explanation) element("explanation").innerHTML = state.explanation;
      element("explorer").href = root + state.explorer;
    }
    show("explorer", phase === "reveal");
    show("play", phase === "lobby");
    lessonLink();
    if (phase !== "lobby") stopPlaying();
  }
  function lessonLink() {
    const on = Boolean(own.lesson) && (page.dataset.phase === "ended" || page.dataset.phase === "closed");
    show("lesson", on);
    if (on) element("lesson").href = `${root}?lesson=${encodeURIComponent(own.lesson)}&step=1`;
  }

  /* ---- free play in the lobby, inside of this page, so that the first vote calls back ---- */

  let playing = null;
  element("play").addEventListener("click", () => {
    if (page.dataset.framed === "no") { window.open(root, "_blank", "noopener"); return; }
    const back = make("button", { type: "button", textContent: "Back" });
    back.addEventListener("click", () => { stopPlaying(); element("play").focus(); });
    playing = make("div", { className: "playing" },
      make("p", {}, make("span", { textContent: "The first question brings you back." }), back),
      make("iframe", { title: "Minimal Model Explorer", src: `${root}?embed=1` }));
    document.body.append(playing);
    back.focus();
  });
  function stopPlaying() {
    if (playing) playing.remove();
    playing = null;
  }

  go();
}());
