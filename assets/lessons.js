/* The page of lessons: the theme, and the lecturer's notes where the address asks for them. */
(function () {
  "use strict";

  const { watch, toggleTheme } = window.minimalModel;
  const notes = new URLSearchParams(window.location.search).get("notes") === "1";
  if (notes) document.documentElement.dataset.notes = "yes";

  watch(function () {
    if (!notes) return;
    document.querySelectorAll("#lesson-list a").forEach((link) => {
      if (!link.search.includes("notes=1")) link.search += "&notes=1";
    });
  });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { lessons: { toggleTheme } });
})();
