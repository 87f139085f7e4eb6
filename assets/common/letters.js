/* The letter of a key, whatever the layout of the keyboard: what it writes, or where it writes in another script, the
 * Latin letter at its place.
 */
"use strict";
(window.minimalModel ||= []).push(["common/letters", [], function () {
  const LATIN = /^\p{Script=Latin}$/u;
  const OTHER = /^[\p{L}\p{M}]{1,2}$/u; // an Arabic key may write two
  // What the key of the question mark writes where that key has another place, or another sign.
  const QUESTIONS = ["?", "\u061f", "\u037e"];

  function letterOf({ key, code, shiftKey }) {
    if (LATIN.test(key)) return key.toLowerCase();
    if (QUESTIONS.includes(key) || (code === "Slash" && shiftKey && key === ",")) return "?";
    if (OTHER.test(key) && /^Key[A-Z]$/.test(code)) return code.slice(-1).toLowerCase();
    return key;
  }

  return { letterOf };
}]);
