"""How many bins the rules ask for: as many as NumPy lays, for every activation and whatever ties."""

import warnings

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minimal_model import INPUTS, sample_input
from minimal_model.explain.bin_rules import BIN_RULES, MOST, suggested_bins

FEW = 100_000  # NumPy lays all edges


def numpys(y: np.ndarray, rule: str) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.histogram_bin_edges(y, rule).size - 1


def agree(y: np.ndarray) -> int:
    """Compare what NumPy can lay, and return how much that was."""
    compared = 0
    for rule, bins in suggested_bins(y).items():
        if bins < FEW:
            try:
                expected = numpys(y, rule)
            except ValueError as too_many:  # a range of few doubles: it says how many it would lay
                expected = int(str(too_many).split("Cannot create ")[1].split()[0])
            assert bins == expected, rule
            compared += 1
    return compared


@pytest.mark.parametrize("name", oracle.FORMULAS)
def test_they_are_numpys_for_every_activation(name: str) -> None:
    f = np.vectorize(oracle.FORMULAS[name], otypes=[float])
    x = {given: sample_input(200, 3, input=given) for given in INPUTS}
    assert sum(agree(f(w * sample + 0.3)) for sample in x.values() for w in (0.02, 1.0, 19.9)) >= 80


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-3, 3).map(float), min_size=1, max_size=60))
def test_they_are_numpys_for_any_sample(values: list[float]) -> None:
    y = np.array(values)
    if np.ptp(y) == 0 or np.ptp(y) > 1e-6:  # below that NumPy's own sums of cubes lose their digits
        agree(y)


def test_a_constant_sample_asks_for_one_bin_and_an_outlier_for_no_more_than_can_be_written() -> None:
    assert suggested_bins(np.full(50, 3.0)) == dict.fromkeys(BIN_RULES, 1)
    assert suggested_bins([1.0]) == dict.fromkeys(BIN_RULES, 1)
    # Half of the sample is one value: no width between the quartiles.
    assert suggested_bins([0.0] * 80 + list(range(20)))["fd"] == 1
    assert suggested_bins([*np.linspace(0, 1e-9, 99), 1e9])["fd"] == MOST
    assert suggested_bins([-1e308, 0.0, 1e308]) == dict.fromkeys(BIN_RULES, 1)


def test_the_rules_grow_with_the_sample_as_their_papers_say() -> None:
    small, large = (suggested_bins(sample_input(n)) for n in (1000, 64_000))
    assert (small["sqrt"], large["sqrt"]) == (32, 253)
    assert (small["sturges"], large["sturges"]) == (11, 17)  # 1 + log2 n, rounded up
    # n to the third: four times as many where the quartiles stay, and more as the range grows.
    assert 4 * small["fd"] < large["fd"] < 7 * small["fd"]


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]], [np.nan, 1.0], ["x"]])
def test_what_is_no_sample_is_refused_by_name(values: object) -> None:
    with pytest.raises(ValueError, match="values"):
        suggested_bins(values)  # type: ignore[arg-type]
