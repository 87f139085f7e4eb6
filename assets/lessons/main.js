/* The page of lessons: the theme, and links that carry along what the address has switched on. */
"use strict";
(window.minimalModel ||= []).push(["lessons/main", [
  "common/dom", "common/rules", "common/theme", "common/address", "common/watch",
  "common/paper",
], function (dom, rules, theme, address, { watch }, paper) {
  const carried = address.switchedOn();
  carried.forEach((key) => { document.documentElement.dataset[key] = "yes"; });
  watch(function () {
    document.querySelectorAll("#lesson-list a").forEach((link) => {
      carried.filter((key) => !new URLSearchParams(link.search).has(key))
        .forEach((key) => { link.search += `&${key}=${rules.presentation.on}`; });
    });
  });

  // Nothing is chosen here: a print shows only where the page is found.
  let rests = paper.summaryOf(() => window.location.href, () => []);
  watch(() => {
    if (!rests || !dom.element("print-summary")) return;
    rests(true);
    rests = null;
  });

  dom.offer("lessons", { toggleTheme: theme.toggle });
}]);
