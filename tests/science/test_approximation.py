"""h(Y) - log2 Δ against integrals and closed forms, and against the entropy it stands for."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import oracle
import pytest
from scipy import integrate, special, stats

from minimal_model import ACTIVATIONS, Activation, fixed_width_approximation, sample_input

H_X = 0.5 * math.log2(2 * math.pi * math.e)
LOG2_E = math.log2(math.e)
# The samples only say how far the bins reach: to nine standard deviations, where nothing is left.
REACH = np.linspace(-9.0, 9.0, 37)
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


# ln f', one number at a time, written with the standard library.
LOG_SLOPES: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: -softplus(z) - softplus(-z),
    "tanh": lambda z: math.log(4.0) - softplus(2 * z) - softplus(-2 * z),
    "softsign": lambda z: -2 * math.log1p(abs(z)),
    "softplus": lambda z: -softplus(-z),
    "selu": lambda z: math.log(SELU_SCALE) + (0.0 if z > 0 else math.log(SELU_ALPHA) + z),
    "elu": lambda z: min(z, 0.0),
    "leaky_relu": lambda z: 0.0 if z > 0 else math.log(0.2),
    "linear": lambda z: 0.0,
}
PHI = Activation(
    "Phi",
    "Φ(z)",
    special.ndtr,
    special.ndtri,
    (0.0, 1.0),
    log_slope=lambda z: -0.5 * z**2 - 0.5 * np.log(2 * np.pi),
)


def differential(name: str | Activation, weight: float, bias: float = 0.0) -> float:
    """h(Y) from the function under test; a single bin is enough for it."""
    result = fixed_width_approximation([0.0], name, bias=bias, width=1e6, weights=[weight])
    return float(result.differential_entropy[0])


def integrated_log_slope(name: str, weight: float, bias: float) -> float:
    """E[log2 f'(w X + b)], integrated in pieces that narrow towards z = 0, where the slope bends within 1 / w."""

    def integrand(x: float) -> float:
        return LOG_SLOPES[name](weight * x + bias) * math.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)

    bend = -bias / weight
    steps = [0.0, *(sign * size / weight for size in (1.0, 5.0, 25.0, 125.0) for sign in (-1, 1))]
    ends = sorted({-12.0, -3.0, 0.0, 3.0, 12.0, *(min(max(bend + step, -12.0), 12.0) for step in steps)})
    pieces = [integrate.quad(integrand, low, high, epsabs=1e-11, epsrel=1e-11)[0] for low, high in pairwise(ends)]
    return math.fsum(pieces) * LOG2_E


def multiples_entropy(weight: float, bias: float, width: float) -> float:
    """H(floor((w X + b) / width)) under N(0, 1), for a linear neuron."""
    first, last = (math.floor((weight * end + bias) / width) for end in (-12.0, 12.0))
    edges = np.arange(first, last + 2) * width
    lower = stats.norm.cdf((edges - bias) / weight)
    upper = stats.norm.sf((edges - bias) / weight)
    masses = np.where(edges[:-1] > bias, upper[:-1] - upper[1:], lower[1:] - lower[:-1])
    return oracle.entropy(masses)


@pytest.mark.parametrize("bias", [-5.0, -0.7, 0.0, 5.0])
@pytest.mark.parametrize("weight", [0.05, 1.0, 4.0, 20.0, 100.0])
@pytest.mark.parametrize("name", oracle.STRICT)
def test_differential_entropy_is_the_integral_of_the_log_slope(name: str, weight: float, bias: float) -> None:
    expected = H_X + math.log2(weight) + integrated_log_slope(name, weight, bias)
    assert differential(name, weight, bias) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "inverse", "slope_at", "low", "high"),
    [
        ("sigmoid", special.logit, lambda y: y * (1 - y), 0.0, 1.0),
        ("tanh", np.arctanh, lambda y: 1 - y * y, -1.0, 1.0),
        ("softsign", lambda y: y / (1 - abs(y)), lambda y: (1 - abs(y)) ** 2, -1.0, 1.0),
        ("softplus", lambda y: y + math.log(-math.expm1(-y)), lambda y: -math.expm1(-y), 0.0, 12.0),
        ("linear", lambda y: y, lambda y: 1.0, -12.0, 12.0),
    ],
)
@pytest.mark.parametrize(("weight", "bias"), [(0.5, 0.0), (0.9, 0.4), (0.7, -1.0)])
def test_differential_entropy_is_the_integral_of_minus_p_log_p(
    name: str, inverse: Any, slope_at: Any, low: float, high: float, weight: float, bias: float
) -> None:
    """By its definition, from the density of Y itself: φ(x) / (w f'(z)) at z = f⁻¹(y)."""

    def integrand(y: float) -> float:
        density = stats.norm._pdf((float(inverse(y)) - bias) / weight) / (weight * slope_at(y))
        return -density * math.log2(density) if density > 0 else 0.0

    centre = oracle.FORMULAS[name](bias)
    expected = sum(integrate.quad(integrand, *ends, limit=400)[0] for ends in ((low, centre), (centre, high)))
    assert differential(name, weight, bias) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("bias", [-5.0, 0.0, 0.3])
@pytest.mark.parametrize("weight", [0.01, 1.0, 20.0, 1e6])
def test_a_linear_neuron_adds_the_logarithm_of_its_weight(weight: float, bias: float) -> None:
    assert differential("linear", weight, bias) == pytest.approx(H_X + math.log2(weight), rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("weight", [0.1, 1.0, 20.0, 1e6])
def test_leaky_relu_without_bias_loses_half_the_logarithm_of_its_leak(weight: float) -> None:
    assert differential("leaky_relu", weight) == pytest.approx(
        H_X + math.log2(weight) + 0.5 * math.log2(0.2), abs=1e-12
    )


@pytest.mark.parametrize("bias", [-5.0, -0.4, 0.0, 5.0])
@pytest.mark.parametrize("weight", [0.3, 2.0, 20.0, 100.0])
def test_closed_forms_of_the_functions_with_a_kink(weight: float, bias: float) -> None:
    """With z ~ N(b, w²): P(z < 0) and E[min(z, 0)] are what the slopes below zero take."""
    below = stats.norm.cdf(-bias / weight)
    mean_below = bias * below - weight * stats.norm.pdf(bias / weight)
    base = H_X + math.log2(weight)
    assert differential("leaky_relu", weight, bias) == pytest.approx(base + below * math.log2(0.2), abs=1e-10)
    assert differential("elu", weight, bias) == pytest.approx(base + mean_below * LOG2_E, abs=1e-10)
    assert differential("selu", weight, bias) == pytest.approx(
        base + math.log2(SELU_SCALE) + below * math.log2(SELU_ALPHA) + mean_below * LOG2_E, abs=1e-10
    )


@pytest.mark.parametrize("bias", [-5.0, 0.0, 1.2])
@pytest.mark.parametrize("weight", [0.1, 1.0, 20.0])
def test_closed_form_of_an_activation_of_ones_own(weight: float, bias: float) -> None:
    """ln Φ'(z) is a parabola, and E[z²] = w² + b²."""
    expected = math.log2(weight) + 0.5 * LOG2_E * (1 - weight**2 - bias**2)
    assert differential(PHI, weight, bias) == pytest.approx(expected, abs=1e-10)


def test_the_normal_distribution_function_makes_the_activation_uniform() -> None:
    result = fixed_width_approximation(REACH, PHI, width=1 / 64, weights=[1.0])
    assert result.differential_entropy[0] == pytest.approx(0.0, abs=1e-12)
    assert result.approximation[0] == pytest.approx(6.0, abs=1e-12)
    assert result.entropy[0] == pytest.approx(6.0, abs=1e-12)
    assert result.error[0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_log_slopes_are_difference_quotients_of_the_formulas(name: str) -> None:
    slope, formula, step = ACTIVATIONS[name].log_slope, oracle.FORMULAS[name], 1e-5
    assert slope is not None
    low, high = oracle.RISES.get(name, (-6.0, 6.0))
    z = np.linspace(max(low, -6.0), min(high, 6.0), 203)[1:-1]
    z = z[abs(z) > 2 * step]  # the kink has two slopes
    quotients = [(formula(at + step) - formula(at - step)) / (2 * step) for at in z.tolist()]
    np.testing.assert_allclose(slope(z), np.log(quotients), rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "bias"), [("relu", 0.0), ("relu", -5.0), ("relu6", 3.0), ("hard_sigmoid", 0.0), ("hard_sigmoid", 5.0)]
)
def test_a_function_that_is_flat_on_some_of_the_input_has_no_density(name: str, bias: float) -> None:
    weights = np.array([1.0, 5.0, 20.0, 100.0])
    result = fixed_width_approximation(REACH, name, bias=bias, weights=weights)
    for values in (result.differential_entropy, result.approximation, result.error):
        np.testing.assert_array_equal(values, np.full(4, -np.inf))
    assert np.isfinite(result.entropy).all()


@pytest.mark.parametrize(
    ("name", "weight", "bias", "mass"),
    [
        ("relu6", 0.5, 5.0, 2e-2),
        ("hard_sigmoid", 0.5, 5.0, 1.0),
        ("hard_sigmoid", 0.5, -5.0, 1.0),
        ("relu", 1.0, 7.0, 1e-12),
    ],
)
def test_a_flat_piece_on_one_side_is_enough_however_rare_the_input(
    name: str, weight: float, bias: float, mass: float
) -> None:
    low, high = oracle.RISES[name]
    masses = stats.norm.cdf((low - bias) / weight), stats.norm.sf((high - bias) / weight)
    assert max(masses) == pytest.approx(mass, rel=0.3)
    assert min(masses) < 1e-20
    assert differential(name, weight, bias) == -np.inf


@pytest.mark.parametrize(
    ("name", "weight", "bias", "slope"),
    [
        ("relu", 0.1, 5.0, 1.0),
        ("relu6", 0.1, 3.0, 1.0),
        ("hard_sigmoid", 0.2, 0.0, 0.2),
        ("hard_sigmoid", 0.05, 1.5, 0.2),
    ],
)
def test_a_function_that_is_flat_where_no_input_comes_is_a_linear_one(
    name: str, weight: float, bias: float, slope: float
) -> None:
    assert differential(name, weight, bias) == pytest.approx(H_X + math.log2(weight * slope), abs=1e-12)


def test_each_weight_has_its_own_answer() -> None:
    """hard_sigmoid leaves its straight piece between the weights 0.1 and 3."""
    result = fixed_width_approximation(REACH, "hard_sigmoid", weights=[3.0, 0.1, 0.2])
    expected = [-np.inf, H_X + math.log2(0.02), H_X + math.log2(0.04)]
    np.testing.assert_allclose(result.differential_entropy, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("width", [0.02, 0.5, 3.0])
@pytest.mark.parametrize("bias", [0.0, -1.3])
def test_the_parts_of_a_linear_neuron_are_known(bias: float, width: float) -> None:
    weights = np.array([0.5, 1.0, 7.0])
    result = fixed_width_approximation(REACH, "linear", bias=bias, width=width, weights=weights)
    approximation = H_X + np.log2(weights) - math.log2(width)
    entropy = np.array([multiples_entropy(weight, bias, width) for weight in weights.tolist()])
    np.testing.assert_allclose(result.approximation, approximation, rtol=0, atol=1e-12)
    np.testing.assert_allclose(result.entropy, entropy, rtol=0, atol=1e-9)
    np.testing.assert_allclose(result.error, approximation - entropy, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "weight", "bias"), [("tanh", 0.8, 0.0), ("sigmoid", 3.0, -0.5), ("softsign", 2.0, 0.4)]
)
def test_the_entropy_is_that_of_multiples_of_the_width(name: str, weight: float, bias: float) -> None:
    result = fixed_width_approximation(REACH, name, bias=bias, width=0.13, weights=[weight])
    first = math.floor(oracle.LIMITS[name][0] / 0.13)
    edges = np.arange(first, math.floor(1 / 0.13) + 2) * 0.13
    assert result.entropy[0] == pytest.approx(oracle.root_entropy(name, weight, bias, edges), abs=1e-9)


@pytest.mark.parametrize("bias", [0.0, 0.6])
@pytest.mark.parametrize("name", oracle.STRICT)
def test_the_error_vanishes_as_the_bins_become_narrow(name: str, bias: float) -> None:
    errors = [
        abs(fixed_width_approximation(REACH, name, bias=bias, width=width, weights=[0.8]).error[0])
        for width in (0.5, 0.05, 0.0005)
    ]
    assert errors[2] < 1e-5
    assert errors[2] <= errors[1] + 1e-9
    assert errors[1] < errors[0]


def test_the_error_of_a_steep_neuron_is_more_than_the_entropy_itself() -> None:
    """Nearly all of tanh(20 X) lies in the two end bins: one bit, where the density would promise less than nothing."""
    result = fixed_width_approximation(REACH, "tanh", width=0.1, weights=[20.0])
    assert 1.0 < result.entropy[0] < 2.0
    assert result.approximation[0] < -30
    assert result.error[0] == pytest.approx(result.approximation[0] - result.entropy[0], abs=1e-12)


def test_the_width_is_a_tenth_if_not_given() -> None:
    result = fixed_width_approximation(REACH, "linear", weights=[2.0])
    assert result.approximation[0] == pytest.approx(H_X + 1 + math.log2(10), abs=1e-12)
    assert result.entropy[0] == pytest.approx(multiples_entropy(2.0, 0.0, 0.1), abs=1e-9)


def test_the_samples_only_say_how_far_the_bins_reach() -> None:
    """Samples at zero and just below it leave a single cut, at zero: one bit, of two half lines."""
    near = fixed_width_approximation([0.0, -0.05], "linear", width=0.1, weights=[1.0])
    assert near.differential_entropy[0] == pytest.approx(H_X, abs=1e-14)
    assert near.entropy[0] == pytest.approx(1.0, abs=1e-12)
    order = sample_input(200)
    assert (np.diff(order) < 0).any()
    shuffled, ascending = (fixed_width_approximation(x, "tanh", weights=[1.0, 3.0]) for x in (order, np.sort(order)))
    np.testing.assert_array_equal(shuffled.error, ascending.error)


def test_an_activation_without_a_log_slope_is_refused() -> None:
    cube = Activation("cube", "z³", lambda z: z**3, np.cbrt, (-np.inf, np.inf))
    with pytest.raises(ValueError, match=r"^activation is 'cube'; it must be one that has a log_slope"):
        fixed_width_approximation(REACH, cube)


@pytest.mark.parametrize(
    ("argument", "value", "words"),
    [
        ("x", [], ["one-dimensional and not empty"]),
        ("x", [0.0, np.nan], ["nan", "finite"]),
        ("activation", "swish", ["'swish'", *ACTIVATIONS]),
        ("bias", np.inf, ["inf", "a finite number"]),
        ("bias", "0", ["'0'", "a finite number"]),
        ("width", 0.0, ["0.0", "a finite number above zero"]),
        ("width", np.nan, ["nan", "a finite number"]),
        ("width", 1e-9, ["1e-09", "at most 10000000 bins"]),
        ("weights", [], ["one-dimensional and not empty"]),
        ("weights", [0.5, -3.0], ["[0.5, -3.0]", "above zero"]),
        ("weights", [1e200], ["1e+200", "stays below 1e+150"]),
    ],
)
def test_fixed_width_approximation_refuses(argument: str, value: Any, words: list[str]) -> None:
    arguments: dict[str, Any] = {"x": REACH, "activation": "tanh"} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be") as caught:
        fixed_width_approximation(**arguments)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize("width", [np.float32(0.1), np.float16(0.1), 1])
def test_widths_of_any_numeric_type_are_taken_at_their_value(width: Any) -> None:
    result = fixed_width_approximation(sample_input(1000), "linear", width=width, weights=[2.0])
    expected = 0.5 * np.log2(2 * np.pi * np.e) + 1 - np.log2(float(width))
    assert result.approximation[0] == pytest.approx(expected, abs=1e-12)
