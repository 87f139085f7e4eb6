/* Own data of the reader's. A column is known by what its numbers are, "column:" or "recorded:", and their digest; that
 * is the value of the parameter `input`, while control and address say "column". The numbers stay in this tab: in its
 * memory, the last of them in its session storage, too. A request names them, and brings them along to a process of the
 * server that does not know them (dashboard/server/column_body.py).
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/column", [
  "common/rules", "common/controls", "common/requests", "explorer/sha256",
], function (rules, controls, requests, { sha256 }) {
  const { value: COLUMN, recorded: RECORDED } = rules.own;
  const STORED = "column";
  const columns = new Map(); // digest → { numbers, source }
  let last = ""; // what "column" stands for
  let stored = true;

  const kindOf = (value) => String(value).split(":")[0];
  const digestOf = (value) => String(value).split(":")[1];
  const isOwn = (value) => String(value).includes(":");
  const isRecorded = (value) => isOwn(value) && kindOf(value) === RECORDED;
  const of = (value) => columns.get(digestOf(value));
  const bytesOf = ({ numbers }) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

  function hold(numbers, kind, source) {
    const digest = sha256(bytesOf({ numbers }));
    columns.set(digest, { numbers, source });
    last = `${kind}:${digest}`;
    return last;
  }
  function take(numbers, kind, source) {
    const name = hold(numbers, kind, source);
    const bytes = bytesOf({ numbers });
    let signs = "";
    for (let k = 0; k < bytes.length; k += 4096) signs += String.fromCharCode(...bytes.subarray(k, k + 4096));
    try {
      sessionStorage.setItem(STORED, JSON.stringify({ kind, source, data: btoa(signs) }));
      stored = true;
    } catch (error) {
      stored = false; // a private window, or no room: a reload forgets it
    }
    return name;
  }
  try {
    const { kind, source, data } = JSON.parse(sessionStorage.getItem(STORED));
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    if ([COLUMN, RECORDED].includes(kind)) hold(new Float64Array(bytes.buffer), kind, source);
  } catch (error) { /* there is none */ }

  // What "column" stands for in a request; empty if there is no own data in this tab.
  function name(wanted) {
    if (isOwn(wanted)) last = wanted;
    return last;
  }
  // The request once more, with the numbers that the server asks for in front of its body.
  requests.bring((digest, resource, options) => {
    if (!columns.has(digest)) return null;
    const { root } = document.getElementById("column-dialog").dataset;
    const { pathname, search } = new URL(resource, window.location.href);
    const bytes = bytesOf(columns.get(digest));
    return [`${root}column/${pathname.slice(root.length)}${search}`, Object.assign({}, options, {
      method: "POST",
      headers: Object.assign({}, options.headers, {
        "Content-Type": "application/octet-stream", "X-Column": digest, "X-Column-Bytes": String(bytes.length),
      }),
      body: new Blob([bytes, options.body || ""]),
    })];
  });

  const count = (value) => of(value).numbers.length;
  const size = (value) => count(value).toLocaleString("en");
  function said(key, parameters) {
    const value = parameters[key];
    if (key !== "input" || !isOwn(value)) return controls.said(key, parameters);
    return `${isRecorded(value) ? "recorded activations" : "own data"} (n = ${size(value)})`;
  }
  // One number a line, with all digits.
  const asFile = (value) => new Blob([Array.from(of(value).numbers, String).join("\n") + "\n"], { type: "text/plain" });

  return {
    COLUMN, RECORDED, isOwn, isRecorded, take, name, said, count, size, asFile, source: (value) => of(value).source,
    written: (key, value) => (key === "input" && isOwn(value) ? COLUMN : value), isStored: () => stored,
  };
}]);
