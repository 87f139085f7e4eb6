"""One object holds the state; what comes from outside is corrected to it."""

from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, BINNINGS, Parameters


def test_defaults() -> None:
    assert Parameters().to_dict() == {
        "activation": "tanh", "binning": "per-weight", "bias": 0.0, "bins": 50, "samples": 1000, "weight": 49,
        "weight_max": 20, "seed": 0, "draw": 0, "estimator": "plug-in", "width": 0.1, "input": "normal",
        "formula": "", "noise": 0.0, "population": "off", "band": "off", "why": "off",
    }  # fmt: skip


@pytest.mark.parametrize("weight_max", [5, 10, 20, 50, 100])
def test_every_sweep_has_199_weights(weight_max: int) -> None:
    step = weight_max / 200
    weights = Parameters(weight_max=weight_max).weights
    assert weights.shape == (199,)
    np.testing.assert_allclose(weights, step * np.arange(1, 200), rtol=1e-12)


def test_default_sweep_is_the_notebooks() -> None:
    np.testing.assert_array_equal(Parameters().weights, np.arange(0.1, 20, 0.1))
    assert Parameters(weight=10).chosen_weight == np.arange(0.1, 20, 0.1)[10]
    assert Parameters().chosen_weight == np.arange(0.1, 20, 0.1)[49] == 5.0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bias", 5.1), ("bias", float("nan")), ("bins", 1), ("bins", 257), ("bins", 5.0), ("samples", 9),
        ("samples", 1_000_001), ("weight", 199), ("weight", -1), ("weight_max", 21), ("weight_max", True),
        ("seed", 2**32), ("draw", 10), ("estimator", "best"), ("width", 0.0001), ("width", 11), ("activation", "Relu"),
        ("binning", ""), ("why", "on"), ("why", 1), ("band", "yes"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_name(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{key} is .*must be"):
        Parameters(**{key: value})


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("bins", "1e9", 256), ("bins", "-inf", 2), ("bins", "7.6", 8), ("bins", 10**400, 256), ("bins", True, 50),
        ("bins", [5], 50), ("bins", "9" * 5000, 50), ("bias", "nan", 0.0), ("bias", "1.234", 1.2), ("bias", -9, -5.0),
        ("bias", None, 0.0), ("weight", "9999", 198), ("weight_max", "31", 20), ("weight_max", "1e5", 100),
        ("samples", "0", 10), ("samples", 1e12, 1_000_000), ("seed", -1, 0), ("width", "0", 0.001),
        ("activation", "<script>", "tanh"), ("activation", {"a": 1}, "tanh"), ("binning", "GLOBAL", "per-weight"),
    ],
)  # fmt: skip
def test_the_nearest_allowed_value_is_taken_and_told(key: str, raw: Any, value: Any) -> None:
    parameters, remarks = Parameters.corrected({key: raw})
    assert getattr(parameters, key) == value
    assert type(getattr(parameters, key)) is type(value)
    assert len(remarks) == 1
    assert remarks[0].startswith(key)
    assert len(remarks[0]) < 200


def test_unknown_keys_are_told_and_ignored() -> None:
    parameters, remarks = Parameters.corrected({"nonsense": "1", "bins": "20"})
    assert parameters == Parameters(bins=20)
    assert len(remarks) == 1
    assert "nonsense" in remarks[0]


def test_allowed_values_are_taken_as_they_are() -> None:
    for activation in ACTIVATIONS:
        for binning in BINNINGS:
            if oracle.refused(activation, binning):
                continue
            raw = {"activation": activation, "binning": binning, "bias": "-1.5", "bins": "7", "samples": "1234",
                   "weight": "42", "weight_max": "50", "seed": "4294967295", "draw": "9",
                   "estimator": "miller-madow", "width": "0.0123", "input": "two-bumps", "formula": "", "noise": "0.07",
                   "population": "on", "band": "on", "why": "on"}  # fmt: skip
            parameters, remarks = Parameters.corrected(raw)
            assert remarks == []
            assert {key: str(value) for key, value in parameters.to_dict().items()} == raw


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("bias", -5.0, 5.0), ("bins", 2, 256), ("samples", 10, 1_000_000), ("weight", 0, 198), ("seed", 0, 2**32 - 1),
        ("draw", 0, 9), ("width", 0.001, 10.0), ("weight_max", 5, 100),
    ],
)  # fmt: skip
def test_both_bounds_are_allowed(key: str, low: Any, high: Any) -> None:
    for value in (low, high):
        assert getattr(Parameters(**{key: value}), key) == value


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(list(Parameters().to_dict())) | st.text(max_size=9), ANYTHING, max_size=12))
def test_whatever_comes_becomes_an_allowed_state_that_needs_no_second_correction(raw: dict[str, Any]) -> None:
    parameters, remarks = Parameters.corrected(raw)
    assert len(remarks) <= len(raw)
    assert Parameters.corrected(parameters.to_dict()) == (parameters, [])


def test_a_formula_takes_the_place_of_the_activation() -> None:
    state = Parameters(formula="z * sigmoid(z)", activation="relu")
    assert state.function.name == state.setup.activation.name == "z * sigmoid(z)"
    assert state.search == "?activation=relu&formula=z+%2A+sigmoid%28z%29"
    assert Parameters.corrected({"formula": "z * sigmoid(z)"}) == (Parameters(formula="z * sigmoid(z)"), [])
    with pytest.raises(ValueError, match=r"^formula is '2z'; it must be .* column 2: a sign is missing"):
        Parameters(formula="2z")


@pytest.mark.parametrize(
    ("raw", "corrected", "remarks"),
    [
        ({"formula": "2z"}, {}, ["formula “2z” was left out: column 2: a sign is missing before z, such as *"]),
        ({"formula": 3}, {}, ["formula “3” was left out"]),
        ({"formula": "z", "binning": "net-input"}, {"formula": "z"},
         ["binning “net-input” became per-weight, since a formula is counted sample by sample"]),
        ({"formula": "z", "samples": "1000000"}, {"formula": "z", "samples": 100_000},
         ["samples “1000000” became 100000, since a formula is counted sample by sample"]),
        ({"input": "cauchy"}, {}, ["input “cauchy” became normal"]),
        ({"input": "column"}, {}, ["own data is not part of an address, so the input is normal"]),
        ({"input": "laplace", "samples": "1000000"}, {"input": "laplace", "samples": 1_000_000}, []),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_corrected(
    raw: dict[str, object], corrected: dict[str, Any], remarks: list[str]
) -> None:
    assert Parameters.corrected(raw) == (Parameters(**corrected), remarks)


def test_a_formula_that_takes_long_has_fewer_samples() -> None:
    text = "+".join(["erf(z)"] * 20)
    state, remarks = Parameters.corrected({"formula": text, "samples": 100_000})
    assert 1000 <= state.samples < 20_000
    assert len(remarks) == 1
