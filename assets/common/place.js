/* A page is filled only after its first answer, too late for the browser to find the place that was left or asked for. */
"use strict";
(window.minimalModel ||= []).push(["common/place", ["common/dom"], function (dom) {
  const HOLD = 1500; // ms that the place has to stay
  const PATIENCE = 15000; // ms, after which a page that stays too short has won
  const EVERY = 50; // ms
  const place = "place " + window.location.pathname;
  window.addEventListener("pagehide", () => {
    try { sessionStorage.setItem(place, String(window.scrollY)); } catch (error) { /* then it opens at its top */ }
  });
  function restore() {
    const target = window.location.hash.length > 1 && dom.element(decodeURIComponent(window.location.hash.slice(1)));
    const navigation = performance.getEntriesByType("navigation")[0];
    const returned = navigation && navigation.type !== "navigate";
    let left = 0;
    try { left = Number(sessionStorage.getItem(place)) || 0; } catch (error) { /* as above */ }
    setTimeout(() => {
      if (returned && left) hold(left); else if (target) target.scrollIntoView();
    }, 0);
  }
  // The page still grows while its plots come; whoever scrolls meanwhile is let go.
  function hold(left) {
    const opened = performance.now();
    let reached = Infinity; // since when it is there: a busy page may take longer to grow than it is held
    let free = false;
    const letGo = () => { free = true; };
    ["wheel", "pointerdown", "keydown", "touchstart"].forEach((kind) =>
      window.addEventListener(kind, letGo, { once: true, passive: true }));
    const look = () => {
      const now = performance.now();
      if (free || now - reached > HOLD || now - opened > PATIENCE) return;
      if (Math.abs(window.scrollY - left) > 1) {
        window.scrollTo(0, left);
        reached = Infinity;
      } else if (reached === Infinity) {
        reached = now;
      }
      setTimeout(look, EVERY);
    };
    look();
  }

  return { restore };
}]);
