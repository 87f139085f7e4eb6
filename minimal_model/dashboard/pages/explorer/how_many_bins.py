"""How many bins? What the common rules say of the activations at the chosen weight.

GET bins.json?key=value&…  {"now": text, "rules": [{"bins", "label", "about", "text"}], "note": text}
"""

from dataclasses import replace

import flask
import orjson

from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.page.requests import address_values
from minimal_model.dashboard.pages.explorer.exports import COLUMN
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.explain.bin_rules import BIN_RULES, suggested_bins
from minimal_model.state.parameters import SPECIFICATIONS, Parameters

LEAST, MOST = (int(end) for end in (SPECIFICATIONS["bins"].low, SPECIFICATIONS["bins"].high))
MADE_FOR = (
    "These rules are made for drawing a density from a sample, not for measuring an entropy: whichever you take, H(T) "
    "goes on changing with the number of bins."
)


def advice(parameters: Parameters) -> dict[str, object]:
    """Return what the rules say of a state."""
    p = replace(parameters, noise=0.0)  # it is asked of bins
    with one_large_at_a_time(p.samples):
        binned = curves.binned(p)
        asked = suggested_bins(binned.activations)
        kept = {name: min(max(bins, LEAST), MOST) for name, bins in asked.items()}
        rules = [
            {
                "bins": kept[name],
                "label": rule.label,
                "about": rule.about,
                "text": _filled(curves.binned(replace(p, bins=kept[name]))),
            }
            for name, rule in BIN_RULES.items()
        ]
    where = "" if p.recorded else f"At w = {number(p.chosen_weight, 3)}, "
    now = f"{where}{binned.counts.size:,} bins: {_filled(binned)}, of {binned.counts.sum():,} samples."
    return {"now": now, "rules": rules, "note": " ".join([MADE_FOR, *_bounded(asked)])}


def _filled(binned: BinnedActivations) -> str:
    occupied, samples = int((binned.counts > 0).sum()), int(binned.counts.sum())
    each = samples / occupied
    return f"{occupied:,} occupied, {f'{each:,.0f}' if each >= 10 else number(each, 1)} in each"


def _bounded(asked: dict[str, int]) -> list[str]:
    """Say which rules ask for more or fewer bins than there may be."""
    outside = [f"{BIN_RULES[name].label} ({bins:,})" for name, bins in asked.items() if not LEAST <= bins <= MOST]
    if not outside:
        return []
    return [f"There may be {LEAST} to {MOST} here; of what {', '.join(outside)} asks the nearest is taken."]


def answer() -> flask.Response:
    """Answer with what the rules say of the state of the query; values are corrected as the page does it."""
    values, _ = address_values(flask.request.query_string.decode(errors="replace"))
    values.pop("pins", None)
    column = values.pop(COLUMN, "")
    parameters, _ = curves.measured(Parameters.corrected(values, column)[0])
    return flask.Response(orjson.dumps(advice(parameters)), mimetype="application/json")


def register(app: PageApp) -> None:
    """Connect the address."""
    app.server.add_url_rule(f"{app.root_routes}bins.json", endpoint="how many bins", view_func=answer)
