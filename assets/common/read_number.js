/* A number as people type it: with a decimal comma or point, with thousands set apart, with a real minus sign.
 *
 * "1,000" and "1.000" are a thousand where only whole numbers are asked for, and one elsewhere, where a single comma or
 * point is the decimal one.
 */
"use strict";
(window.minimalModel ||= []).push(["common/read_number", [], function () {
  const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+$|^[+-]?\d{1,3}(?:\.\d{3})+$/;
  const POINT = /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/;
  const COMMA = /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/;
  const PLAIN = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
  const several = (text) => text.replace(/[^.,]/g, "").length > 1;

  // The number, or null if a text is none.
  function readNumber(typed, whole) {
    const text = typed.replace(/[\s'\u2019_]/g, "").replace(/[\u2212\u2013]/g, "-").replace(/^w=/i, "");
    if (GROUPED.test(text) && (whole || several(text))) return Number(text.replace(/[.,]/g, ""));
    if (POINT.test(text)) return Number(text.replace(/,/g, ""));
    if (COMMA.test(text)) return Number(text.replace(/\./g, "").replace(",", "."));
    const number = PLAIN.test(text) ? Number(text.replace(",", ".")) : NaN;
    return Number.isFinite(number) ? number : null;
  }

  return { readNumber };
}]);
