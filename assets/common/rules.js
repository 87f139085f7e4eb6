/* What Python and the scripts both have to know, as Python sent it in the page's head: see dashboard/page/rules.py. */
"use strict";
(window.minimalModel ||= []).push(["common/rules", [], function () {
  return JSON.parse(document.querySelector("meta[name=rules]").content);
}]);
