/* Dash's requests, seen from outside. Dash 4.4.1 keeps a failure to itself, and waits for ever after an answer that is
 * no JSON. So each answer is read here first: what is none is told, and Dash is told that nothing has changed.
 */
"use strict";
(window.minimalModel ||= []).push(["common/requests", [], function () {
  const LOGIN = [401, 407, 511];
  const STORE = "request"; // its request is the gate's
  const realFetch = window.fetch;
  const flying = new Map(); // the gate's requests by number, to give one up
  let watcher = null;
  let bring = () => null; // see below

  class Failure extends Error {}
  const FOREIGN = "Another page came in place of an answer, perhaps a login. Reload this page to log in.";

  async function read(response, own) {
    if (LOGIN.includes(response.status)) throw new Failure(`The server asks for a login (${response.status}). Reload this page to log in.`);
    if (response.status >= 400) throw new Failure(`The server answered with an error (${response.status}).`);
    if (response.status === 204) {
      if (own) throw new Failure("The server gave no answer.");
      return response;
    }
    let text;
    try { text = await response.text(); } catch (error) { throw new Failure("The answer was cut off on its way."); }
    const json = (response.headers.get("content-type") || "").includes("json");
    let data;
    try { data = JSON.parse(text); } catch (error) { throw new Failure(json ? "The answer was cut off on its way." : FOREIGN); }
    if (!data || !data.response) throw new Failure(FOREIGN);
    response.json = () => Promise.resolve(data); // what has been read cannot be read again
    return response;
  }
  function numberOf(options) {
    try {
      const input = JSON.parse(options.body).inputs.find(({ id }) => id === STORE);
      return input && input.value ? input.value.sequence : null;
    } catch (error) {
      return null;
    }
  }
  // A request that the server cannot answer without a column of data is sent once more, and brings it along.
  async function send(resource, options = {}) {
    const response = await realFetch.call(window, resource, options);
    const again = response.status === 409 && bring(response.headers.get("x-column"), resource, options);
    return again ? realFetch.call(window, ...again) : response;
  }
  async function watched(resource, options) {
    const sequence = numberOf(options);
    const giveUp = new AbortController();
    if (sequence !== null) {
      flying.set(sequence, giveUp);
      watcher.left(sequence);
    }
    try {
      let response;
      try {
        response = await send(resource, Object.assign({}, options, { signal: giveUp.signal }));
      } catch (error) {
        throw new Failure("The server cannot be reached.");
      }
      response = await read(response, sequence !== null);
      if (sequence !== null) watcher.came(sequence);
      return response;
    } catch (error) {
      if (!giveUp.signal.aborted) watcher.failed(sequence, error instanceof Failure ? error.message : "The answer cannot be read.");
      return new Response(null, { status: 204 });
    } finally {
      flying.delete(sequence);
    }
  }
  window.fetch = function (resource, options) {
    const address = typeof resource === "string" ? resource : resource && resource.url;
    const own = watcher && address && address.includes("_dash-update-component");
    return own ? watched(resource, options) : realFetch.apply(this, arguments);
  };

  return {
    // `left(number)`, `came(number)` and `failed(number, reason)` are called for each request.
    watch: (each) => { watcher = each; },
    send,
    // `each(digest, resource, options)` returns what to send in place of a request, or null.
    bring: (each) => { bring = each; },
    giveUp: (sequence) => { if (flying.has(sequence)) flying.get(sequence).abort(); },
  };
}]);
