/* Inside of the live class's projector: the weight goes both ways, and a clicker's keys go to the projector. */
"use strict";
(window.minimalModel ||= []).push(["in_room/followed", ["common/sweep", "explorer/page"], function (sweep, page) {
  // A page of another site that shows the explorer in a frame is none of this.
  function inOwnFrame() {
    try { return window.parent !== window && window.parent.location.origin === window.location.origin; } catch (error) { return false; }
  }
  if (!inOwnFrame()) return {};
  document.documentElement.dataset.stage = "yes";
  const tell = (what) => window.parent.postMessage(what, window.location.origin);
  const largest = () => page.state.wanted.parameters.weight_max;
  let told = -1; // the index that the projector asked for, which need not be told back
  let inRoom = false;

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== window.location.origin || !event.data.room) return;
    inRoom = true;
    const { weight } = event.data;
    if (typeof weight !== "number" || !page.state.drawn) return;
    told = sweep.nearest(weight, largest());
    if (told !== page.state.wanted.parameters.weight) page.move({ weight: told });
  });
  // What the server says of the address when the page opens is nobody's choice, and not for the phones.
  page.whenWanted(({ parameters }, before, kind) => {
    if (kind === "server" || !inRoom || parameters.weight === told || parameters.weight === before.parameters.weight) return;
    told = -1;
    tell({ weight: sweep.weight(parameters.weight, largest()) });
  });
  page.whenDrawn((answer, opening) => { if (opening) tell({ ready: true }); });
  document.addEventListener("keydown", (event) => {
    if (!inRoom || (event.key !== "PageDown" && event.key !== "PageUp")) return;
    event.preventDefault();
    if (!event.repeat) tell({ key: event.key });
  });
  return {};
}]);
