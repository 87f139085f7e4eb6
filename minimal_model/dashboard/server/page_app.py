"""One page of the dashboard: a Dash app of its own that shares its files with the other pages.

An app for each page on one server instead of one app with routes: a route's content would come from a callback, and
Dash 4.4 mounts such a tree several times over. Each page is opened by an ordinary link, has only its own callbacks, and
takes scripts and styles from the root's addresses, so that the browser keeps one copy of them for all pages.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import flask
from dash import Dash

from minimal_model.dashboard.page.first_sight import PREFIX, Filling, FirstSight
from minimal_model.dashboard.page.frame import DESCRIPTIONS, NEURON_PAGES
from minimal_model.dashboard.page.tracking import tracks
from minimal_model.dashboard.page.without_scripts import without_scripts
from minimal_model.dashboard.plots.theme import SCREENS
from minimal_model.dashboard.server.assets import project_folder
from minimal_model.dashboard.server.bundles import SCRIPTS, STYLES, Bundles
from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.early import early_script
from minimal_model.dashboard.server.plotly_js import UNNAMED, PlotlyScript, choose_plotly
from minimal_model.dashboard.server.previews import Preview

TITLE = "Minimal Model Explorer"
PYTHON_VERSION = re.compile(r'"python_version":"[^"]*"')
# Where Dash mounts the page; it is empty until then.
ENTRY = '<div id="react-entry-point"></div>'
# The switch of the address that takes away the frame.
EMBED = "embed"
SUITES, ASSETS, PLOTLY = "_dash-component-suites/", "assets/", "plotly/package_data/plotly.min.js"


class PageApp(Dash):
    """A Dash app below a path of the root app.

    Parameters
    ----------
    assets : Path
        Folder of style sheets and scripts; Dash would look for it beside this module.
    path : str
        The page's path below the root, empty for the root itself.
    foreign_folders : list of str
        The folders of `assets` that belong to other pages.
    config : Config
        The settings of the server.
    root : PageApp, optional
        The app at the root, whose server this page joins.
    """

    def __init__(
        self, assets: Path, path: str, foreign_folders: list[str], config: Config, root: "PageApp | None" = None
    ) -> None:
        below = f"{path}/" if path else ""
        shared = {} if root is None else {"server": root.server}
        super().__init__(
            __name__,
            assets_folder=str(assets.resolve()),
            assets_path_ignore=[f"^{name}$" for name in foreign_folders],
            title=f"{path.capitalize()} · {TITLE}" if path else TITLE,
            update_title="",
            # Otherwise each page carries its whole layout twice. That every id exists is tested.
            suppress_callback_exceptions=True,
            meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
            routes_pathname_prefix=config.routes_prefix + below,
            requests_pathname_prefix=config.path_prefix + below,
            **shared,
        )
        # The root as the browser sees it, and as requests reach it.
        self.root_prefix: str = config.path_prefix
        self.root_routes: str = config.routes_prefix
        self.index_string = self.index_string.replace("<html>", '<html lang="en">')
        # Dash fetches plotly.js late, and below each page's own path. Named here it comes early, and once for all.
        self.plotly_script: PlotlyScript = root.plotly_script if root else choose_plotly(project_folder())
        self.config.external_scripts.append(f"{self.root_prefix}{SUITES}{PLOTLY}?m={self.plotly_script.digest}")
        self.first_sight: FirstSight | None = None
        # What is known of the header for an address with a query.
        self.asked_filling: Callable[[str], Filling] = lambda query: {}
        # What stands in place of figures where no script runs.
        self.picture = ""
        self.preview = Preview(assets, self.root_prefix, self.title, DESCRIPTIONS[path])
        self._fetching = f"Fetching this {'neuron' if path in NEURON_PAGES else 'page'} …"
        self.early = early_script(self.config.requests_pathname_prefix)
        self._layouts: dict[str, bytes] = {}
        self.bundles = Bundles(assets, path or "explorer", self.root_prefix + ASSETS)
        for name, answer in self.bundles.answers().items():
            self.server.add_url_rule(f"{self.root_routes}{ASSETS}{name}", endpoint=name, view_func=answer)
        if root is None:
            # Before Dash, which knows plotly's own only.
            for address in (SUITES + PLOTLY, ASSETS + UNNAMED):
                self.server.add_url_rule(
                    self.root_routes + address, endpoint=address, view_func=self.plotly_script.answer
                )
        else:
            # The address without the slash at its end is the page's proper one; Flask would redirect it.
            address = config.routes_prefix + path
            self.server.add_url_rule(address, endpoint=address, view_func=self.index)

    def index(self, *args: Any, **kwargs: Any) -> Any:
        """Return the page at its own address; Dash would return it for whatever lies below as well."""
        if kwargs.get("path"):
            flask.abort(404)
        return super().index(*args, **kwargs)

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """Return the page, with files taken from the root's addresses."""
        own = self.config.requests_pathname_prefix
        for kind in ("scripts", "css"):
            for folder in (SUITES, ASSETS):
                parts[kind] = parts[kind].replace(own + folder, self.root_prefix + folder)
        parts["scripts"] = self.bundles.bundled(SCRIPTS, parts["scripts"])
        parts["css"] = self.bundles.bundled(STYLES, parts["css"])
        if self.first_sight:
            # The linked styles come after the copy, which is painted without them, and before the scripts.
            parts["app_entry"] = f"{self._seen_first(self.first_sight)}\n{ENTRY}\n{parts['css']}"
            parts["css"] = f"<script>{self.early}</script>\n<style>{self.first_sight.style}</style>"
        # Nothing waits for plotly.js but the figures themselves: see assets/common/plotly.js.
        address = self.config.external_scripts[0]
        parts["scripts"] = parts["scripts"].replace(f'<script src="{address}"></script>\n', "")
        again = f"{self.root_prefix}{ASSETS}{UNNAMED}?m={self.plotly_script.digest}"
        parts["css"] += f'\n<script id="plotly-script" src="{address}" data-again=\'{again}\' async></script>'
        parts["favicon"] = self.preview.icons
        parts["metas"] += self.preview.metas(flask.request.host_url)
        # The browser needs all of Dash's settings but this one, and visitors are not told it.
        parts["config"] = PYTHON_VERSION.sub('"python_version":""', parts["config"])
        page: str = super().interpolate_index(**parts)
        return page

    def _seen_first(self, sight: FirstSight) -> str:
        """Return the copy of the page: nothing of it that an address may ask to be otherwise."""
        asked = {key for key in flask.request.args if not tracks(key)}
        # Inside of another page, there is no frame around the content.
        header, footer = "", ""
        if EMBED not in asked:
            known = self.asked_filling(flask.request.query_string.decode(errors="replace")) if asked else {}
            header, footer = sight.header(known), sight.footer
        # Without scripts nothing else will come, so that the default neuron is shown, and said to be that.
        noted = without_scripts(self.picture, bool(asked))
        if asked:
            line = f'<p class="first-fetching" role="status">{self._fetching}</p>'
            content = f"{line}<noscript>{noted}{sight.content}</noscript>"
            footer = f"<noscript>{footer}</noscript>"
        else:
            content = f"<noscript>{noted}</noscript>{sight.content}"
        return f'<div id="{PREFIX}sight"><div id="{PREFIX}page">{header}{content}</div>{footer}</div>'

    def serve_layout(self) -> flask.Response:
        """Return the page's components, which depend on nothing but the theme that the page's figures are drawn in."""
        asked = flask.request.args.get("theme", "")
        theme = asked if asked in SCREENS else ""
        if theme not in self._layouts:
            self._layouts[theme] = super().serve_layout().get_data()
        return flask.Response(self._layouts[theme], mimetype="application/json")

    def csp_hashes(self, hash_algorithm: str = "sha256") -> Sequence[str]:
        """Return the hashes of all scripts that stand in the page itself."""
        digest = hashlib.new(hash_algorithm, self.early.encode()).digest()
        own = f"'{hash_algorithm}-{base64.b64encode(digest).decode()}'"
        return [*super().csp_hashes(hash_algorithm), own]
