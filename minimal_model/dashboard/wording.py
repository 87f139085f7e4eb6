"""The sentences that say in words what the numbers of a view say."""

import math

import numpy as np

from minimal_model.dashboard.view import View

MOST_REMARKS = 8
MINUS = "\N{MINUS SIGN}"


def number(value: float, digits: int = 2) -> str:
    """Return a number with a real minus sign and no trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return text.replace("-", MINUS) if text != "-0" else "0"


def bits(value: float) -> str:
    """Return a number of bits to the thousandth; below a hundredth with two digits, down to the millionth."""
    size, digits = abs(value), 3
    if 5e-7 <= size < 0.00995:
        digits = min(6, 1 - math.floor(math.log10(size)))
    text = f"{value:.{digits}f}"
    return text.replace("-", MINUS) if size >= 5e-7 else f"{0:.3f}"


def fullest_bins(view: View) -> tuple[int, float]:
    """Return how many of the fullest bins are worth naming, and the share of the samples in them.

    As few bins as hold half of the samples, but never more than two.
    """
    shares = np.sort(view.binned.counts)[::-1] / view.x.size
    many = 1 if shares[0] >= 0.5 or shares.size == 1 else 2
    return many, float(shares[:many].sum())


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


def notice(remarks: list[str]) -> str:
    """Return the one line that says what was corrected, empty if nothing was."""
    if not remarks:
        return ""
    more = f"; and {len(remarks) - MOST_REMARKS} more" if len(remarks) > MOST_REMARKS else ""
    line = "Corrected to what is allowed: " + "; ".join(remarks[:MOST_REMARKS]) + more + "."
    # A value may hold half of a surrogate pair, which is no text that can be sent.
    return line.encode("utf-8", "replace").decode("utf-8")
