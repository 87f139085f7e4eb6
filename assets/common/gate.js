/* The gate: one request in flight, always the newest state.
 *
 * Dash drops an answer when a newer request has left, so nobody asks again while an answer is on its way, however long
 * it takes. Only a request that has failed is sent again: after a pause that grows, by the button, and as soon as the
 * network or the reader is back.
 */
"use strict";
(window.minimalModel ||= []).push(["common/gate", ["common/dom", "common/connection", "common/requests"], function (dom, connection, requests) {
  const SLOW = 1000; // ms until a line says that the answer takes its time
  const VERY_SLOW = 20000; // ms until it offers to ask again
  const PAUSES = [2000, 4000, 8000, 16000, 30000]; // ms between attempts while they fail
  const HANDED_ON = 10000; // ms that Dash may take to send a request, or to hand on an answer
  const OVERSLEPT = 60000; // ms in flight after which a page that wakes gives a request up
  const AGAIN = "Try again";

  let gate = null;

  // `page.pending()` says whether what is drawn differs from what is wanted, `page.body()` makes the request.
  function createGate(page) {
    const own = { inFlight: false, sequence: 0 };
    let failures = 0; // in a row
    let since = 0; // when the request in flight was made
    let hope = false; // that it would do better now: it left before the network or the reader came back
    const timers = { next: 0, slow: 0, handed: 0 };
    const stop = (...names) => names.forEach((name) => { clearTimeout(timers[name]); timers[name] = 0; });

    own.flush = function () {
      if (own.inFlight) return;
      if (!page.pending()) { rest(); return; }
      stop("next", "slow", "handed");
      own.inFlight = true;
      own.sequence += 1;
      since = Date.now();
      hope = false;
      const request = Object.assign({ sequence: own.sequence }, page.body());
      timers.slow = setTimeout(slow, SLOW);
      expect();
      setTimeout(() => dom.setProps("request", { data: request }), 0);
    };
    function slow() {
      connection.slow("Still computing \u2026");
      timers.slow = setTimeout(() => connection.slow("Still computing \u2026", AGAIN, own.again), VERY_SLOW - SLOW);
    }
    function expect() {
      stop("handed");
      timers.handed = setTimeout(() => own.lost("The page did not get its answer."), HANDED_ON);
    }
    // Nothing is under way, and nothing is to be told.
    function rest() {
      stop("next", "slow", "handed");
      failures = 0;
      connection.slow("");
      connection.fine();
    }
    // Whether an answer is the one that was waited for.
    own.arrived = function (answer) {
      if (!answer || answer.sequence !== own.sequence) return false;
      own.inFlight = false;
      failures = 0;
      stop("slow", "handed");
      connection.fine();
      // While one slow answer follows another the line stays, rather than to come and go.
      setTimeout(() => { if (!own.inFlight) connection.slow(""); }, 0);
      return true;
    };
    own.lost = function (reason) {
      stop("next", "slow", "handed");
      own.inFlight = false;
      timers.next = setTimeout(own.flush, PAUSES[hope ? 0 : Math.min(failures, PAUSES.length - 1)]);
      failures += 1;
      connection.lost(reason + " Your settings are kept; trying again \u2026", AGAIN, own.again);
    };
    own.again = function () {
      const given = own.sequence;
      own.inFlight = false;
      own.flush();
      requests.giveUp(given);
    };
    own.woken = function () {
      hope = own.inFlight;
      if (own.inFlight ? Date.now() - since > OVERSLEPT : failures > 0) own.again();
    };

    const current = (sequence) => own.inFlight && sequence === own.sequence;
    requests.watch({
      left: (sequence) => { if (current(sequence)) stop("handed"); },
      came: (sequence) => { if (current(sequence)) expect(); },
      failed: (sequence, reason) => { if (current(sequence)) own.lost(reason); },
    });
    gate = own;
    return own;
  }

  const woken = () => { if (gate && document.visibilityState === "visible") gate.woken(); };
  window.addEventListener("online", woken);
  window.addEventListener("pageshow", woken);
  document.addEventListener("visibilitychange", woken);

  return { createGate };
}]);
