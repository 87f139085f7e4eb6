"""The sentences that say in words what the numbers of a view say."""

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.results.view import View, fullest_bins


def distribution(view: View) -> str:
    """Say how the samples spread over the bins."""
    bins, (many, share) = view.binned.counts.size, fullest_bins(view)
    percent = f"{100 * share:.0f} %"
    if view.occupied == 1:
        return "All samples share a single bin: T says nothing about X."
    which = "one" if many == 1 else "two"
    if share >= 0.5:
        return f"{percent} of the samples share {which} of {bins} bins."
    return f"The samples spread out: the two fullest bins hold {percent} of them."


def comparison(view: View) -> str:
    """Say how the entropy compares with that of the binned input."""
    difference = view.binned.entropy - view.input_entropy
    if abs(difference) < 0.005:
        return "H(T) is that of the binned input."
    return f"H(T) is {abs(difference):.2f} bits {'more' if difference > 0 else 'less'} than that of the binned input."


def readout(view: View) -> str:
    """Return the line under the controls: activation, weight, bits, occupied bins, and what they mean."""
    parameters, bins = view.parameters, view.binned.counts.size
    bias = f", b = {number(parameters.bias)}" if parameters.bias else ""
    return (
        f"{parameters.activation}, w = {number(view.weight, 3)}{bias}: I(X;T) = H(T) = {view.binned.entropy:.4f} bits "
        f"in {view.occupied:,} occupied of {bins:,} bins. {distribution(view)} {comparison(view)}"
    )
