"""The population curve against integration by another route, and against a million samples."""

import numpy as np
import oracle
import pytest
from scipy import special, stats

from minimal_model import (
    ACTIVATIONS,
    BINNINGS,
    Activation,
    Branch,
    bin_activations,
    mi_curve,
    population_curve,
    sample_input,
)

X = sample_input(1000)
WEIGHTS = np.array([0.3, 1.0, 4.0, 12.0])


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits", "fixed-width"])
def test_agrees_with_labels_on_a_fine_grid(name: str, binning: str) -> None:
    arguments = {"bias": 0.3, "bins": 20, "binning": binning, "width": 0.23, "weights": WEIGHTS}
    for w, bits in zip(WEIGHTS, population_curve(X, name, **arguments), strict=True):
        edges = bin_activations(X, name, w, **arguments).edges
        assert bits == pytest.approx(oracle.grid_entropy(ACTIVATIONS[name], w, 0.3, edges), abs=2e-4)


@pytest.fixture(scope="module")
def million() -> np.ndarray:
    return np.sort(sample_input(1_000_000, seed=1))


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("binning", BINNINGS)
def test_agrees_with_a_million_samples_in_the_same_bins(name: str, binning: str, million: np.ndarray) -> None:
    arguments = {"bins": 50, "binning": binning, "width": 0.1, "weights": WEIGHTS}
    sampled = mi_curve(million, name, estimator="miller-madow", **arguments)
    np.testing.assert_allclose(sampled, population_curve(million, name, **arguments), atol=0.01)


def test_masses_have_no_bias_to_correct() -> None:
    np.testing.assert_array_equal(
        population_curve(X, "tanh", estimator="miller-madow"), population_curve(X, "tanh", estimator="plug-in")
    )


def test_four_quartile_bins_hold_two_bits() -> None:
    """tanh bins at the limits cut X at artanh(±1/2)/w; w chosen so that these are the quartiles of N(0, 1)."""
    w = np.arctanh(0.5) / 0.6744897501960817
    assert population_curve(X, "tanh", bins=4, binning="function-limits", weights=[w])[0] == pytest.approx(
        2.0, abs=1e-12
    )


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits"])
def test_agrees_with_cells_found_by_bisection(name: str, binning: str) -> None:
    arguments = {"bias": -0.4, "bins": 20, "binning": binning, "weights": WEIGHTS}
    for w, bits in zip(WEIGHTS, population_curve(X, name, **arguments), strict=True):
        edges = bin_activations(X, name, w, **arguments).edges
        assert bits == pytest.approx(oracle.root_entropy(name, w, -0.4, edges), abs=1e-9)


@pytest.mark.parametrize("name", oracle.STRICT)
def test_net_input_masses_are_those_of_the_net_input(name: str) -> None:
    ends = np.outer(WEIGHTS, [X.min(), X.max()]) - 0.4
    edges = np.linspace(ends.min(), ends.max(), 21)
    expected = [oracle.root_entropy("linear", w, -0.4, edges) for w in WEIGHTS]
    curve = population_curve(X, name, bias=-0.4, bins=20, binning="net-input", weights=WEIGHTS)
    np.testing.assert_allclose(curve, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_equal_frequency_masses_lie_between_the_samples_quantiles(name: str) -> None:
    arguments = {"bias": -0.4, "bins": 20, "binning": "equal-frequency", "weights": [0.8]}
    edges = bin_activations(X, name, 0.8, **arguments).edges
    expected = oracle.grid_entropy(ACTIVATIONS[name], 0.8, -0.4, edges)
    assert population_curve(X, name, **arguments)[0] == pytest.approx(expected, abs=2e-4)


FALLING = Activation(
    "falling", "-tanh(z)", lambda z: -np.tanh(z), None, (-1.0, 1.0),
    branches=(Branch(-np.inf, np.inf, False, lambda y: -np.arctanh(y)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("function", "binning", "bias", "weight"),
    [
        ("erf", "equal-frequency", 0.0, 900.0),  # all samples but a few are computed to -1 or 1
        ("erf", "equal-frequency", 3.0, 15.0),
        ("tanh", "equal-frequency", -36.0, 99.0),
        ("sigmoid", "equal-frequency", 8.0, 99.0),
        ("selu", "equal-frequency", -36.0, 3.0),
        (FALLING, "equal-frequency", 8.0, 19.9),
        ("elu", "per-weight", -36.0, 0.3),  # bins of the width of some doubles
        ("linear", "per-weight", 1e15, 0.3),  # the net input is rounded to eighths
        ("hard_sigmoid", "equal-frequency", 1.0, 5.0),
    ],
)
def test_what_rounding_ties_has_the_mass_of_one_bin(
    function: str | Activation, binning: str, bias: float, weight: float
) -> None:
    """Against computed activations on a fine grid of inputs: what ever more samples would show."""
    arguments = {"bias": bias, "binning": binning, "weights": [weight]}
    edges = bin_activations(X, function, weight, **arguments).edges
    f = ACTIVATIONS[function] if isinstance(function, str) else function
    wanted = oracle.grid_entropy(f, weight, bias, edges)
    assert population_curve(X, function, **arguments)[0] == pytest.approx(wanted, abs=1e-3)


def test_rounding_ties_samples_of_other_inputs_too() -> None:
    x = sample_input(1000, input="student-t3")
    arguments = {"binning": "equal-frequency", "weights": [5.0, 19.9]}
    edges = [bin_activations(x, "erf", w, **arguments).edges for w in arguments["weights"]]
    grid = stats.t(3).ppf((np.arange(1_000_000) + 0.5) / 1_000_000) / np.sqrt(3)
    wanted = [
        oracle.entropy(oracle.labels_counts(special.erf(w * grid), row[1:-1]))
        for w, row in zip(arguments["weights"], edges, strict=True)
    ]
    np.testing.assert_allclose(population_curve(x, "erf", input="student-t3", **arguments), wanted, atol=1e-4)
