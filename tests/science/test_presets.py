"""Every preset against the sources' own algorithm: np.outer, np.histogram, scipy.stats.entropy."""

import math
from functools import cache
from typing import Any

import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import binned_entropy, mi_curve, population_curve, sample_input
from minimal_model.state.parameters import Parameters
from minimal_model.state.presets import CLAIMS, PRESETS, SOURCE_FIGURES, SOURCES, Preset, SourceFigure

BY_NAME = {preset.name: preset for preset in PRESETS}


def notebook_input(draw: int) -> np.ndarray:
    """The notebook's stream: seeded once, drawn from twice."""
    stream = np.random.RandomState(0)
    return [stats.norm().rvs(1000, random_state=stream) for _ in range(2)][draw]


def source_weights(p: Parameters) -> np.ndarray:
    return np.arange(0.1, 20, 0.1) if p.weight_max == 20 else np.arange(0.05, 10, 0.05)[:199]


@cache
def source_curve(p: Parameters) -> np.ndarray:
    """The curve by the notebook's loop, with the bins that the source says."""
    net_input = np.outer(source_weights(p), notebook_input(p.draw)) + p.bias
    activations = np.vectorize(oracle.FORMULAS[p.activation])(net_input)
    if p.binning == "per-weight":
        counts = [np.histogram(row, bins=p.bins)[0] for row in activations]
    elif p.binning == "global":
        edges = np.linspace(activations.min(), activations.max(), p.bins + 1)
        counts = [np.histogram(row, bins=edges)[0] for row in activations]
    elif p.binning == "function-limits":
        counts = [np.histogram(row, bins=np.linspace(-1, 1, p.bins + 1))[0] for row in activations]
    elif p.binning == "net-input":
        edges = np.linspace(net_input.min(), net_input.max(), p.bins + 1)
        counts = [np.histogram(row, bins=edges)[0] for row in net_input]
    else:
        counts = [np.unique(np.floor(row / p.width), return_counts=True)[1] for row in activations]
    return np.array([stats.entropy(row, base=2) for row in counts])


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_what_the_source_computes(preset: Preset) -> None:
    p = preset.parameters
    curve = mi_curve(sample_input(p.samples, p.seed, p.draw), **p.curve_arguments)
    # The formulas of the oracle may differ from numpy's in the last digit, which can move one sample over an edge.
    np.testing.assert_allclose(curve, source_curve(p), rtol=0, atol=5e-3)
    assert np.median(np.abs(curve - source_curve(p))) < 1e-9


def test_saxe_2c_is_exact() -> None:
    """Masses of N(0, 1) between artanh of the edges: the paper's curve by the closed form."""
    p = BY_NAME["saxe-2c"].parameters
    with np.errstate(divide="ignore"):
        edges = np.arctanh(np.linspace(-1, 1, 31))
    expected = [stats.entropy(np.diff(stats.norm.cdf(edges / w)), base=2) for w in source_weights(p)]
    np.testing.assert_allclose(population_curve(sample_input(), **p.curve_arguments), expected, atol=1e-9)


def test_saxe_2d_is_exact_and_gains_half_a_bit_per_doubling() -> None:
    p = BY_NAME["saxe-2d"].parameters
    curve = population_curve(sample_input(), **p.curve_arguments)
    last = math.floor(9.95 * notebook_input(0).max() / 0.1)  # the bin of the largest activation takes all above it
    for k, w in ((39, 2.0), (198, 9.95)):
        masses = np.diff(stats.norm.cdf(np.append(np.arange(1, last + 1) * 0.1 / w, np.inf)), prepend=0)
        assert curve[k] == pytest.approx(stats.entropy(masses, base=2), abs=1e-9)
    assert curve[159] - curve[79] == pytest.approx(0.5, abs=0.05)


def test_saxe_13_is_the_linear_neurons_curve() -> None:
    p = BY_NAME["saxe-13"].parameters
    x = sample_input()
    linear = mi_curve(x, "linear", bins=p.bins, binning="global", weights=p.weights)
    np.testing.assert_array_equal(mi_curve(x, **p.curve_arguments), linear)
    assert np.all(np.diff(population_curve(x, **p.curve_arguments)) > 0)


def test_the_printed_numbers_come_out_of_the_notebooks_input() -> None:
    printed = {(f.presets[0].parameters.draw, n.bins): n.text for f in SOURCE_FIGURES for n in f.printed}
    assert printed == {(0, 50): "5.11", (1, 50): "4.98", (1, 5): "1.76"}
    for (draw, bins), text in printed.items():
        counts, _ = np.histogram(notebook_input(draw), bins)
        assert f"{stats.entropy(counts, base=2):.2f}" == text
        assert f"{binned_entropy(sample_input(1000, 0, draw), bins):.2f}" == text


def test_names_states_and_labels_are_all_different() -> None:
    for values in ([p.name for p in PRESETS], [p.label for p in PRESETS], [p.parameters for p in PRESETS]):
        assert len(set(values)) == len(PRESETS)
    assert len({figure.name for figure in SOURCE_FIGURES}) == len(SOURCE_FIGURES)


def test_no_preset_leaves_its_weight_to_the_default() -> None:
    """The notebook's curves and biases mark w = 1.1; the others mark what their figure is about."""
    for preset in PRESETS:
        assert preset.parameters.weight != Parameters().weight
        if preset.name.startswith(("global-", "per-weight-", "bias-")):
            assert source_weights(preset.parameters)[preset.parameters.weight] == pytest.approx(1.1)


# By hand: of which curves a claim says that they end more than a tenth of a bit below their highest value, and of which
# that they do not.
LOSES = {
    "tanh compresses": True,
    "relu does not": False,
    "relu does, once it has a bias": True,
    "Others that saturate on both sides compress": True,
    "linear and leaky_relu do not compress": False,
    "With bins on its net input, tanh does not": False,
}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_claim_is_true_of_the_sources_curve(preset: Preset) -> None:
    assert preset.claim in CLAIMS
    curve = source_curve(preset.parameters)
    if preset.claim in LOSES:
        assert (curve.max() - curve[-1] > 0.1) == LOSES[preset.claim]
    if preset.claim.startswith("elu, selu, softplus"):
        assert (curve.max() - curve[-1] > 0.1) == (preset.parameters.binning == "per-weight")


def test_a_claim_is_about_the_neurons_that_it_names() -> None:
    named = {claim: {p.parameters.activation for p in PRESETS if p.claim == claim} for claim in CLAIMS}
    assert all(named.values())
    for claim, activations in named.items():
        words = claim.replace(",", " ").replace(":", " ").split()
        if said := set(words) & set(oracle.NOTEBOOK):
            assert activations == said
    both = {name for name in oracle.NOTEBOOK if all(map(math.isfinite, oracle.LIMITS[name]))}
    assert named["Others that saturate on both sides compress"] == both - {"tanh"}
    biases = [p.parameters.bias for p in PRESETS if p.claim == "relu does, once it has a bias"]
    assert min(biases) > 0
    assert all(p.parameters.bias == 0 for p in PRESETS if p.claim == "relu does not")


@pytest.mark.parametrize("figure", SOURCE_FIGURES, ids=lambda figure: figure.name)
def test_every_figure_says_what_is_shown_and_what_to_look_at(figure: SourceFigure) -> None:
    assert figure.source in SOURCES
    assert figure.shows.endswith(".")
    assert figure.look.endswith(".")
    assert figure.presets


def test_the_notebooks_figures_are_complete() -> None:
    states: dict[str, Any] = {name: [p.parameters for p in PRESETS if p.name.startswith(name)] for name in (
        "global-", "per-weight-", "bias-", "strip-")}  # fmt: skip
    assert [p.activation for p in states["global-"]] == list(oracle.NOTEBOOK)
    assert {(p.binning, p.bins) for p in states["global-"]} == {("global", 49)}
    assert [p.activation for p in states["per-weight-"]] == list(oracle.NOTEBOOK)
    assert {(p.binning, p.bins) for p in states["per-weight-"]} == {("per-weight", 50)}
    assert {(p.activation, p.bias) for p in states["bias-"]} == {(f, b) for f in ("tanh", "relu") for b in range(6)}
    assert {(p.bins, p.draw) for p in states["bias-"]} == {(5, 1)}
    assert [(p.activation, p.weight, p.bias) for p in states["strip-"]] == [
        ("tanh", 10, 0), ("tanh", 10, 2), ("relu", 2, 2), ("relu", 15, 2)]  # fmt: skip
    assert {(p.bins, p.draw) for p in states["strip-"]} == {(50, 1)}


def test_the_texts_count_the_saturations_right() -> None:
    """Five on both sides, four on one, two on neither, as the page says."""
    finite = [sum(map(math.isfinite, oracle.LIMITS[name])) for name in oracle.NOTEBOOK]
    assert [finite.count(sides) for sides in (2, 1, 0)] == [5, 4, 2]


def test_a_search_opens_its_state_and_names_only_what_differs() -> None:
    from urllib.parse import parse_qsl

    assert Parameters().search == ""
    for preset in PRESETS:
        values = dict(parse_qsl(preset.parameters.search.removeprefix("?")))
        assert Parameters.corrected(values) == (preset.parameters, [])
        assert all(str(getattr(Parameters(), key)) != value for key, value in values.items())
