"""Own data as an input: seeded parts without replacement, and the column itself as the population."""

import copy
import pickle
import re
from typing import Any

import numpy as np
import numpy.typing as npt
import oracle
import pytest

import minimal_model as mm

# Skewed, with ties, in no order.
DATA = np.round(np.random.default_rng(5).gamma(2.0, size=400), 2) - 1.5
COLUMN = mm.Column(DATA)


def test_draws_are_parts_of_the_column_without_replacement() -> None:
    draws = [mm.sample_input(100, 7, draw, COLUMN) for draw in range(4)]
    np.testing.assert_array_equal(np.sort(np.concatenate(draws)), np.sort(DATA))
    np.testing.assert_array_equal(mm.sample_input(100, 7, 2, mm.Column(DATA)), draws[2])
    assert not np.array_equal(mm.sample_input(100, 8, 2, COLUMN), draws[2])
    np.testing.assert_array_equal(np.sort(mm.sample_input(400, 3, input=COLUMN)), np.sort(DATA))


@pytest.mark.parametrize(
    ("size", "draw", "found"),
    [
        (401, 0, "size is 401; it must be at most 400, the numbers of the column"),
        (100, 4, "draw is 4; it must be at most 3: there are 400 numbers for draws of 100"),
        (201, 1, "draw is 1; it must be at most 0"),
    ],
)
def test_beyond_its_end_there_is_no_sample(size: int, draw: int, found: str) -> None:
    with pytest.raises(ValueError, match=re.escape(found)):
        mm.sample_input(size, 0, draw, COLUMN)


def test_a_column_is_a_copy_that_nobody_changes() -> None:
    given = DATA.copy()
    column = mm.Column(given)
    given[0] = 99.0
    assert column == COLUMN
    assert hash(column) == hash(COLUMN)
    assert column != mm.Column(DATA[::-1])
    assert len(column) == 400
    assert repr(column) == "a Column of 400 numbers"
    with pytest.raises(ValueError, match="read-only"):
        column.values[0] = 0.0


def test_distribution_functions_are_shares_of_the_numbers() -> None:
    column, x = mm.Column([3, 1, 1, 2]), np.array([0.0, 1.0, 1.5, 3.0, 4.0])
    assert column.cdf(x).tolist() == [0.0, 0.0, 0.5, 0.75, 1.0]
    assert column.sf(x).tolist() == [1.0, 0.5, 0.5, 0.0, 0.0]
    assert column.masses(np.array([-np.inf, 1.0, 2.0, np.inf])).tolist() == [0.0, 0.5, 0.5]


@pytest.mark.parametrize("name", mm.ACTIVATIONS)
@pytest.mark.parametrize("binning", mm.BINNINGS)
def test_with_the_whole_column_the_population_is_the_sample(name: str, binning: str) -> None:
    if oracle.refused(name, binning):
        with pytest.raises(ValueError, match=f"binning is '{binning}'.*{name} folds"):
            mm.population_curve(DATA, name, binning=binning, input=COLUMN)
        return
    arguments: dict[str, Any] = {"bias": -0.3, "bins": 37, "binning": binning, "width": 0.02}
    curve = mm.mi_curve(DATA, name, **arguments)
    np.testing.assert_array_equal(mm.population_curve(DATA, name, input=COLUMN, **arguments), curve)
    np.testing.assert_array_equal(
        mm.population_curve(DATA, name, input=COLUMN, estimator="miller-madow", **arguments), curve
    )


@pytest.mark.parametrize("name", mm.ACTIVATIONS)
@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits"])
def test_the_population_is_the_columns_histogram_in_the_samples_bins(name: str, binning: str) -> None:
    x = mm.sample_input(60, 1, 2, COLUMN)
    weights = [0.4, 3.0, 17.0]
    arguments: dict[str, Any] = {"bias": 0.2, "bins": 12, "binning": binning, "weights": weights}
    curve = mm.population_curve(x, name, input=COLUMN, **arguments)
    for w, bits in zip(weights, curve, strict=True):
        edges = mm.bin_activations(x, name, w, **arguments).edges
        y = mm.ACTIVATIONS[name](w * DATA + 0.2)
        assert bits == pytest.approx(oracle.entropy(oracle.labels_counts(y, edges[1:-1])), abs=1e-12)


def test_ranks_in_the_column_are_certified() -> None:
    """Numbers that lie where rounding in the inverse would misplace the edges, which the sample does not hold."""
    w, x = 19.9, np.array([-1.0, -0.2, 0.3, 1.0])
    edges = mm.bin_activations(x, "tanh", w, bins=1000).edges
    near = (np.arctanh(edges[1:-1]) / w)[:, None]
    steps = near + np.arange(-6, 7) * np.spacing(near)
    column = mm.Column(np.concatenate([x, steps.ravel()]))
    expected = oracle.entropy(oracle.labels_counts(np.tanh(w * column.values), edges[1:-1]))
    (bits,) = mm.population_curve(x, "tanh", bins=1000, weights=[w], input=column)
    assert bits == pytest.approx(expected, abs=1e-13)


def test_a_seed_band_takes_other_parts_of_the_column() -> None:
    band = mm.seed_band("tanh", size=50, seeds=3, seed=4, input=COLUMN, weights=[1.0, 5.0])
    expected = [mm.mi_curve(mm.sample_input(50, 4 + k, 0, COLUMN), "tanh", weights=[1.0, 5.0]) for k in (1, 2, 3)]
    np.testing.assert_array_equal(band.curves, expected)


@pytest.mark.parametrize(
    "values",
    [[1.0], [], [1.0, np.nan], [1.0, np.inf], [1.0, 1e151], [[1.0, 2.0]], 3.0, None, "12", ["a", "b"], [True, False],
     [1 + 2j, 3], np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1, None], dtype=object)],
)  # fmt: skip
def test_what_is_no_column_of_numbers_is_refused(values: npt.ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^values is .*; it must be"):
        mm.Column(values)


def test_what_needs_a_density_refuses_a_column() -> None:
    with pytest.raises(ValueError, match=r"^input is a Column of 400 numbers; .* has no density"):
        mm.fixed_width_approximation(DATA, "tanh", input=COLUMN)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda column: pickle.loads(pickle.dumps(column))])
def test_a_copy_is_the_same_column_and_as_read_only(copied: Any) -> None:
    again = copied(COLUMN)
    assert (again, hash(again), again.digest) == (COLUMN, hash(COLUMN), COLUMN.digest)
    assert not again.values.flags.writeable
    assert not again.ordered.flags.writeable
