"""Whatever is changed of what was asked is said, however small the change."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import Parameters
from minimal_model.state.parameters import SPECIFICATIONS

WHOLE = [key for key, specification in SPECIFICATIONS.items() if type(specification.default) is int]
BOUNDS = {"bias": (-5, 5), "bins": (2, 256), "samples": (10, 1_000_000), "weight": (0, 198), "weight_max": (5, 100),
          "seed": (0, 2**32 - 1), "draw": (0, 9), "width": (0.001, 10)}  # fmt: skip


def remarks(key: str, raw: Any) -> list[str]:
    return Parameters.corrected({key: raw})[1]


def opened(key: str, raw: Any) -> Any:
    return getattr(Parameters.corrected({key: raw})[0], key)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("seed", "4294967296", 4294967295), ("seed", 2**32, 4294967295), ("seed", 4294967296.0, 4294967295),
        ("seed", "4294967294.6", 4294967295), ("seed", "4294967295.0000001", 4294967295),
        ("seed", "4294967295.00000000000000001", 4294967295), ("seed", "-0.0000001", 0), ("seed", "-1e-300", 0),
        ("seed", 2**32 + 1, 4294967295), ("seed", 10**400, 4294967295), ("seed", "1e400", 4294967295),
        ("seed", "1e99999999999999999999", 4294967295), ("seed", "1e-99999999999999999999", 0),
        ("seed", "7" * 50, 0), ("seed", "0x10", 0), ("seed", "", 0), ("seed", "7 8", 0), ("seed", "7,0", 0),
        ("samples", 1000.4, 1000), ("samples", "1000000.0000000001", 1_000_000),
        ("samples", "999999.9999999999", 10**6),
        ("samples", "9.9999999999", 10), ("samples", 1_000_001, 1_000_000),
        ("bins", "50.0000001", 50), ("bins", "49.99999999999", 50), ("bins", "50.00000000000000001", 50),
        ("bins", 50.00000000000001, 50), ("bins", "256.0000000001", 256), ("bins", 1.9999999999, 2),
        ("weight", "10.5", 10), ("weight", "198.000000001", 198), ("weight", "-1e-9", 0), ("weight", "1e-30", 0),
        ("weight_max", "20.0000001", 20), ("weight_max", "100.00000001", 100), ("weight_max", 4.9999999999, 5),
        ("draw", "9.0000000001", 9), ("draw", "1e-12", 0), ("draw", "8.999999999999", 9),
        ("bias", "0.1000001", 0.1), ("bias", "0.10000000001", 0.1), ("bias", "1e-9", 0.0), ("bias", "-1e-12", 0.0),
        ("bias", "5.000000001", 5.0), ("bias", "-5.00000000001", -5.0), ("bias", 0.30000000001, 0.3),
        ("bias", "5.000000000000001", 5.0), ("bias", math.nextafter(-5.0, -6.0), -5.0),
        ("width", "10.0000000001", 10.0), ("width", 10.000000000000002, 10.0), ("width", "0.0009999999999", 0.001),
    ],
)  # fmt: skip
def test_a_change_of_any_size_is_said(key: str, raw: Any, value: Any) -> None:
    assert opened(key, raw) == value
    assert type(opened(key, raw)) is type(value)
    (remark,) = remarks(key, raw)
    assert remark.startswith(f"{key} “")
    assert remark.endswith(f"” became {value}")


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("seed", "4294967295", 4294967295), ("seed", "007", 7), ("seed", " 7 ", 7), ("seed", "1e3", 1000),
        ("seed", "7.000", 7), ("seed", 7.0, 7), ("seed", "-0", 0), ("seed", "+7", 7), ("samples", "1e6", 1_000_000),
        ("samples", 1000.0, 1000), ("weight_max", "2e1", 20), ("weight_max", 20.0, 20), ("bins", "0050.", 50),
        ("bias", "0.1", 0.1), ("bias", "-0", 0.0), ("bias", 1, 1.0), ("bias", " 5 ", 5.0), ("bias", "1e-1", 0.1),
        ("bias", 0.30000000000000004, 0.3), ("bias", "0.30000000000000004", 0.3), ("bias", 0.1 + 0.2 - 0.3, 0.0),
        ("bias", sum([0.1] * 50), 5.0), ("bias", -5 + sum([0.1] * 50), 0.0), ("bias", 3 * 1.1, 3.3),
        ("width", "0.1000001", 0.1000001), ("width", 0.1000001, 0.1000001), ("width", 1, 1.0), ("width", "1e1", 10.0),
        ("width", "0.30000000000000004", 0.30000000000000004),
    ],
)  # fmt: skip
def test_another_way_to_write_the_same_number_needs_no_remark(key: str, raw: Any, value: Any) -> None:
    assert (opened(key, raw), remarks(key, raw)) == (value, [])
    assert type(opened(key, raw)) is type(value)


@pytest.mark.parametrize("key", BOUNDS)
@pytest.mark.parametrize("off", ["1e-9", "1e-6", "0.4", "1", "1e12"])
def test_beyond_each_bound_is_said(key: str, off: str) -> None:
    for bound, sign in zip(BOUNDS[key], (-1, 1), strict=True):
        raw = str(Decimal(str(bound)) + sign * Decimal(off))
        assert opened(key, raw) == bound
        assert remarks(key, raw) == [f"{key} “{raw}” became {opened(key, raw)}"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    key=st.sampled_from(WHOLE),
    number=st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-300, 300, places=12),
)
def test_a_whole_number_is_taken_without_a_remark_exactly_where_it_is_what_was_asked(key: str, number: Any) -> None:
    raw = number if isinstance(number, int | float) else str(number)
    assert (remarks(key, raw) == []) == (Fraction(opened(key, raw)) == Fraction(number))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.floats(-6, 6))
def test_a_bias_is_changed_without_a_remark_only_within_the_rounding_of_its_grid(number: float) -> None:
    value = opened("bias", number)
    assert value == min(max(round(number, 1), -5.0), 5.0) or math.isclose(abs(number - value), 0.05)
    assert (remarks("bias", number) == []) == (abs(number - value) < 4e-15 and -5 <= number <= 5)
