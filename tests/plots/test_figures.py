"""The figures are pure functions: what they draw is what the core says."""

from typing import Any

import numpy as np
import oracle
import pytest
from decoding import numbers, take_over
from scipy import integrate, stats

from minimal_model import BINNINGS, Parameters, sample_input
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.plots.arrays import segments, typed
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.view import compute_view
from minimal_model.plots.shown import drawn_ranks, jitter

ON = {"population": True, "band": True, "why": True}


def figure(graph_id: str, parameters: Parameters, theme: str = "light") -> dict[str, Any]:
    make, _ = GRAPHS[graph_id]
    return make(compute_view(parameters), THEMES[theme])


def test_curve_is_the_notebooks() -> None:
    x = sample_input(1000)
    drawn = numbers(figure("graph-mi-curve", Parameters())["data"][0]["y"])
    for index, w in enumerate(np.arange(0.1, 20, 0.1)):
        counts, _ = np.histogram(np.tanh(w * x), 50)
        assert drawn[index] == pytest.approx(stats.entropy(counts, base=2), abs=1e-6)


def test_curve_marks_the_chosen_weight_and_its_entropy() -> None:
    drawn = figure("graph-mi-curve", Parameters(weight=99))
    counts, _ = np.histogram(np.tanh(np.arange(0.1, 20, 0.1)[99] * sample_input(1000)), 50)
    assert drawn["data"][5]["x"] == pytest.approx([10.0])
    assert drawn["data"][5]["y"] == pytest.approx([stats.entropy(counts, base=2)])


def test_reference_lines_are_labelled_with_their_bits() -> None:
    labels = [label["text"] for label in figure("graph-mi-curve", Parameters())["layout"]["annotations"]]
    assert any("5.11" in label for label in labels)
    assert any("log₂ 50 = 5.64" in label for label in labels)


def test_fixed_width_has_no_ceiling() -> None:
    layout = figure("graph-mi-curve", Parameters(binning="fixed-width"))["layout"]
    assert len(layout["annotations"]) == 1


def test_without_switches_nothing_is_added() -> None:
    drawn = figure("graph-mi-curve", Parameters())
    assert [numbers(trace["y"]).size for trace in drawn["data"]] == [199, 0, 0, 0, 0, 1, 0]
    assert len(drawn["layout"]["annotations"]) == 2
    assert drawn["layout"]["margin"] == figure("graph-strip", Parameters())["layout"]["margin"]


def test_population_curve_has_the_masses_of_the_normal_distribution() -> None:
    drawn = figure("graph-mi-curve", Parameters(population=True))
    x, curve = sample_input(1000), numbers(drawn["data"][2]["y"])
    np.testing.assert_allclose(numbers(drawn["data"][2]["x"]), np.arange(0.1, 20, 0.1), rtol=1e-6)
    for index in (0, 10, 60, 150):
        w = np.arange(0.1, 20, 0.1)[index]
        cuts = np.arctanh(np.linspace(np.tanh(w * x.min()), np.tanh(w * x.max()), 51)[1:-1]) / w
        masses = np.diff(stats.norm.cdf(cuts), prepend=0, append=1)
        assert curve[index] == pytest.approx(stats.entropy(masses, base=2), abs=1e-6)


def test_band_reaches_from_the_5th_to_the_95th_percentile_of_32_further_seeds() -> None:
    band = figure("graph-mi-curve", Parameters(samples=300, seed=7, bins=9, band=True))["data"][1]
    outline_x, outline_y = numbers(band["x"]), numbers(band["y"])
    np.testing.assert_array_equal(outline_x[:199], outline_x[199:][::-1])
    for index in (0, 10, 198):
        w = np.arange(0.1, 20, 0.1)[index]
        histograms = [np.histogram(np.tanh(w * sample_input(300, seed)), 9)[0] for seed in range(8, 40)]
        spread = np.percentile([stats.entropy(counts, base=2) for counts in histograms], [5, 95])
        assert outline_y[[index, -1 - index]] == pytest.approx(spread, abs=1e-6)


def test_formula_of_a_linear_neuron_is_that_of_the_normal_distribution() -> None:
    data = figure("graph-mi-curve", Parameters("linear", "fixed-width", why=True))["data"]
    expected = [stats.norm(scale=w).entropy() / np.log(2) + np.log2(10) for w in np.arange(0.1, 20, 0.1)]
    np.testing.assert_allclose(numbers(data[3]["y"]), expected, rtol=1e-6)
    assert np.isnan(numbers(data[4]["y"])).all()


def test_formula_is_drawn_as_broken_where_it_misses_by_more_than_a_tenth_of_a_bit() -> None:
    data = figure("graph-mi-curve", Parameters(binning="fixed-width", why=True))["data"]
    holds, fails = numbers(data[3]["y"]), numbers(data[4]["y"])
    for index in (0, 3, 10, 18, 30, 38, 60, 198):
        w = np.arange(0.1, 20, 0.1)[index]
        # log2 of tanh's slope, sech²; beyond 300 its logarithm is a line.
        slope = integrate.quad(lambda x, w=w: stats.norm.pdf(x) * -2 * np.logaddexp(w * x, -w * x), -9, 9, limit=400)[0]
        formula = np.log2(np.sqrt(2 * np.pi * np.e) * w * 4) + slope / np.log(2) + np.log2(10)
        masses = np.diff(stats.norm.cdf(np.arctanh(np.linspace(-0.9, 0.9, 19)) / w), prepend=0, append=1)
        if abs(formula - stats.entropy(masses, base=2)) <= 0.1:
            assert holds[index] == pytest.approx(formula, abs=1e-5)
        else:
            assert np.isnan(holds[index])
            assert fails[index] == pytest.approx(formula if formula >= 0 else np.nan, abs=1e-5, nan_ok=True)
    assert np.isfinite(fails).sum() > 10


def test_formula_of_a_flat_function_is_nowhere_drawn_and_named_as_broken() -> None:
    drawn = figure("graph-mi-curve", Parameters("relu", "fixed-width", why=True))
    assert np.isnan(numbers(drawn["data"][3]["y"])).all()
    assert np.isnan(numbers(drawn["data"][4]["y"])).all()
    assert "h(Y) − log₂ Δ (broken)" in drawn["layout"]["annotations"][-1]["text"]


@pytest.mark.parametrize("theme", THEMES)
def test_added_curves_are_named_in_their_colours(theme: str) -> None:
    drawn = figure("graph-mi-curve", Parameters(binning="fixed-width", **ON), theme)
    key = drawn["layout"]["annotations"][-1]["text"]
    colours = THEMES[theme]
    for colour, name in (
        (colours.muted, "population"),
        (colours.ink, "other samples"),
        (colours.second, "h(Y) − log₂ Δ"),
    ):
        assert f'color:{colour}">' in key
        assert name in key
    assert [trace["line"]["color"] for trace in drawn["data"][2:4]] == [colours.muted, colours.second]
    assert drawn["data"][2]["line"]["dash"] != drawn["data"][3]["line"]["dash"]


@pytest.mark.parametrize("switches", [{"population": True}, {"band": True}, {"why": True}, ON])
@pytest.mark.parametrize("state", [
    {}, {"binning": "fixed-width"}, {"binning": "fixed-width", "estimator": "miller-madow", "samples": 10},
    # The population, other samples and the formula lie far above these samples' curves.
    {"activation": "linear", "binning": "fixed-width", "samples": 10},
    {"activation": "relu", "binning": "fixed-width", "samples": 10, "width": 3.0, "seed": 9},
    {"activation": "leaky_relu", "binning": "fixed-width", "width": 10.0, "samples": 20},
    {"activation": "relu", "bias": -5.0},
])  # fmt: skip
def test_axes_hold_all_that_is_drawn(state: dict[str, Any], switches: dict[str, str]) -> None:
    drawn = figure("graph-mi-curve", Parameters(**state | switches))
    for axis in ("x", "y"):
        low, high = drawn["layout"][f"{axis}axis"]["range"]
        values = np.concatenate([numbers(trace[axis]) for trace in drawn["data"]])
        assert np.nanmin(values) >= low
        assert np.nanmax(values) <= high


def test_strip_counts_every_sample_and_names_the_entropy() -> None:
    state = Parameters(samples=100_000)
    drawn = figure("graph-strip", state)
    counts, edges = np.histogram(np.tanh(np.arange(0.1, 20, 0.1)[49] * sample_input(100_000)), 50)
    assert numbers(drawn["data"][3]["y"]).tolist() == counts[counts > 0].tolist()
    np.testing.assert_allclose(numbers(drawn["data"][0]["x"]), edges)
    assert f"{stats.entropy(counts, base=2):.4f} bits" in CAPTIONS["graph-strip"][0](compute_view(state))


def test_strip_draws_at_most_1000_points_with_both_extremes() -> None:
    activations = numbers(figure("graph-strip", Parameters(samples=100_000))["data"][2]["x"])
    y = np.tanh(np.arange(0.1, 20, 0.1)[49] * sample_input(100_000))
    assert activations.size == 1000
    assert activations.min() == np.float32(y.min())
    assert activations.max() == np.float32(y.max())


@pytest.mark.parametrize("samples", [10, 999, 1000, 1001, 1_000_000])
def test_drawn_samples_are_different_ones(samples: int) -> None:
    ranks = drawn_ranks(samples)
    assert ranks.size == min(samples, 1000) == np.unique(ranks).size
    assert (ranks[0], ranks[-1]) == (0, samples - 1)


def test_jitter_stays_inside_the_strip() -> None:
    heights = jitter(2000)
    assert heights.min() > 0
    assert heights.max() < 1
    assert np.ptp(heights) > 0.8


def test_partition_cuts_the_input_at_the_preimages() -> None:
    drawn = figure("graph-partition", Parameters(bins=4, binning="function-limits"))
    inner = numbers(drawn["data"][0]["x"])[1:-1]
    np.testing.assert_allclose(inner, np.arctanh([-0.5, 0.0, 0.5]) / 5, atol=1e-12)


def test_segments_are_vertical_lines_with_gaps() -> None:
    x, y = (numbers(part) for part in segments(np.array([1.0, 2.0]), 0.0, np.array([3.0, 4.0])))
    np.testing.assert_array_equal(x, [1, 1, np.nan, 2, 2, np.nan])
    np.testing.assert_array_equal(y, [0, 3, np.nan, 0, 4, np.nan])


def test_arrays_of_several_dimensions_keep_their_shape() -> None:
    assert typed(np.zeros((2, 3)))["shape"] == "2, 3"
    assert typed(np.zeros((1, 4, 3)))["shape"] == "1, 4, 3"
    assert "shape" not in typed(np.zeros(2))


@pytest.mark.parametrize("graph_id", GRAPHS)
@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_every_state_is_drawn_without_warnings(graph_id: str, binning: str, activation: str) -> None:
    for parameters in (
        Parameters(activation=activation, binning=binning, weight=198, weight_max=100, bias=-5.0, samples=10),
        Parameters(activation=activation, binning=binning, weight=0, bias=5.0, bins=256, width=10.0),
        Parameters(activation=activation, binning=binning, weight=198, weight_max=100, bias=5.0, samples=10, **ON),
        Parameters(activation=activation, binning=binning, weight=0, weight_max=5, samples=20_001, width=10.0, **ON),
    ):
        drawn = figure(graph_id, parameters, "dark")
        low, high = drawn["layout"]["xaxis"]["range"]
        assert low < high
        assert "nan" not in str(drawn["layout"])


PLAIN = Parameters("relu", "fixed-width", 2.5, 7, 200, 120, 50, 3, 1, "miller-madow", 0.7)
OTHER = Parameters(input="exponential", formula="sin(z)", binning="global", weight=90, band=True)
FULL = Parameters("tanh", "fixed-width", 0.5, 7, 300, 12, 10, 3, 1, "miller-madow", 0.2, **ON)


@pytest.mark.parametrize(
    ("before", "after"), [(Parameters(), PLAIN), (PLAIN, FULL), (FULL, OTHER), (OTHER, Parameters())]
)
@pytest.mark.parametrize("graph_id", GRAPHS)
def test_live_paths_are_all_that_changes(graph_id: str, before: Parameters, after: Parameters) -> None:
    """A patch of the live paths turns any state's figure into any other's."""
    make, live = GRAPHS[graph_id]
    start, goal = (make(compute_view(state), THEMES["light"]) for state in (before, after))
    take_over(live, goal, start)
    assert start == goal
