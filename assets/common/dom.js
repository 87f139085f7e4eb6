/* The page's elements and Dash's functions, by short names. */
"use strict";
(window.minimalModel ||= []).push(["common/dom", ["common/watch"], function ({ watch }) {
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const noUpdate = () => window.dash_clientside.no_update;
  const element = (id) => document.getElementById(id);
  // Writing only what differs keeps the observer of common/watch from waking itself.
  function write(id, text) {
    const node = element(id);
    if (node && node.textContent !== text) node.textContent = text;
  }
  function set(node, name, value) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }

  /* A message of the page's own: one that tells of success ("done") goes away by itself, unless it is being read; any
   * other ("warn") stays until the next change. The server's messages stand in the same line.
   */
  const READ = 6000; // ms
  let said = "";
  let timer = 0;
  function say(text, kind = "warn") {
    clearTimeout(timer);
    const line = element("notice");
    if (!line) return;
    said = text;
    write("notice", text);
    if (text) set(line, "data-kind", kind); else line.removeAttribute("data-kind");
    if (text && kind === "done") timer = setTimeout(unsay, READ);
  }
  function unsay() {
    const line = element("notice");
    if (line.matches(":hover, :focus-within")) timer = setTimeout(unsay, READ / 3);
    else hush();
  }
  // Dash clears the line when the server has nothing more to correct, and may write into it.
  watch(() => {
    const text = said && element("notice") ? element("notice").textContent : said;
    if (text === said) return;
    if (!text) { write("notice", said); return; }
    clearTimeout(timer);
    said = "";
    element("notice").removeAttribute("data-kind");
  });
  // Takes back what has been said, but not what the server has said in its place.
  function hush() {
    if (said && element("notice").textContent === said) say("");
    said = "";
  }

  function make(tag, properties, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }
  // Each page calls it once: Dash finds the functions that Python names by this namespace.
  function offer(namespace, functions) {
    window.dash_clientside = Object.assign({}, window.dash_clientside, { [namespace]: functions });
  }

  return { setProps, noUpdate, element, write, set, say, hush, make, offer };
}]);
