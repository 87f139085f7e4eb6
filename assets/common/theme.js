/* Light or dark: the page's theme, and that of the figures. */
"use strict";
(window.minimalModel ||= []).push(["common/theme", ["common/dom", "common/rules", "common/watch"], function (dom, rules, { watch }) {
  const root = document.documentElement;
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  let listening = false; // whether the page can hear of its theme already
  function remembered() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  // The figures' theme is the page's; with larger type for a projector, and for whoever has the browser's type that large.
  const LARGE = 22; // px
  const largeType = parseFloat(getComputedStyle(root).fontSize) >= LARGE;
  const larger = () => (root.dataset.projector || largeType) && rules.presentation.larger;
  const look = () => root.dataset.theme + (larger() || "");
  function apply(name) {
    root.dataset.theme = name;
    show();
    applyLook();
  }
  function applyLook() {
    if (listening) dom.setProps("theme", { data: look() });
  }
  function show() {
    dom.write("theme-toggle", root.dataset.theme === "dark" ? "Light theme" : "Dark theme");
  }
  const chosen = () => remembered() || (systemDark.matches ? "dark" : "light");
  function toggle() {
    const name = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", name); } catch (error) { /* a private window forgets it */ }
    apply(name);
    return dom.noUpdate();
  }
  apply(chosen());
  systemDark.addEventListener("change", () => apply(chosen()));
  watch(show);

  return { look, applyLook, toggle, listen: () => { listening = true; } };
}]);
