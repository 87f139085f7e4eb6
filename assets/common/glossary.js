/* Terms and controls that explain themselves: on hover, focus and tap.
 *
 * Whatever has the attribute `data-terms` gets the first occurrence of each term in it marked; the terms and their
 * meanings are sent with the page (dashboard/page/glossary.py). What has an attribute `data-help` shows that text; a
 * control that it belongs to is described by the same text to a screen reader. One bubble serves all of them.
 */
"use strict";
(window.minimalModel ||= []).push(["common/glossary", ["common/dom", "common/rules", "common/watch"], function (dom, rules, { watch }) {
  const entries = rules.glossary || [];
  const GAP = 6; // pixels between a term and its bubble
  // Longer words first: "mutual information" must not be cut by one of its parts.
  const words = entries.flatMap((entry) => entry.words.map((word) => ({ word, entry })))
    .sort((one, other) => other.word.length - one.word.length);
  const meanings = new Map(entries.map((entry) => [entry.name, entry.meaning]));
  const isLetter = (sign) => Boolean(sign) && /[\p{L}\p{N}]/u.test(sign);

  // Where a word stands in a text by itself, not within another.
  function find(text, word) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return at;
    }
    return -1;
  }
  function term(text, name) {
    const node = dom.make("span", { className: "term", tabIndex: 0, textContent: text });
    node.dataset.term = name;
    node.setAttribute("aria-describedby", "term-bubble");
    return node;
  }
  function markOne(text, { word, entry }) {
    const at = find(text.data, word);
    if (at < 0) return false;
    const rest = text.splitText(at);
    rest.splitText(word.length);
    rest.replaceWith(term(word, entry.name));
    return true;
  }
  // What a place held when it was marked: the same text may have been written anew, without marks.
  const marked = new WeakMap();
  const held = (place) => `${place.querySelectorAll(".term").length} ${place.textContent}`;
  function mark(place) {
    if (marked.get(place) === held(place)) return;
    const known = new Set(Array.from(place.querySelectorAll(".term"), (node) => node.dataset.term));
    for (const each of words) {
      if (known.has(each.entry.name)) continue;
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".term, a, button, input")) continue;
        if (markOne(node, each)) { known.add(each.entry.name); break; }
      }
    }
    marked.set(place, held(place));
  }
  watch(() => document.querySelectorAll("[data-terms]").forEach(mark));

  /* ---- the bubble ---- */

  const bubble = dom.make("div", { id: "term-bubble", role: "tooltip", hidden: true });
  bubble.setAttribute("role", "tooltip");
  let shown = null;
  function show(node) {
    if (!bubble.isConnected) document.body.append(bubble);
    shown = node;
    bubble.textContent = node.dataset.help || meanings.get(node.dataset.term) || "";
    bubble.hidden = false;
    const box = node.getBoundingClientRect();
    const left = Math.min(Math.max(box.left, GAP), document.documentElement.clientWidth - bubble.offsetWidth - GAP);
    const below = box.bottom + GAP + bubble.offsetHeight < window.innerHeight;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${below ? box.bottom + GAP : Math.max(box.top - GAP - bubble.offsetHeight, GAP)}px`;
  }
  function hide() {
    shown = null;
    bubble.hidden = true;
  }
  const termOf = (target) => target && target.closest && target.closest(".term, [data-help]");
  document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse" && termOf(event.target)) show(termOf(event.target)); });
  document.addEventListener("pointerout", (event) => {
    const node = termOf(event.target);
    if (event.pointerType === "mouse" && node && node === shown && document.activeElement !== node) hide();
  });
  document.addEventListener("focusin", (event) => { if (termOf(event.target)) show(termOf(event.target)); else hide(); });
  // A tap on a term focuses it on most phones, and on all of them it shows; a tap elsewhere hides.
  document.addEventListener("click", (event) => { if (termOf(event.target)) show(termOf(event.target)); else if (shown) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && shown) hide(); });
  window.addEventListener("scroll", () => { if (shown) hide(); }, { passive: true, capture: true });
}]);
