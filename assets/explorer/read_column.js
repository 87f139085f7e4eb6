/* A column of numbers out of a text: lines, CSV with commas, semicolons or tabs, either decimal sign, thousands set apart,
 * a header or none, or a list in brackets. What is wrong is told in one line that names the line of the text.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/read_column", ["common/rules"], function (rules) {
  const { most, fewest, largest, spread, longest_line: longestLine } = rules.own;
  const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
  const SEEN = 250; // rows that tell what a file looks like
  const MISSING = /^(?:[-.?]|na|n\/a|nan|null|none|[+-]?inf|)$/i; // what stands for a number that is not there
  const NO_DATA = /^#|^sep=.$/i; // a remark, and what Excel is told by
  const quoted = (text) => `\u201c${text.length > 24 ? text.slice(0, 23) + "\u2026" : text}\u201d`;
  const count = (number) => number.toLocaleString("en");

  // The number that a cell is, infinite if it is beyond all doubles, NaN if it is none.
  function numberOf(cell, decimal) {
    if (decimal === "." && PLAIN.test(cell)) return Number(cell); // most are
    const text = cell.replace(/[\s'\u2019]/g, "").replace(/[\u2212\u2013]/g, "-");
    const [point, group] = decimal === "," ? [",", "."] : [".", ","];
    const [whole, ...behind] = text.split(point);
    if (behind.length > 1 || behind.join().includes(group)) return NaN;
    if (whole.includes(group) && !/^[+-]?\d{1,3}(?:[.,]\d{3})+$/.test(whole)) return NaN;
    const plain = [whole.split(group).join(""), ...behind].join(".");
    return PLAIN.test(plain) ? Number(plain) : NaN;
  }
  const isNumber = (cell, decimal) => (decimal ? !Number.isNaN(numberOf(cell, decimal)) : isNumber(cell, ".") || isNumber(cell, ","));

  /* What stands between the columns. Without semicolons and tabs a comma may be the decimal sign, part the thousands, or
   * part the columns: it parts columns if a header has one between its names, if a space follows it, or if a line as a
   * whole is no number. A comma may also belong to a name: "U, mV" has a space behind it, "U at 1,5 V" a digit on both sides.
   */
  function separatorOf(rows, decimal) {
    const seen = rows.slice(0, SEEN);
    const found = ["\t", ";"].find((sign) => seen.some(({ text }) => text.includes(sign)));
    if (found) return found;
    const comma = ({ text }) => text.includes(",");
    const whole = ({ text }) => isNumber(text, decimal) && !/,\s/.test(text);
    const [first, ...others] = seen;
    const rest = whole(first) || !others.length ? seen : others;
    const between = /,/.test(first.text.replace(/"[^"]*"/g, "").replace(/,\s|\d,\d/g, ""));
    const header = !whole(first) && between && others.every(comma);
    if (seen.some(comma) && decimal !== "," && (header || !rest.filter(comma).every(whole))) return ",";
    return " ";
  }
  function cells(text, separator) {
    // Other spaces than these set thousands apart.
    if (separator === " ") return (text.match(/"[^"]*"|[^ \t]+/g) || []).map((cell) => cell.replace(/^"|"$/g, ""));
    if (!text.includes('"')) return text.split(separator).map((cell) => cell.trim());
    const found = [];
    let cell = "";
    let inside = false;
    for (const sign of text) {
      if (sign === '"') inside = !inside;
      else if (sign === separator && !inside) { found.push(cell.trim()); cell = ""; } else cell += sign;
    }
    return [...found, cell.trim()];
  }
  // The decimal sign of some cells: where both signs stand in one it is the last, and a comma that sets no thousands apart.
  function decimalOf(all) {
    const both = all.find((cell) => cell.includes(",") && cell.includes("."));
    if (both) return both.lastIndexOf(",") > both.lastIndexOf(".") ? "," : ".";
    const commas = all.filter((cell) => cell.includes(","));
    if (!commas.length) return all.some((cell) => /\..*\./.test(cell)) ? "," : ".";
    return commas.some((cell) => /,.*,/.test(cell)) || all.some((cell) => cell.includes(".")) ? "." : ",";
  }

  // The column that is taken where none was chosen: the first of most numbers, but rather not one that only counts lines.
  function likely(body, width) {
    const seen = body.slice(0, SEEN);
    const many = Array.from({ length: width }, (_, k) => seen.filter((row) => isNumber(row.cells[k] || "")).length);
    const most = Math.max(...many);
    const counts = (k) => {
      const first = Number(seen[0].cells[k]);
      return Number.isInteger(first) && seen.every((row, line) => Number(row.cells[k]) === first + line);
    };
    const found = many.findIndex((each, k) => each === most && !counts(k));
    return found < 0 ? many.indexOf(most) : found;
  }

  /* The names in the first row, if it is a header: if it has no number, or a word where the rows below have numbers. Above a
   * single column all of it is one name; among columns that spaces part, a unit in brackets belongs to the word before it.
   */
  function headerOf(table, text, separator) {
    const [first, ...body] = table.slice(0, SEEN);
    if (!body.length) return null;
    const width = Math.max(...body.map((row) => row.cells.length));
    const word = (cell) => !isNumber(cell) && !MISSING.test(cell);
    if (width === 1 && first.cells.some(word)) first.cells = [text.replace(/^"|"$/g, "")];
    else if (first.cells.length > width && separator === " ") first.cells = text.match(/"[^"]*"|[^ \t]+(?:[ \t]+[([][^)\]]*[)\]])?/g);
    const above = (cell, k) => word(cell) && 2 * body.filter((row) => isNumber(row.cells[k] || "")).length > body.length;
    return first.cells.some(above) || (first.cells.some(word) && !first.cells.some((cell) => isNumber(cell))) ? first.cells : null;
  }

  /* `column`, `decimal` and `skip` are what the reader has chosen; without a choice the file is looked at.
   * Returns `names` of the columns, the `column` and the `decimal` sign that were taken, how many `bad` lines hold no
   * number, and the `numbers`; or an `error` in their place.
   */
  function readColumn(text, { column = null, decimal = "", skip = false } = {}) {
    const rows = text.replace(/^\ufeff/, "").replace(/^\s*\[([^[\]]*)\]\s*$/, "$1").split(/\r\n|\n|\r/)
      .map((line, k) => ({ line: k + 1, text: line.trim() })).filter((row) => row.text && !NO_DATA.test(row.text));
    if (!rows.length) return { error: "There are no numbers here.", names: [], bad: 0 };
    const long = rows.find((row) => row.text.length > longestLine);
    if (long) return { error: `Line ${count(long.line)} is longer than ${count(longestLine)} signs.`, names: [], bad: 0 };
    const separator = separatorOf(rows, decimal);
    let table = rows.map((row) => ({ line: row.line, cells: cells(row.text, separator) }));
    // A row of numbers is a column, too.
    if (table.length === 1) table = table[0].cells.map((cell) => ({ line: table[0].line, cells: [cell] }));
    const header = headerOf(table, rows[0].text, separator);
    const body = header ? table.slice(1) : table;
    const wide = table.slice(0, SEEN).reduce((width, row) => Math.max(width, row.cells.length), 1);
    const names = Array.from({ length: Math.min(wide, SEEN) }, (_, k) => (header && header[k]) || `column ${k + 1}`);
    if (!body.some((row) => row.cells.some((cell) => isNumber(cell)))) return { error: "There are no numbers here.", names: [], bad: 0 };
    const own = column === null || column >= names.length ? likely(body, names.length) : column;
    const sign = decimal || decimalOf(body.map((row) => row.cells[own] || "").filter((cell) => isNumber(cell)));
    const found = { names, column: own, decimal: sign, bad: 0, error: "", first: "" };

    const numbers = [];
    for (const row of body) {
      const cell = row.cells[own] || "";
      const number = numberOf(cell, sign);
      if (Number.isFinite(number) && Math.abs(number) <= largest) {
        found.first ||= cell;
        if (numbers.length === most) {
          found.error = `Line ${count(row.line)}: this would be number ${count(most + 1)}; at most ${count(most)} are taken.`;
          return found;
        }
        numbers.push(number);
      } else {
        found.bad += 1;
        if (skip) continue;
        found.error ||= `Line ${count(row.line)}: `
          + (!cell ? `there is no number${names.length > 1 ? ` in ${quoted(names[own])}` : ""}.`
            : Number.isNaN(number) ? `${quoted(cell)} is no number.`
              : `${quoted(cell)} is more than ${largest.toExponential().replace("+", "")}.`);
      }
    }
    if (!numbers.length) found.error = found.error || "There are no numbers here.";
    else if (!found.error && numbers.length < fewest) found.error = `Only ${numbers.length} number${numbers.length > 1 ? "s" : ""}; at least ${fewest} are needed.`;
    if (found.error) return found;
    return Object.assign(found, { numbers: Float64Array.from(numbers) });
  }

  // Mean, standard deviation, and extremes.
  function described(numbers) {
    const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
    const deviation = Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2 / numbers.length, 0));
    const low = numbers.reduce((one, other) => Math.min(one, other));
    const high = numbers.reduce((one, other) => Math.max(one, other));
    return { mean, deviation, low, high, apart: high === low || high - low >= spread };
  }

  // The text of a file, or an error: byte order marks are obeyed, and what is no UTF-8 is taken for Western European.
  function decoded(bytes) {
    const mark = (...signs) => signs.every((sign, k) => bytes[k] === sign);
    if (mark(0xff, 0xfe) || mark(0xfe, 0xff)) return { text: new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes) };
    if (bytes.includes(0)) return { error: "This is no text: a text file or a CSV is wanted." };
    try {
      return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch (error) {
      return { text: new TextDecoder("windows-1252").decode(bytes) };
    }
  }

  return { readColumn, described, decoded };
}]);
