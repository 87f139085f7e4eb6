"""The mutual information behind noise in place of bins: I(X; Y + N(0, s²)) = h(Y + N) - h(N).

The differential entropy of the noisy activation is integrated over its values. Those near kinks, flat pieces and bends
of f are looked at in panels of some s, the tails beyond in panels as wide as the tail.
"""

import math

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.inputs import NORMAL, AnyInput, Input, with_density
from minimal_model.noise.density import CUT, Blur
from minimal_model.noise.pieces import Piece, pieces
from minimal_model.noise.quadrature import even, panels, surprise
from minimal_model.setup import WEIGHTS, Setup

SMALLEST_NOISE, LARGEST_NOISE = 1e-3, 1e3
# Beyond these the steps of the integrals would be too many, or lose their digits.
LARGEST_WEIGHT = 1e4
# The values near to what is not smooth: sixteen nodes to this many s.
_PANEL = 5.0
# A tail is smooth enough from this many s on.
_SMOOTH = 20.0
# Panels of a curved tail are at most so many times as long as all before them.
_GROWTH = 3.0
# Standard deviations of a normal input that count, and probabilities that do not.
_REACH = 7.5
_NOTHING = 1e-13
_STEPS = np.arange(-_REACH, _REACH + 1, 2.5)
# Of Y = X², say, the density grows towards the turning point.
_FINE_STEPS = np.arange(-_REACH, _REACH + 1, 1.25)
_SHARES = np.concatenate([10.0 ** -np.arange(13.0, 1.0, -0.5), [0.05, 0.1, 0.175, 0.25, 0.35, 0.42, 0.5]])
# A function of period P is at weight w like at all larger ones, to 1e-12, once w exceeds this part of P.
_EVEN_PHASE = 1.25
# Net inputs times changes of f that are summed at most.
_MOST = 2e6


def noisy_curve(
    activation: str | Activation,
    *,
    noise: float,
    bias: float = 0.0,
    weights: npt.ArrayLike = WEIGHTS,
    input: str | AnyInput = "normal",
) -> FloatArray:
    """Return I(X; Y + N(0, s²)), the information that is left when noise takes the place of bins.

    Parameters
    ----------
    activation : str or Activation
        A name in `ACTIVATIONS`, or an activation of your own; a tail that is neither flat nor straight needs its
        `log_slope`.
    noise : float
        Standard deviation s of the noise, 0.001 to 1,000.
    bias : float
        The bias b.
    weights : array_like, shape (weights,)
        The weights w, above zero and at most 10,000.
    input : str or Input
        A name in `INPUTS`, or a distribution of your own that has a density.

    Returns
    -------
    numpy.ndarray, shape (weights,)
        The information in bits, of the whole distribution and not of a sample, to 1e-6 bits.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.

    Notes
    -----
    I = h(Y + N) - h(N), since X tells Y, and N is independent of it (Cover & Thomas 2006, section 9.1);
    h(N) = (1/2) log2(2 π e s²).
    """
    noise = checks.number_between("noise", noise, SMALLEST_NOISE, LARGEST_NOISE)
    setup = Setup.checked(activation, bias=bias, weights=weights, input=input)
    return behind_noise(setup, noise)


def behind_noise(setup: Setup, noise: float) -> FloatArray:
    """Return the information in bits behind noise for a setup, whose bins are not used."""
    setup.needs_more_than_values()
    source, activation, weights = with_density(setup.input), setup.activation, setup.weights
    if source.density is None:
        raise refuse("input", source.name, "one that has a density")
    for name, largest in (("weights", float(weights.max())), ("bias", abs(setup.bias))):
        if largest > LARGEST_WEIGHT:
            raise refuse(name, f"up to {largest:g}", f"at most {LARGEST_WEIGHT:g} in size with noise")
    normal = source is NORMAL
    if normal and activation.period is not None:
        weights = np.minimum(weights, _EVEN_PHASE * activation.period)
    distinct, place = np.unique(weights, return_inverse=True)
    low, high = (-_REACH, _REACH) if normal else _range(source)
    found = pieces(activation, noise)
    entropy = np.empty(distinct.size)
    # Weights of an octave share their nodes; a density with kinks has its own for each weight.
    octaves = np.floor(np.log2(distinct)) if normal else np.arange(distinct.size)
    for octave in np.unique(octaves):
        chosen = octaves == octave
        blur = Blur(activation, distinct[chosen, None], setup.bias, noise, source, low, high)
        entropy[chosen] = _entropy(blur, found)
    return np.asarray(entropy - normal_entropy(noise))[place]


def width_of(deviation: float) -> float:
    """Return the width of a bin that has the entropy of normal noise, Δ = s √(2πe): both then stand on one axis."""
    return deviation * float(np.sqrt(2 * math.pi * math.e))


def normal_entropy(deviation: float) -> float:
    """Return h(N) in bits of normal noise."""
    return 0.5 * float(np.log2(2 * math.pi * math.e * deviation**2))


def _range(source: Input) -> tuple[float, float]:
    none = np.array([_NOTHING])
    return float(source.quantile(none)[0]), float(source.upper(none)[0])


def _entropy(blur: Blur, found: list[Piece]) -> FloatArray:
    """Return h(Y + N) in bits for each of the weights."""
    low, high = blur.net_inputs
    live = [piece for piece in found if piece.end > low and piece.start < high]
    lines = [piece for piece in live if piece.straight and not piece.flat and blur.normal]
    atoms = [piece for piece in live if piece.flat]
    summed = [_Summed(blur, piece) for piece in live if piece not in lines and piece not in atoms]
    marks = [piece.intercept for piece in atoms]
    marks += [
        piece.slope * end + piece.intercept for piece in lines for end in (piece.start, piece.end) if low < end < high
    ]
    marks += [level for part in summed for level in part.marks]
    steep = [part for part in summed if part.tails]
    if not marks:  # one line is all that the inputs see
        values, widths = panels(_line_steps(blur, lines[0]))
        return np.asarray((surprise(blur.line(lines[0], values)) * widths).sum(axis=1))
    start, end = min(marks) - CUT * blur.noise, max(marks) + CUT * blur.noise
    values, widths = even(start, end, _PANEL * blur.noise)
    density = np.zeros((blur.weights.size, values.size))
    for piece in lines:
        density += blur.line(piece, values[None, :])
    for piece in atoms:
        density += blur.atom(piece, values)
    for part in summed:
        density += blur.summed(*part.heard(start, end), values)
    entropy: FloatArray = surprise(density) @ widths
    for upwards, edge in ((True, end), (False, start)):
        breaks = [_line_steps(blur, piece) for piece in lines if _goes(blur, piece, upwards)]
        breaks += [part.steps() for part in steep if part.goes(upwards)]
        if breaks:
            cuts = np.concatenate(breaks, axis=1)
            if any(part.goes(upwards) for part in steep):
                cuts = np.concatenate([cuts, _away(cuts, edge, blur.noise, upwards)], axis=1)
            values, widths = panels(_beyond(cuts, edge, upwards))
            density = np.zeros(values.shape)
            for piece in lines:
                density += blur.line(piece, values)
            for part in steep:
                density += blur.averaged(part.piece, values)
            entropy += (surprise(density) * widths).sum(axis=1)
    return entropy


def _goes(blur: Blur, piece: Piece, upwards: bool) -> bool:
    """Return whether a straight piece goes on in a direction for as far as there are inputs."""
    low, high = blur.net_inputs
    return (piece.end >= high and (piece.slope > 0) == upwards) or (piece.start <= low and (piece.slope < 0) == upwards)


def _line_steps(blur: Blur, piece: Piece) -> FloatArray:
    """Return values at which to cut the tail of a line, shape (weights, cuts)."""
    spread = np.sqrt((piece.slope * blur.weights) ** 2 + blur.noise**2)
    return np.asarray(piece.slope * blur.bias + piece.intercept + spread * _STEPS)


def _away(breaks: FloatArray, edge: float, noise: float, upwards: bool) -> FloatArray:
    """Return cuts that grow apart from an edge on, as far as other cuts reach.

    Close to it the density of a curved tail may still change as that of X² does near zero.
    """
    side = 1.0 if upwards else -1.0
    farthest = (side * breaks).max(axis=1, keepdims=True)
    number = max(1, int(np.ceil(np.log(max(float(farthest.max()) - side * edge, noise) / noise) / np.log(_GROWTH))))
    return np.asarray(side * np.minimum(side * edge + noise * _SMOOTH * _GROWTH ** np.arange(number), farthest))


def _beyond(breaks: FloatArray, edge: float, upwards: bool) -> FloatArray:
    """Return breaks of a tail in order, from its edge on, without those that are double for all weights."""
    clipped = np.maximum(breaks, edge) if upwards else np.minimum(breaks, edge)
    cuts = np.sort(np.concatenate([clipped, np.full((breaks.shape[0], 1), edge)], axis=1), axis=1)
    kept = np.append((np.diff(cuts, axis=1) > 0).any(axis=0), True)
    return cuts[:, kept]


class _Summed:
    """A piece whose part near to what is not smooth is summed over nodes, and what there is of tails averaged.

    Attributes
    ----------
    piece : Piece
    tails : list of int
        The sides, -1 or 1, on which there is more of it than is summed.
    marks : list of float
        The extremes of f on what has to be summed.
    """

    def __init__(self, blur: Blur, piece: Piece) -> None:
        self.piece, self._blur = piece, blur
        low, high = blur.net_inputs
        self.tails: list[int] = []
        activation = blur.activation
        if activation.period is not None:
            self.marks = list(activation.limits)
            return
        left, right = max(piece.start, low), min(piece.end, high)
        # Close together where f bends and where the inputs are.
        ways = np.geomspace(1e-3, max(high - low, 1.0), 300)
        near = np.concatenate([center + side * ways for center in (0.0, blur.bias) for side in (-1, 1)])
        grid = np.unique(np.concatenate([np.linspace(left, right, 301), near]))
        self._net = grid[(grid >= left) & (grid <= right)]
        self._levels = activation.function(self._net)
        first, last = 0, self._net.size - 1
        for side, end in ((-1, piece.start), (1, piece.end)):
            if np.isfinite(end) or np.isfinite(activation.ends[0 if side < 0 else 1]):
                continue
            far = self._far(side)
            if far is None:
                continue
            if not piece.straight and activation.log_slope is None:
                raise refuse("activation", activation.name, "one that has a log_slope, or tails that are lines")
            self.tails.append(side)
            first, last = (far, last) if side < 0 else (first, far)
        near_levels = self._levels[first : last + 1]
        self.marks = [float(near_levels.min()), float(near_levels.max())]

    def _far(self, side: int) -> int | None:
        """Return from which place on a tail is smooth: some s from kinks, rough places and the bulk of the inputs."""
        places = [self._blur.bias, *self._blur.rough]
        base = max(side * self._net[0 if side > 0 else -1], *(side * place for place in places)) * side
        level = self._blur.activation.function(np.array([base]))
        smooth = (side * (self._net - base) > 0) & (np.abs(self._levels - level) >= _SMOOTH * self._blur.noise)
        found = np.flatnonzero(smooth)
        return None if found.size == 0 else int(found[0] if side > 0 else found[-1])

    def heard(self, start: float, end: float) -> tuple[float, float]:
        """Return the net inputs that are seen through the noise between two values."""
        if self._blur.activation.period is not None:
            first = self._blur.activation.branches[0].start
            return first, first + self._blur.activation.period
        within = CUT * self._blur.noise
        seen = np.flatnonzero((self._levels > start - within) & (self._levels < end + within))
        return float(self._net[max(seen[0] - 1, 0)]), float(self._net[min(seen[-1] + 1, self._net.size - 1)])

    def goes(self, upwards: bool) -> bool:
        """Return whether one of the tails tends to infinity in a direction."""
        ends = self._blur.activation.ends
        return any((ends[0 if side < 0 else 1] > 0) == upwards for side in self.tails)

    def steps(self) -> FloatArray:
        """Return values at which to cut the tails, shape (weights, cuts)."""
        source = self._blur.input
        x = _FINE_STEPS if self._blur.normal else np.concatenate([source.quantile(_SHARES), source.upper(_SHARES)])
        net = np.clip(self._blur.bias + self._blur.weights * x, self.piece.start, self.piece.end)
        return self._blur.activation.function(net)
