"""What folding loses: which branch of f an input was on, as far as the activation does not tell.

Y = f(w X + b) tells X but for the branch. Given Y = y, the branch k has the probability p(x_k) / |f'(z_k)|, divided by
the sum of the same over all branches that take the value y, and

    H(branch | Y) = E[-log2 P(branch of X | Y)].

It is finite, at most log2 of the number of branches, while I(X;Y) stays infinite; and
h(Y) = h(X) + log2 w + E[log2 |f'(w X + b)|] - H(branch | Y).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray
from minimal_model.branches import Branch
from minimal_model.checks import refuse
from minimal_model.folding_masses import branch_values, periods_in_reach
from minimal_model.inputs import NORMAL, REACH, AnyInput, Input, chosen_input, log_density, with_density
from minimal_model.setup import WEIGHTS, named_activation

# Nodes of a panel, and how fine panels become towards a point at which the integrand bends like a logarithm.
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(8)
_HALVINGS = 2.0 ** -np.arange(0.0, 32.0)
# The same towards a distant end: panels grow with the distance.
_DOUBLINGS = 2.0 ** np.arange(1.0, 60.0)


@dataclass(frozen=True)
class Nodes:
    """Net inputs on one branch, for integrals over the input.

    Attributes
    ----------
    branch : Branch
        The branch; of a periodic function that of one period.
    z : numpy.ndarray, shape (n,)
        Net inputs.
    mass : numpy.ndarray, shape (n, 1 or periods)
        What each stands for, in each of the periods that the input reaches: the density of the net input times the
        length around it.
    log_density : numpy.ndarray, shape (n,)
        ln of the density of the net input, summed over all periods.
    """

    branch: Branch
    z: FloatArray
    mass: FloatArray
    log_density: FloatArray


def folding(
    activation: str | Activation,
    *,
    bias: float = 0.0,
    weights: npt.ArrayLike = WEIGHTS,
    input: str | AnyInput = "normal",
) -> FloatArray:
    """Return H(branch | Y) in bits for every weight: what folding loses of the input, before anything is binned.

    A branch is a longest interval on which f is monotone in the wide sense: a flat piece belongs to its neighbour.

    Parameters
    ----------
    activation : str or Activation
        A name in `ACTIVATIONS`, or an activation of your own; if it folds it needs a `log_slope`.
    bias : float
        The bias b.
    weights : array_like, shape (weights,)
        The weights w, above zero.
    input : str or Input
        What X is drawn from: a name in `INPUTS`, or a distribution of your own that has a density. A column of data
        has none and is refused.

    Returns
    -------
    numpy.ndarray, shape (weights,)
        Conditional entropy in bits; zero where f does not fold.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    function = named_activation(activation)
    if function.counted_plainly:
        raise refuse("activation", function.name, "one whose branches are known: a formula can only be counted")
    population = with_density(chosen_input(input))
    if population.density is None:
        raise refuse("input", population.name, "one that has a density")
    bias, weights = checks.finite_number("bias", bias), checks.positive_vector("weights", weights)
    checks.bounded_net_input(population.of_normal(np.array([-REACH, REACH])), weights, bias)
    return folding_loss(function, weights, bias, population)


def folding_loss(activation: Activation, weights: FloatArray, bias: float, population: Input = NORMAL) -> FloatArray:
    """Return H(branch | Y) in bits for checked arguments, shape (weights,)."""
    if not activation.folds:
        return np.zeros_like(weights)
    if activation.folds_like is not None:
        return folding_loss(activation.folds_like, weights, bias, population)
    if activation.log_slope is None:
        raise refuse("activation", activation.name, "one that has a log_slope")
    losses = [_loss(activation, float(weight), bias, population) for weight in weights]
    return np.array(losses, dtype=np.float64)


def mean_log_slope(activation: Activation, weights: FloatArray, bias: float, population: Input = NORMAL) -> FloatArray:
    """Return E[ln |f'(w X + b)|] over the inputs at which f changes, for an activation that folds."""
    means = [
        sum(
            _integral(nodes, _log_slope(activation, nodes.z))
            for nodes in quadrature(activation, weight, bias, population)
        )
        for weight in weights.tolist()
    ]
    return np.array(means, dtype=np.float64)


def _integral(nodes: Nodes, values: FloatArray) -> float:
    mass = nodes.mass.sum(axis=1)
    return float(np.where(mass > 0, mass * values, 0.0).sum())


def _log_slope(activation: Activation, z: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        slope: FloatArray = activation.log_slopes(z)
    return slope


def _loss(activation: Activation, weight: float, bias: float, population: Input) -> float:
    period, start = activation.period, activation.branches[0].start
    many = period is not None and periods_in_reach(weight, bias, start, period, population) is None
    total = sum(
        _of_branch(activation, nodes, weight, bias, many, population)
        for nodes in quadrature(activation, weight, bias, population)
    )
    if many and period is not None:
        # The phase is uniform, and Y tells nothing of the period.
        total += population.entropy + float(np.log2(weight / period))
    return max(total, 0.0)


def _of_branch(
    activation: Activation, nodes: Nodes, weight: float, bias: float, many: bool, population: Input
) -> float:
    """Return the part of H(branch | Y) that inputs on one branch have, in bits."""
    own = _log_slope(activation, nodes.z)
    with np.errstate(all="ignore"):
        y = activation(nodes.z)
        # All densities of y, as multiples of what one of the net input makes here.
        every = nodes.log_density.copy()
        for branch in activation.branches:
            if branch is nodes.branch:
                continue
            low, high = branch_values(activation, branch)
            taken = (y > low) & (y < high)
            z = np.clip(
                branch.net_inputs(np.where(taken, y, (low + high) / 2 if np.isfinite(low + high) else y)),
                branch.start,
                branch.end,
            )
            density = _log_net_density(activation, z, weight, bias, many, population)
            there = density + own - _log_slope(activation, z)
            every = np.logaddexp(every, np.where(taken & ~np.isnan(there), there, -np.inf))
        # In a periodic function each period is a branch of its own, and its share of the mass at a phase is known.
        posterior = np.log(nodes.mass / nodes.mass.sum(axis=1, keepdims=True)) + (nodes.log_density - every)[:, None]
        bits = np.where(nodes.mass > 0, -posterior * nodes.mass, 0.0)
    return float(np.nan_to_num(bits, posinf=0.0, neginf=0.0).sum() / np.log(2.0))


def _log_net_density(
    activation: Activation, z: FloatArray, weight: float, bias: float, many: bool, population: Input
) -> FloatArray:
    """Return ln of the density of the net input, summed over all periods."""
    if activation.period is None:
        logarithm: FloatArray = log_density((z - bias) / weight, population) - np.log(weight)
        return logarithm
    if many:
        return np.full_like(z, -np.log(activation.period))
    shifts = periods_in_reach(weight, bias, activation.branches[0].start, activation.period, population)
    assert shifts is not None
    summed: FloatArray = np.log(_density(population, (z[:, None] + shifts - bias) / weight).sum(axis=1) / weight)
    return summed


def _density(population: Input, x: FloatArray) -> FloatArray:
    assert population.density is not None
    return population.density(x)


def quadrature(activation: Activation, weight: float, bias: float, population: Input = NORMAL) -> Iterator[Nodes]:
    """Yield nodes on every branch where f changes, by Gauss-Legendre panels.

    They are graded towards all places where the integrands bend: the ends of branches, and where f takes the value that
    another branch has at its end. None is longer than the scale of the input.
    """
    period, shifts, many = activation.period, np.zeros(1), False
    if period is not None:
        found = periods_in_reach(weight, bias, activation.branches[0].start, period, population)
        many = found is None
        shifts = np.zeros(1) if found is None else found
    ends = {value for branch in activation.branches for value in branch_values(activation, branch)}
    corners = bias + weight * _corners(population)
    ends |= {value for value in activation(corners).tolist() if np.isfinite(value)}
    scores = population.of_normal(np.arange(-REACH, REACH + 1))
    low, high = bias + scores[0] * weight, bias + scores[-1] * weight
    for branch in activation.branches:
        start, end = (float(place) for place in np.clip((branch.start, branch.end), *activation.rises))
        if period is None:
            start, end = (float(place) for place in np.clip((start, end), low, high))
        if not start < end:
            continue
        bends = np.concatenate(
            [[branch.start, branch.end], activation.rises, [0.0], corners, _levels(activation, branch, ends)]
        )
        cuts = _graded(bends[np.isfinite(bends)], start, end)
        scale = bias + weight * scores
        if period is not None:
            scale = (scale[:, None] - shifts).ravel() if weight < 2 * period else scale[:0]
        cuts = np.unique(np.concatenate([cuts, scale[(scale > start) & (scale < end)]]))
        half = np.diff(cuts)[:, None] / 2
        z = (cuts[:-1, None] + half + half * _NODES).ravel()
        length = (half * _NODE_WEIGHTS).ravel()
        if many and period is not None:
            density = np.full((z.size, 1), 1.0 / period)
        else:
            density = _density(population, (z[:, None] + shifts - bias) / weight) / weight
        with np.errstate(divide="ignore"):
            logarithm = np.log(density.sum(axis=1))
        yield Nodes(branch, z, density * length[:, None], logarithm)


def _corners(population: Input) -> FloatArray:
    """Return the inputs at which the density is not smooth: its kinks, and the ends of where it is above zero."""
    ends = np.concatenate([population.quantile(np.zeros(1)), population.upper(np.zeros(1))])
    return np.concatenate([population.kinks, ends[np.isfinite(ends)]])


def _levels(activation: Activation, branch: Branch, values: set[float]) -> FloatArray:
    """Return where f takes some values on a branch."""
    low, high = branch_values(activation, branch)
    inside = np.array([value for value in values if low < value < high], dtype=np.float64)
    with np.errstate(all="ignore"):
        return branch.net_inputs(inside) if inside.size else inside


def _graded(bends: FloatArray, start: float, end: float) -> FloatArray:
    """Return the ends of panels from `start` to `end` that get shorter towards each bend."""
    inside = np.unique(np.clip(bends, start, end))
    steps = np.concatenate([-_DOUBLINGS[::-1], -_HALVINGS, [0.0], _HALVINGS[::-1], _DOUBLINGS])
    cuts = np.concatenate([(inside[:, None] + steps).ravel(), [start, end]])
    return np.unique(cuts[(cuts >= start) & (cuts <= end)])
