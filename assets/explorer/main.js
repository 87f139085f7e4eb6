/* What the explorer offers to Dash: the functions that its callbacks and buttons name. */
"use strict";
(window.minimalModel ||= []).push(["explorer/main", [
  "common/dom", "common/theme", "explorer/page", "explorer/presets", "explorer/play", "explorer/share", "explorer/presentation",
  "explorer/pins", "explorer/links", "explorer/python", "explorer/save", "explorer/print", "explorer/keys", "explorer/history", "explorer/own_data",
  "explorer/lesson", "explorer/rulers", "explorer/chips", "explorer/formula_box", "explorer/unused", "explorer/how_many_bins",
  "common/glossary",
], function (dom, theme, page, { preset }, play, { copyLink }, { projector }, { pin }, { links }, { python }, { save }, { print }, { keys },
{ undo, redo }, { ownData }) {
  const { changed, answered } = page;
  dom.offer("explorer", {
    changed, answered, preset, play: play.play, newSample: play.newSample, reset: play.reset, copyLink, pin, links, python, save, print,
    projector, keys, undo, redo, ownData, toggleTheme: theme.toggle,
  });
}]);
