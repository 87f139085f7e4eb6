"""Which choices decide whether a curve compresses: shares, and the variance that each choice explains."""

from collections.abc import Sequence
from itertools import combinations, product
from math import factorial

import numpy as np

from minimal_model import checks
from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import Value


def explained_variance(table: StudyTable, threshold: float = 0.1) -> dict[str, float]:
    """Return which share of the verdict's variance each choice explains.

    The verdict is 1 where a curve compresses: where it ends more than the threshold below its highest value. In a
    balanced factorial the variance of its means over the groups that a set of choices makes is what the set explains,
    exactly. A choice gets the Shapley value of that: what it adds to a set, averaged over all orders in which choices
    can be added (Shapley 1953; Owen 2014).

    Parameters
    ----------
    table : StudyTable
        What `run` returns.
    threshold : float
        Smallest change that counts, in bits; zero or above.

    Returns
    -------
    dict of str to float
        Shares by choice, which sum to 1; choices of a single value are left out. All are 0 if the verdict never varies.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    names = [name for name, values in _checked(table).specifications.choices.items() if len(values) > 1]
    verdicts = compresses(table, threshold).reshape([len(table.specifications.choices[name]) for name in names])
    many, explained = len(names), _explained_by_sets(verdicts)
    whole = explained[frozenset(range(many))]
    if whole == 0:
        return dict.fromkeys(names, 0.0)
    shares = {}
    for choice, name in enumerate(names):
        others, total = [k for k in range(many) if k != choice], 0.0
        for size in range(many):
            orders = factorial(size) * factorial(many - 1 - size) / factorial(many)
            for chosen in map(frozenset, combinations(others, size)):
                total += orders * (explained[chosen | {choice}] - explained[chosen])
        shares[name] = total / whole
    return shares


def _explained_by_sets(verdicts: FloatArray) -> dict[frozenset[int], float]:
    """Return the variance of the groups' means for each set of axes, from the means of a set that has one axis more."""
    every = frozenset(range(verdicts.ndim))
    # Averaged axes keep their place, with one entry.
    means = {every: verdicts}
    for size in range(verdicts.ndim - 1, -1, -1):
        for axes in map(frozenset, combinations(range(verdicts.ndim), size)):
            averaged = min(every - axes)
            means[axes] = means[axes | {averaged}].mean(axis=averaged, keepdims=True)
    return {axes: float(mean.var()) for axes, mean in means.items()}


def shares(
    table: StudyTable, threshold: float = 0.1, by: Sequence[str] = ("activation", "binning")
) -> dict[tuple[Value, ...], float]:
    """Return the share of curves that compress, for each combination of the values of some choices.

    Parameters
    ----------
    table : StudyTable
        What `run` returns.
    threshold : float
        Smallest change that counts, in bits; zero or above.
    by : sequence of str
        The choices, each of them once.

    Returns
    -------
    dict of tuple to float
        Shares between 0 and 1 by the values of the choices, in the order of `by`.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    choices = _checked(table).specifications.choices
    if isinstance(by, str) or not isinstance(by, Sequence):
        raise refuse("by", by, "a sequence of choices, each of them once")
    axes = [list(choices).index(checks.one_of("by", name, tuple(choices))) for name in by]
    if len(set(axes)) < len(axes):
        raise refuse("by", by, "a sequence of choices, each of them once")
    others = tuple(axis for axis in range(len(choices)) if axis not in axes)
    means = compresses(table, threshold).reshape(table.specifications.shape).mean(axis=others)
    kept = sorted(axes)
    means = means.transpose([kept.index(axis) for axis in axes])
    return dict(zip(product(*(choices[name] for name in by)), means.ravel().tolist(), strict=True))


def compresses(table: StudyTable, threshold: float) -> FloatArray:
    """Return 1 for each curve that ends more than the threshold below its highest value, 0 for the others."""
    threshold = checks.finite_number("threshold", threshold)
    if threshold < 0:
        raise refuse("threshold", threshold, "zero or above")
    highest, last = table.results[:, 2], table.results[:, 1]
    return (highest - last > threshold).astype(np.float64)


def _checked(table: object) -> StudyTable:
    if not isinstance(table, StudyTable):
        raise refuse("table", table, "what run() returns")
    return table
