"""The distributions of `INPUTS`: with mean zero and variance one where they have them."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from scipy import special

from minimal_model.arrays import FloatArray
from minimal_model.inputs.input import Input

# Beyond ten standard deviations lies less than 1e-22 of a normal input; of the others beyond the same ranks.
REACH = 10.0
SQRT_3 = float(np.sqrt(3.0))
# Scales that give the variance one.
LOGISTIC_SCALE = SQRT_3 / float(np.pi)
LAPLACE_SCALE = float(np.sqrt(0.5))
# exp(N(0, 1)) has the mean √e and the standard deviation √(e (e - 1)).
LOGNORMAL_MEAN = float(np.sqrt(np.e))
LOGNORMAL_DEVIATION = float(np.sqrt(np.e * (np.e - 1)))
BUMP = 0.9
BUMP_DEVIATION = float(np.sqrt(0.19))


def normal_density(x: FloatArray) -> FloatArray:
    """Return the density of N(0, 1)."""
    with np.errstate(over="ignore"):  # far out there is none
        height: FloatArray = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    return height


def log_density(x: FloatArray, population: "Input | None" = None) -> FloatArray:
    """Return ln of the density of N(0, 1), or of another input that has a density."""
    if population is None or population is NORMAL:
        with np.errstate(over="ignore"):  # far out it is minus infinity, as the density is zero
            of_normal: FloatArray = -0.5 * x * x - 0.5 * np.log(2 * np.pi)
        return of_normal
    assert population.density is not None
    with np.errstate(divide="ignore", over="ignore"):
        logarithm: FloatArray = np.log(population.density(x))
    return logarithm


def _normal() -> Input:
    return Input(
        "normal", special.ndtr, lambda x: special.ndtr(-x), special.ndtri, 0.5 * float(np.log2(2 * np.pi * np.e)),
        upper_quantile=lambda p: -special.ndtri(p), density=normal_density, notation="N(0, 1)",
    )  # fmt: skip


def _uniform() -> Input:
    return Input(
        "uniform",
        lambda x: np.clip((x + SQRT_3) / (2 * SQRT_3), 0.0, 1.0),
        lambda x: np.clip((SQRT_3 - x) / (2 * SQRT_3), 0.0, 1.0),
        lambda p: SQRT_3 * (2 * p - 1),
        float(np.log2(2 * SQRT_3)),
        upper_quantile=lambda p: SQRT_3 * (1 - 2 * p),
        density=lambda x: np.where(np.abs(x) <= SQRT_3, 0.5 / SQRT_3, 0.0),
        notation="uniform on −√3 … √3",
    )


def _logistic() -> Input:
    def density(x: FloatArray) -> FloatArray:
        height: FloatArray = special.expit(x / LOGISTIC_SCALE) * special.expit(-x / LOGISTIC_SCALE) / LOGISTIC_SCALE
        return height

    return Input(
        "logistic",
        lambda x: special.expit(x / LOGISTIC_SCALE),
        lambda x: special.expit(-x / LOGISTIC_SCALE),
        lambda p: LOGISTIC_SCALE * special.logit(p),
        (2 + float(np.log(LOGISTIC_SCALE))) / float(np.log(2)),
        upper_quantile=lambda p: -LOGISTIC_SCALE * special.logit(p),
        density=density,
        notation="logistic, scale √3/π",
    )


def _laplace() -> Input:
    def tail(distance: FloatArray) -> FloatArray:
        """P(X > distance): one half where it is below zero, which is of no use there."""
        share: FloatArray = 0.5 * np.exp(-np.maximum(distance, 0.0) / LAPLACE_SCALE)
        return share

    def lower_quantile(p: FloatArray) -> FloatArray:
        # The tail is mirrored where a logarithm of 2 p would be that of no tail.
        with np.errstate(divide="ignore"):
            x: FloatArray = np.where(p <= 0.5, LAPLACE_SCALE * np.log(2 * p), -LAPLACE_SCALE * np.log(2 * (1 - p)))
        return x

    return Input(
        "laplace",
        lambda x: np.where(x <= 0, tail(-x), 1 - tail(x)),
        lambda x: np.where(x <= 0, 1 - tail(-x), tail(x)),
        lower_quantile,
        (1 + float(np.log(2 * LAPLACE_SCALE))) / float(np.log(2)),
        upper_quantile=lambda p: -lower_quantile(p),
        density=lambda x: np.exp(-np.abs(x) / LAPLACE_SCALE) / (2 * LAPLACE_SCALE),
        kinks=(0.0,),
        notation="Laplace, scale 1/√2",
    )


def _student() -> Input:
    def quantile(p: FloatArray) -> FloatArray:
        # SciPy's gives up below 1e-200; there the first term of the tail, 2 √3 / (π t³), is all of it.
        with np.errstate(divide="ignore"):
            far = -np.cbrt(2 * SQRT_3 / (np.pi * p))
        t: FloatArray = np.where(p < 1e-30, far, special.stdtrit(3, np.maximum(p, 1e-30)))
        return t / SQRT_3

    # Three degrees of freedom: the entropy of Cover & Thomas 2006, table 17.1, rescaled to the variance one.
    nats = 2 * (special.digamma(2) - special.digamma(1.5)) + np.log(SQRT_3 * special.beta(1.5, 0.5)) - np.log(SQRT_3)

    def density(x: FloatArray) -> FloatArray:
        with np.errstate(over="ignore"):
            height: FloatArray = 2 / (np.pi * (1 + x**2) ** 2)
        return height

    return Input(
        "student-t3",
        lambda x: special.stdtr(3, SQRT_3 * x),
        lambda x: special.stdtr(3, -SQRT_3 * x),
        quantile,
        float(nats / np.log(2)),
        upper_quantile=lambda p: -quantile(p),
        density=density,
        notation="Student t(3) / √3",
    )


def _exponential() -> Input:
    def quantile(p: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            x: FloatArray = -np.log1p(-p) - 1
        return x

    def upper_quantile(p: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            x: FloatArray = -np.log(p) - 1
        return x

    return Input(
        "exponential",
        lambda x: -np.expm1(-np.maximum(x + 1, 0.0)),
        lambda x: np.exp(-np.maximum(x + 1, 0.0)),
        quantile,
        1 / float(np.log(2)),
        upper_quantile=upper_quantile,
        density=lambda x: np.where(x >= -1, np.exp(-np.maximum(x + 1, 0.0)), 0.0),
        notation="exponential, minus 1",
    )


def _lognormal() -> Input:
    def logarithm(x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            z: FloatArray = np.log(np.maximum(LOGNORMAL_DEVIATION * x + LOGNORMAL_MEAN, 0.0))
        return z

    def density(x: FloatArray) -> FloatArray:
        z = logarithm(x)
        inside = np.isfinite(z)
        heights = np.zeros_like(z)
        heights[inside] = normal_density(z[inside]) * LOGNORMAL_DEVIATION * np.exp(-z[inside])
        return heights

    return Input(
        "lognormal",
        lambda x: special.ndtr(logarithm(x)),
        lambda x: special.ndtr(-logarithm(x)),
        lambda p: (np.exp(special.ndtri(p)) - LOGNORMAL_MEAN) / LOGNORMAL_DEVIATION,
        (0.5 * float(np.log(2 * np.pi * np.e)) - float(np.log(LOGNORMAL_DEVIATION))) / float(np.log(2)),
        upper_quantile=lambda p: (np.exp(-special.ndtri(p)) - LOGNORMAL_MEAN) / LOGNORMAL_DEVIATION,
        density=density,
        notation="exp N(0, 1), standardised",
    )


def _two_bumps() -> Input:
    def cdf(x: FloatArray) -> FloatArray:
        share: FloatArray = 0.5 * (
            special.ndtr((x + BUMP) / BUMP_DEVIATION) + special.ndtr((x - BUMP) / BUMP_DEVIATION)
        )
        return share

    def density(x: FloatArray) -> FloatArray:
        bumps = normal_density((x + BUMP) / BUMP_DEVIATION) + normal_density((x - BUMP) / BUMP_DEVIATION)
        height: FloatArray = bumps / (2 * BUMP_DEVIATION)
        return height

    def lower_quantile(p: FloatArray) -> FloatArray:
        """Newton's steps on ln F, from a table in normal scores; for probabilities up to a half."""
        x = np.interp(special.ndtri(p), scores, table)
        with np.errstate(divide="ignore", invalid="ignore"):
            for _ in range(3):
                share = cdf(x)
                x = x - (np.log(share) - np.log(p)) * share / density(x)
        return np.where(p > 0, x, -np.inf)

    def quantile(p: FloatArray) -> FloatArray:
        return np.where(p <= 0.5, lower_quantile(np.minimum(p, 0.5)), -lower_quantile(np.minimum(1 - p, 0.5)))

    table = np.linspace(-16.0, 0.0, 4097)
    scores = special.ndtri(cdf(table))
    # h(X) by the trapezoidal rule, which has all digits for a smooth density that ends in nothing.
    grid = np.linspace(-9.0, 9.0, 2001)
    heights = density(grid)
    bits = -float(np.sum(heights * np.log2(heights))) * float(grid[1] - grid[0])
    return Input(
        "two-bumps", cdf, lambda x: cdf(-x), quantile, bits,
        upper_quantile=lambda p: -quantile(p), density=density, notation="N(±0.9, 0.19) in equal parts",
    )  # fmt: skip


NORMAL = _normal()
_ALL = (
    NORMAL, _uniform(), _logistic(), _laplace(), _student(), _exponential(), _lognormal(), _two_bumps(),
)  # fmt: skip

INPUTS: Mapping[str, Input] = MappingProxyType({distribution.name: distribution for distribution in _ALL})
