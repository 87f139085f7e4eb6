/* The projector: what the class sees. In the lecturer's own browser it takes the clicker's keys as well. */
"use strict";
(function () {
  const { page, root, code, element, write, show, make, ask, every, mark, sketch } = window.room;
  const { keyOf, withKey, next, clicker, act, bars, address, codeOf } = window.lecturer;
  let state = null;

  every(async () => {
    const headers = state ? { "If-None-Match": `"${state.epoch}-"` } : {};
    const answer = await ask("GET", `rooms/${code}/stage`, null, headers);
    // A picture that is there stays, with a small mark.
    show("away", answer.status !== 200 && Boolean(state));
    if (answer.status === 200) { state = answer.data; render(); }
    else if (!state) {
      write("title", answer.status === 404 ? "This room is closed" : "No connection yet; trying again …");
      mark({ phase: "closed", round: 0, step: 0 });
    }
    return { ok: answer.status === 200, wait: answer.wait };
  })();

  // The way into the room, and at its end the lesson to take home.
  function way() {
    const base = address(), ended = state.phase === "ended";
    const lesson = `?lesson=${encodeURIComponent(state.lesson)}&step=1`;
    show("loopback", !base);
    show("qr", Boolean(base));
    show("code", !ended);
    write("address", (base ? base.replace(/^https?:\/\//, "") : window.location.host + root) + (ended ? lesson : "r"));
    write("code", code);
    element("qr").alt = `QR code of the ${ended ? "lesson" : "room"}’s address`;
    const picture = base ? codeOf(base + (ended ? lesson : `r/${code}`)) : "";
    if (picture && element("qr").getAttribute("src") !== picture) element("qr").src = picture;
  }
  const VOTED = {
    lobby: () => `${state.joined} in the room`,
    vote: () => `${state.voted} of ${state.joined}`,
    talk: () => `${state.voted} of ${state.joined}`,
    reveal: () => `${state.voted} of ${state.joined}`,
    ended: () => "",
  };
  let asked = "";
  function render() {
    const { phase } = state;
    mark(state);
    way();
    write("lesson", phase === "ended" ? "" : `${state.lesson_title} · ${state.step} of ${state.steps}`);
    const now = JSON.stringify([phase === "ended", state.lesson, state.step]);
    if (now !== asked) {
      asked = now;
      element("question").innerHTML = state.question;
      element("choices").replaceChildren(...state.choices.map((name) => {
        const item = make("li", {});
        item.innerHTML = sketch(name);
        item.append(make("span", { textContent: name }));
        return item;
      }));
      if (phase === "ended") {
        element("title").replaceChildren("Thank you. ", make("a", { href: `${root}?lesson=${encodeURIComponent(state.lesson)}&step=1`, textContent: "The lesson to take home" }));
      }
    }
    show("how", phase === "lobby");
    if (phase === "lobby") write("title", "Join with your phone");
    else if (phase !== "ended") write("title", phase === "reveal" ? `${state.title}: ${state.choices[state.right]}` : state.title);
    show("talk", phase === "talk");
    write("talk", state.round === 1 ? "Convince your neighbour" : "And the answer is …");
    show("bars", Boolean(state.counts));
    if (state.counts) bars(element("bars"), state, phase === "reveal" ? state.right : -1);
    // Bars name the choices as well.
    show("choices", phase === "vote" || (phase === "talk" && !state.counts));
    show("explanation", phase === "reveal");
    if (phase === "reveal" && element("explanation").innerHTML !== state.explanation) element("explanation").innerHTML = state.explanation;
    write("voted", VOTED[phase]());
    explorer();
    fit();
  }

  /* ---- as large as it can be read from the last row, and as small as it must be for nothing to be cut ---- */

  const LARGEST = 1.6, SMALLEST = 0.55, STEP = 0.05; // in units of the page's own type
  const DRAWN_FOR = 1280; // px, the width of a projector's screen for which the explorer beside the answer is laid out
  const main = document.querySelector("main");
  let fitted = "";
  function fit() {
    if (!state) return;
    // Another number of votes needs no other size.
    const { phase, lesson, step, round, counts } = state;
    const now = [phase, lesson, step, round, Boolean(counts), Boolean(frame), window.innerWidth, window.innerHeight].join();
    if (now === fitted) return;
    fitted = now;
    const grows = phase === "vote" || phase === "talk" || phase === "reveal";
    const cut = () => main.scrollHeight > main.clientHeight || main.scrollWidth > main.clientWidth;
    let size = grows ? LARGEST : 1;
    do main.style.fontSize = size + "em"; while (cut() && (size -= STEP) >= SMALLEST);
    // The explorer has the same type on every screen: it is enlarged as a picture is.
    const zoom = Math.max(0.75, window.innerWidth / DRAWN_FOR), part = 100 / zoom + "%";
    if (frame) Object.assign(frame.style, { width: part, height: part, transform: `scale(${zoom})` });
  }
  window.addEventListener("resize", fit);
  // In WebKit scripts do not wait for style sheets: the page has them when it has loaded.
  window.addEventListener("load", () => { fitted = ""; fit(); });

  /* ---- the explorer beside the answer: it follows the desk, and the phones follow it where it is the lecturer's ---- */

  let frame = null;
  function explorer() {
    const on = state.phase === "reveal" && page.dataset.framed !== "no";
    show("explorer", on);
    if (!on) { if (frame) frame.remove(); frame = null; return; }
    const search = `${state.explorer}${state.explorer ? "&" : "?"}embed=1&projector=1`;
    if (!frame || frame.dataset.search !== search) {
      if (frame) frame.remove();
      frame = make("iframe", { title: "Minimal Model Explorer", src: root + search });
      frame.dataset.search = search;
      element("explorer").append(frame);
    }
    tell();
  }
  function tell() {
    if (frame && dragged === null) frame.contentWindow.postMessage({ room: true, weight: state.follow }, window.location.origin);
  }
  let dragged = null; // the weight that was chosen in the explorer here, until the server has it
  let press = () => {};
  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== window.location.origin) return;
    const { ready, weight, key } = event.data;
    if (ready) tell();
    if (key) press(key);
    if (typeof weight === "number" && state.follow !== null && keyOf(code)) { dragged = weight; send(); }
  });
  const PAUSE = 250; // ms, as at the desk
  let sending = false;
  async function send() {
    if (sending || dragged === null) return;
    if (state.phase !== "reveal" || state.follow === null) { dragged = null; return; }
    sending = true;
    const weight = dragged;
    const answer = await act(state, keyOf(code), { action: "follow", weight });
    sending = false;
    if (answer.data) state = { ...state, rev: answer.data.rev, phase: answer.data.phase, follow: answer.data.follow };
    if (!answer.data || (answer.status === 200 && dragged === weight)) dragged = null;
    else setTimeout(send, PAUSE);
  }

  /* ---- the clicker, where the key is ---- */

  async function fromDesk(choose) {
    const key = keyOf(code);
    if (!key) return;
    const desk = await ask("GET", `rooms/${code}/desk`, null, withKey(key));
    const asked = desk.data && choose(desk.data);
    if (!asked) return;
    const answer = await act(desk.data, key, asked);
    if (answer.data) look();
  }
  // What the desk is told holds more than the class may see: the projector asks for its own picture.
  async function look() {
    const answer = await ask("GET", `rooms/${code}/stage`, null, { "If-None-Match": `"${state.epoch}-"` });
    if (answer.status === 200) { state = answer.data; render(); }
  }
  if (keyOf(code)) {
    press = clicker(
      () => fromDesk((desk) => { const step = next(desk); return step && step.asked; }),
      () => fromDesk((desk) => (["talk", "reveal"].includes(desk.phase) ? { action: "show", on: !desk.shown } : null)));
  }
}());
