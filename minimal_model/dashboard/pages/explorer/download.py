"""The CSV file: the curve, the bins and the drawn activations, with the parameters in its header."""

import csv
import io
from typing import Any

import numpy as np
import numpy.typing as npt
from dash import Dash, Input, Output, State, dcc
from dash.exceptions import PreventUpdate

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.address.pins import corrected_pins, pin_text
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages.explorer.explanations import explanations
from minimal_model.dashboard.plots.strip import drawn_ranks
from minimal_model.dashboard.results.curves import measured
from minimal_model.dashboard.results.overlays import Overlays
from minimal_model.dashboard.results.view import View, compute_view
from minimal_model.state.parameters import Parameters

# A million bins of fixed width would be 75 MB of text: a file that nobody opens, and memory that the server needs.
MOST_BINS = 100_000
COLUMNS = ("table", "index", "w", "bits", "lower", "upper", "input_lower", "input_upper", "count", "x", "y")


def csv_text(view: View) -> str:
    """Return the file. Numbers have all their digits; a reader filters the rows by the column `table`."""
    buffer = io.StringIO()
    for key, value in view.parameters.to_dict().items():
        buffer.write(f"# {key} = {value}\n")
    ranks = drawn_ranks(view.x.size)
    buffer.write(f"# w = {view.weight!r}\n# H(T) in bits = {view.binned.entropy!r}\n")
    for number, pin in enumerate(view.pins, 1):
        buffer.write(f"# pin {number} = {pin_text(pin.parameters)}\n")
    buffer.write("# tables: curve (I(X;T) in bits over w), the same for each pin,\n")
    buffer.write("# bins (edges of Y, their preimages in X, counts of all samples),\n")
    buffer.write(f"# activations ({ranks.size} of {view.x.size} samples, the extremes among them)\n")
    if view.activation.counted_plainly:
        buffer.write("# pieces (where the bins lie in X; index: the bin)\n")
    listed, remark = listed_bins(view.binned.counts)
    buffer.write(remark)
    buffer.writelines(f"# {line}\n" for line in explanations(view))
    added = overlay_columns(view.overlays)
    rows = csv.DictWriter(buffer, [*COLUMNS, *added], restval="", lineterminator="\n")
    rows.writeheader()
    curve: dict[str, FloatArray] = {"w": view.parameters.weights, "bits": view.curve} | added
    for index in range(view.curve.size):
        rows.writerow({"table": "curve", "index": index} | {key: float(row[index]) for key, row in curve.items()})
    for number, pin in enumerate(view.pins, 1):
        for index, (w, bits) in enumerate(zip(pin.parameters.weights.tolist(), pin.curve.tolist(), strict=True)):
            rows.writerow({"table": f"pin {number}", "index": index, "w": w, "bits": bits})
    binned = view.binned
    bounds = {"lower": binned.edges[listed], "upper": binned.edges[listed + 1]}
    pieces = {"input_lower": binned.input_edges[:-1], "input_upper": binned.input_edges[1:]}
    own = view.activation.counted_plainly
    if not own:  # each bin is one piece of the input line
        bounds |= {key: ends[listed] for key, ends in pieces.items()}
    for k, count, *ends in zip(*map(np.ndarray.tolist, (listed, binned.counts[listed], *bounds.values())), strict=True):
        rows.writerow({"table": "bins", "index": k, "count": count} | dict(zip(bounds, ends, strict=True)))
    for k, *ends in zip(*map(np.ndarray.tolist, (binned.input_bins, *pieces.values())), strict=True) if own else ():
        rows.writerow({"table": "pieces", "index": k} | dict(zip(pieces, ends, strict=True)))
    for rank in ranks.tolist():
        sample = {"x": float(view.x[rank]), "y": float(binned.activations[rank])}
        rows.writerow({"table": "activations", "index": rank, **sample})
    return buffer.getvalue()


def listed_bins(counts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], str]:
    """Return the numbers of the bins that the file lists, and a line that says so where these are not all."""
    if counts.size <= MOST_BINS:
        return np.arange(counts.size), ""
    occupied = np.flatnonzero(counts)
    if occupied.size <= MOST_BINS:
        return occupied, f"# bins: {occupied.size:,} of {counts.size:,}, those that hold samples\n"
    return occupied[:0], f"# bins: none of {counts.size:,}, since {occupied.size:,} of them hold samples\n"


def overlay_columns(overlays: Overlays) -> dict[str, FloatArray]:
    """Return the columns that the switches add to the curve, by name."""
    columns: dict[str, FloatArray] = {}
    if overlays.population is not None:
        columns["population"] = overlays.population
    if overlays.band is not None:
        columns |= {"band_lower": overlays.band.lower, "band_upper": overlays.band.upper}
    if overlays.approximation is not None:
        columns["approximation"] = overlays.approximation.approximation
    return columns


def download_csv(clicks: int | None, answer: dict[str, Any] | None) -> dict[str, Any]:
    """Send the state that is on the screen as a file."""
    if not clicks or not isinstance(answer, dict) or not isinstance(answer.get("parameters"), dict):
        raise PreventUpdate
    parameters, _ = measured(Parameters.corrected(answer["parameters"])[0])
    pins, _ = corrected_pins(listed_pins(answer.get("pins")))
    neuron = "formula" if parameters.formula else parameters.activation
    name = f"minimal-model-{neuron}-{parameters.binning}.csv"
    sent: dict[str, Any] = dcc.send_string(csv_text(compute_view(parameters, pins)), name)
    return sent


def listed_pins(entries: Any) -> str:
    """Return the text of the pins that an answer lists."""
    texts = [entry.get("text") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return ";".join(text for text in texts if isinstance(text, str))


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.DOWNLOAD_CSV, "n_clicks"),
        State(ids.ANSWER, "data"),
        prevent_initial_call=True,
    )(download_csv)
