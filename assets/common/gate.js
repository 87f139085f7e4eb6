/* The gate: one request in flight, always the newest state. */
"use strict";
(window.minimalModel ||= []).push(["common/gate", ["common/dom"], function (dom) {
  const ANSWER_PATIENCE = 8000; // ms until a request counts as lost
  const RETRY = 2000; // ms between attempts while the server is silent

  let gate = null;

  // `page.pending()` says whether what is drawn differs from what is wanted, `page.body()` makes the request.
  function createGate(page) {
    const own = { inFlight: false, sequence: 0, timer: 0 };
    own.flush = function () {
      if (own.inFlight || !page.pending()) return;
      clearTimeout(own.timer);
      own.inFlight = true;
      own.sequence += 1;
      const request = Object.assign({ sequence: own.sequence }, page.body());
      own.timer = setTimeout(() => own.lost("The server does not answer."), ANSWER_PATIENCE);
      setTimeout(() => dom.setProps("request", { data: request }), 0);
    };
    // Whether an answer is the one that was waited for.
    own.arrived = function (answer) {
      if (!answer || answer.sequence !== own.sequence) return false;
      clearTimeout(own.timer);
      own.inFlight = false;
      tellConnection("");
      return true;
    };
    own.lost = function (reason) {
      clearTimeout(own.timer);
      own.inFlight = false;
      tellConnection(reason + " Your settings are kept; trying again \u2026");
      own.timer = setTimeout(own.flush, RETRY);
    };
    gate = own;
    return own;
  }

  function tellConnection(text) {
    const line = dom.element("connection");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }

  // Dash keeps the failure of a request to itself; this is the only place where it can be seen.
  const realFetch = window.fetch;
  window.fetch = function (resource, options) {
    const result = realFetch.apply(this, arguments);
    const address = typeof resource === "string" ? resource : resource && resource.url;
    if (gate && address && address.includes("_dash-update-component")) {
      const sequence = gate.inFlight ? gate.sequence : 0;
      const failed = (reason) => {
        // A failed download, or a request given up before, does not stop the one in flight.
        if (gate.inFlight && sequence === gate.sequence) gate.lost(reason); else tellConnection(reason);
      };
      result.then(
        (response) => { if (response.status >= 400) failed(`The server answered with an error (${response.status}).`); },
        () => failed("The server cannot be reached."));
    }
    return result;
  };

  return { createGate };
}]);
