"""What holds without any ruler, in one sentence: whether the activation itself still tells the input."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.activation import covered_range
from minimal_model.dashboard.results.view import View
from minimal_model.explain.lossless import WithoutBins, without_bins
from minimal_model.formulas import Formula

# Inputs of a smaller probability nobody would meet; a value that takes a smaller part of what is lost is not named.
SMALLEST_SHARE, SMALLEST_PART = 1e-9, 1e-6
# A formula is described at least from minus this net input to this.
SEEN = 4.0


def holds(view: View, falls: bool) -> str:
    """Say what Y tells of X at the chosen weight, before anything is binned.

    Parameters
    ----------
    view : View
        The state.
    falls : bool
        Whether any ruler says that the neuron loses information.
    """
    if isinstance(view.activation, Formula):
        return f"Your formula: {found(view, view.activation)}."
    if view.parameters.recorded:
        return f"{different(view.x)} Whatever is lost here, a ruler loses."
    if view.parameters.own_data:
        return _of_column(view)
    name, kept = (
        view.activation.name,
        without_bins(view.activation, view.weight, view.parameters.bias, view.parameters.distribution),
    )
    if view.activation.folds:
        return _folded(view, kept)
    if not kept.flat:
        return (
            f"Without any ruler, nothing is lost: {name} rises everywhere, so Y tells X exactly and I(X;Y) is "
            f"infinite; what {'falls' if falls else 'changes'} is only what a ruler sees."
        )
    at = "every weight" if view.activation.rises == (view.parameters.bias, float("inf")) else f"w = {w(view)}"
    if kept.lost < SMALLEST_SHARE:
        return (
            f"Without any ruler, next to nothing is lost at {at}: {name} rises where the inputs lie, so Y tells them "
            "exactly and I(X;Y) is infinite."
        )
    values = " or ".join(number(piece.value, 3) for piece in kept.flat if piece.share >= SMALLEST_PART * kept.lost)
    return (
        f"Without any ruler, {lost_inputs(kept)} are lost at {at}, where {name} is {values} whatever they are; all "
        "others Y tells exactly, so I(X;Y) is still infinite."
    )


def _of_column(view: View) -> str:
    """Say how many numbers Y tells apart of how many that X does; a column has no density."""
    before, after, name = different(view.x), int(np.unique(view.binned.activations).size), view.activation.name
    if np.unique(view.x).size == after:
        return f"{before} Without any ruler, nothing is lost at w = {w(view)}: {name} keeps them all apart."
    return f"{before} Without any ruler, {name} leaves {after:,} different activations at w = {w(view)}."


def different(x: FloatArray) -> str:
    """Say how many of the samples of own data differ."""
    many = int(np.unique(x).size)
    return f"{many:,} of {x.size:,} numbers differ." if many < x.size else f"All {x.size:,} numbers differ."


def _folded(view: View, kept: WithoutBins) -> str:
    """Say what Y tells of X where f folds."""
    flat = (
        f" {lost_inputs(kept).capitalize()} lie where it is flat, and are lost." if kept.lost >= SMALLEST_SHARE else ""
    )
    return (
        f"Without any ruler, {view.activation.name} folds: Y tells X but for the branch, of which "
        f"{number(kept.branch_loss, 3)} bits are lost at w = {w(view)}; I(X;Y) is still infinite.{flat}"
    )


def found(view: View, own: Formula) -> str:
    """Return what a formula looks like where the inputs lie, and around zero."""
    first, last = covered_range(view)
    return "; ".join(own.describe(min(first, -SEEN), max(last, SEEN)).sentences())


def w(view: View) -> str:
    """Return the chosen weight."""
    return number(view.weight, 3)


def lost_inputs(kept: WithoutBins) -> str:
    """Return in words how many of the inputs are lost."""
    if kept.told_apart < SMALLEST_SHARE:
        return "practically all inputs"
    percent = 100 * kept.lost
    if percent == 50:
        return "half of the inputs"
    if percent < 0.01:
        return "fewer than 0.01 % of the inputs"
    if percent > 99.5:
        return "more than 99 % of the inputs"
    return f"{percent:.0f} % of the inputs" if percent >= 0.995 else f"{percent:.2f} % of the inputs"
