/* The page's elements and Dash's functions, by short names. */
"use strict";
(window.minimalModel ||= []).push(["common/dom", [], function () {
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
  const say = (text) => write("notice", text);
  function make(tag, properties, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }
  // Each page calls it once: Dash finds the functions that Python names by this namespace.
  function offer(namespace, functions) {
    window.dash_clientside = Object.assign({}, window.dash_clientside, { [namespace]: functions });
  }

  return { setProps, noUpdate, element, write, set, say, make, offer };
}]);
