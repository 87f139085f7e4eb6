/* The scripts of the pages, for whoever works on them.
 *
 * There is no build step and there are no modules: every file of `assets/common/` and of the page's own folder is an
 * ordinary script, loaded in whatever order the page names them. None may count on that order. So a file does nothing
 * but push one entry onto `window.minimalModel`, the only global: its name (its path), the names of what it needs, and
 * a function that gets the exports of those and returns its own:
 *
 *     "use strict";
 *     (window.minimalModel ||= []).push(["explorer/keys", ["common/dom", "explorer/page"], function (dom, page) {
 *       …
 *       return { … };
 *     }]);
 *
 * Until this file is loaded `minimalModel` is a plain list that collects entries; this file works them off and takes
 * its place. A part is made as soon as all it needs are there, once. What is never made, because it needs something
 * that no file defines, or itself in a circle, is told in the console when the page has loaded.
 *
 * How to find one's way:
 *   common/rules       all numbers and words that Python knows too, sent with the page (dashboard/page/rules.py)
 *   common/state       what is wanted, sent and drawn: one record each, and one function that compares them
 *   common/gate        one request in flight, always the newest state; lost requests are told and sent again
 *   common/controls    between the value of a control, the parameter it stands for, and the text beside it
 *   common/number_boxes, common/theme, common/dash_quirks, common/lazy_plots, common/pick_weights, …   by trade
 *   PAGE/page          the page's own state; PAGE/main is the one place that hands functions to Dash
 *
 * What happens when a slider moves: Dash calls `changed` (common/state) with the values of all controls. They become
 * the record `wanted`; the texts beside the controls follow at once. If `wanted` differs from `drawn` and nothing is in
 * flight, the gate puts one request into the store `request`, which makes Dash call the server. The answer redraws the
 * figures and comes to `answered`, which notes what is drawn and opens the gate for the newest state, if there is one.
 *
 * To add a part: a file in the folder of its page, an entry, its name among the needs of whoever uses it. A function
 * that Dash is to call is added in PAGE/main and in the page's Python.
 */
"use strict";
(function () {
  const waiting = new Map(); // name → { needs, make }
  const made = new Map(); // name → exports

  function define([name, needs, make]) {
    if (waiting.has(name) || made.has(name)) console.error(`"${name}" is defined twice.`);
    else waiting.set(name, { needs, make });
  }
  // What is made may be all that another part waits for, so the search begins anew after each.
  function makeAll() {
    const ready = ([, part]) => part.needs.every((need) => made.has(need));
    for (let next = [...waiting].find(ready); next; next = [...waiting].find(ready)) {
      const [name, { needs, make }] = next;
      waiting.delete(name);
      try {
        made.set(name, make(...needs.map((need) => made.get(need))) || {});
      } catch (error) {
        // It is told as what it is, and those that do not need this part work on.
        setTimeout(() => { throw error; }, 0);
      }
    }
  }
  function tell() {
    waiting.forEach(({ needs }, name) => {
      const missing = needs.filter((need) => !made.has(need));
      const unknown = missing.filter((need) => !waiting.has(need));
      console.error(unknown.length
        ? `"${name}" needs "${unknown.join('", "')}", which was not made.`
        : `"${name}" needs "${missing.join('", "')}", which waits, too.`);
    });
  }

  const collected = window.minimalModel || [];
  window.minimalModel = {
    push: function (entry) {
      define(entry);
      makeAll();
    },
  };
  collected.forEach(define);
  makeAll();
  window.addEventListener("load", tell);
})();
