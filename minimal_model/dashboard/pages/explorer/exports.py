"""What the explorer gives to take along: its figures for paper, the numbers of its state, and that as a notebook."""

from math import nan
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.address.pins import corrected_pins, pin_text, pins_text
from minimal_model.dashboard.exports.asked import Asked, chosen_panels
from minimal_model.dashboard.exports.drawing import Drawing
from minimal_model.dashboard.exports.routes import Exports
from minimal_model.dashboard.exports.routes import register as register_exports
from minimal_model.dashboard.exports.tables import Column, Table, Tables, state_lines, sweep_decimals, weight_column
from minimal_model.dashboard.pages.explorer.explanations import explanations
from minimal_model.dashboard.pages.explorer.noise_ruler import NOISE
from minimal_model.dashboard.results.curves import measured
from minimal_model.dashboard.results.noise import NoiseRuler, noise_ruler
from minimal_model.dashboard.results.overlays import Overlays
from minimal_model.dashboard.results.rulers import Rulers, rulers
from minimal_model.dashboard.results.view import View, compute_view
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.plots.figure import panels_of, told
from minimal_model.plots.measured import Measured, Pin
from minimal_model.plots.shown import drawn_ranks
from minimal_model.state.names import file_stem
from minimal_model.state.notebook import notebook
from minimal_model.state.parameters import Parameters

# A million bins of fixed width would be 75 MB of text: a file that nobody opens, and memory that the server needs.
MOST_BINS = 100_000
PINS = "pins"
# What the input "column" stands for; it is in no address that a page shows.
COLUMN = "column"
PANEL_LABELS = {
    "curve": "Curve", "strip": "Activations", "partition": "Bins on the input", "activation": "Activation function",
}  # fmt: skip
CHOSEN = ["curve"]


def asked_state(asked: Asked) -> tuple[Parameters, tuple[Parameters, ...], list[str]]:
    """Return the state and the pins that an address asks for, and remarks on what was corrected."""
    values = dict(asked.values)
    column = values.pop(COLUMN, "")
    pins, pin_remarks = corrected_pins(values.pop(PINS, ""), column)
    parameters, remarks = Parameters.corrected(values, column)
    parameters, unmeasured = measured(parameters)
    return parameters, pins, remarks + unmeasured + pin_remarks


def drawing(asked: Asked) -> tuple[Drawing, list[str]]:
    """Return the chosen panels of a state."""
    parameters, pins, remarks = asked_state(asked)
    names, unknown = chosen_panels(asked.panels, PANEL_LABELS, CHOSEN)
    m = of_view(compute_view(parameters, pins))
    stem = file_stem(parameters, weight=names != CHOSEN)
    return Drawing(stem, panels_of(m, names), told(m, names)), remarks + unknown


def of_view(view: View) -> Measured:
    """Return the numbers of a view as the figures for paper take them."""
    return Measured(
        parameters=view.parameters,
        x=view.x,
        curve=view.curve,
        binned=view.binned,
        input_entropy=view.input_entropy,
        ceiling=view.ceiling,
        population=view.overlays.population,
        band=view.overlays.band,
        approximation=view.overlays.approximation,
        pins=tuple(Pin(pin.parameters, pin.curve) for pin in view.pins),
    )


def tables(asked: Asked) -> tuple[Tables, list[str]]:
    """Return the numbers of a state."""
    parameters, pins, remarks = asked_state(asked)
    view = compute_view(parameters, pins)
    ranks = drawn_ranks(view.x.size)
    said = rulers_table(rulers(parameters), noise_ruler(parameters), parameters.recorded)
    drawn, remark = [curve_table(view), *([pins_table(view)] if pins else []), said], list[str]()
    if parameters.noise:
        remark = ["bins: none, since noise has taken their place"]
    else:
        bins, remark = bins_table(view)
        drawn = [*drawn, bins]
    if not (view.activation.plain or parameters.noise):
        pieces, more = pieces_table(view)
        drawn, remark = [*drawn, pieces], [*remark, *more]
    drawn.append(activations_table(view, ranks))
    about = [*state_lines(parameters), f"w = {view.weight:.6g}", f"{view.information} = {view.bits!r} bits"]
    about += [f"pin {number} = {pin_text(pin)}" for number, pin in enumerate(pins, 1)]
    about += [*remark, *explanations(view)]
    return Tables(file_stem(parameters), search_of(parameters, pins), about, drawn), remarks


def search_of(parameters: Parameters, pins: tuple[Parameters, ...]) -> str:
    """Return the query of the explorer's address that opens a state with its pins."""
    if not pins:
        return parameters.search
    more = urlencode({PINS: pins_text(pins)}, safe=",:;")
    return f"{parameters.search}{'&' if parameters.search else '?'}{more}"


def curve_table(view: View) -> Table:
    """Return the curve, and beside it what the switches add."""
    columns = [
        Column("index", "number of the weight in the sweep, from 0", range(view.curve.size)),
        weight_column(view.parameters),
        Column("mi_bits", f"{view.information} in bits", view.curve),
        *overlay_columns(view.overlays, view.parameters.distribution.notation),
    ]
    return Table("curve", "mutual information over the weights", columns)


def overlay_columns(overlays: Overlays, notation: str) -> list[Column]:
    """Return the columns that the switches add to the curve; `notation` names the input."""
    columns: list[tuple[str, str, FloatArray]] = []
    if overlays.population is not None:
        columns.append(
            ("population_bits", f"the same with the masses of {notation} itself, in bits", overlays.population)
        )
    if overlays.band is not None:
        columns.append(("band_lower_bits", "5th percentile of 32 further seeds, in bits", overlays.band.lower))
        columns.append(("band_upper_bits", "95th percentile of 32 further seeds, in bits", overlays.band.upper))
    if overlays.approximation is not None:
        formula = overlays.approximation.approximation
        columns.append(("approximation_bits", "h(Y) - log2 of the bin width, in bits", formula))
    return [Column(*column) for column in columns]


def pins_table(view: View) -> Table:
    """Return the pinned curves, one after the other."""
    every = [(number, pin, k) for number, pin in enumerate(view.pins, 1) for k in range(pin.curve.size)]
    columns = [
        Column("pin", "number of the pin; its parameters are listed above", [number for number, _, _ in every]),
        Column("index", "number of the weight in the pin's own sweep, from 0", [k for *_, k in every]),
        Column("w", "weight w", [w for pin in view.pins for w in sweep_decimals(pin.parameters)]),
        Column("mi_bits", "I(X;T) = H(T) in bits", np.concatenate([pin.curve for pin in view.pins])),
    ]
    return Table("pins", "the pinned curves", columns)


def rulers_table(of: Rulers, noise: NoiseRuler, recorded: bool = False) -> Table:
    """Return what every ruler says of the neuron, and last noise in the place of bins; of recorded activations H(T)."""
    given = [ruler.verdict for ruler in (*of, noise)]
    falls, rises = ([getattr(v, key) if v else nan for v in given] for key in ("fall", "rise"))
    names = [v.name if v else "" for v in given]
    values = [float(ruler.curve[0]) if ruler.curve is not None else nan for ruler in of]
    if recorded:
        listed = [Column("binning", "the ruler", [ruler.binning.name for ruler in of]),
                  Column("entropy_bits", "H(T) in bits; empty where it was not measured", values)]  # fmt: skip
        return Table("rulers", "the recorded activations under every binning", listed)
    columns = [
        Column("binning", f"the ruler; noise has s = {noise.noise:g}", [*(each.binning.name for each in of), NOISE]),
        Column("verdict", "what its curve does; empty where it was not measured", names),
        Column("fall_bits", "from its highest value to its last, in bits", falls),
        Column("rise_bits", "from its lowest value to its last, in bits", rises),
    ]
    return Table("rulers", "the same neuron under every binning, and behind noise", columns)


def bins_table(view: View) -> tuple[Table, list[str]]:
    """Return the bins at the chosen weight, and a line that says so where these are not all."""
    binned = view.binned
    listed, remark = listed_bins(binned.counts)
    columns = [
        Column("bin", "number of the bin, from 0", listed),
        Column("lower", "its lower edge on the activation Y", binned.edges[listed]),
        Column("upper", "its upper edge on the activation Y", binned.edges[listed + 1]),
    ]
    if view.activation.plain:
        columns += [
            Column("input_lower", "where the lower edge lies on the input X", binned.input_edges[listed]),
            Column("input_upper", "where the upper edge lies on the input X", binned.input_edges[listed + 1]),
        ]
    columns.append(Column("count", "samples in it", binned.counts[listed]))
    return Table("bins", "the bins at the chosen weight", columns), remark


def pieces_table(view: View) -> tuple[Table, list[str]]:
    """Return the pieces of the input line and the bin of each, and a line that says so where there are too many."""
    numbers, ends = view.binned.input_bins, view.binned.input_edges
    listed = slice(None if numbers.size <= MOST_BINS else 0)
    columns = [
        Column("bin", "number of the bin that it belongs to, from 0", numbers[listed]),
        Column("input_lower", "its lower end on the input X", ends[:-1][listed]),
        Column("input_upper", "its upper end on the input X", ends[1:][listed]),
    ]
    remark = [] if numbers.size <= MOST_BINS else [f"pieces: none of {numbers.size:,}"]
    return Table("pieces", "the pieces of the input line at the chosen weight, from left to right", columns), remark


def listed_bins(counts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return the numbers of the bins that the file lists, and a line that says so where these are not all."""
    if counts.size <= MOST_BINS:
        return np.arange(counts.size), []
    occupied = np.flatnonzero(counts)
    if occupied.size <= MOST_BINS:
        return occupied, [f"bins: {occupied.size:,} of {counts.size:,}, those that hold samples"]
    return occupied[:0], [f"bins: none of {counts.size:,}, since {occupied.size:,} of them hold samples"]


def activations_table(view: View, ranks: npt.NDArray[np.int64]) -> Table:
    """Return the activations that are drawn."""
    columns = [
        Column("rank", "rank of the sample among all, from 0", ranks),
        Column("x", "input X", view.x[ranks]),
        Column("y", "activation Y = f(wX + b)", view.binned.activations[ranks]),
    ]
    which = f"{ranks.size:,} of {view.x.size:,} samples, the extremes among them"
    return Table("activations", f"the activations at the chosen weight: {which}", columns)


def as_notebook(asked: Asked, address: str) -> tuple[str, str]:
    """Return the state as a notebook."""
    parameters, pins, _ = asked_state(asked)
    return file_stem(parameters, weight=True), notebook(parameters, address + search_of(parameters, pins))


def register(app: PageApp) -> None:
    """Connect the addresses."""
    register_exports(app, Exports("explorer", "", drawing, tables, as_notebook))
