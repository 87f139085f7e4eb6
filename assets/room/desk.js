/* The desk: opens the room, moves it on, sees all counts, and opens it again where the server has lost it. */
"use strict";
(function () {
  const { page, root, code, element, write, show, make, keep, recall, ask, every, mark, draw, number } = window.room;
  const { keyOf, keepKey, withKey, shareOfRight, worthTalking, next, other, clicker, act, bars, onLoopback } = window.lecturer;

  /* ---- the name of this machine, where the page was opened by one that phones do not know ---- */

  show("host-line", onLoopback);
  write("loopback", window.location.host);
  element("host").value = recall("room host") || "";
  element("host").addEventListener("input", () => keep("room host", element("host").value.trim().replace(/^https?:\/\/|\/.*$/g, "")));

  /* ---- to open a room ---- */

  if (!code) {
    const query = new URLSearchParams(window.location.search);
    const wanted = `${query.get("lesson")}/${query.get("step") || 1}`;
    const start = element("start");
    if ([...start.options].some((option) => option.value === wanted)) start.value = wanted;
    show("begin", true);
    show("where", false);
    element("create").addEventListener("click", async () => {
      const [lesson, step] = start.value.split("/");
      element("create").disabled = true;
      write("create-said", "");
      const answer = await ask("POST", "rooms", { lesson, step: Number(step) });
      element("create").disabled = false;
      if (answer.status === 201) {
        keepKey(answer.data.code, answer.data.key);
        window.location.assign(`${root}desk/${answer.data.code}`);
      } else if (answer.status === 429) write("create-said", "Too many rooms were opened from here; try again in a minute.");
      else if (answer.status === 503) write("create-said", "The server has no room left, or its store is away; try again in a minute.");
      else write("create-said", "The server cannot be reached; try again.");
    });
    return;
  }

  /* ---- the key: from the copied link, whose fragment then leaves the address ---- */

  if (window.location.hash.length > 1) {
    keepKey(code, window.location.hash.slice(1));
    window.history.replaceState(null, "", window.location.pathname);
  }
  const key = keyOf(code);
  page.dataset.code = code;
  write("room-code", code);
  element("projector").href = `${root}stage/${code}`;
  element("copy").addEventListener("click", async () => {
    const link = `${window.location.origin}${window.location.pathname}#${key}`;
    try {
      await navigator.clipboard.writeText(link);
      write("copied", "Copied. Whoever has it leads the room.");
    } catch (error) {
      // Over plain http there is no clipboard.
      window.prompt("The desk’s link; whoever has it leads the room:", link);
    }
  });

  /* ---- looking every second ---- */

  const LAST = "room last " + code;
  let state = null;
  let wanted; // the weight that phones shall follow, null for none, undefined if the server has it
  every(async () => {
    let answer = await ask("GET", `rooms/${code}/desk`, null, withKey(key));
    if (answer.status === 404) answer = await reopen();
    if (answer.status === 403) { refused("This browser does not have the room’s key. Open the link that you copied from the desk."); return { ok: false }; }
    if (answer.status === 404) { refused("This room is closed."); return { ok: false }; }
    const ok = answer.status === 200 || answer.status === 201;
    show("unreachable", !ok);
    if (ok) take(answer.data);
    return { ok, wait: answer.wait };
  })();
  // The server has lost the room, and it would still live: the same code and key, where the lesson stood.
  async function reopen() {
    const last = recall(LAST);
    if (!key || !last || last.phase === "ended" || Date.now() / 1000 > last.expires) return { status: 404 };
    const { lesson, step, phase, round } = last;
    return ask("PUT", `rooms/${code}`, { lesson, step, phase, round }, withKey(key));
  }
  function refused(text) {
    if (state) { show("unreachable", true); return; }
    show("begin", true);
    write("begin-title", text);
    element("begin").replaceChildren(element("begin-title"), make("a", { className: "button", href: `${root}desk`, textContent: "Open a room" }));
    mark({ phase: "closed", round: 0, step: 0 });
  }
  function take(data) {
    if (state && state.epoch === data.epoch && data.rev < state.rev) return; // an answer that was overtaken
    state = data;
    const { lesson, step, phase, round, expires } = state;
    keep(LAST, { lesson, step, phase, round, expires });
    remember();
    render();
  }
  // A store that is lost takes the counts along: those of the steps that were left stay here, for the table.
  const PAST = "room past " + code;
  let past = recall(PAST) || { epoch: "", lost: [], told: [] };
  function remember() {
    const { epoch, history } = state;
    const lost = past.epoch && past.epoch !== epoch ? past.lost.concat(past.told) : past.lost;
    past = { epoch, lost, told: history };
    keep(PAST, past);
  }

  /* ---- acting: one at a time ---- */

  let acting = false;
  async function perform(asked) {
    if (!state || acting || !asked) return;
    acting = true;
    render();
    const answer = await act(state, key, asked);
    acting = false;
    // A 409 brings the state as it is, be it that the proxy sent the same act twice.
    if (answer.data) { show("unreachable", false); take(answer.data); }
    else { show("unreachable", true); render(); }
    if (answer.status === 409 && asked.action === "follow" && wanted === undefined) wanted = asked.weight;
    if (wanted !== undefined) { clearTimeout(due); due = setTimeout(follow, PAUSE); }
  }
  const forward = () => { const step = state && next(state); if (step) perform(step.asked); };
  const flip = () => { if (state && ["talk", "reveal"].includes(state.phase)) perform({ action: "show", on: !state.shown }); };
  // The second click of a double click would do what the button says by then.
  const once = (act) => (event) => { if (event.detail < 2) act(); };
  element("next").addEventListener("click", once(forward));
  element("other").addEventListener("click", once(() => { const step = other(state); if (step) perform(step.asked); }));
  element("show").addEventListener("click", flip);
  element("door").addEventListener("click", () => perform({ action: "door", open: !state.door }));
  element("end").addEventListener("click", () => {
    if (state.phase === "reveal" || window.confirm("End the lesson for everybody?")) perform({ action: "end" });
  });
  clicker(() => { if (!element("next").disabled) forward(); }, flip);

  /* ---- where it goes on ---- */

  const NEXT = "room next " + code;
  element("goto").addEventListener("change", () => {
    keep(NEXT, element("goto").value || `${state.lesson}/${state.steps + 1}`);
    render();
  });
  let proposedFor = "";
  function propose() {
    const now = `${state.lesson}/${state.step}`;
    if (proposedFor === now) return;
    proposedFor = now;
    const options = [...element("goto").options].map((option) => option.value);
    const following = options[options.indexOf(now) + 1] || "";
    element("goto").value = following;
    keep(NEXT, following || `${state.lesson}/${state.steps + 1}`);
  }

  /* ---- the weight that phones follow: the newest, one request at a time ---- */

  const slider = element("weight"), follows = element("follow");
  const last = () => Number(slider.max);
  const weightAt = (k) => state.curve.first + (k / last()) * (state.curve.last - state.curve.first);
  const indexOf = (w) => Math.round(((w - state.curve.first) / (state.curve.last - state.curve.first)) * last());
  let drawnFor = "";
  function follow() {
    if (acting || wanted === undefined) return;
    const weight = wanted;
    wanted = undefined;
    told = performance.now();
    if (state.phase === "reveal") perform({ action: "follow", weight });
  }
  // Phones look once a second: a hand that drags need not say more than four times as much.
  const PAUSE = 250; // ms
  let due = 0;
  function want() {
    wanted = follows.checked ? Number(weightAt(Number(slider.value)).toFixed(4)) : null;
    clearTimeout(due);
    due = setTimeout(follow, Math.max(0, told + PAUSE - performance.now()));
  }
  let told = -Infinity;
  slider.addEventListener("input", () => { reading(); if (follows.checked) want(); });
  follows.addEventListener("change", want);
  function reading() {
    write("reading", draw(element("curve"), state.curve, weightAt(Number(slider.value))));
  }
  function curve() {
    const on = state.phase === "reveal";
    show("curve-box", on);
    if (!on) return;
    const now = `${state.lesson}/${state.step}`;
    if (drawnFor !== now) {
      drawnFor = now;
      slider.max = atob(state.curve.bytes).length - 1;
      slider.value = indexOf(state.follow === null ? state.weight : state.follow);
      reading();
    } else if (state.follow !== null && document.activeElement !== slider && wanted === undefined && indexOf(state.follow) !== Number(slider.value)) {
      slider.value = indexOf(state.follow); // moved on the projector
      reading();
    }
    if (!acting && wanted === undefined) follows.checked = state.follow !== null;
  }

  /* ---- what is seen ---- */

  const PHASES = {
    lobby: () => `${state.joined} in the room. Waiting for the first vote.`,
    vote: () => `Vote ${state.round} is open: ${state.voted} of ${state.joined}`,
    talk: () => `Vote ${state.round} is closed: ${state.voted} of ${state.joined}`,
    reveal: () => "The answer is on the screens.",
    ended: () => "The lesson has ended.",
  };
  function render() {
    const { phase } = state;
    mark(state);
    ["running", "links"].forEach((id) => show(id, true));
    write("joined", `${state.joined} in the room`);
    write("lesson", `${state.lesson_title} · question ${state.step} of ${state.steps}`);
    write("title", state.title);
    html("question", state.question);
    write("note", "For you alone: " + state.note);
    show("answer", true);
    html("explanation", state.explanation);
    write("phase", PHASES[phase]());
    propose();
    const step = next(state), second = other(state);
    show("next", Boolean(step));
    if (step) write("next", step.text);
    element("next").disabled = acting;
    show("other", Boolean(second));
    if (second) write("other", second.text);
    const canShow = phase === "talk" || phase === "reveal";
    element("show").disabled = !canShow;
    element("show").setAttribute("aria-pressed", String(state.shown));
    write("show", state.shown ? "Hide the bars" : "Show the bars");
    write("door", state.door ? "Shut the door" : "Open the door");
    element("door").setAttribute("aria-pressed", String(!state.door));
    hint();
    bars(element("counts"), state, state.right);
    show("counts", phase !== "lobby");
    show("onward", phase === "talk" || phase === "reveal");
    curve();
    ["end", "show"].forEach((id) => show(id, phase !== "ended"));
    csv();
  }
  function html(id, text) {
    const node = element(id);
    if (node.dataset.text === text) return;
    node.dataset.text = text;
    node.innerHTML = text;
  }
  function hint() {
    const share = shareOfRight(state, state.round);
    const on = (state.phase === "talk" || state.phase === "vote") && share !== null;
    show("hint", on);
    if (!on) return;
    const percent = `${number(100 * share, 0)} % right`;
    const advice = state.phase !== "talk" || state.round !== 1 ? "" : worthTalking(state) ? ": between 30 and 70 %, let them discuss and vote again"
      : share < 0.3 ? ": under 30 %, explain first" : ": over 70 %, go on";
    write("hint", percent + advice + ".");
  }

  /* ---- counts as CSV ---- */

  let file = "";
  function csv() {
    const rows = [...past.lost, ...state.history].map(({ lesson, step, round, counts, choices }) => [lesson, step, round, counts, choices]);
    if (state.phase !== "ended" && state.phase !== "lobby") {
      Object.entries(state.counts).forEach(([round, counts]) => rows.push([state.lesson, state.step, round, counts, state.choices]));
    }
    show("csv", rows.length > 0);
    const lines = rows.flatMap(([lesson, step, round, counts, choices]) =>
      counts.map((n, k) => [lesson, step, round, k, choices[k], n].join()));
    const text = ["lesson,step,round,choice,name,count", ...lines, ""].join("\n");
    if (text === file || !rows.length) return;
    file = text;
    const link = element("csv");
    link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(text);
    link.download = `room-${code}.csv`;
  }
}());
