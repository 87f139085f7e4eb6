"""Activations, their limits and their generalised inverses."""

import numpy as np
import oracle
import pytest

from minimal_model import ACTIVATIONS

Z = np.concatenate([np.linspace(-30, 30, 2001), [-2.5, 2.5, 6.0, 0.0]])


def test_the_notebooks_names_come_first_and_in_its_order() -> None:
    assert list(ACTIVATIONS) == [
        "sigmoid", "tanh", "relu", "softsign", "softplus", "hard_sigmoid", "selu", "relu6", "elu", "leaky_relu",
        "linear", "gelu", "silu", "mish", "hard_swish", "arctan", "erf", "sin", "gaussian", "abs", "square",
    ]  # fmt: skip


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_values_follow_the_formula(name: str) -> None:
    expected = [oracle.FORMULAS[name](z) for z in Z.tolist()]
    np.testing.assert_allclose(ACTIVATIONS[name](Z), expected, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_rises_in_floating_point_even_between_neighbouring_doubles(name: str) -> None:
    for centre in (-20.0, -2.5, -0.3, 0.3, 0.7, 2.5, 6.0, 17.0):
        z = centre + np.arange(100_000) * np.spacing(abs(centre))
        assert (np.diff(ACTIVATIONS[name](z)) >= 0).all()


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_limits_are_approached(name: str) -> None:
    low, high = ACTIVATIONS[name].limits
    far_left, far_right = ACTIVATIONS[name](np.array([-1e9, 1e9]))
    assert far_left == pytest.approx(low, abs=1e-8) if np.isfinite(low) else far_left <= -1e8
    assert far_right == pytest.approx(high, abs=1e-8) if np.isfinite(high) else far_right >= 1e8


@pytest.mark.parametrize(
    ("saturation", "names"),
    [
        ("double", {"sigmoid", "tanh", "softsign", "hard_sigmoid", "relu6", "arctan", "erf", "gaussian"}),
        ("single", {"relu", "softplus", "selu", "elu", "gelu", "silu", "mish", "hard_swish"}),
        ("none", {"leaky_relu", "linear", "sin", "abs", "square"}),
    ],
)
def test_saturation_counts_the_sides_with_a_finite_limit(saturation: str, names: set[str]) -> None:
    assert {name for name, activation in ACTIVATIONS.items() if activation.saturation == saturation} == names


@pytest.mark.parametrize("name", oracle.STRICT)
def test_inverse_undoes_a_strictly_increasing_function(name: str) -> None:
    z = np.linspace(-8, 8, 401)
    np.testing.assert_allclose(ACTIVATIONS[name].inverse(ACTIVATIONS[name](z)), z, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "y", "z"),
    [
        ("relu", 0.0, -np.inf),
        ("relu", -1.0, -np.inf),
        ("relu", 2.0, 2.0),
        ("relu6", 0.0, -np.inf),
        ("relu6", 6.0, 6.0),
        ("relu6", 6.1, np.inf),
        ("hard_sigmoid", 0.0, -np.inf),
        ("hard_sigmoid", 1.0, 2.5),
        ("hard_sigmoid", 1.1, np.inf),
        ("tanh", 1.0, np.inf),
        ("tanh", -1.0, -np.inf),
        ("tanh", 3.0, np.inf),
        ("sigmoid", 1.0, np.inf),
        ("sigmoid", 0.0, -np.inf),
        ("elu", -1.0, -np.inf),
        ("softplus", 0.0, -np.inf),
        ("softplus", 800.0, 800.0),
        ("linear", -3.0, -3.0),
    ],
)
def test_inverse_is_the_smallest_net_input_that_reaches_a_value(name: str, y: float, z: float) -> None:
    assert ACTIVATIONS[name].inverse(y) == z


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_inverse_beyond_the_limits_is_infinite(name: str) -> None:
    low, high = oracle.LIMITS[name]
    assert ACTIVATIONS[name].limits == pytest.approx((low, high), rel=1e-15)
    if np.isfinite(low):
        np.testing.assert_array_equal(ACTIVATIONS[name].inverse([low, low - 1e-9, low - 5]), -np.inf)
    if np.isfinite(high):
        np.testing.assert_array_equal(ACTIVATIONS[name].inverse([high + 1e-9, high + 5]), np.inf)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_inverse_lies_between_what_falls_short_and_what_reaches(name: str) -> None:
    """inf{z : f(z) >= y}: just left of it f is below y, just right of it f is not."""
    formula = oracle.FORMULAS[name]
    low, high = max(formula(-8.0), oracle.LIMITS[name][0]), formula(8.0)
    for y in np.linspace(low, high, 203)[1:-1].tolist():
        z = float(ACTIVATIONS[name].inverse(y))
        assert formula(z - 1e-7) < y <= formula(z + 1e-7)
