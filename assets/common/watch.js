/* Looks around when Dash or plotly has changed the page. */
"use strict";
(window.minimalModel ||= []).push(["common/watch", [], function () {
  const looks = [];
  let looking = 0;
  const lookNow = function () {
    looking = 0;
    looks.forEach((look) => look());
  };
  // Every redraw of a figure wakes the observer; looking around ten times a second is enough.
  new MutationObserver(() => { if (!looking) looking = setTimeout(lookNow, 100); })
    .observe(document.documentElement, { childList: true, subtree: true });

  return { watch: (look) => looks.push(look) };
}]);
