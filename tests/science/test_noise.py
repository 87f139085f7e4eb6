"""Noise in place of bins, against closed forms and a direct summation over a fine grid of inputs."""

import re
from collections.abc import Callable
from itertools import pairwise, product

import numpy as np
import pytest
from scipy import stats

from minimal_model import ACTIVATIONS, INPUTS, Activation, Column, Input, Parameters, formula, noisy_curve
from minimal_model.arrays import FloatArray
from minimal_model.noise.curve import planned
from minimal_model.noise.plan import MOST
from minimal_model.setup import Setup
from minimal_model.state.parameters import SPECIFICATIONS

# Densities by SciPy, with a range beyond which lies less than 1e-12 of the input.
DENSITIES = {
    "normal": (stats.norm().pdf, -7.5, 7.5),
    "uniform": (stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)).pdf, -np.sqrt(3), np.sqrt(3)),
    "laplace": (stats.laplace(scale=np.sqrt(0.5)).pdf, -20.0, 20.0),
    "exponential": (stats.expon(-1).pdf, -1.0, 27.0),
}


def summed(name: str, noise: float, bias: float, weight: float, source: str) -> float:
    """I(X; Y + N) in bits from sums over an even grid of inputs, and one of values."""
    density, low, high = DENSITIES[source]
    x = np.linspace(low, high, 40_001)
    masses = density(x) * (x[1] - x[0])
    masses[[0, -1]] /= 2
    y = ACTIVATIONS[name](weight * x + bias)
    order = np.argsort(y)
    y, masses = y[order], masses[order] / masses.sum()
    values = np.arange(y[0] - 8 * noise, y[-1] + 8 * noise, noise / 4)
    near = np.searchsorted(y, [values - 7 * noise, values + 7 * noise]).T
    heights = np.array([
        masses[first:last] @ np.exp(-0.5 * ((y[first:last] - value) / noise) ** 2)
        for value, (first, last) in zip(values, near, strict=True)
    ]) / (noise * np.sqrt(2 * np.pi))  # fmt: skip
    heard = heights[heights > 0]
    return float(-(heard @ np.log2(heard)) * noise / 4 - stats.norm(scale=noise).entropy() / np.log(2))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_it_is_what_a_direct_summation_gives(name: str) -> None:
    for noise, bias, weight in ((0.1, 0.4, 0.3), (0.3, -1.0, 2.0), (1.0, 0.0, 9.0)):
        (bits,) = noisy_curve(name, noise=noise, bias=bias, weights=[weight])
        assert bits == pytest.approx(summed(name, noise, bias, weight, "normal"), abs=1e-6), (noise, bias, weight)


@pytest.mark.parametrize("source", [name for name in DENSITIES if name != "normal"])
@pytest.mark.parametrize("name", ["tanh", "relu", "gelu", "sin", "square"])
def test_other_inputs_too(name: str, source: str) -> None:
    (bits,) = noisy_curve(name, noise=0.3, bias=0.4, weights=[1.7], input=source)
    assert bits == pytest.approx(summed(name, 0.3, 0.4, 1.7, source), abs=1e-6)


# Of exp(N(0, 1)).
MEAN, DEVIATION = np.sqrt(np.e), np.sqrt(np.e * (np.e - 1))
# Densities by SciPy, and where to cut them.
FAR_APART = {
    "uniform": (stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)).pdf, [-np.sqrt(3), np.sqrt(3)]),
    "exponential": (stats.expon(-1).pdf, [-1.0, 3.0, 29.0]),
    "lognormal": (
        lambda x: DEVIATION * stats.lognorm(1).pdf(DEVIATION * x + MEAN),
        [*(np.exp(np.arange(-8.0, 7.6)) - MEAN) / DEVIATION],
    ),
    "two-bumps": (
        lambda x: (stats.norm.pdf(x, -0.9, np.sqrt(0.19)) + stats.norm.pdf(x, 0.9, np.sqrt(0.19))) / 2,
        [-4.3, -0.9, 0.0, 0.9, 4.3],
    ),
}


def summed_finely(function: Activation, source: str, noise: float, bias: float, weight: float) -> float:
    """I(X; Y + N) in bits from all values in steps of s / 5, and ten nodes to each change of f by 2 s."""
    density, cuts = FAR_APART[source]
    kinks = np.concatenate([[0.0], function.kinks, function.rises, function.turns])
    inner = (kinks[np.isfinite(kinks), None] + [-10.0, -1.0, 0.0, 1.0, 10.0] - bias) / weight
    ends = np.unique(np.concatenate([cuts, inner[(inner > cuts[0]) & (inner < cuts[-1])]]))
    nodes, shares = np.polynomial.legendre.leggauss(10)
    y, masses = [], []
    for start, end in pairwise(ends):
        x = np.linspace(start, end, 20_001)
        change = np.append(0.0, np.cumsum(np.abs(np.diff(function(weight * x + bias))) / (2 * noise) + 1e-3))
        breaks = np.interp(np.linspace(0.0, change[-1], int(change[-1]) + 2), change, x)
        half = np.diff(breaks)[:, None] / 2
        at = breaks[:-1, None] + half * (1 + nodes)
        y.append(function(weight * at + bias).ravel())
        masses.append((density(at) * half * shares).ravel())
    values, weights = np.concatenate(y), np.concatenate(masses)
    step = noise / 5
    place = np.round(values / step).astype(np.int64)
    first = place.min() - 45
    heights = np.zeros(int(place.max() - first) + 46)
    for off in range(-45, 46):
        away = (place + off) * step - values
        heights += np.bincount(place + off - first, weights * np.exp(-0.5 * (away / noise) ** 2), heights.size)
    heard = heights[heights > 0] / (noise * np.sqrt(2 * np.pi))
    return float(-(heard @ np.log2(heard)) * step - stats.norm(scale=noise).entropy() / np.log(2))


@pytest.mark.parametrize(
    ("name", "source", "noise", "bias", "weight"),
    [
        ("square", "uniform", 0.3, 1.3, 30.0),  # its ends lie 8,000 s from where it turns
        ("abs", "uniform", 0.1, 2.0, 100.0),
        ("linear", "uniform", 0.03, 0.0, 100.0),
        ("softplus", "exponential", 0.3, 0.0, 50.0),
        ("square", "exponential", 1.0, -2.0, 4.0),
        ("gelu", "lognormal", 1.0, 0.0, 5.0),
        ("linear", "lognormal", 0.3, 0.0, 2.0),
        ("sin", "lognormal", 0.3, 1.0, 5.0),
        ("linear", "two-bumps", 0.1, 1.0, 100.0),
        ("relu6", "two-bumps", 0.03, 0.0, 8.0),
        ("softplus", "uniform", 0.001, 0.3, 3.0),  # curved pieces thousands of s long
        ("gelu", "exponential", 0.002, 0.0, 2.0),
        ("tanh", "two-bumps", 0.001, 0.3, 2.1),  # no input comes to where it is flat
        ("sigmoid", "lognormal", 0.001, -1.0, 12.0),
        ("gaussian", "uniform", 0.002, 0.5, 1.0),
    ],
)
def test_values_far_apart_at_which_the_density_is_not_smooth(
    name: str, source: str, noise: float, bias: float, weight: float
) -> None:
    (bits,) = noisy_curve(name, noise=noise, bias=bias, weights=[weight], input=source)
    assert bits == pytest.approx(summed_finely(ACTIVATIONS[name], source, noise, bias, weight), abs=1e-7)


@pytest.mark.parametrize(("steepness", "noise"), [(10.0, 0.001), (100.0, 0.005)])
def test_a_function_that_bends_far_from_its_kinks(steepness: float, noise: float) -> None:
    """It bends within hundreds of s, or within two."""

    def stepped(z: FloatArray) -> FloatArray:
        return np.asarray(z + 0.5 * np.tanh(steepness * (z - 5)))

    own = Activation(
        "stepped", "z + tanh(k (z - 5)) / 2", stepped, lambda y: _bisected(stepped, y), (-np.inf, np.inf),
        log_slope=lambda z: np.log1p(0.5 * steepness / np.cosh(np.clip(steepness * (z - 5), -300.0, 300.0)) ** 2),
    )  # fmt: skip
    (bits,) = noisy_curve(own, noise=noise, bias=1.0, weights=[3.0], input="uniform")
    assert bits == pytest.approx(summed_finely(own, "uniform", noise, 1.0, 3.0), abs=1e-6)


def _bisected(function: Callable[[FloatArray], FloatArray], y: FloatArray) -> FloatArray:
    """Where a function within a half of the identity comes to a value."""
    low, high = y - 1.0, y + 1.0
    for _ in range(60):
        middle = (low + high) / 2
        below = function(middle) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def test_weights_that_share_nodes_are_what_each_is_alone() -> None:
    for name, source in (("selu", "student-t3"), ("square", "laplace"), ("gelu", "two-bumps"), ("tanh", "logistic")):
        weights = np.array([8.1, 11.0, 15.9])
        alone = [noisy_curve(name, noise=0.1, bias=0.5, weights=[weight], input=source)[0] for weight in weights]
        np.testing.assert_allclose(
            noisy_curve(name, noise=0.1, bias=0.5, weights=weights, input=source), alone, atol=1e-6, rtol=0
        )


def test_no_state_of_the_explorer_takes_long() -> None:
    """A second is about 6e8 exponentials; looked at closely all over, square takes 7e10 of them on a uniform input."""
    low = SPECIFICATIONS["noise"].low
    for name, source, bias in product(ACTIVATIONS, INPUTS, (-5.0, 0.0, 5.0)):
        plan, _ = planned(Setup.checked(name, bias=bias, weights=Parameters(weight_max=100).weights, input=source), low)
        assert plan.cost <= 6e8, (name, source, bias)


def test_what_would_take_minutes_is_refused_with_the_noise_that_would_not() -> None:
    weights = np.linspace(50.0, 1e4, 199)
    with pytest.raises(
        ValueError, match=r"noise is 0\.001; it must be at least .* for sin at weights up to 10000"
    ) as told:
        noisy_curve("sin", noise=0.001, weights=weights, input="lognormal")
    least = float(re.findall(r"at least ([\d.]+)", str(told.value))[0])
    plan, _ = planned(Setup.checked("sin", weights=weights, input="lognormal"), least)
    assert plan.cost <= MOST
    long = Activation(
        "long", "z³ between ±10⁶", lambda z: np.clip(z, -1e6, 1e6) ** 3, np.cbrt, (-1e18, 1e18), rises=(-1e6, 1e6)
    )
    with pytest.raises(ValueError, match="weights is 'up to 10000'; it must be smaller for long with noise"):
        noisy_curve(long, noise=0.1, weights=[1e4])
    with pytest.raises(ValueError, match="weights is '1,000,000 numbers'; it must be fewer with noise"):
        noisy_curve("tanh", noise=0.1, weights=np.linspace(1.0, 2.0, 1_000_000), input="uniform")


def test_between_atoms_a_few_noises_apart_the_logarithm_bends() -> None:
    (bits,) = noisy_curve("relu6", noise=1.564, weights=[31.54])
    assert bits == pytest.approx(summed("relu6", 1.564, 0.0, 31.54, "normal"), abs=1e-7)


def test_noise_that_is_small_beside_a_long_curved_tail() -> None:
    noise, bias, weight = 0.04, 0.4, 16.0  # X² reaches 15,000
    net = stats.norm(bias, weight)
    # Near zero by a sum over the net inputs; farther out as the density of Y, averaged over the noise.
    z, low = np.linspace(-5.0, 5.0, 8001), np.arange(-0.4, 9.0, noise / 4)
    near = np.trapezoid(net.pdf(z) * stats.norm.pdf(low[:, None], z * z, noise), z, axis=1)
    root, away = np.linspace(np.sqrt(9.0), 130.0, 20_001), np.linspace(-8.0, 8.0, 81)
    at = np.sqrt((root * root)[:, None] - noise * away)
    far = np.trapezoid((net.pdf(at) + net.pdf(-at)) / (2 * at) * stats.norm.pdf(away), away, axis=1)

    def surprise(density: FloatArray) -> FloatArray:
        return -density * np.log2(np.maximum(density, 1e-300))

    edge = np.append(low, 9.0)
    last = np.trapezoid(net.pdf(z) * stats.norm.pdf(9.0, z * z, noise), z)
    entropy = np.trapezoid(surprise(np.append(near, last)), edge) + np.trapezoid(surprise(far) * 2 * root, root)
    (bits,) = noisy_curve("square", noise=noise, bias=bias, weights=[weight])
    assert bits == pytest.approx(entropy - stats.norm(scale=noise).entropy() / np.log(2), abs=1e-5)


@pytest.mark.parametrize("noise", [0.001, 0.03, 1.0, 50.0])
def test_of_a_line_it_is_the_capacity_formula(noise: float) -> None:
    weights = np.array([1e-3, 0.1, 1.0, 20.0, 5e3])
    wanted = 0.5 * np.log2(1 + (weights / noise) ** 2)
    np.testing.assert_allclose(noisy_curve("linear", noise=noise, bias=-2.0, weights=weights), wanted, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("relu", 0.5 - 0.5 / np.pi),  # E[Y²] = 1/2, E[Y] = 1/√(2π)
        ("abs", 1 - 2 / np.pi),
        ("square", 2.0),
        ("sin", (1 - np.exp(-2.0)) / 2),  # E[sin² X] = (1 - e^-2) / 2, E[sin X] = 0
        ("erf", 4 / np.pi * np.arctan(np.sqrt(5.0)) - 1),  # Φ of correlated normals: Owen 1980, 20,010.3
    ],
)
def test_under_large_noise_only_the_variance_counts(name: str, variance: float) -> None:
    noise = 100.0
    (bits,) = noisy_curve(name, noise=noise, weights=[1.0])
    assert bits == pytest.approx(variance / (2 * noise**2 * np.log(2)), rel=1e-3)


def test_a_hard_step_is_a_binary_channel() -> None:
    # With a weight of 10,000 hard_sigmoid is 0 or 1, and but for one net input in some thousands nothing between.
    (bits,) = noisy_curve("hard_sigmoid", noise=0.2, weights=[1e4])
    values = np.linspace(-1.5, 2.5, 40_001)
    heights = (stats.norm.pdf(values, 0, 0.2) + stats.norm.pdf(values, 1, 0.2)) / 2
    channel = np.trapezoid(-heights * np.log2(heights), values) - stats.norm(scale=0.2).entropy() / np.log(2)
    assert bits == pytest.approx(channel, abs=1e-3)


def test_noise_never_sees_where_a_function_of_z_lies_but_only_how_it_varies() -> None:
    weights = np.array([0.1, 3.0, 19.9])
    tanh = noisy_curve("tanh", noise=0.2, weights=weights)
    # sigmoid(2 z) = (1 + tanh z) / 2
    np.testing.assert_allclose(noisy_curve("sigmoid", noise=0.1, weights=2 * weights), tanh, atol=1e-6)


def test_a_periodic_function_ends_in_the_law_of_a_uniform_phase() -> None:
    phase = (np.arange(20_000) + 0.5) / 20_000 * np.pi
    values = np.arange(-2.0, 2.0, 0.02)
    heights = stats.norm.pdf(values[:, None], np.cos(phase), 0.1).mean(axis=1)
    heard = heights[heights > 0]
    wanted = -(heard @ np.log2(heard)) * 0.02 - stats.norm(scale=0.1).entropy() / np.log(2)
    bits: FloatArray = noisy_curve("sin", noise=0.1, bias=0.7, weights=[50.0, 1e4])
    np.testing.assert_allclose(bits, wanted, atol=1e-6)


def test_setting_decides_here_as_well() -> None:
    """What the notebook's sigmoid does over its weights depends on the noise that one supposes."""
    fine, coarse = (noisy_curve("sigmoid", noise=noise) for noise in (0.1, 0.3))
    assert fine.max() - fine[-1] > 0.1
    assert coarse.max() - coarse[-1] < 0.01


@pytest.mark.parametrize("noise", [0.0009, 1001.0])
def test_noise_that_is_too_small_or_too_large_is_told_with_what_is_allowed(noise: float) -> None:
    with pytest.raises(ValueError, match=rf"noise is {noise}; it must be a number from 0\.001 to 1000"):
        noisy_curve("tanh", noise=noise)


def test_what_has_no_density_is_refused_by_a_sentence() -> None:
    with pytest.raises(ValueError, match="a column of data has no density"):
        noisy_curve("tanh", noise=0.1, input=Column([0.0, 1.0, 3.0]))
    with pytest.raises(ValueError, match="a formula can only be counted"):
        noisy_curve(formula("tanh(z)"), noise=0.1)
    bare = Input("bare", stats.norm.cdf, stats.norm.sf, stats.norm.ppf, 2.047)
    with pytest.raises(ValueError, match="one that has a density"):
        noisy_curve("tanh", noise=0.1, input=bare)


def test_a_steep_tail_needs_its_slope() -> None:
    cube = Activation("cube", "z³", lambda z: z * z * z, np.cbrt, (-np.inf, np.inf))
    with pytest.raises(ValueError, match="log_slope"):
        noisy_curve(cube, noise=0.1)


def test_an_activation_of_ones_own_says_where_it_has_kinks() -> None:
    # 0 up to z = 1, from there a line, twice as steep from z = 2 on: what hard_swish's kink at 3 is to it.
    def bent(z: FloatArray) -> FloatArray:
        return np.maximum(z - 1, 0.0) + np.maximum(z - 2, 0.0)

    own = Activation(
        "bent", "(z - 1)+ + (z - 2)+", bent, lambda y: np.where(y > 1, (y + 3) / 2, y + 1), (0.0, np.inf),
        rises=(1.0, np.inf), kinks=(2.0,), log_slope=lambda z: np.log(np.where(z > 2, 2.0, 1.0)),
    )  # fmt: skip
    (bits,) = noisy_curve(own, noise=0.2, bias=0.5, weights=[1.5])
    x = np.linspace(-7.5, 7.5, 40_001)
    values = np.arange(-1.6, 24.0, 0.05)
    heights = np.trapezoid(stats.norm.pdf(x) * stats.norm.pdf(values[:, None], bent(1.5 * x + 0.5), 0.2), x, axis=1)
    heard = heights[heights > 0]
    wanted = -(heard @ np.log2(heard)) * 0.05 - stats.norm(scale=0.2).entropy() / np.log(2)
    assert bits == pytest.approx(wanted, abs=1e-6)
