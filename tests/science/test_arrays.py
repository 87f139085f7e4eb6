"""What is no array of real numbers is refused in one sentence that names the argument; nothing hidden is counted."""

import collections
import datetime
import decimal
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import minimal_model as mm

X = np.arange(12.0)
COLUMN = mm.Column(X)

# One entry for each argument that is an array: its name, and a call with nothing else wrong.
CALLS: list[tuple[str, Callable[[Any], object]]] = [
    ("x", lambda given: mm.mi_curve(given, "tanh")),
    ("x", lambda given: mm.population_curve(given, "tanh")),
    ("x", lambda given: mm.bin_activations(given, "tanh", 1.0)),
    ("x", lambda given: mm.decompose_entropy(given, "tanh")),
    ("x", lambda given: mm.joint_table(given, "tanh", 1.0)),
    ("x", lambda given: mm.entropy_gain(given, "tanh", 1.0)),
    ("x", lambda given: mm.fixed_width_approximation(given, "tanh")),
    ("weights", lambda given: mm.mi_curve(X, "tanh", weights=given)),
    ("weights", lambda given: mm.population_curve(X, "tanh", weights=given)),
    ("weights", lambda given: mm.bin_activations(X, "tanh", 1.0, weights=given)),
    ("weights", lambda given: mm.decompose_entropy(X, "tanh", weights=given)),
    ("weights", lambda given: mm.joint_table(X, "tanh", 1.0, weights=given)),
    ("weights", lambda given: mm.entropy_gain(X, "tanh", 1.0, weights=given)),
    ("weights", lambda given: mm.fixed_width_approximation(X, "tanh", weights=given)),
    ("weights", lambda given: mm.seed_band("tanh", size=20, seeds=2, weights=given)),
    ("percentiles", lambda given: mm.seed_band("tanh", size=20, seeds=2, percentiles=given)),
    ("values", lambda given: mm.binned_entropy(given)),
    ("curve", lambda given: mm.verdict(given)),
    ("curve", lambda given: mm.curve_shape(given)),
]
# Those that take arrays of any shape.
FREE = [
    ("z", lambda given: mm.ACTIVATIONS["tanh"](given)),
    ("y", lambda given: mm.ACTIVATIONS["tanh"].inverse(given)),
    ("z", lambda given: mm.ACTIVATIONS["tanh"].log_slopes(given)),
    ("p", lambda given: mm.INPUTS["laplace"].upper(given)),
    ("scores", lambda given: mm.INPUTS["normal"].of_normal(given)),
    ("x", lambda given: mm.INPUTS["lognormal"].to_normal(given)),
    ("partition", lambda given: mm.INPUTS["uniform"].masses(given)),
    ("x", lambda given: COLUMN.cdf(given)),
    ("x", lambda given: COLUMN.sf(given)),
    ("partition", lambda given: COLUMN.masses(given)),
]


class Wrapped:
    """Something that can be had as an array, as a column of a table can."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        if isinstance(self.held, Exception):
            raise self.held
        return self.held

    def __repr__(self) -> str:
        return "0    1.0\n1    2.0\nName: column"


class Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError("no")


HIDDEN = np.ma.masked_greater(np.arange(1.0, 13.0), 7)
MASKED: list[Any] = [
    HIDDEN,
    np.ma.masked_invalid([1.0, np.nan, 2.0]),
    np.ma.array([1, 2, 3], mask=[0, 1, 0]),
    np.ma.array([1.0, 2.0], mask=True),
    Wrapped(HIDDEN),
    [1.0, np.ma.masked, 2.0],
    (1.0, np.ma.masked),
    [1.0, np.ma.array(2.0, mask=True), 3.0],
    np.ma.masked,
    [HIDDEN, HIDDEN],
    [[1.0, np.ma.masked]],
    collections.deque([1.0, np.ma.masked]),
    [collections.UserList([np.ma.array(2.0, mask=True), 1.0])],
]
NO_NUMBERS: list[tuple[Any, str]] = [
    (np.array([1.0, 2.0], dtype=object), "objects"),
    (np.array([True, False]), "booleans"),
    ([True, False], "booleans"),
    ([1.0, True], "booleans"),
    ([1.0, np.True_], "booleans"),
    ([1.0, np.array(True)], "booleans"),
    (collections.deque([True, 2.0]), "booleans"),
    (collections.UserList([1.0, True]), "booleans"),
    ([collections.deque([1.0, True])], "booleans"),
    (memoryview(np.array([True, False])), "booleans"),
    (np.array([1.0 + 0j]), "complex numbers"),
    ([1.0, 2j], "complex numbers"),
    (np.array(["2020-01-01"], dtype="datetime64[D]"), "dates"),
    (np.array([1, 2], dtype="timedelta64[s]"), "spans of time"),
    ([datetime.date(2020, 1, 1)], "objects"),
    ([decimal.Decimal("1.5")], "objects"),
    (np.array(["1.0", "2.0"]), "text"),
    ("1 2 3", "text"),
    ([1.0, "2.0"], "text"),
    (np.array([b"1"]), "bytes"),
    (np.array([(1.0, 2)], dtype=[("a", float), ("b", int)]), "records"),
    ([1.0, None], "objects"),
    (None, "objects"),
    ({1.0, 2.0}, "objects"),
    ({1.0: 2.0}, "objects"),
    ((number for number in (1.0, 2.0)), "objects"),
    ([10**400], "objects"),
    (Wrapped(np.array([True, False])), "booleans"),
    (Unspeakable(), "objects"),
]
OTHERS: list[Any] = [
    [[1.0], [1.0, 2.0]],
    Wrapped(RuntimeError("call .cpu() first")),
    [1.0, Wrapped(TypeError("no"))],
]
SHAPES: list[Any] = [3.0, np.array(3.0), [], [[1.0, 2.0]], np.ones((2, 2)), np.empty((0, 3))]
INFINITE: list[Any] = [[1.0, np.nan], [np.inf, 1.0], [1.0, -np.inf], np.array([np.longdouble("1e400"), 1.0])]


def refusal(call: Callable[[Any], object], given: Any) -> str:
    with pytest.raises(ValueError, match="must be") as caught:
        call(given)
    return str(caught.value)


def assert_one_sentence(message: str, argument: str) -> None:
    assert message.startswith(f"{argument} is ")
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize(("argument", "call"), CALLS + FREE)
def test_what_a_mask_hides_is_never_counted(argument: str, call: Callable[[Any], object]) -> None:
    for given in MASKED:
        message = refusal(call, given)
        assert_one_sentence(message, argument)
        assert "a mask hides some of its entries" in message
        assert ".compressed()" in message


@pytest.mark.parametrize(("argument", "call"), CALLS + FREE)
def test_what_holds_no_numbers_is_refused(argument: str, call: Callable[[Any], object]) -> None:
    for given, held in NO_NUMBERS:
        message = refusal(call, given)
        assert_one_sentence(message, argument)
        assert message.endswith(f": it holds {held}")
    for given in OTHERS:
        assert_one_sentence(refusal(call, given), argument)


@pytest.mark.parametrize(("argument", "call"), CALLS)
def test_other_shapes_and_what_is_not_finite_are_refused(argument: str, call: Callable[[Any], object]) -> None:
    for given in SHAPES + INFINITE:
        assert_one_sentence(refusal(call, given), argument)


def test_what_a_mask_shows_is_counted_when_it_is_asked_for() -> None:
    masked = np.ma.masked_greater(np.arange(12.0), 7)
    # Eight numbers, two in each of four bins.
    assert mm.binned_entropy(masked.compressed(), 4) == 2.0
    assert mm.binned_entropy(np.ma.array(np.arange(8.0)), 4) == 2.0
    assert mm.binned_entropy(np.ma.array(np.arange(8.0), mask=np.zeros(8, dtype=bool)), 4) == 2.0


@pytest.mark.parametrize(
    "number",
    [
        np.ma.masked, np.ma.array(5, mask=True), np.ma.array(5.0, mask=True), np.array(5),
        # To NumPy a span of time is an integer.
        np.timedelta64(5), np.timedelta64(5, "s"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("bins", lambda given: mm.binned_entropy(X, given)),
        ("bins", lambda given: mm.mi_curve(X, "tanh", bins=given)),
        ("input_bins", lambda given: mm.decompose_entropy(X, "tanh", input_bins=given)),
        ("bias", lambda given: mm.mi_curve(X, "tanh", bias=given)),
        ("width", lambda given: mm.mi_curve(X, "tanh", binning="fixed-width", width=given)),
        ("weight", lambda given: mm.bin_activations(X, "tanh", given)),
        ("size", lambda given: mm.sample_input(given)),
        ("seed", lambda given: mm.sample_input(10, given)),
        ("draw", lambda given: mm.sample_input(10, 0, given)),
        ("seeds", lambda given: mm.seed_band("tanh", seeds=given)),
        ("threshold", lambda given: mm.verdict(X, given)),
        ("noise", lambda given: mm.noisy_curve("tanh", noise=given)),
        ("biases", lambda given: mm.specifications(biases=[given])),
        ("weight_max", lambda given: mm.specifications(weight_max=[given])),
        ("start", lambda given: mm.Branch(given, 9.0, True, np.arctanh)),
        ("threshold", lambda given: mm.curve_shape(X, given)),
        ("bins", lambda given: mm.Parameters(bins=given)),
        ("bias", lambda given: mm.Parameters(bias=given)),
        ("weight_max", lambda given: mm.Parameters(weight_max=given)),
        ("activation", lambda given: mm.mi_curve(X, given)),
        ("binning", lambda given: mm.mi_curve(X, "tanh", binning=given)),
    ],
)
def test_a_number_is_no_array_and_no_span_of_time(argument: str, call: Callable[[Any], object], number: Any) -> None:
    assert_one_sentence(refusal(call, number), argument)
