"""The activations that came after the notebook: those that fold the input, and those that only nearly rise."""

import itertools
import math
import re
from typing import Any

import numpy as np
import oracle
import pytest
from scipy import integrate, optimize, stats

from minimal_model import (
    ACTIVATIONS,
    BINNINGS,
    Activation,
    Branch,
    bin_activations,
    decompose_entropy,
    entropy_gain,
    fixed_width_approximation,
    folding,
    joint_table,
    mi_curve,
    population_curve,
    sample_input,
)
from minimal_model.binnings.edges import BinEdges
from minimal_model.partition import rank_differences, ranks, ranks_by_branches, ranks_by_sorting
from minimal_model.sweep import Sweep

LATER = [name for name in ACTIVATIONS if name not in oracle.NOTEBOOK]
PAIRS = [pair for pair in itertools.product(LATER, BINNINGS) if not oracle.refused(*pair)]
X = np.sort(sample_input(1000))
INF = math.inf
NEGATIVE = Branch(-INF, INF, False, np.negative)


@pytest.mark.parametrize("name", LATER)
def test_values_follow_the_formula(name: str) -> None:
    z = np.concatenate([np.linspace(-30, 30, 2001), [-3.0, 3.0, -1.5, 0.0]])
    expected = [oracle.FORMULAS[name](value) for value in z.tolist()]
    np.testing.assert_allclose(ACTIVATIONS[name](z), expected, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("name", LATER)
def test_values_stay_finite_as_far_as_net_inputs_are_allowed(name: str) -> None:
    assert np.isfinite(ACTIVATIONS[name](np.array([-1e150, -1e9, 1e9, 1e150]))).all()


@pytest.mark.parametrize("name", oracle.TURNS)
def test_the_turning_point_is_where_the_formula_has_its_extreme(name: str) -> None:
    sign = -1 if name == "gaussian" else 1
    found = optimize.minimize_scalar(lambda z: sign * oracle.FORMULAS[name](z), bounds=(-2, 1), method="bounded")
    (turn,) = ACTIVATIONS[name].turns
    assert turn == pytest.approx(found.x, abs=1e-5)
    low, high = ACTIVATIONS[name].limits
    assert oracle.FORMULAS[name](turn) == pytest.approx(high if name == "gaussian" else low, rel=1e-15)


@pytest.mark.parametrize("name", oracle.FOLDING)
def test_each_branch_leads_back_and_f_as_a_whole_does_not(name: str) -> None:
    function = ACTIVATIONS[name]
    for branch in function.branches:
        z = np.linspace(max(branch.start, function.rises[0], -20), min(branch.end, 20), 803)[1:-1]
        y = function(z)
        z, y = z[np.abs(y) > 1e-290], y[np.abs(y) > 1e-290]
        np.testing.assert_allclose(branch.inverse(y), z, rtol=1e-9, atol=1e-7)
    with pytest.raises(ValueError, match=f"'{name}'.*does not fold"):
        function.inverse(0.5)


@pytest.mark.parametrize("binning", oracle.BY_INPUT)
@pytest.mark.parametrize("name", oracle.FOLDING)
def test_bins_that_are_spaced_by_the_input_are_refused(name: str, binning: str) -> None:
    with pytest.raises(ValueError, match=f"^binning is '{binning}'; it must be one of .*fixed-width.*{name} folds: "):
        mi_curve(X, name, binning=binning)


@pytest.mark.parametrize(("name", "binning"), PAIRS)
def test_counts_and_pieces_are_those_of_all_samples(name: str, binning: str) -> None:
    """The same by NumPy alone: the activations of all samples, held against the edges."""
    for size, weight, bias in ((40, 7.0, 0.4), (3000, 0.3, -0.8), (3000, 19.9, 0.0), (20_000, 3.0, -6.0)):
        x = np.sort(np.random.default_rng(size).standard_normal(size))
        y = ACTIVATIONS[name](weight * x + bias)
        result = bin_activations(x, name, weight, bias=bias, bins=37, binning=binning, weights=[0.2, weight])
        if binning == "per-weight":
            expected = np.histogram(y, 37)[0]
        elif binning == "fixed-width":
            numbers = oracle.width_labels(name, y, 0.1)
            expected = np.unique(numbers, return_counts=True)[1]
        elif binning == "net-input":
            expected = np.histogram(weight * x + bias, np.linspace(*_ends(x, weight, bias), 38))[0]
        elif binning == "equal-frequency":
            expected = oracle.labels_counts(y, np.quantile(y, np.arange(1, 37) / 37, method="higher"))
        else:
            every = np.concatenate([ACTIVATIONS[name](w * x + bias) for w in (0.2, weight)])
            low, high = (every.min(), every.max()) if binning == "global" else oracle.LIMITS[name]
            edges = np.linspace(low, every.max() if high == INF else high, 38)
            expected = oracle.labels_counts(y, edges[1:-1])
        held = result.counts[result.counts > 0] if binning == "fixed-width" else result.counts
        np.testing.assert_array_equal(held, expected)
        curve = mi_curve(x, name, bias=bias, bins=37, binning=binning, weights=[0.2, weight])
        assert curve[1] == pytest.approx(oracle.entropy(expected), abs=1e-12)
        # The pieces of the input line hold the samples that the counts say.
        assert result.input_edges.size == result.input_bins.size + 1
        assert (np.diff(result.input_edges) >= 0).all()
        numbers = result.input_bins[np.searchsorted(result.input_edges[1:-1], x, side="right")]
        np.testing.assert_array_equal(np.bincount(numbers, minlength=result.counts.size), result.counts)


def _ends(x: oracle.Array, weight: float, bias: float) -> tuple[float, float]:
    z = np.concatenate([w * x[[0, -1]] + bias for w in (0.2, weight)])
    return float(z.min()), float(z.max())


def misleading(name: str, weight: float, bias: float, kind: int, random: np.random.Generator) -> oracle.Array:
    """Samples that mislead: around a turning point or the end of a saturation, tied, or neighbouring doubles."""
    function = ACTIVATIONS[name]
    ends = [end for end in (*function.turns, *function.rises, *function.settles, 5.3, -5.3, 0.1) if math.isfinite(end)]
    place, n = (float(random.choice(ends)) - bias) / weight, int(random.integers(10, 400))
    swarm = place + random.standard_normal(n) * 10.0 ** random.uniform(-16, -1)
    run = place + np.arange(n) * np.spacing(place) * int(random.integers(1, 4))
    tied = np.round(random.standard_normal(n), 1)
    return np.sort((swarm, run, tied, np.concatenate([run, random.standard_normal(n)]))[kind])


@pytest.mark.parametrize("name", LATER)
def test_edges_at_sample_values_and_beside_them_count_every_sample(name: str) -> None:
    """As for all samples one by one, also where computed values are not monotone; each way of counting by itself."""
    random, weights = np.random.default_rng(7), np.array([[0.05], [1.0], [13.0]])
    for trial in range(40):
        bias = float(random.choice([0.0, random.normal(0, 3)]))
        x = misleading(name, float(random.choice(weights.ravel())), bias, trial % 4, random)
        sweep = Sweep(x, ACTIVATIONS[name], weights, bias, weights.ravel())
        y = ACTIVATIONS[name](weights * x + bias)
        inner = np.sort([random.choice(row, 30) for row in y], axis=1)
        inner = np.sort(
            np.where(inner > 0, np.nextafter(inner, random.choice([-INF, INF], inner.shape)), inner), axis=1
        )
        thresholds = np.concatenate([y.min(axis=1)[:, None], inner, y.max(axis=1)[:, None]], axis=1)
        edges = BinEdges(thresholds, thresholds, ACTIVATIONS[name])
        expected = [oracle.labels_counts(*row) for row in zip(y, inner, strict=True)]
        ways = [ranks, ranks_by_sorting] + ([] if ACTIVATIONS[name].plain else [ranks_by_branches])
        for way in ways:
            np.testing.assert_array_equal(rank_differences(way(sweep, edges), x.size), expected)
        np.testing.assert_array_equal(sweep.row_extremes, [y.min(axis=1), y.max(axis=1)])


def test_as_they_are_computed_some_functions_are_not_monotone() -> None:
    """What the certificates are for: two neighbouring samples do not tell how many lie below an edge."""
    for name, rises, low, high in (("gelu", 1, 0.3, 3), ("mish", 1, 0.3, 3), ("erf", 1, 0.3, 3), ("silu", -1, -6, -2)):
        centres = np.linspace(low, high, 200)[:, None]
        z = centres + np.arange(1000) * np.spacing(np.abs(centres))
        assert (rises * np.diff(ACTIVATIONS[name](z)) < 0).any()


@pytest.mark.parametrize("name", ["gelu", "sin", "square"])
@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits"])
def test_samples_as_far_out_as_is_allowed_are_counted(name: str, binning: str) -> None:
    x = np.sort(np.concatenate([X[:50] * 1e149 / 4, X[:50]]))
    result = bin_activations(x, name, 1.0, bins=20, binning=binning, weights=[1.0])
    y = ACTIVATIONS[name](x)
    low, high = oracle.LIMITS[name] if binning == "function-limits" else (y.min(), y.max())
    edges = np.linspace(low, min(high, y.max()) if name != "sin" else high, 21)
    np.testing.assert_array_equal(result.counts, oracle.labels_counts(y, edges[1:-1]))
    assert mi_curve(x, name, bins=20, binning=binning, weights=[1.0])[0] == pytest.approx(result.entropy, abs=1e-12)


@pytest.mark.parametrize(("name", "binning"), [pair for pair in PAIRS if pair[1] not in oracle.BY_INPUT])
def test_population_agrees_with_labels_on_a_fine_grid(name: str, binning: str) -> None:
    for weight, bias in ((0.6, -0.4), (5.0, 0.9)):
        result = bin_activations(X, name, weight, bias=bias, bins=24, binning=binning, weights=[weight])
        edges = result.edges
        expected = oracle.grid_entropy(ACTIVATIONS[name], weight, bias, edges)
        bits = population_curve(X, name, bias=bias, bins=24, binning=binning, weights=[weight])[0]
        # A flat piece lies in the bin that starts at its value, on the grid as well.
        assert bits == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("name", "binning"), [("gelu", "per-weight"), ("sin", "global"), ("abs", "fixed-width")])
@pytest.mark.parametrize("size", [300, 20_000])
def test_decomposition_is_that_of_the_joint_table(name: str, binning: str, size: int) -> None:
    x, weights = np.sort(sample_input(size, 3)), [0.4, 2.0, 15.0]
    parts = decompose_entropy(x, name, bias=0.3, bins=30, binning=binning, weights=weights)
    for k, weight in enumerate(weights):
        table = joint_table(x, name, weight, bias=0.3, bins=30, binning=binning, weights=weights)
        y = ACTIVATIONS[name](weight * x + 0.3)
        rows = np.searchsorted(table.input_edges[1:-1], x, side="right")
        columns = np.searchsorted(table.edges[1:-1], y, side="right")
        expected = np.zeros(table.counts.shape, dtype=int)
        np.add.at(expected, (rows, columns), 1)
        np.testing.assert_array_equal(table.counts, expected)
        assert parts.conditional[k] + parts.input_entropy == pytest.approx(oracle.entropy(expected.ravel()), abs=1e-12)
        assert parts.entropy[k] == pytest.approx(oracle.entropy(expected.sum(axis=0)), abs=1e-12)


@pytest.mark.parametrize(("name", "loss"), [("abs", 0.75), ("gelu", 0.05), ("sin", 4.0)])
def test_the_fourth_term_of_the_gain_is_what_folding_takes(name: str, loss: float) -> None:
    x = np.sort(sample_input(20_000))
    for weight in (5.0, 19.9):
        gain = entropy_gain(x, name, weight, bins=50)
        y = ACTIVATIONS[name](weight * x)
        numbers = np.searchsorted(np.linspace(y.min(), y.max(), 51)[1:-1], y, side="right")
        turns = math.pi / 2 + math.pi * np.arange(-40, 40) if name == "sin" else np.array([oracle.TURNS[name]])
        branches = np.searchsorted(turns, weight * x, side="right")
        apart = np.unique(numbers + 100 * branches, return_counts=True)[1]
        assert gain.folding == pytest.approx(oracle.entropy(np.bincount(numbers)) - oracle.entropy(apart), abs=1e-12)
        whole = gain.number + gain.clipping + gain.equalisation + gain.folding
        assert whole == pytest.approx(gain.entropy - gain.input_entropy, abs=1e-12)
    assert -gain.folding > loss
    assert entropy_gain(x, "tanh", 5.0).folding == 0.0


# Of H(branch | Y), in bits; those of the wavy ones were found by other quadratures, the others have closed forms.
@pytest.mark.parametrize(
    ("name", "weight", "bias", "bits"),
    [
        ("abs", 0.1, 0.0, 1.0),
        ("abs", 20.0, 0.0, 1.0),
        ("abs", 1.0, 0.5, 0.839253),
        ("abs", 19.9, 2.2, 0.991237),
        ("square", 19.9, 2.2, 0.991237),
        ("gaussian", 19.9, 2.2, 0.991237),
        ("gelu", 1.0, 0.0, 0.494138),
        ("gelu", 20.0, 0.0, 0.043918),
        ("sin", 1.0, 0.0, 0.42226),
        ("sin", 20.0, 0.0, 4.717528),
        # The phase is uniform: h(X) + log2 w - 1 - log2(pi / 2).
        ("sin", 1000.0, 0.3, 10.361384),
        ("sin", 1e6, 0.3, 20.327169),
    ],
)
def test_folding_is_what_closed_forms_and_other_quadratures_say(
    name: str, weight: float, bias: float, bits: float
) -> None:
    assert folding(name, bias=bias, weights=[weight])[0] == pytest.approx(bits, abs=2e-5 if name == "sin" else 1e-6)


@pytest.mark.parametrize(("weight", "bias"), [(0.7, 0.2), (3.0, -1.0)])
def test_folding_of_abs_is_the_mean_entropy_of_a_sign(weight: float, bias: float) -> None:
    def integrand(y: float) -> float:
        densities = np.array([stats.norm.pdf(z, bias, weight) for z in (-y, y)])
        return float(densities.sum() * stats.entropy(densities, base=2))

    expected = integrate.quad(integrand, 0.0, abs(bias) + 9 * weight, epsabs=1e-11, limit=200)[0]
    assert folding("abs", bias=bias, weights=[weight])[0] == pytest.approx(expected, abs=1e-8)


def test_folding_loses_nothing_where_f_rises() -> None:
    assert folding("tanh").tolist() == [0.0] * 199
    assert folding("erf", bias=2.0, weights=[3.0]).tolist() == [0.0]


@pytest.mark.parametrize(
    ("name", "weight", "entropy"),
    [
        ("abs", 3.0, stats.halfnorm(scale=3.0).entropy() / np.log(2)),
        ("square", 2.0, stats.chi2(1, scale=4.0).entropy() / np.log(2)),
        # A sine of a uniform phase has the arcsine distribution.
        ("sin", 15.0, stats.arcsine(loc=-1, scale=2).entropy() / np.log(2)),
    ],
)
def test_differential_entropy_takes_off_what_folding_loses(name: str, weight: float, entropy: float) -> None:
    found = fixed_width_approximation(X, name, width=0.01, weights=[weight]).differential_entropy[0]
    assert found == pytest.approx(float(entropy), abs=1e-6)


def test_a_flat_piece_leaves_no_density() -> None:
    assert fixed_width_approximation(X, "hard_swish", weights=[2.0]).differential_entropy[0] == -INF


# ---- functions of one's own -----------------------------------------------------------------------------------------


def own(**fields: Any) -> Activation:
    falling = {
        "name": "neg", "formula": "-z", "function": np.negative, "inside_inverse": None, "limits": (-INF, INF),
        "branches": (NEGATIVE,),
    }  # fmt: skip
    return Activation(**(falling | fields))


@pytest.mark.parametrize("binning", BINNINGS)
def test_a_function_that_falls_is_the_mirror_of_one_that_rises(binning: str) -> None:
    neg = own()
    kept = {"bins": 20, "binning": binning, "weights": [0.5, 3.0]}
    mirrored = mi_curve(-X[::-1], "linear", bias=-0.3, **kept)
    if binning in ("fixed-width", "equal-frequency"):  # half-open bins are not their own mirror images
        np.testing.assert_allclose(mi_curve(X, neg, bias=0.3, **kept), mirrored, atol=0.02)
    else:
        np.testing.assert_allclose(mi_curve(X, neg, bias=0.3, **kept), mirrored, atol=1e-12)
    result = bin_activations(X, neg, 3.0, bias=0.3, **kept)
    y = -(3.0 * X + 0.3)
    np.testing.assert_array_equal(result.counts, oracle.labels_counts(y, result.edges[1:-1]))
    assert neg.inverse(2.0) == -2.0
    assert neg.saturation == "none"


def test_limits_the_wrong_way_round_and_a_fall_without_a_branch_are_refused() -> None:
    with pytest.raises(ValueError, match=re.escape("limits is (inf, -inf); it must be")):
        Activation("neg", "-z", lambda z: -z, lambda y: -y, (INF, -INF))
    with pytest.raises(ValueError, match=r"^function of the activation 'neg' falls from f\(.*branches"):
        Activation("neg", "-z", lambda z: -z, lambda y: -y, (-INF, INF))


def test_a_folding_function_of_ones_own_is_counted_like_the_named_one() -> None:
    root = Branch(0.0, INF, True, np.sqrt)
    mine = own(
        name="own", function=lambda z: z * z, limits=(0, INF),
        branches=[Branch(-INF, 0.0, False, lambda y: -np.sqrt(y)), root],
        log_slope=lambda z: np.log(2 * np.abs(z)),
    )  # fmt: skip
    np.testing.assert_array_equal(mi_curve(X, mine, bias=0.2), mi_curve(X, "square", bias=0.2))
    assert folding(mine, bias=0.4, weights=[1.3])[0] == pytest.approx(
        folding("abs", bias=0.4, weights=[1.3])[0], abs=1e-7
    )
    cosine = own(
        name="cos", function=np.cos, limits=(-1, 1), period=2 * np.pi, rounding=(1e-14, 1e-14),
        branches=(
            Branch(0.0, np.pi, False, np.arccos),
            Branch(np.pi, 2 * np.pi, True, lambda y: 2 * np.pi - np.arccos(y)),
        ),
    )  # fmt: skip
    shifted = mi_curve(X, "sin", bias=np.pi / 2, weights=[3.0, 40.0])
    np.testing.assert_allclose(mi_curve(X, cosine, weights=[3.0, 40.0]), shifted, atol=1e-3)


SINE = ACTIVATIONS["sin"].branches
LEFT, RIGHT = Branch(-INF, 0.0, False, np.negative), Branch(0.0, INF, True, np.positive)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"branches": (Branch(-INF, INF, False, lambda y: y),)}, r"branches\[0\].inverse .* gives .* for y = "),
        ({"branches": (Branch(-INF, INF, True, np.negative),)}, "branches .* say that f rises from z = -inf"),
        ({"branches": (LEFT,)}, "branches .* reach from -inf to 0"),
        ({"branches": (LEFT, Branch(1.0, INF, True, np.positive))}, "branches .* leave the line between 0 and 1"),
        ({"branches": (LEFT, Branch(0.0, INF, False, np.negative))}, "same direction at z = 0"),
        ({"function": np.abs, "branches": (LEFT, RIGHT), "limits": (0.5, INF)}, r"limits .* but f\("),
        ({"function": np.abs, "branches": (LEFT, RIGHT), "limits": (-1.0, INF)}, "limits .* the farthest value found"),
        ({"function": lambda z: np.abs(z - 1), "branches": (LEFT, RIGHT), "limits": (0, INF)}, "f rises from z = 0"),
        ({"function": np.abs, "branches": (LEFT, Branch(0, INF, True, np.negative))}, r"branches\[1\]"),
        ({"log_slope": lambda z: z}, "log_slope .* gives "),
        ({"settles": (-1.0, 1.0)}, "settles .* below -1 f is "),
        ({"function": np.sin, "branches": SINE, "period": 6.0, "limits": (-1, 1)}, "one period of 6"),
    ],
)  # fmt: skip
def test_what_contradicts_its_own_description_is_refused_and_where(fields: dict[str, Any], said: str) -> None:
    fields = {"limits": (0.0, INF)} | fields if fields.get("function") is np.abs else fields
    with pytest.raises(ValueError, match=said):
        own(**fields)
