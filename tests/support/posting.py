"""Requests to the explorer's drawing callback, as the browser sends them."""

from typing import Any

from app import server
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages.explorer.plots import GRAPHS

OUTPUT = "...".join([*(f"{graph_id}.figure" for graph_id in GRAPHS), "readout.children", "explanations.children",
                      "notice.children", "answer.data"])  # fmt: skip


def post(request: Any) -> Any:
    """Send a request to the drawing callback as the browser does."""
    outputs = [{"id": part.rsplit(".", 1)[0], "property": part.rsplit(".", 1)[1]} for part in OUTPUT.split("...")]
    body = {
        "output": f"..{OUTPUT}..",
        "outputs": outputs,
        "inputs": [{"id": ids.REQUEST, "property": "data", "value": request}],
        "changedPropIds": [f"{ids.REQUEST}.data"],
        "state": [],
    }
    return server.test_client().post("/_dash-update-component", json=body)
