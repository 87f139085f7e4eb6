/* What stands in the address, and in the links to the other pages. */
"use strict";
(window.minimalModel ||= []).push(["common/address", ["common/rules"], function (rules) {
  // Lists stay readable: what separates their parts may stand in a query as it is.
  const PLAIN = { "%2C": ",", "%3A": ":", "%3B": ";" };
  function searchText(values) {
    const text = values.toString().replace(/%2C|%3A|%3B/g, (code) => PLAIN[code]);
    return text ? "?" + text : "";
  }

  // The neuron goes along: links to the pages that show one open it, also after a page that shows none.
  function showNeuron(query) {
    const own = document.querySelector("nav a[aria-current][data-keys]");
    try {
      if (own) sessionStorage.setItem("neuron", query.toString());
      else query = new URLSearchParams(sessionStorage.getItem("neuron") || "");
    } catch (error) { /* a private window forgets it */ }
    document.querySelectorAll("nav a[data-keys]").forEach((link) => {
      const taken = new Set(link.dataset.keys.split(" "));
      link.search = new URLSearchParams([...query].filter(([key]) => taken.has(key))).toString();
    });
  }

  // The switches of the page that the address turns on.
  function switchedOn() {
    const query = new URLSearchParams(window.location.search);
    const { switches, on } = rules.presentation;
    return switches.filter((key) => query.get(key) === on);
  }

  return { searchText, showNeuron, switchedOn };
}]);
