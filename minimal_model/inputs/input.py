"""A distribution that the input X may have: its distribution function, quantiles and differential entropy."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr, ndtri

from minimal_model.arrays import FloatArray
from minimal_model.checks import finite_number, real_array, refuse
from minimal_model.inputs.promised import Function, Promised, contradiction

# What the functions of an input are held against each other at.
_PROBABILITIES = np.concatenate([10.0 ** np.arange(-6, -1), np.linspace(0.05, 0.5, 10)])
# The functions of a right input agree far better, whatever series they are computed by.
_AGREEMENT = 1e-6

# Probabilities at which the slope of the quantiles is taken, how far beside them, and what density and entropy may be
# off.
_FINE = (np.arange(500) + 0.4826) / 500
_BESIDE, _LOOSE, _BITS = 5e-5, 0.05, 0.15

QUANTILES = {"quantile": "rise from 0 to 1", "upper_quantile": "fall from 0 to 1"}


@dataclass(frozen=True, eq=False)
class Input:
    """A continuous distribution of the input X.

    Functions take and return float64 arrays, elementwise. What they contradict each other in is refused when the input
    is built; where one fails later, at a place that was not looked at, it raises a ValueError that names it.

    Attributes
    ----------
    name : str
        Name in `INPUTS`.
    cdf : callable
        F(x) = P(X < x); with all its digits in the lower half.
    sf : callable
        1 - F(x) = P(X > x); with all its digits in the upper half.
    quantile : callable
        The inverse of F, from 0 to 1.
    entropy : float
        The differential entropy h(X) in bits.
    upper_quantile : callable, optional
        The inverse of `sf`; if not given, ``quantile(1 - p)``, which has fewer digits in the tail.
    density : callable, optional
        The density of X. What needs one refuses an input that has none.
    kinks : tuple of float
        Where the density is not smooth inside of its range: integrals are cut there.
    notation : str
        The distribution in a few signs, such as N(0, 1); the name if not given.
    median : float
        The median, from `quantile`.

    Raises
    ------
    ValueError
        If a field is none of what is described here, or if the functions contradict each other; the message names the
        field and the place.
    """

    name: str
    cdf: Function = field(repr=False)
    sf: Function = field(repr=False)
    quantile: Function = field(repr=False)
    entropy: float
    upper_quantile: Function | None = field(default=None, repr=False)
    density: Function | None = field(default=None, repr=False)
    kinks: tuple[float, ...] = ()
    notation: str = ""
    median: float = field(init=False)

    def __post_init__(self) -> None:
        for name in ("name", "notation"):
            if not isinstance(getattr(self, name), str):
                raise refuse(name, getattr(self, name), "a text")
        for name in ("cdf", "sf", "quantile", "upper_quantile", "density"):
            given = getattr(self, name)
            if not (callable(given) or (given is None and name in ("upper_quantile", "density"))):
                raise refuse(name, given, "a function of an array")
            if given is not None:
                function = given.function if isinstance(given, Promised) else given
                object.__setattr__(self, name, Promised(function, name, self.name))
        object.__setattr__(self, "entropy", finite_number("entropy", self.entropy))
        kinks = real_array("kinks", self.kinks, "a tuple of finite numbers")
        if kinks.ndim != 1 or not bool(np.isfinite(kinks).all()):
            raise refuse("kinks", self.kinks, "a tuple of finite numbers")
        object.__setattr__(self, "kinks", tuple(kinks.tolist()))
        object.__setattr__(self, "notation", self.notation or self.name)
        self._check_functions()
        object.__setattr__(self, "median", float(self.quantile(np.array([0.5]))[0]))

    def upper(self, p: FloatArray) -> FloatArray:
        """Return the inputs above which X lies with probabilities p."""
        p = real_array("p", p)
        return self.quantile(1 - p) if self.upper_quantile is None else self.upper_quantile(p)

    @property
    def _has_normal_ranks(self) -> bool:
        return isinstance(self.quantile, Promised) and self.quantile.function is ndtri

    def of_normal(self, scores: FloatArray) -> FloatArray:
        """Return the inputs whose ranks are those of standard-normal scores, F⁻¹(Φ(scores)).

        Values of the upper half are taken from the upper tail. Where F is Φ itself they are the scores, to the last
        digit.
        """
        scores = real_array("scores", scores)
        if self._has_normal_ranks:
            return scores
        values = np.empty_like(scores)
        lower = scores <= 0
        values[lower] = self.quantile(ndtr(scores[lower]))
        values[~lower] = self.upper(ndtr(-scores[~lower]))
        return values

    def to_normal(self, x: FloatArray) -> FloatArray:
        """Return the standard-normal scores whose ranks are those of the inputs, Φ⁻¹(F(x)); infinite beyond them."""
        x = real_array("x", x)
        if self._has_normal_ranks:
            return x
        scores: FloatArray = np.where(x <= self.median, ndtri(self.cdf(x)), -ndtri(self.sf(x)))
        return scores

    def masses(self, partition: FloatArray) -> FloatArray:
        """Return the probability of each cell between neighbouring edges.

        Parameters
        ----------
        partition : numpy.ndarray, shape (..., bins + 1)
            Ascending edges on the input line; infinities are allowed.

        Returns
        -------
        numpy.ndarray, shape (..., bins)
            Differences of F. Above the median they are taken between upper tails, where F itself has no digits left.
        """
        partition = real_array("partition", partition)
        upper = partition[..., :-1] > self.median
        masses = np.empty(upper.shape)
        # F is most of the cost: once at each edge, twice at the one between the lower cells and the upper ones.
        for cells, function, sign in ((upper, self.sf, -1), (~upper, self.cdf, 1)):
            edges = np.zeros(partition.shape, dtype=bool)
            edges[..., :-1] = cells
            edges[..., 1:] |= cells
            values = np.zeros(partition.shape)
            values[edges] = function(partition[edges])
            masses[cells] = sign * np.diff(values)[cells]
        return masses

    def _check_functions(self) -> None:
        p, ends = _PROBABILITIES, np.array([-np.inf, np.inf])
        with np.errstate(all="ignore"):
            below, above = self._values("quantile", p), self._values("upper_quantile", p)
            spread = float(above[-4] - below[-4])  # between the quantiles of 0.35
            if not spread > 0:
                rises = float(below[-4]) > float(below[0])
                name = "upper_quantile" if rises and self.upper_quantile else "quantile"
                at = (above if name == "upper_quantile" else below)[-4]
                raise self._contradiction(name, f"gives {at:g} at p = {p[-4]:g}", QUANTILES[name])
            for name, x in (("cdf", below), ("sf", above)):
                # An input that lies far from zero has no more digits in its tails than its inputs have.
                rounding = 8 * np.finfo(np.float64).eps * (1 + np.abs(x) / spread)
                # Neither has a density without bound, where neighbouring doubles lie far apart.
                apart = self._values(name, np.nextafter(x, np.inf)) - self._values(name, np.nextafter(x, -np.inf))
                self._agree(name, x, self._values(name, x), p, _AGREEMENT * p + rounding + np.abs(apart))
            x = np.concatenate([below, above[::-1]])
            self._agree("sf", x, self._values("sf", x), 1 - self._values("cdf", x), np.full(x.size, _AGREEMENT))
            self._agree("cdf", ends, self._values("cdf", ends), np.array([0.0, 1.0]), np.zeros(2))
            self._agree("sf", ends, self._values("sf", ends), np.array([1.0, 0.0]), np.zeros(2))
            if self.density is not None:
                self._values("density", x)
            self._check_heights()
            for name, at in (("quantile", p), ("upper_quantile", p), ("cdf", below), ("sf", above), ("density", below)):
                if name != "density" or self.density is not None:
                    self._check_shapes(name, at)

    def _check_shapes(self, name: str, at: FloatArray) -> None:
        """Ask once more in two rows, and for nothing: a value may depend on its own place alone."""
        rows = at[at.size % 2 :].reshape(2, -1)
        if not np.allclose(
            self._values(name, rows), self._values(name, rows.ravel()).reshape(2, -1), rtol=1e-9, atol=0
        ):
            raise self._contradiction(name, "gives other values in two rows than in one", "be elementwise")
        self._values(name, np.empty(0))

    def _check_heights(self) -> None:
        """Hold the density and the entropy against the slope of the quantiles, whose logarithm has the mean h(X)."""
        p = _FINE
        slopes = (self._values("quantile", p + _BESIDE) - self._values("quantile", p - _BESIDE)) / (2 * _BESIDE)
        if self.density is not None:
            x = self._values("quantile", p)
            ratio = self._values("density", x) * slopes
            # A jump that is in no `kinks` may lie at a few of the places.
            wrong = ~(np.abs(ratio - 1) <= _LOOSE)
            if np.count_nonzero(wrong) > p.size / 2:
                k = int(np.argmax(wrong))
                found = f"gives {self._values('density', x)[k]:.4g} at x = {x[k]:.4g}"
                raise self._contradiction("density", found, f"give the slope of cdf, {1 / slopes[k]:.4g}")
        bits = float(np.mean(np.log2(slopes)))
        if np.isfinite(bits) and abs(bits - self.entropy) > _BITS:
            found = f"is {self.entropy:.4g} bits, where its quantiles have {bits:.3g}"
            raise self._contradiction("entropy", found, "be the differential entropy in bits, not in nats")

    def _values(self, name: str, at: FloatArray) -> FloatArray:
        function = self.upper if name == "upper_quantile" else getattr(self, name)
        return np.asarray(function(at.copy()))

    def _agree(self, name: str, x: FloatArray, found: FloatArray, wanted: FloatArray, within: FloatArray) -> None:
        wrong = ~(np.abs(found - wanted) <= within)
        if wrong.any():
            k = int(np.argmax(wrong))
            raise self._contradiction(name, f"gives {found[k]:.12g} at x = {x[k]:g}", f"give {wanted[k]:.12g}")

    def _contradiction(self, name: str, found: str, promised: str) -> ValueError:
        return contradiction(name, self.name, found, promised)
