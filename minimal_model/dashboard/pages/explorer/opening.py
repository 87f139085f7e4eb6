"""The figures that come with the page: those of the default state, so that nothing has to be asked for to draw them."""

from functools import lru_cache
from typing import Any

import flask
import orjson

from minimal_model.dashboard.address.presentation import Presentation
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.dashboard.plots.theme import SCREENS, theme_named
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.parameters import Parameters


def asked_figures() -> dict[str, Any]:
    """Return the figures for a request for the layout: none if it names no theme, as when the address has a query."""
    theme = flask.request.args.get("theme", "") if flask.has_request_context() else ""
    return default_figures(theme) if theme in SCREENS else {}


@lru_cache(maxsize=len(SCREENS))
def default_figures(theme: str) -> dict[str, Any]:
    """Return the figures of the default state by graph, in the colours of a theme."""
    view = compute_view(Parameters())
    return {
        # As plain JSON, since Dash would write the arrays in another way than the answers do.
        graph_id: orjson.loads(orjson.dumps(make(view, theme_named(theme)), option=orjson.OPT_SERIALIZE_NUMPY))
        for graph_id, (make, _) in GRAPHS.items()
    }


def already_drawn(request: Request, parameters: Parameters, presentation: Presentation) -> bool:
    """Whether the figures that came with the page are those that a request asks for."""
    came = request.opens and request.theme in SCREENS and request.opened == request.theme
    return came and parameters == Parameters() and not presentation.pins
