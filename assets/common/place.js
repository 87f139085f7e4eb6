/* A page is filled only after its first answer, too late for the browser to find the place that was left or asked for. */
"use strict";
(window.minimalModel ||= []).push(["common/place", ["common/dom"], function (dom) {
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
      if (returned && left) window.scrollTo(0, left); else if (target) target.scrollIntoView();
    }, 0);
  }

  return { restore };
}]);
