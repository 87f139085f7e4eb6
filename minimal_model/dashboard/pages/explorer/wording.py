"""The sentences that say in words what the numbers of a view say.

They state what was counted and judge nothing by a threshold of their own, so that no two of them can contradict each
other.
"""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number, part_of_samples
from minimal_model.dashboard.results.view import View, fullest_bins
from minimal_model.explain.verdict import verdict
from minimal_model.noise.curve import width_of
from minimal_model.state.parameters import Parameters


def readout(view: View) -> str:
    """Return the line under the controls: what this ruler says over the sweep, then what it says at this weight."""
    if view.parameters.recorded:
        return at_this_weight(view)
    return f"{over_the_sweep(view)} {at_this_weight(view)}"


def over_the_sweep(view: View) -> str:
    """Say whether the neuron loses, keeps or gains information by this ruler, and from where to where."""
    ruler = f"noise of s = {number(view.parameters.noise, 3)}" if view.parameters.noise else f"{view.ruler.label} bins"
    start, weights, curve = f"By {ruler} {view.activation.name}", view.parameters.weights, view.curve
    given = verdict(curve)
    low, high = f"{curve.min():.2f}", f"{curve.max():.2f}"
    if given.name == "constant":
        return f"{start} keeps its information: " + (
            f"{low} bits at every weight." if low == high else f"{low} to {high} bits at all weights."
        )
    does, where = ("loses", curve.argmax()) if given.name == "compresses" else ("gains", curve.argmin())
    return (
        f"{start} {does} information: {curve[where]:.2f} bits at w = {number(weights[where], 3)}, {curve[-1]:.2f} at "
        f"w = {number(weights[-1], 3)}."
    )


def at_this_weight(view: View) -> str:
    """Say how much T holds at the chosen weight, and in which bins."""
    parameters, bins = view.parameters, view.binned.counts.size
    bias = f", b = {number(parameters.bias)}" if parameters.bias else ""
    if parameters.noise:
        return (
            f"{view.activation.name}, w = {number(view.weight, 3)}{bias}: I(X; Y + N) = {view.bits:.4f} bits behind "
            f"noise, which has the entropy of a bin of width {number(width_of(parameters.noise), 3)}; there are no "
            "bins."
        )
    why = reason(view)
    neuron, holds = f"{view.activation.name}, w = {number(view.weight, 3)}{bias}", "I(X;T) = H(T)"
    if parameters.recorded:
        neuron, holds = f"By {view.ruler.label} bins the recorded activations", "H(T)"
    return (
        f"{neuron}: {holds} = {view.bits:.4f} bits "
        f"in {view.occupied:,} occupied of {bins:,} bins{f' ({why})' if why else ''}; {distribution(view)}."
    )


def distribution(view: View) -> str:
    """Say what the fullest bins hold."""
    if view.occupied == 1:
        return "all samples share it, so T says nothing about X"
    many, share = fullest_bins(view)
    which = "the fullest holds" if many == 1 else "the two fullest hold"
    return f"{which} {part_of_samples(share, view.x.size)}"


def reason(view: View) -> str:
    """Say why not all bins are occupied, where that is known; empty if it is not, or if all or only one is."""
    counts, samples = view.binned.counts, view.x.size
    if view.occupied in (1, counts.size):
        return ""
    if view.ruler.equally_full and (said := tied(view.binned.activations)):
        return said
    if samples < counts.size and not view.ruler.sized_by_width:
        return f"{samples:,} samples fill no more than {samples:,}"
    if view.ruler.invariant and (said := flattened(view)):
        return said
    first, last = np.flatnonzero(counts)[[0, -1]]
    reached = int(last - first) + 1
    if view.ruler.one_for_all and reached < counts.size:
        return f"this weight reaches {reached:,}"
    return ""


def tied(activations: FloatArray) -> str:
    """Say which activations are equal; those share a bin. They are in ascending order."""
    values, counts = np.unique(activations, return_counts=True)
    ties = counts > 1
    if not ties.any():
        return ""
    if ties.sum() == 1:
        return f"{counts.max():,} activations are the same {number(float(values[ties][0]), 3)}, and share one"
    return f"{values.size:,} different activations; equal ones share one"


def flattened(view: View) -> str:
    """Say how many samples lie where f is flat: bins that are spaced by the net input do not tell those apart."""
    start, end = view.activation.rises
    z = view.weight * view.x + view.parameters.bias
    below, above = int((z < start).sum()), int((z > end).sum())
    shared = "two" if below and above else "one"
    return f"f is flat at {below + above:,} samples, which share {shared}" if below or above else ""


def ghost(view: View) -> str:
    """Say what the curve before the last choice has at this weight, and the new one; empty if there is none."""
    if view.before is None:
        return ""
    old, new = view.before.parameters, view.parameters
    before = float(np.interp(view.weight, old.weights, view.before.curve))
    pairs = [(old.function.name, new.function.name), (ruler_name(old), ruler_name(new))]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    if not changed:
        return ""
    named = [" and ".join(names) for names in zip(*changed, strict=True)]
    return f"{before:.2f} bits with {named[0]}, {view.bits:.2f} with {named[1]} at w = {number(view.weight, 3)}"


def ruler_name(parameters: Parameters) -> str:
    """Return the name of the ruler: that of the binning, or noise."""
    return "noise" if parameters.noise else parameters.binning
