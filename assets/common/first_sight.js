/* The copy of the page that is seen until the live one is there (dashboard/page/first_sight.py): it leaves in the same
 * moment, and its picture of the curve when plotly has drawn the curve. The live page begins without the sentences that
 * come with the first answer and without the controls, whose scripts come later: the copy leaves it its sentences and the
 * heights of its controls, so that nothing jumps meanwhile.
 */
"use strict";
(window.minimalModel ||= []).push(["common/first_sight", ["common/dom"], function ({ element }) {
  const sight = element("first-sight");
  if (!sight) return {};
  const entry = element("react-entry-point");
  // Called after each change of a part of the page, before that is painted.
  function until(part, reached) {
    const observer = new MutationObserver(() => { if (reached()) observer.disconnect(); });
    observer.observe(part, { childList: true, subtree: true });
  }
  function keepPicture() {
    const picture = sight.querySelector(".first-picture");
    const graph = element("graph-mi-curve");
    if (!picture || !graph) return;
    const place = graph.parentElement;
    place.append(picture);
    // Dash puts another element into the place of the graph when plotly has come.
    until(place, () => {
      const drawn = place.querySelector(".trace .js-line");
      if (drawn) picture.remove();
      return drawn;
    });
  }
  function keepSentences() {
    sight.querySelectorAll("noscript").forEach((other) => other.remove());
    sight.querySelectorAll("[id]").forEach((copy) => {
      const live = element(copy.id.replace(/^first-/, ""));
      const sentence = live && !live.childElementCount && copy.textContent && !copy.querySelector("[id], svg");
      if (sentence && live.innerHTML !== copy.innerHTML) live.innerHTML = copy.innerHTML;
    });
  }
  function keepHeights() {
    const live = element("page").querySelectorAll(".field");
    sight.querySelectorAll(".field").forEach((copy, k) => {
      const field = live[k];
      const there = () => field.querySelector("[id^=control-]");
      if (!field || there() || !copy.offsetHeight) return;
      field.style.minHeight = `${copy.getBoundingClientRect().height}px`;
      until(field, () => {
        if (there()) field.style.minHeight = "";
        return there();
      });
    });
  }
  until(entry, () => {
    if (!element("page")) return false;
    keepPicture();
    keepSentences();
    keepHeights();
    sight.remove();
    return true;
  });

  return {};
}]);
