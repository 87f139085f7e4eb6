"""The density of Y + N(0, s²) at given values, for some weights at a time, as a sum over the pieces of f.

A line has a closed form with a normal input, a flat piece is an atom and has one with any. What is curved is summed
over nodes of the net input, which all weights share. Where Y's own density hardly changes within a few s, far out on a
steep piece, it is averaged over the noise instead.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.branches import Branch
from minimal_model.checks import refuse
from minimal_model.inputs import NORMAL, Input
from minimal_model.noise.pieces import Piece
from minimal_model.noise.quadrature import by_cost

# What lies further off than this many s is not seen: 2e-9 of its mass.
CUT = 6.2
# Sixteen nodes to this change of f, in s, and to this part of the width of the input's density.
CHANGE, _PART = 5.0, 2.5
# The narrowest part of an input that is not normal, where it is not rough.
_NARROWEST = 0.35
# A line on so many of these need not be looked at more closely.
_SHORT = 100
# Places at which the change of f is looked at, up to 1 and for each e-fold beyond.
_GRID = 100
_AROUND = np.geomspace(0.1, 1e3, 60)
_AROUND = np.concatenate([-_AROUND, [0.0], _AROUND])
# Values that are summed over their own nodes at a time.
_BLOCK = 96
_NOISES, _NOISE_WEIGHTS = np.polynomial.hermite_e.hermegauss(10)
_NOISE_WEIGHTS = _NOISE_WEIGHTS / _NOISE_WEIGHTS.sum()
# Periods out to this many inputs are folded one by one, and to fewer where a period is but a small part of them.
_FOLDED, _FOLDED_POWER = 40.0, 0.4
_MOST_FOLDS = 20_000
_ROOT_TAU = float(np.sqrt(2 * np.pi))


# Probabilities at whose quantiles panels end.
_SHARES = np.concatenate([10.0 ** -np.arange(13.0, 1.0, -0.5), [0.05, 0.1, 0.175, 0.25, 0.35, 0.42, 0.5]])
# Standard deviations of a normal input that count, and probabilities of another that do not.
_REACH = 7.5
_NOTHING = np.array([1e-13])
# A median that is zero but for rounding.
_CENTRED = 1e-9


@dataclass(frozen=True)
class Source:
    """An input, and where it lies.

    Attributes
    ----------
    input : Input
    low, high : float
        The inputs between which practically all of them lie.
    steps : numpy.ndarray, shape (n,)
        Inputs between which its density is much alike.
    quartiles : numpy.ndarray, shape (3,)
        The median between the two.
    rough : numpy.ndarray, shape (any,)
        Where its density has kinks or ends.
    cuts : numpy.ndarray, shape (any,)
        The same, and ever closer to an end: there the density may fall faster and faster.
    """

    input: Input
    low: float
    high: float
    steps: FloatArray
    quartiles: FloatArray
    rough: FloatArray
    cuts: FloatArray

    @property
    def normal(self) -> bool:
        """Whether it is the standard-normal input."""
        return self.input is NORMAL

    @classmethod
    def of(cls, given: Input) -> "Source":
        """Return an input with its quantiles looked up."""
        quartiles = given.quantile(np.array([0.25, 0.5, 0.75]))
        if given is NORMAL:  # of Y = X², say, the density grows towards the turning point
            none = np.empty(0)
            return cls(given, -_REACH, _REACH, np.arange(-_REACH, _REACH + 1, 1.25), quartiles, none, none)
        ends = np.concatenate([given.quantile(np.zeros(1)), given.upper(np.zeros(1))])
        steps = np.concatenate([given.quantile(_SHARES), given.upper(_SHARES)])
        low, high = float(given.quantile(_NOTHING)[0]), float(given.upper(_NOTHING)[0])
        ends = ends[np.isfinite(ends)]
        closer = ends[:, None] + (given.median - ends[:, None]) * 2.0 ** -np.arange(8)
        rough = np.unique([*given.kinks, *ends])
        return cls(given, low, high, steps, quartiles, rough, np.unique([*rough, *closer.ravel()]))

    @property
    def scales(self) -> bool:
        """Whether weights differ in nothing but how far its density is spread, about one place and smoothly."""
        return self.normal or bool((np.abs([self.input.median, *self.rough]) < _CENTRED).all())


@dataclass(frozen=True)
class Blur:
    """A neuron at some weights, and the noise behind it.

    Attributes
    ----------
    activation : Activation
    weights : numpy.ndarray, shape (weights, 1)
    bias, noise : float
    source : Source
    """

    activation: Activation
    weights: FloatArray
    bias: float
    noise: float
    source: Source

    @property
    def input(self) -> Input:
        """The input itself."""
        return self.source.input

    @property
    def normal(self) -> bool:
        """Whether lines have a closed form."""
        return self.source.normal

    @cached_property
    def net_inputs(self) -> tuple[float, float]:
        """The net inputs between which practically all of them lie, at any of the weights."""
        largest = float(self.weights.max())
        return self.bias + largest * self.source.low, self.bias + largest * self.source.high

    @property
    def bulk(self) -> FloatArray:
        """The net inputs of the lower quartile, the median and the upper quartile, at the smallest weight."""
        return self.bias + float(self.weights[0, 0]) * self.source.quartiles

    def line(self, piece: Piece, values: FloatArray) -> FloatArray:
        """Return what the normal input on a straight piece adds to the density at `values`, shape (weights or 1, n).

        It is the density of all of the line, times the probability that the net input was in the piece, given it.
        """
        weights, variance = self.weights, self.noise**2
        spread = np.sqrt((piece.slope * weights) ** 2 + variance)
        scores = (values - piece.slope * self.bias - piece.intercept) / spread
        density: FloatArray = np.exp(-0.5 * scores**2) / (spread * _ROOT_TAU)
        if piece.start == -np.inf and piece.end == np.inf:
            return density
        share = (weights / spread) ** 2 * piece.slope
        middle = self.bias + share * (values - piece.slope * self.bias - piece.intercept)
        width = weights * self.noise / spread
        left, right = (piece.start - middle) / width, (piece.end - middle) / width
        if piece.start == -np.inf:
            return np.asarray(density * ndtr(right))
        if piece.end == np.inf:
            return np.asarray(density * ndtr(-left))
        share_of_piece = np.where(left > 0, ndtr(-left) - ndtr(-right), ndtr(right) - ndtr(left))
        return np.asarray(density * share_of_piece)

    def atom(self, piece: Piece, values: FloatArray) -> FloatArray:
        """Return what a flat piece adds to the density at `values`, shape (n,)."""
        ends = (np.array([[piece.start, piece.end]]) - self.bias) / self.weights
        away = (values - piece.intercept) / self.noise
        return self.input.masses(ends) * (np.exp(-0.5 * away**2) / (self.noise * _ROOT_TAU))

    def within(self, piece: Piece) -> tuple[float, float]:
        """Return the net inputs of a piece between which practically all lie that it sees at any of the weights."""
        low, high = self.net_inputs
        return max(piece.start, low), min(piece.end, high)

    def image(self, piece: Piece) -> tuple[float, float]:
        """Return f at the two of them."""
        if piece not in self._images:
            first, last = self.activation(np.array(self.within(piece))).tolist()
            self._images[piece] = first, last
        return self._images[piece]

    @cached_property
    def _images(self) -> dict[Piece, tuple[float, float]]:
        return {}

    def crosses(self, piece: Piece, start: float, end: float) -> bool:
        """Return whether a piece adds to the density anywhere between two values."""
        ends = self.image(piece)
        return max(ends) + CUT * self.noise > start and min(ends) - CUT * self.noise < end

    def rises_without_end(self, piece: Piece) -> bool:
        """Return whether f tends to an infinity on a piece."""
        left, right = self.activation.ends
        return bool((piece.start == -np.inf and np.isinf(left)) or (piece.end == np.inf and np.isinf(right)))

    def summed(self, piece: Piece, values: FloatArray) -> FloatArray:
        """Return what a smooth piece adds to the density at ascending `values`, shape (weights, n)."""
        noise, weights = self.noise, self.weights
        density = np.zeros((weights.size, values.size))
        heard_from = self._heard(piece, float(values[0]), float(values[-1]))
        if heard_from is None:
            return density
        net, widths = self._nodes(piece, *heard_from)
        levels = self.activation(net)
        masses = self._net_density(net) * (widths / (noise * _ROOT_TAU))
        for first in range(0, values.size, _BLOCK):
            block = values[first : first + _BLOCK]
            heard = (levels > block[0] - CUT * noise) & (levels < block[-1] + CUT * noise)
            if heard.any():
                away = (levels[heard, None] - block) / noise
                density[:, first : first + _BLOCK] = masses[:, heard] @ np.exp(-0.5 * away**2)
        return density

    def averaged(self, piece: Piece, values: FloatArray) -> FloatArray:
        """Return what a steep tail adds at `values`, shape (weights, n): Y's own density, averaged over the noise."""
        levels = values[..., None] - self.noise * _NOISES
        with np.errstate(all="ignore"):
            if piece.straight:
                net, slope = (levels - piece.intercept) / piece.slope, np.full((), abs(piece.slope))
            else:
                net = self._branch(piece).net_inputs(levels)
                slope = np.exp(self.activation.log_slopes(net))
            inside = (net > piece.start) & (net < piece.end)
            x = (np.where(inside, net, self.bias) - self.bias) / self.weights[..., None]
            own = self.input_density(x) / (self.weights[..., None] * slope)
        density: FloatArray = np.where(inside, own, 0.0) @ _NOISE_WEIGHTS
        return density

    def _branch(self, piece: Piece) -> Branch:
        """Return the branch that a piece is part of."""
        return next(one for one in self.activation.branches if one.start <= piece.start and piece.end <= one.end)

    def _heard(self, piece: Piece, low: float, high: float) -> tuple[float, float] | None:
        """Return between which net inputs a piece is seen through the noise at values from `low` to `high`."""
        period = self.activation.period
        if period is not None:
            start = self.activation.branches[0].start
            return start, start + period
        ends = sorted(zip(self.image(piece), self.within(piece), strict=True))
        wanted = low - CUT * self.noise, high + CUT * self.noise
        if wanted[1] <= ends[0][0] or wanted[0] >= ends[1][0]:
            return None
        found = [
            end if wanted[0] <= level <= wanted[1] else float(self._branch(piece).net_inputs(np.array([at]))[0])
            for at, (level, end) in zip(wanted, ends, strict=True)
        ]
        return min(found), max(found)

    def _net_density(self, net: FloatArray) -> FloatArray:
        """Return the density of the net input, shape (weights, n); for a periodic f folded into one period."""
        period = self.activation.period
        if period is None:
            return self.input_density((net - self.bias) / self.weights) / self.weights
        low, high = self.folded
        folds = np.arange(np.floor((low - net[-1]) / period) - 1, np.ceil((high - net[0]) / period) + 2)
        if folds.size > _MOST_FOLDS:
            raise refuse(
                "weights",
                f"up to {self.weights.max():g}",
                f"such that f has at most {_MOST_FOLDS} periods on the inputs",
            )
        density = np.zeros((self.weights.size, net.size))
        for fold in folds:
            density += self.input_density((net + fold * period - self.bias) / self.weights)
        # Beyond, the density hardly changes within a period, so that what is left spreads evenly.
        ends = (net + (folds[[0, -1], None] + [[-0.5], [0.5]]) * period - self.bias) / self.weights[:, None]
        rest = self.input.cdf(ends[:, 0]) + self.input.sf(ends[:, 1])
        return density / self.weights + rest / period

    @property
    def folded(self) -> tuple[float, float]:
        """The net inputs between which the periods of f are folded one by one."""
        period, (low, high) = self.activation.period, self.net_inputs
        assert period is not None
        # What the last of them leaves out is as the square of a period in terms of inputs.
        largest = float(self.weights.max())
        far = _FOLDED * largest * min(1.0, (period / largest) ** _FOLDED_POWER)
        far = max(far, *np.abs(self.rough - self.bias), 0.0) + 3 * period
        return max(low, self.bias - far), min(high, self.bias + far)

    def input_density(self, x: FloatArray) -> FloatArray:
        """Return the density of the input."""
        assert self.input.density is not None
        return self.input.density(x)

    @property
    def rough(self) -> FloatArray:
        """The net inputs where the density of the input has a kink or an end, for the one weight there then is."""
        return self.bias + float(self.weights[0, 0]) * self.source.rough

    def _nodes(self, piece: Piece, start: float, end: float) -> tuple[FloatArray, FloatArray]:
        narrow, period, center = float(self.weights.min()), self.activation.period, self.bias
        rough = self.bias + narrow * self.source.cuts
        if period is not None:
            rough, center = start + np.mod(rough - start, period), start + np.mod(center - start, period)
        cuts = np.unique(np.concatenate([[start], rough[(rough > start) & (rough < end)], [end]]))
        unit = _PART * _NARROWEST * narrow
        if piece.straight and (end - start) < _SHORT * unit:  # without a look at how f changes
            return by_cost(cuts, cuts, (cuts - start) * (abs(piece.slope) / (CHANGE * self.noise) + 1 / unit))
        # Closest together near zero, where f may bend.
        first, last = np.arcsinh(start), np.arcsinh(end)
        even = np.sinh(np.linspace(first, last, int(np.clip((last - first) * _GRID, 200, 20_000))))
        grid = np.concatenate([even, cuts, center + narrow * _AROUND])
        grid = grid[(grid >= start) & (grid <= end)]
        grid.sort()
        middle = (grid[1:] + grid[:-1]) / 2
        away = np.abs(middle - center)
        reach = (away if period is None else np.minimum(away, period - away)) / narrow
        # Bends of f are as wide as the net input is large, and at least about 1.
        width = np.minimum(
            _PART * narrow * np.maximum(1.0 if self.normal else _NARROWEST, reach / 4), 3 * (1 + np.abs(middle))
        )
        cost = np.abs(np.diff(self.activation(grid))) / (CHANGE * self.noise) + np.diff(grid) / width
        return by_cost(cuts, grid, np.concatenate([[0.0], np.cumsum(cost)]))
