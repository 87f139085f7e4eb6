/* Copies a text. */
"use strict";
(window.minimalModel ||= []).push(["common/copy", [], function () {
  // `tell(copied)` says whether it worked.
  function copyText(text, tell) {
    // Plain http on another host has no clipboard; there the old way still works.
    const fallback = () => {
      const box = document.createElement("textarea");
      box.value = text;
      (document.querySelector("dialog[open]") || document.body).append(box);
      box.select();
      const copied = document.execCommand("copy");
      box.remove();
      tell(copied);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell(true), fallback); else fallback();
  }

  return { copyText };
}]);
