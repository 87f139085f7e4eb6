"""The script in the head of a page: what cannot wait until the other scripts have come.

The theme has to be known before anything is painted, and the remembered one is known to a script alone. And Dash asks
for the page's layout and callbacks only when all of its scripts have run, one after the other: here both are on their
way from the start, and Dash finds them when it asks. It also takes out of the address what only counts visits, before
anything reads it, and says which scripts do not come, which only somebody who is there can say.
"""

import json
import re

from minimal_model.dashboard.page.tracking import PATTERN

# What a browser may not get: what its address holds, and what a reader sees and can do then; the first that fits.
MISSING = (
    (
        "plotly",
        "The figures cannot be drawn: plotly.js did not come. If the network is there, an ad blocker or a proxy may "
        "drop addresses that hold “plotly”; allow them on this site, then reload the page.",
    ),
    (
        "_dash-component-suites",
        "The controls cannot be shown: scripts of Dash did not come. If the network is there, an ad blocker or a proxy "
        "may drop addresses that hold “_dash”; allow them on this site, then reload the page.",
    ),
    (
        ".css",
        "The page’s style sheet did not come. If the network is there, an ad blocker or a proxy may drop it; allow "
        "style sheets on this site, then reload the page.",
    ),
    (
        "",
        "The page cannot be used: its own scripts did not come. If the network is there, an ad blocker or a proxy may "
        "drop them; allow scripts on this site, then reload the page.",
    ),
)

# `opened` is the theme in which the layout's own figures are drawn. An address with a query shows something else.
#
# plotly.js is asked for a second time, by an address without its name: what drops the first for its name draws all the
# same. Then `plotlylost` tells whoever waits for it (assets/common/plotly.js).
SCRIPT = """(function () {
  var root = document.documentElement, theme = null, early = {}, asked = "";
  try { theme = localStorage.getItem("theme"); } catch (error) { /* a private window remembers nothing */ }
  root.dataset.theme = theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  var tracks = new RegExp(TRACKING, "i"), parts = location.search.slice(1).split("&");
  var kept = parts.filter(function (part) {
    var key = part.split("=")[0].replace(/\\+/g, " ");
    try { key = decodeURIComponent(key); } catch (error) { /* it is compared as it stands */ }
    return !tracks.test(key);
  });
  if (kept.length < parts.length) {
    var left = kept.length ? "?" + kept.join("&") : "";
    history.replaceState(history.state, "", location.pathname + left + location.hash);
  }
  if (!location.search) {
    root.dataset.opened = root.dataset.theme;
    asked = "?theme=" + root.dataset.theme;
  }
  var ask = window.fetch, base = BASE, how = { credentials: "same-origin" };
  early[base + "_dash-layout"] = ask(base + "_dash-layout" + asked, how);
  early[base + "_dash-dependencies"] = ask(base + "_dash-dependencies", how);
  window.fetch = function (resource) {
    var kept = early[resource];
    delete early[resource];
    return kept || ask.apply(this, arguments);
  };

  var missing = MISSING, lines = {};
  function addressOf(node) {
    if (node.tagName === "SCRIPT") return node.src;
    return node.tagName === "LINK" && node.rel === "stylesheet" ? node.href : "";
  }
  function kindOf(address) {
    var path = address.split("?")[0];
    for (var k = 0; k < missing.length; k += 1) if (path.indexOf(missing[k][0]) >= 0) return k;
  }
  function tell(kind) {
    if (lines[kind]) return;
    if (!document.body) { addEventListener("DOMContentLoaded", function () { tell(kind); }); return; }
    var line = document.createElement("p");
    line.className = "missing";
    line.setAttribute("role", "alert");
    line.textContent = missing[kind][1];
    document.body.prepend(line);
    lines[kind] = line;
    root.dataset.missing = "yes";
  }
  function lost(node) {
    if (node.dataset.again) {
      var script = document.createElement("script");
      script.id = node.id;
      script.src = node.dataset.again;
      node.remove();
      document.head.append(script);
      return;
    }
    root.dataset.plotly = "lost";
    dispatchEvent(new Event("plotlylost"));
    tell(0);
  }
  document.addEventListener("error", function (event) {
    var node = event.target, address = node && node.tagName ? addressOf(node) : "";
    if (!address) return; // a fault within a script, or a picture
    if (node.id === "plotly-script") lost(node); else tell(kindOf(address));
  }, true);
  document.addEventListener("load", function (event) {
    var drawing = window.Plotly && window.Plotly.react;
    // Some blockers send an empty script in its place. And Dash may have asked once more, with success.
    if (event.target.id === "plotly-script" && !drawing) lost(event.target);
    if (drawing && lines[0]) lines[0].remove();
  }, true);
})();"""


def early_script(base: str) -> str:
    """Return the script of a page.

    Parameters
    ----------
    base : str
        The page's address as the browser sees it, with a slash at its end.
    """
    values = {"BASE": base, "TRACKING": PATTERN, "MISSING": MISSING}
    return re.sub("BASE|TRACKING|MISSING", lambda found: json.dumps(values[found[0]], ensure_ascii=False), SCRIPT)
