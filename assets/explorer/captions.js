/* The texts above and beside the figures, as they come with each answer. */
"use strict";
(window.minimalModel ||= []).push(["explorer/captions", ["common/dom", "explorer/page"], function (dom, page) {
  page.whenDrawn(({ titles, holds, ghost, input }) => {
    Object.entries(titles || {}).forEach(([id, [title, subtitle]]) => {
      dom.write("title-" + id, title);
      dom.write("subtitle-" + id, subtitle);
    });
    dom.write("holds", holds || "");
    dom.write("ghost", ghost || "");
    dom.write("lead-input", input);
  });
}]);
