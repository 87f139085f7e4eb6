/* The weights of the sweep: an index stands for each. */
"use strict";
(window.minimalModel ||= []).push(["common/sweep", ["common/rules"], function (rules) {
  const { parts } = rules.sweep; // of equal size, between 0 and the largest weight; the ends are no weights
  const within = (index) => Math.min(Math.max(index, 0), parts - 2);

  return {
    last: parts - 2,
    within,
    weight: (index, largest) => (index + 1) * largest / parts,
    nearest: (weight, largest) => within(Math.round(weight * parts / largest) - 1),
  };
}]);
