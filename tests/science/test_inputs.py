"""The inputs against scipy.stats: the notebook's stream, shared ranks, distribution functions, entropies and masses."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from minimal_model import INPUTS, Input, noisy_curve, population_curve, sample_input
from minimal_model.arrays import FloatArray
from minimal_model.inputs import sorted_sample


@pytest.mark.parametrize(("size", "seed"), [(1000, 0), (7, 3), (1, 2**32 - 1)])
def test_draws_are_blocks_of_the_notebooks_stream(size: int, seed: int) -> None:
    state = np.random.get_state()
    try:
        np.random.seed(seed)
        blocks = [stats.norm().rvs(size) for _ in range(3)]
    finally:
        np.random.set_state(state)
    for draw, block in enumerate(blocks):
        np.testing.assert_array_equal(sample_input(size, seed, draw), block)


def test_global_random_state_is_untouched() -> None:
    before = np.random.get_state()
    sample_input(10, 5, 2)
    after = np.random.get_state()
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


def test_cached_sample_is_the_sorted_one_and_cannot_be_changed() -> None:
    x = sorted_sample(100, 1, 0)
    np.testing.assert_array_equal(x, sorted(sample_input(100, 1, 0)))
    with pytest.raises(ValueError, match="read-only"):
        x[0] = 0.0


SCALE = np.sqrt(np.e * (np.e - 1))
# The same distributions from SciPy; the last is a mixture, which it has none for.
FROZEN: dict[str, Any] = {
    "normal": stats.norm(),
    "uniform": stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)),
    "logistic": stats.logistic(scale=np.sqrt(3) / np.pi),
    "laplace": stats.laplace(scale=np.sqrt(0.5)),
    "student-t3": stats.t(3, scale=1 / np.sqrt(3)),
    "exponential": stats.expon(-1),
    "lognormal": stats.lognorm(1, loc=-np.sqrt(np.e) / SCALE, scale=1 / SCALE),
}
BUMPS = (stats.norm(-0.9, np.sqrt(0.19)), stats.norm(0.9, np.sqrt(0.19)))
X = np.concatenate([np.linspace(-6, 6, 101), [-40.0, 25.0, 300.0]])


def two_bumps(x: Any, what: str) -> Any:
    return sum(getattr(bump, what)(x) for bump in BUMPS) / 2


@pytest.mark.parametrize("name", FROZEN)
def test_functions_are_those_of_scipy(name: str) -> None:
    mine, scipys = INPUTS[name], FROZEN[name]
    np.testing.assert_allclose(mine.cdf(X), scipys.cdf(X), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(mine.sf(X), scipys.sf(X), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(mine.density(X), scipys.pdf(X), rtol=1e-10, atol=1e-300)
    p = np.array([1e-14, 1e-6, 0.02, 0.3, 0.5, 0.77, 0.999])
    np.testing.assert_allclose(mine.quantile(p), scipys.ppf(p), rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(mine.upper(p), scipys.isf(p), rtol=1e-11, atol=1e-11)
    np.testing.assert_array_equal(mine.quantile(np.array([0.0, 1.0])), scipys.support())
    assert mine.entropy == pytest.approx(scipys.entropy() / np.log(2), abs=1e-12)
    assert mine.median == pytest.approx(scipys.median(), abs=1e-15)


def test_two_bumps_are_a_mixture_of_scipys_normals() -> None:
    mine = INPUTS["two-bumps"]
    np.testing.assert_allclose(mine.cdf(X), two_bumps(X, "cdf"), rtol=1e-12)
    np.testing.assert_allclose(mine.sf(X), two_bumps(X, "sf"), rtol=1e-12)
    np.testing.assert_allclose(mine.density(X), two_bumps(X, "pdf"), rtol=1e-12)
    for p in (1e-200, 1e-30, 1e-6, 0.1, 0.499, 0.5):
        root = optimize.brentq(lambda x, p=p: np.log(two_bumps(x, "cdf")) - np.log(p), -15, 1, xtol=1e-14)
        assert mine.quantile(np.array([p]))[0] == pytest.approx(root, abs=1e-12)
        assert mine.upper(np.array([p]))[0] == pytest.approx(-root, abs=1e-12)
    bits = integrate.quad(lambda x: -two_bumps(x, "pdf") * np.log2(two_bumps(x, "pdf")), -6, 6, limit=200)[0]
    assert mine.entropy == pytest.approx(bits, abs=1e-9)


@pytest.mark.parametrize("name", INPUTS)
def test_mean_is_zero_and_variance_one(name: str) -> None:
    mine = INPUTS[name]
    mean, square = (
        integrate.quad(lambda p, k=k: sum(q(np.array([p]))[0] ** k for q in (mine.quantile, mine.upper)), 0, 0.5)[0]
        for k in (1, 2)
    )
    # Of Student's tail, whose square is no smooth integrand, the quadrature has three digits.
    assert (mean, square) == (pytest.approx(0, abs=1e-6), pytest.approx(1, abs=2e-3 if name == "student-t3" else 1e-6))


@pytest.mark.parametrize("name", INPUTS)
def test_samples_share_the_ranks_of_the_notebooks_stream(name: str) -> None:
    normal, x = sample_input(500, 3, 1), sample_input(500, 3, 1, name)
    np.testing.assert_array_equal(np.argsort(x), np.argsort(normal))
    np.testing.assert_allclose(INPUTS[name].cdf(x), stats.norm.cdf(normal), rtol=1e-9)
    np.testing.assert_array_equal(sample_input(500, 3, 1, INPUTS[name]), x)
    np.testing.assert_array_equal(sorted_sample(500, 3, 1, INPUTS[name]), np.sort(x))


@pytest.mark.parametrize("name", INPUTS)
def test_scores_and_inputs_undo_each_other(name: str) -> None:
    scores = np.linspace(-5, 5, 101)  # farther out the doubles beside the end of the uniform input lie too far apart
    np.testing.assert_allclose(INPUTS[name].to_normal(INPUTS[name].of_normal(scores)), scores, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "uniform"])
def test_masses_are_integrals_of_the_density(name: str) -> None:
    edges = np.array([-np.inf, -1.3, -0.9, 0.0, 0.2, 9.0, 9.5, np.inf])

    def density(x: float) -> float:
        return float(INPUTS[name].density(np.array([x]))[0])

    expected = [integrate.quad(density, low, high, epsabs=0)[0] for low, high in pairwise(edges)]
    np.testing.assert_allclose(INPUTS[name].masses(edges), expected, rtol=1e-6, atol=1e-300)


def test_masses_of_the_uniform_input_are_shares_of_its_range() -> None:
    edges = np.array([-np.inf, -1.0, 0.0, 1.5, 9.0, np.inf])
    expected = np.array([np.sqrt(3) - 1, 1.0, 1.5, np.sqrt(3) - 1.5, 0.0]) / np.sqrt(12)
    np.testing.assert_allclose(INPUTS["uniform"].masses(edges), expected, rtol=1e-14)


# Gumbel's distribution, of which nothing here knows: an input of one's own.
GUMBEL = stats.gumbel_r()
OWN: dict[str, Any] = {"name": "gumbel", "cdf": GUMBEL.cdf, "sf": GUMBEL.sf, "quantile": GUMBEL.ppf,
                       "entropy": float(GUMBEL.entropy()) / np.log(2)}  # fmt: skip


def test_a_distribution_of_ones_own() -> None:
    own = Input(**OWN)
    x = sample_input(200, 0, 0, own)
    np.testing.assert_allclose(x, GUMBEL.ppf(stats.norm.cdf(sample_input(200))), rtol=1e-12)
    assert own.median == pytest.approx(-np.log(np.log(2)))
    far = Input(**OWN | {"cdf": lambda x: special.ndtr(x - 1e6), "sf": lambda x: special.ndtr(1e6 - x),
                         "quantile": lambda p: 1e6 + special.ndtri(p),
                         "entropy": 0.5 * np.log2(2 * np.pi * np.e)})  # fmt: skip
    assert far.median == 1e6


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("cdf", lambda x: GUMBEL.cdf(x + 0.01), "cdf of the input 'gumbel' gives"),
        ("sf", GUMBEL.cdf, "sf of the input 'gumbel' gives"),
        ("quantile", lambda p: -GUMBEL.ppf(p), "quantile of the input 'gumbel' gives"),
        ("quantile", lambda p: GUMBEL.ppf(p) * 1.001, "cdf of the input 'gumbel' gives"),
        ("upper_quantile", GUMBEL.ppf, "must fall from 0 to 1"),
        ("cdf", lambda x: GUMBEL.cdf(x)[:1], "must return an array of float64 of the same shape"),
        ("cdf", lambda x: 1 / 0, "raises ZeroDivisionError"),
        ("density", lambda x: -GUMBEL.pdf(x), "must be zero or above"),
        ("cdf", lambda x: np.array([float(GUMBEL.cdf(value)) for value in x]), "raises TypeError for an array"),
        (
            "sf",
            lambda x: np.array(list(map(GUMBEL.sf, x.ravel()))),
            "must return an array of float64 of the same shape",
        ),
        ("density", lambda x: GUMBEL.pdf(x) if x.ndim == 1 else GUMBEL.pdf(x[::-1]), "must be elementwise"),
        ("density", lambda x: GUMBEL.pdf(x) + 0 * x.max(), "density of the input 'gumbel' raises ValueError"),
        ("cdf", None, "cdf is None; it must be a function of an array"),
        ("name", 3, "name is 3; it must be a text"),
        ("entropy", np.nan, "entropy is nan; it must be a finite number"),
        ("entropy", float(GUMBEL.entropy()), "it must be the differential entropy in bits, not in nats"),
        ("entropy", 3.0, "entropy of the input 'gumbel' is 3 bits, where its quantiles have 2.2"),
        ("density", lambda x: 2 * GUMBEL.pdf(x), "it must give the slope of cdf"),
        ("density", lambda x: GUMBEL.pdf(x - 0.5), "density of the input 'gumbel' gives"),
        ("density", GUMBEL.cdf, "density of the input 'gumbel' gives"),
        ("kinks", ["a"], "kinks is ['a']; it must be a tuple of finite numbers"),
        ("kinks", (np.nan,), "kinks is (nan,); it must be a tuple of finite numbers"),
        ("kinks", (1.0, np.inf), "it must be a tuple of finite numbers"),
        ("kinks", 3.0, "kinks is 3.0; it must be a tuple of finite numbers"),
    ],
)
def test_an_input_that_contradicts_itself_is_refused(field: str, value: Any, found: str) -> None:
    with pytest.raises(ValueError, match=re.escape(found)):
        Input(**OWN | {field: value})


# Where no check looks when an input is built, field by field.
UNSEEN: dict[str, Callable[[FloatArray], Any]] = {
    "cdf": lambda x: np.abs(x + 1.2345) < 1e-4,
    "sf": lambda x: np.abs(x - 1.2345) < 1e-4,
    "quantile": lambda p: np.abs(p - 0.2345) < 1e-4,
    "upper_quantile": lambda p: np.abs(p - 0.2345) < 1e-4,
    "density": lambda x: x > 20.0,
}
WHOLE = OWN | {"upper_quantile": GUMBEL.isf, "density": GUMBEL.pdf}


def wrong_somewhere(field: str, wrong: Any) -> Input:
    """Gumbel's distribution with a function that does something else where no check looks."""

    def function(at: FloatArray) -> FloatArray:
        values, inside = WHOLE[field](at), UNSEEN[field](at)
        return np.asarray(wrong(values, inside) if inside.any() else values)

    return Input(**WHOLE | {field: function})


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (lambda _values, _inside: 1 / 0, "raises ZeroDivisionError for an array of shape"),
        (lambda values, inside: np.where(inside, np.nan, values), "gives nan at"),
        (lambda values, _inside: values.ravel()[:1], "must return an array of float64 of the same shape"),
        (lambda values, _inside: values.astype(np.float32), "must return an array of float64 of the same shape"),
    ],
    ids=["raises", "nan", "shape", "type"],
)
def test_what_is_wrong_where_no_check_has_looked_is_told_where_it_is_met(wrong: Any, found: str) -> None:
    x = [-3 * 1.2345, 3 * 1.2345]  # cut into six, at ±1.2345 too
    asked: dict[str, Callable[[Input], object]] = {
        "cdf": lambda own: population_curve(x, "linear", bins=6, weights=[1.0], input=own),
        "sf": lambda own: population_curve(x, "linear", bins=6, weights=[1.0], input=own),
        "quantile": lambda own: sample_input(100_000, input=own),
        "upper_quantile": lambda own: sample_input(100_000, input=own),
        "density": lambda own: noisy_curve("linear", noise=0.1, weights=[1.0], input=own),
    }
    for field, ask in asked.items():
        with pytest.raises(ValueError, match=rf"^{field} of the input 'gumbel' .*{found}"):
            ask(wrong_somewhere(field, wrong))


def test_a_density_below_zero_is_told_and_a_copy_says_its_own_name() -> None:
    own = wrong_somewhere("density", lambda values, inside: np.where(inside, -0.5, values))
    with pytest.raises(ValueError, match=r"^density of the input 'copy' gives -0\.5 at x = 2\d.*must be zero or above"):
        noisy_curve("linear", noise=0.1, weights=[1.0], input=replace(own, name="copy"))


STEPS = np.array([0.0, 0.1, 0.5, 0.9, 4.0])  # the edges of a histogram whose four bins are equally likely
SHARES = np.linspace(0.0, 1.0, 5)
STEPPED: dict[str, Any] = {
    "name": "steps", "cdf": lambda x: np.interp(x, STEPS, SHARES), "sf": lambda x: 1 - np.interp(x, STEPS, SHARES),
    "quantile": lambda p: np.interp(p, SHARES, STEPS), "entropy": float(np.log2(4 * np.diff(STEPS)).mean()),
    "density": lambda x: np.append(0.25 / np.diff(STEPS), 0.0)[np.clip(STEPS.searchsorted(x) - 1, 0, 4)],
}  # fmt: skip


@pytest.mark.parametrize(
    "distribution",
    [stats.cauchy(), stats.gamma(0.1), stats.beta(0.5, 0.5), stats.beta(5, 0.3), stats.arcsine(), stats.pareto(0.5),
     stats.norm(1e6, 1), stats.norm(0, 1e-12), stats.lognorm(3), stats.weibull_min(0.3), stats.triang(0.3)],
    ids=lambda distribution: distribution.dist.name,
)  # fmt: skip
def test_what_has_long_tails_or_a_density_without_bound_is_taken(distribution: Any) -> None:
    own = Input("own", distribution.cdf, distribution.sf, distribution.ppf, float(distribution.entropy()) / np.log(2),
                upper_quantile=distribution.isf, density=distribution.pdf)  # fmt: skip
    assert own.median == distribution.median()


def test_jumps_of_a_density_are_no_contradiction() -> None:
    assert Input(**STEPPED).median == 0.5
