/* What the desk and a projector in the lecturer's own browser share: the key, what comes next, the bars, the address. */
"use strict";
window.lecturer = (function () {
  const { root, code, make, keep, recall, ask, sketch } = window.room;
  const KEY = (of) => "room key " + of;
  const AGAIN = 700; // ms in which a clicker's second press counts as the same

  /* ---- the key is kept in this browser, and comes in the fragment of a copied link, which no log sees ---- */

  const keyOf = (of) => recall(KEY(of)) || "";
  const keepKey = (of, key) => keep(KEY(of), key);
  const withKey = (key) => ({ Authorization: "Bearer " + key });

  /* ---- what comes next ---- */

  const LOW = 0.3, HIGH = 0.7;
  function shareOfRight({ counts, right }, round) {
    const all = (counts[round] || []).reduce((sum, n) => sum + n, 0);
    return all ? counts[round][right] / all : null;
  }
  function worthTalking(state) {
    const share = shareOfRight(state, 1);
    return share !== null && share >= LOW && share <= HIGH;
  }
  const VOTE_AGAIN = { text: "Vote again", asked: { action: "vote" } };
  const REVEAL = { text: "Reveal the answer", asked: { action: "reveal" } };
  const END = { text: "End the lesson", asked: { action: "end" } };
  // Where the desk says that it goes on, or the next step.
  function onward(state) {
    const [lesson, step] = (recall("room next " + code) || `${state.lesson}/${state.step + 1}`).split("/");
    if (lesson === state.lesson && Number(step) > state.steps) return END;
    return { text: "Next question", asked: { action: "next", lesson, step: Number(step) } };
  }
  function next(state) {
    if (state.phase === "lobby") return { text: "Start the vote", asked: { action: "vote" } };
    if (state.phase === "vote") return { text: "Close the vote", asked: { action: "close" } };
    if (state.phase === "talk") return state.round === 1 && worthTalking(state) ? VOTE_AGAIN : REVEAL;
    return state.phase === "reveal" ? onward(state) : null;
  }
  function other(state) {
    if (state.phase !== "talk" || state.round !== 1) return null;
    return worthTalking(state) ? REVEAL : VOTE_AGAIN;
  }

  /* ---- the clicker ---- */

  // Returns what presses such a key from elsewhere.
  function clicker(forward, flip) {
    let last = -Infinity;
    function press(name) {
      if (name === "PageUp") { flip(); return; }
      const now = performance.now();
      if (now - last < AGAIN) return;
      last = now;
      forward();
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "PageDown" && event.key !== "PageUp") return;
      event.preventDefault();
      if (!event.repeat) press(event.key);
    });
    return press;
  }
  const placeOf = ({ epoch, lesson, step, phase, round }) => [epoch, lesson, step, phase, round].join();
  // Where another window has done something that changes nothing of what was seen here, such as to show the bars, it is
  // done all the same. Where the room stands elsewhere by now it is not, be it that a proxy sent the same act twice.
  async function act(state, key, asked) {
    const post = ({ rev }) => ask("POST", `rooms/${code}/state`, { rev, ...asked }, withKey(key));
    const answer = await post(state);
    const again = answer.status === 409 && answer.data.rev !== state.rev && placeOf(answer.data) === placeOf(state);
    return again ? post(answer.data) : answer;
  }

  /* ---- bars: of the first round, and of the second beside them ---- */

  function bars(list, state, right) {
    const rounds = Object.keys(state.counts).filter((round) => Number(round) <= state.round);
    const sums = Object.fromEntries(rounds.map((round) => [round, state.counts[round].reduce((sum, n) => sum + n, 0)]));
    list.replaceChildren(...state.choices.map((name, k) => {
      const row = make("li", { className: k === right ? "bar right" : "bar" });
      row.innerHTML = sketch(name);
      const values = rounds.map((round) => {
        const n = state.counts[round][k];
        const percent = sums[round] ? Math.round((100 * n) / sums[round]) : 0;
        const filled = make("span", { className: "fill fill-" + round });
        filled.style.width = percent + "%";
        const number = make("span", { className: "number", textContent: `${n} (${percent} %)` });
        return make("span", { className: "track" }, filled, number);
      });
      row.append(make("span", { className: "name", textContent: name + (k === right ? " ✓" : "") }), make("span", { className: "tracks" }, ...values));
      return row;
    }));
    const key = (round, text) => make("span", {}, make("span", { className: "swatch fill fill-" + round }), text);
    if (rounds.length > 1) list.append(make("li", { className: "legend muted" }, key(1, "first vote"), key(2, "second vote")));
  }

  /* ---- the address for phones ---- */

  const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;
  const onLoopback = LOOPBACK.test(window.location.hostname);
  const hostName = () => (onLoopback ? recall("room host") || "" : window.location.hostname);
  // Empty where phones could not open it.
  function address() {
    const host = hostName();
    if (!host) return "";
    const { protocol, port } = window.location;
    const withPort = /:\d+$/.test(host) || !port ? host : `${host}:${port}`;
    return `${protocol}//${withPort}${root}`;
  }
  const codeOf = (link) => `${root}qr.svg?text=${encodeURIComponent(link)}`;

  return { keyOf, keepKey, withKey, shareOfRight, worthTalking, next, other, clicker, act, bars, onLoopback, address, codeOf };
})();
