"""Where along its values the density of Y + N(0, s²) has to be looked at closely, and the smooth stretches between.

Close by are atoms, kinks and turning points of f, and, for any input but the normal one, the values at ends and kinks
of its density. All else is smooth: panels there grow with the distance from what is not.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.noise.density import CUT, Blur
from minimal_model.noise.pieces import Piece

Stretch = tuple[float, float]

# Close by, sixteen nodes to this many s.
PANEL = 5.0
# Values of at most so many s are held at a time.
_LONGEST = 5000.0
# Y's own density is smooth enough from this many s on, beside a value at which it is not.
_SMOOTH = 20.0
# A curved piece that ends is summed all over if it is no longer than this; a longer one is smooth between its ends.
_SHORT = 1000.0
# Places at which the bends of such a piece are looked for, and how far the logarithm of its slope changes in a panel.
_BENDS, _BEND = 400, 0.5
# It may do so within this part of the distance from an end, as beside a limit that is reached like 1/z; or of _SMOOTH.
_LIKE_AN_END, _WIDE = 0.2, 0.5
# Beside a kink of a line it is so sooner, and the bulk of the inputs is as soon as its quartiles are so far apart.
_STRAIGHT, _BULK = 8.0, 15.0
# Panels are at most so many times as long as their distance from there.
_GROWTH = 3.0
# Standard deviations of a normal input at which panels end.
_STEPS = np.arange(-7.5, 7.5 + 1, 2.5)


@dataclass(frozen=True)
class Parts:
    """The pieces of f that inputs reach.

    Attributes
    ----------
    blur : Blur
        The neuron, and the noise behind it.
    pieces : list of Piece
        All pieces of f.
    """

    blur: Blur
    pieces: list[Piece]

    @cached_property
    def live(self) -> list[Piece]:
        """The pieces that inputs reach."""
        low, high = self.blur.net_inputs
        return [piece for piece in self.pieces if piece.end > low and piece.start < high]

    @cached_property
    def atoms(self) -> list[Piece]:
        """Flat pieces."""
        return [piece for piece in self.live if piece.flat]

    @cached_property
    def lines(self) -> list[Piece]:
        """Straight pieces, where they have a closed form."""
        return [piece for piece in self.live if piece.straight and not piece.flat and self.blur.normal]

    @cached_property
    def summed(self) -> list[Piece]:
        """The others: they are summed over net inputs close by, and averaged over the noise where they are smooth."""
        return [piece for piece in self.live if piece not in self.atoms and piece not in self.lines]

    @cached_property
    def steep(self) -> list[Piece]:
        """Those of them that are smooth but for some values: straight ones, and curved ones that are long."""
        if self.blur.activation.period is not None:
            return []
        return [piece for piece in self.summed if piece.straight or self._is_smooth(piece)]

    @cached_property
    def bends(self) -> dict[Piece, FloatArray]:
        """The values of long curved pieces that end, between which their slope changes little."""
        blur = self.blur
        if blur.activation.log_slope is None:
            return {}
        ending = [piece for piece in self.summed if not (piece.straight or blur.rises_without_end(piece))]
        return {piece: _bends(blur, piece) for piece in ending if self._length(piece) > _SHORT * blur.noise}

    def _length(self, piece: Piece) -> float:
        first, last = self.blur.image(piece)
        return abs(last - first)

    def _is_smooth(self, piece: Piece) -> bool:
        """Whether a curved piece is smooth but for some values."""
        blur = self.blur
        if not blur.rises_without_end(piece):
            return piece in self.bends and not self._bends_sharply(piece)
        if self._length(piece) <= _SMOOTH * blur.noise:
            return False
        if blur.activation.log_slope is None:
            raise refuse("activation", blur.activation.name, "one that has a log_slope, or tails that are lines")
        return True

    def _bends_sharply(self, piece: Piece) -> bool:
        """Whether the slope changes within a few s away from the ends, so that Y's own density does, too."""
        values = self.bends[piece]
        low, high = sorted(self.blur.image(piece))
        away = np.minimum(values - low, high - values)
        inner = np.sort(values[away > _SMOOTH * self.blur.noise])
        apart = np.diff(inner)
        near = np.minimum(inner - low, high - inner)[1:]
        return bool((apart < np.minimum(_WIDE * _SMOOTH * self.blur.noise, _LIKE_AN_END * near)).any())

    @cached_property
    def close(self) -> list[Stretch]:
        """The stretches of values to be looked at closely, in order and apart."""
        noise = self.blur.noise
        found = [(piece.intercept, piece.intercept) for piece in self.atoms]
        low, high = self.blur.net_inputs
        for piece in self.lines:
            ends = [piece.slope * z + piece.intercept for z in (piece.start, piece.end) if low < z < high]
            found += zip(ends, ends, strict=True)
        for piece in self.summed:
            found += self._rough(piece)
        merged: list[Stretch] = []
        for start, end in sorted(found):
            start, end = start - CUT * noise, end + CUT * noise
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    @property
    def close_in_parts(self) -> list[Stretch]:
        """The same, the long ones cut, so that none takes much memory."""
        found: list[Stretch] = []
        for start, end in self.close:
            number = math.ceil((end - start) / (_LONGEST * self.blur.noise))
            found += pairwise(np.linspace(start, end, number + 1).tolist())
        return found

    @property
    def between(self) -> list[Stretch]:
        """The stretches before, between and after them."""
        edges = [-np.inf, *(edge for stretch in self.close for edge in stretch), np.inf]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def _rough(self, piece: Piece) -> list[Stretch]:
        """Return the values close to which a piece is not smooth."""
        blur = self.blur
        if blur.activation.period is not None:
            return [blur.activation.limits]
        low, high = sorted(blur.image(piece))
        if piece not in self.steep:
            return [(low, high)]
        start, end = blur.within(piece)
        lower, _, upper = blur.activation(blur.bulk.clip(start, end)).tolist()
        narrow = abs(upper - lower) < _BULK * blur.noise
        # An end of the input lies a little beyond those that count.
        rough = np.clip([*blur.rough, *blur.bulk[1:2]] if narrow else blur.rough, *blur.net_inputs)
        ends = [z for z in (piece.start, piece.end) if start <= z <= end]
        if not (piece.straight or blur.rises_without_end(piece)):
            ends = [start, end]  # close to its limit the density may rise, though no input reaches the piece's own end
        levels = blur.activation(np.array([*rough[(rough >= start) & (rough <= end)], *ends]))
        away = (_STRAIGHT if piece.straight else _SMOOTH) * blur.noise
        return [(max(level - away, low), min(level + away, high)) for level in levels.tolist()]

    def cuts(self, start: float, end: float) -> FloatArray | None:
        """Return where to cut a smooth stretch into panels, shape (weights, cuts); None if there is nothing in it."""
        blur = self.blur
        steep = self.averaged(start, end)
        breaks = [_line_steps(blur, piece) for piece in self.lines if blur.crosses(piece, start, end)]
        breaks += [_steps(blur, piece) for piece in steep]
        breaks += [np.tile(self.bends[piece], (blur.weights.size, 1)) for piece in steep if piece in self.bends]
        if not breaks:
            return None
        cuts = np.concatenate(breaks, axis=1)
        if steep:
            low, high = cuts.min(axis=1, keepdims=True), cuts.max(axis=1, keepdims=True)
            if np.isfinite(start) and np.isfinite(end):
                low = high = np.full_like(low, (start + end) / 2)
            if np.isfinite(start):
                cuts = np.concatenate([cuts, np.minimum(start + _ways(high - start, blur.noise), high)], axis=1)
            if np.isfinite(end):
                cuts = np.concatenate([cuts, np.maximum(end - _ways(end - low, blur.noise), low)], axis=1)
        edges = [edge for edge in (start, end) if np.isfinite(edge)]
        cuts = np.concatenate([cuts.clip(start, end), np.tile(edges, (cuts.shape[0], 1))], axis=1)
        cuts.sort(axis=1)
        kept = np.append((np.diff(cuts, axis=1) > 0).any(axis=0), True)  # without those that are double for all weights
        return np.asarray(cuts[:, kept])

    def averaged(self, start: float, end: float) -> list[Piece]:
        """Return the pieces that are averaged over the noise in a smooth stretch."""
        return [piece for piece in self.steep if self.blur.crosses(piece, start, end)]


def _line_steps(blur: Blur, piece: Piece) -> FloatArray:
    spread = np.sqrt((piece.slope * blur.weights) ** 2 + blur.noise**2)
    return np.asarray(piece.slope * blur.bias + piece.intercept + spread * _STEPS)


def _steps(blur: Blur, piece: Piece) -> FloatArray:
    net = np.clip(blur.bias + blur.weights * blur.source.steps, piece.start, piece.end)
    return blur.activation(net)


def _bends(blur: Blur, piece: Piece) -> FloatArray:
    """Return values between which the slope of f changes little."""

    def changes(net: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            change = np.abs(np.diff(blur.activation.log_slopes(net), prepend=np.nan))
        return np.asarray(np.cumsum(np.minimum(np.nan_to_num(change, nan=0.0), 1.0)))

    first, last = np.arcsinh(blur.within(piece))
    shares = np.linspace(0.0, 1.0, _BENDS)
    net = np.sinh(first + (last - first) * shares)[1:-1]
    for _ in range(2):  # closer together where f bends
        change = changes(net)
        place = np.linspace(0.0, 1.0, net.size) + change / max(float(change[-1]), 1.0)
        net = np.interp(shares * place[-1], place, net)
    number = np.floor(changes(net) / _BEND)
    return blur.activation(net[np.diff(number, prepend=0.0) > 0])


def _ways(length: FloatArray, noise: float) -> FloatArray:
    """Return distances that grow apart, up to a length at least."""
    number = max(1, int(np.ceil(np.log(max(float(length.max()), noise) / noise) / np.log(_GROWTH))))
    return np.asarray(noise * _SMOOTH * _GROWTH ** np.arange(number))
