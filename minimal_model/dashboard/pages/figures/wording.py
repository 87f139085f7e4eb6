"""What the page says of a figure in numbers: its parameters, and the source's printed numbers beside the computed."""

from dataclasses import replace

from minimal_model.activations import ACTIVATIONS
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.figures.state import Changes, changed, is_changed
from minimal_model.dashboard.results import curves
from minimal_model.state.parameters import Parameters
from minimal_model.state.presets import SourceFigure

DRAWS = ("first", "second")


def parameters_line(figure: SourceFigure, changes: Changes) -> str:
    """Say what the plots of a figure have in common; what differs between them stands in their titles."""
    states = [changed(preset.parameters, changes) for preset in figure.presets]
    p = states[0]
    sample = f"{p.samples:,} samples ({DRAWS[p.draw]} draw, seed {p.seed})"
    bins = f"bins of width {number(p.width, 3)}" if p.ruler.sized_by_width else f"{p.bins} bins"
    bias = [f"b = {number(p.bias)}"] if len({state.bias for state in states}) == 1 and figure.kind != "biases" else []
    weights = [f"weights up to {p.weight_max}"]
    if figure.kind in ("overlaid", "shape"):
        parts = bias
    elif figure.kind == "histogram":
        parts = [sample, bins]
    elif figure.kind == "curve" and p.population:
        reach = [f"over the range of {sample}"] if depends_on_sample(p) else []
        parts = ["N(0, 1) itself instead of samples", bins, *reach, *bias, *weights]
    else:
        parts = [sample, bins, *bias, *(weights if figure.kind in ("curve", "biases") else [])]
    return "Parameters: " + ", ".join(parts) + "."


def checks(figure: SourceFigure, changes: Changes) -> list[str]:
    """Say for each number that the source prints what comes out of the core, and whether the two agree."""
    # A bias does not touch the input.
    untouched = not is_changed(changes, ("samples", "seed", "bins"))
    lines = []
    for printed in figure.printed:
        parameters = changed(figure.presets[0].parameters, changes)
        bins = printed.bins if changes["bins"] is None else parameters.bins
        computed = curves.histogram(replace(parameters, bins=bins)).entropy
        line = f"The source prints {printed.text} bits for {printed.bins} bins; computed: {computed:.4f} bits"
        if untouched:
            agrees = f"{computed:.2f}" == printed.text
            line += ", which agrees. ✓" if agrees else ", which does not agree. ✗"
        else:
            line += f" for {bins} bins, with your changes."
        lines.append(line)
    return lines


def depends_on_sample(p: Parameters) -> bool:
    """Whether it takes a sample to say how far the bins reach."""
    return p.ruler.sized_by_width or p.ruler.moves_with_sample(ACTIVATIONS[p.activation])
