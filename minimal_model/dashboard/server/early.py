"""The script in the head of a page: what cannot wait until the other scripts have come.

The theme has to be known before anything is painted, and the remembered one is known to a script alone. And Dash asks
for the page's layout and callbacks only when all of its scripts have run, one after the other: here both are on their
way from the start, and Dash finds them when it asks.
"""

import json

# `opened` is the theme in which the layout's own figures are drawn. An address with a query shows something else.
SCRIPT = """(function () {
  var root = document.documentElement, theme = null, early = {}, asked = "";
  try { theme = localStorage.getItem("theme"); } catch (error) { /* a private window remembers nothing */ }
  root.dataset.theme = theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
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
})();"""


def early_script(base: str) -> str:
    """Return the script of a page.

    Parameters
    ----------
    base : str
        The page's address as the browser sees it, with a slash at its end.
    """
    return SCRIPT.replace("BASE", json.dumps(base))
