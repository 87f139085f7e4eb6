"""One page of the dashboard: a Dash app of its own that shares its files with the other pages.

Three apps on one server instead of one app with three routes: a route's content would come from a callback, and Dash
4.4 mounts such a tree several times over. Each page is opened by an ordinary link, has only its own callbacks, and
takes scripts and styles from the root's addresses, so that the browser keeps one copy of them for all pages.
"""

from pathlib import Path
from typing import Any

import flask
from dash import Dash

TITLE = "Minimal Model Explorer"
SUITES, ASSETS, PLOTLY = "_dash-component-suites/", "assets/", "plotly/package_data/plotly.min.js"


class PageApp(Dash):
    """A Dash app below a path of the root app.

    Parameters
    ----------
    assets : Path
        Folder of style sheets and scripts; Dash would look for it beside this module.
    path : str
        The page's path below the root, empty for the root itself.
    foreign_scripts : list of str
        The files of `assets` that belong to other pages.
    root : PageApp, optional
        The app at the root, whose server this page joins.
    """

    def __init__(self, assets: Path, path: str, foreign_scripts: list[str], root: "PageApp | None" = None) -> None:
        below = {}
        if root is not None:
            below = {
                "server": root.server,
                "routes_pathname_prefix": f"{root.config.routes_pathname_prefix}{path}/",
                "requests_pathname_prefix": f"{root.config.requests_pathname_prefix}{path}/",
            }
        super().__init__(
            __name__,
            assets_folder=str(assets.resolve()),
            assets_ignore="|".join(f"^{name}$".replace(".", r"\.") for name in foreign_scripts),
            title=f"{path.capitalize()} · {TITLE}" if path else TITLE,
            update_title="",
            health_endpoint=None if root else "healthz",
            meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
            **below,
        )
        self.root_prefix: str = (root or self).config.requests_pathname_prefix
        self.index_string = self.index_string.replace("<html>", '<html lang="en">')
        # Dash fetches plotly.js late, and below each page's own path. Named here it comes early, and once for all.
        self.config.external_scripts.append(f"{self.root_prefix}{SUITES}{PLOTLY}")
        if root is not None:
            # The address without the slash at its end is the page's proper one; Flask would redirect it.
            address = f"{root.config.routes_pathname_prefix}{path}"
            self.server.add_url_rule(address, endpoint=address, view_func=self.index)

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """Return the page, with files taken from the root's addresses."""
        own = self.config.requests_pathname_prefix
        for kind in ("scripts", "css"):
            for folder in (SUITES, ASSETS):
                parts[kind] = parts[kind].replace(own + folder, self.root_prefix + folder)
        page: str = super().interpolate_index(**parts)
        return page


def warm_up(page: PageApp) -> None:
    """Answer one request inside the process before it serves.

    Dash registers the paths of its scripts during the first request and counts itself ready before it has finished:
    script requests that arrive meanwhile in another thread would fail and leave the page blank.
    """
    answer: flask.Response = page.server.test_client().get(page.config.requests_pathname_prefix)
    if answer.status_code != 200:
        raise RuntimeError(f"the page answers {answer.status_code} to itself")
