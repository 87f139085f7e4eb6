/* The address for others. */
"use strict";
(window.minimalModel ||= []).push(["explorer/share", [
  "common/dom", "common/rules", "common/address", "common/copy", "explorer/page",
], function (dom, rules, { searchText }, { copyText }, page) {
  // Without what is the lecturer's alone.
  function shareable() {
    const values = new URLSearchParams(window.location.search);
    rules.presentation.own.forEach((key) => values.delete(key));
    return window.location.origin + window.location.pathname + searchText(values);
  }
  function copyLink() {
    page.writeAddress();
    const address = shareable();
    copyText(address, (copied) => dom.say((copied ? "Link copied: " : "Copy this address: ") + address, copied ? "done" : "warn"));
    return dom.noUpdate();
  }

  return { shareable, copyLink };
}]);
