"""An activation of one's own is taken if it is what its description says, and refused, with the place, if it is not."""

import math
import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import oracle
import pytest
from describing import INF, LINE, RELU6, RIGHT, own
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from minimal_model import (
    ACTIVATIONS,
    Activation,
    Branch,
    bin_activations,
    decompose_entropy,
    fixed_width_approximation,
    folding,
    mi_curve,
    population_curve,
    sample_input,
)

X = sample_input(2000)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_taken(name: str) -> None:
    activation = RIGHT[name]()
    assert activation.limits[0] < activation.limits[1]


@pytest.mark.parametrize(
    "name", ["shifted tanh", "cube root", "arctan", "very flat", "relu squared", "a jump and nothing else", "the sign",
             "a line with a jump", "a wavy line", "an interpolated table", "hardtanh in whole numbers and lists"]
)  # fmt: skip
def test_what_is_taken_is_counted_as_histogram_counts_it(name: str) -> None:
    activation = RIGHT[name]()
    for weight in (0.3, 2.0, 15.0):
        y = activation(weight * X + 0.5)
        result = bin_activations(X, activation, weight, bias=0.5, bins=30)
        np.testing.assert_array_equal(result.counts, oracle.equal_width_counts(y, 30))


def in_place(z: Any) -> Any:
    z *= 2
    return z


def constant(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


WRONG: list[tuple[str, dict[str, Any], str]] = [
    # The field that is wrong, what is given, and what the message says of it.
    ("function", {"function": lambda z: -z, "inside_inverse": lambda y: -y, "limits": (-INF, INF)},
     r"falls from f\(-10\) = 10 to f\(10\) = -10; it must never fall"),
    ("function", {"function": lambda z: z * special.ndtr(z), "limits": (-0.17, INF)}, r"to f\(-0.75\) = -0.16997"),
    ("function", {"function": lambda z: z * special.expit(z), "limits": (-0.28, INF)}, r"to f\(-1.28125\) = -0.27846"),
    ("function", {"function": np.abs, "limits": (0.0, INF)}, r"falls from f\(-10\) = 10 to f\(0\) = 0"),
    ("function", {"function": lambda z: z * z, "limits": (0.0, INF)}, r"falls from f\(-10\) = 100"),
    ("function", {"function": np.sin, "inside_inverse": np.arcsin}, r"falls from f\("),
    ("function", {"function": lambda z: np.exp(-z * z), "limits": (0.0, 1.0)}, r"falls from f\("),
    ("function", {"function": lambda z: 5 + 1e-9 * np.exp(-z * z), "limits": (5.0, 5 + 1e-9)}, r"= 5.000000001 to f"),
    ("function", {"function": lambda z: np.tanh(z) + 1e-3 * np.sin(50 * z), "limits": (-1.1, 1.1)}, r"falls from f\("),
    ("function", LINE | {"function": lambda z: np.where(z > 1e7, -z, z)}, r"to f\(1e\+12\) = -1e\+12"),
    ("function", {"function": None}, "is None; it must be a function of an array"),
    ("function", {"function": lambda: 0}, r"raises TypeError for an array of shape \(\d+,\)"),
    ("function", {"function": math.tanh}, "raises TypeError"),
    ("function", {"function": lambda z: np.array([math.tanh(v) for v in z])}, r"of shape \(2, \d+\)"),
    ("function", {"function": lambda z: np.tanh(z)[:-1]}, r"returns an array of shape \(\d+,\) for one of"),
    ("function", {"function": constant(0.5)}, "returns 0.5, no array"),
    ("function", {"function": constant(None)}, "returns None, no array"),
    ("function", {"function": lambda z: np.tanh(z).tolist()}, "no array"),
    ("function", {"function": lambda z: np.tanh(z).astype(np.float32)}, "returns an array of float32"),
    ("function", {"function": lambda z: np.tanh(z) + 0j}, "returns an array of complex128"),
    ("function", {"function": lambda z: z > 0}, "returns an array of bool"),
    ("function", {"function": np.vectorize(lambda z: max(z, 0))}, "returns an array of int64"),
    ("function", {"function": lambda z: np.ma.masked_less(np.tanh(z), 0)}, "returns a masked array"),
    ("function", {"function": in_place}, "changes the array that it is given"),
    ("function", {"function": np.log}, "gives nan at z = -100"),
    ("function", LINE | {"function": lambda z: np.where(np.abs(z) < 0.1, np.nan, z)}, r"gives nan at z = -0.0"),
    ("function", {"function": lambda z: z - z.mean()}, "in one array and"),
    ("limits", {"limits": (0.0, 1.0)}, r"is \(0.0, 1.0\), but f\(-.*\) = -1; it must have f's lower limit"),
    ("limits", {"limits": (-1.0, 0.5)}, r"= 1; it must have f's upper limit"),
    ("limits", {"limits": (-2.0, 1.0)}, r"f stays at -1, as at z = -1e\+12"),
    ("limits", {"limits": (-1.0, 1.001)}, "f stays at 1"),
    ("limits", {"limits": (-1.0, INF)}, "f stays at 1"),
    ("limits", {"limits": (-INF, 1.0)}, "f stays at -1"),
    ("limits", {"function": np.arctan, "inside_inverse": np.tan, "limits": (-2.0, 2.0)}, "f stays at -1.57"),
    ("limits", {"function": lambda z: 0 * z}, "f stays at"),
    ("rises", {"rises": (-1.0, INF)}, "below -1 f rises from"),
    ("rises", {"rises": (-INF, 1.0)}, "above 1 f rises from"),
    ("rises", RELU6 | {"rises": (-INF, INF)}, "f is constant from z = "),
    ("rises", RELU6 | {"rises": (0.0, INF)}, r"f is constant from z = 6 to z = 1e\+12"),
    ("rises", RELU6 | {"rises": (-1.0, 6.0)}, "f is constant from z = -1 to z = 0"),
    ("rises", RELU6 | {"rises": (1.0, 6.0)}, r"below 1 f rises from f\(-1e\+12\) = 0"),
    ("rises", RELU6 | {"rises": (0.0, 5.0)}, "above 5 f rises from"),
    ("rises", {"function": lambda z: np.maximum(z, 0) ** 2, "inside_inverse": np.sqrt, "limits": (0.0, INF)},
     "f is constant from z = "),
    # Steps are monotone, but no pair of net inputs says where they are flat, and binning the net input needs to know.
    ("rises", LINE | {"function": np.floor, "inside_inverse": np.ceil}, "f is constant from z = "),
    ("rises", LINE | {"function": np.round, "inside_inverse": lambda y: np.ceil(y) - 0.5}, "f is constant from z = "),
    ("rises", LINE | {"function": lambda z: np.sign(z) * np.maximum(np.abs(z) - 1, 0)}, "from z = -1 to z = 1"),
    ("rises", {"function": lambda z: np.where(z >= 0, 1.0, 0.0), "inside_inverse": np.zeros_like, "limits": (0.0, 1.0)},
     "f is constant from z = "),
    ("inside_inverse", {"inside_inverse": np.tanh}, r"gives -0\.7\d+ for y = -0.99\d+, and f\(-0\.7"),
    ("inside_inverse", {"inside_inverse": lambda y: -np.arctanh(y)}, "it must give the smallest z with"),
    ("inside_inverse", {"inside_inverse": lambda y: np.arctanh(y) + 1e-4}, "it must give the smallest z with"),
    ("inside_inverse", {"inside_inverse": lambda y: y * np.nan}, "gives nan for y"),
    ("inside_inverse", {"inside_inverse": lambda y: np.full_like(y, INF)}, "gives inf for y"),
    ("inside_inverse", {"inside_inverse": lambda y: np.arctanh(y).ravel()}, "returns an array of shape"),
    ("inside_inverse", {"inside_inverse": constant(0.0)}, "returns 0.0, no array"),
    ("inside_inverse", {"inside_inverse": lambda y: np.arctanh(y) + 0j}, "complex128"),
    ("inside_inverse", {"inside_inverse": in_place}, "changes the array"),
    ("inside_inverse", {"inside_inverse": math.atanh}, "raises TypeError"),
    ("inside_inverse", {"inside_inverse": None}, "is None"),
    ("inside_inverse", RELU6 | {"inside_inverse": lambda y: y + 1}, "gives 1.0"),
    ("inside_inverse", RELU6 | {"inside_inverse": lambda y: np.where(y < 6, y, 7.0)}, "gives 7 for y = 6"),
    ("inside_inverse", RELU6 | {"inside_inverse": lambda y: np.where(y < 6, y, np.nan)}, "gives nan for y = 6"),
    ("log_slope", {"log_slope": 0.0}, "is 0.0; it must be a function of an array"),
    ("log_slope", {"log_slope": lambda z: 1 - np.tanh(z) ** 2}, "where ln f' is "),
    ("log_slope", {"log_slope": lambda z: np.log2(1 - np.tanh(z) ** 2)}, "where ln f' is "),
    ("log_slope", {"log_slope": lambda z: np.log(1 - np.tanh(z) ** 2) + 0.1}, "where ln f' is "),
    ("log_slope", LINE | {"function": lambda z: 2 * z, "inside_inverse": lambda y: y / 2, "log_slope": np.zeros_like},
     "where ln f' is 0.6931"),
    ("log_slope", LINE | {"log_slope": constant(1.0)}, "gives 1 at z"),
    ("log_slope", {"log_slope": lambda z: z * np.nan}, "gives nan at z"),
    ("log_slope", {"log_slope": lambda z: z[:1]}, "returns an array of shape"),
    ("log_slope", {"log_slope": constant("flat")}, "returns 'flat', no array"),
    ("name", {"name": 3}, "is 3; it must be a text"),
    ("formula", {"formula": None}, "is None; it must be a text"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "fields", "said"), WRONG)
def test_what_contradicts_its_description_is_refused_with_the_place(
    field: str, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        own(**fields)
    message = str(caught.value)
    assert message.startswith((f"{field} is ", f"{field} of the activation 'own' "))
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize(
    "pair",
    [
        (INF, -INF), (1.0, -1.0), (math.nan, 1.0), (-1.0, math.nan), (0.0,), (-1.0, 0.0, 1.0), 1.0, None, "ab",
        ("0", "1"), (False, True), (-1.0, 1j), {-1.0: 0, 1.0: 0}, {-1.0, 1.0}, np.ma.masked_equal([-1.0, 1.0], 1.0),
        [[-1.0], [1.0]],
    ],
)  # fmt: skip
def test_limits_and_rises_are_two_numbers_in_order(pair: Any) -> None:
    with pytest.raises(ValueError, match=r"^limits is .*; it must be two numbers, the lower one first$"):
        own(limits=pair)
    with pytest.raises(ValueError, match=r"^rises is .*; it must be two numbers, the lower one first$"):
        own(rises=pair)


def test_equal_limits_are_none_and_equal_ends_of_rises_are_a_jump() -> None:
    with pytest.raises(ValueError, match=r"^limits is \(1.0, 1.0\)"):
        own(limits=(1.0, 1.0))
    with pytest.raises(ValueError, match=r"^rises of the activation 'own' is \(0.0, 0.0\), but below 0 f rises"):
        own(rises=(0.0, 0.0))


def test_the_first_complaint_about_a_falling_function_with_falling_limits() -> None:
    with pytest.raises(ValueError, match=r"^limits is \(inf, -inf\); it must be two numbers, the lower one first$"):
        Activation("neg", "-z", lambda z: -z, lambda y: -y, (np.inf, -np.inf))


@pytest.mark.parametrize("log_slope", [None, lambda z: -2 * np.log(np.cosh(z))])
def test_a_checked_activation_is_a_value_like_any_other(log_slope: Any) -> None:
    first, second = own(log_slope=log_slope), own(log_slope=log_slope, limits=[-1, 1])
    assert first == second
    assert hash(first) == hash(second)
    assert first.limits == second.limits == (-1.0, 1.0)
    assert replace(first, name="other") != first
    with pytest.raises(ValueError, match=r"^limits of the activation 'own' is \(0.0, 1.0\)"):
        replace(first, limits=(0.0, 1.0))


def test_a_checked_activation_travels_to_another_process() -> None:
    own_tanh = own()
    assert pickle.loads(pickle.dumps(own_tanh)) == own_tanh


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_the_packages_own_are_what_they_say(name: str) -> None:
    assert replace(ACTIVATIONS[name]) == ACTIVATIONS[name]


@pytest.mark.parametrize(
    ("name", "weight", "place"),
    [
        ("exp", 400.0, r"at z = \d+.*it is (inf|\d.*e\+\d+)$"),
        ("logistic as it is written naively", 400.0, r"at z = \d+.*it is nan$"),
        ("cube", 1e60, r"at z = -"),
    ],
)
def test_net_inputs_beyond_a_functions_own_reach_are_refused(name: str, weight: float, place: str) -> None:
    activation = RIGHT[name]()
    assert np.isfinite(mi_curve(X, activation, weights=[0.5])).all()
    for call in (
        lambda: mi_curve(X, activation, weights=[0.5, weight]),
        lambda: bin_activations(X, activation, weight, binning="fixed-width"),
    ):
        with pytest.raises(ValueError, match=rf"^activation is 'own'; it must be between -1e\+150 and .*{place}"):
            call()


def only_near(function: Any, error: Exception) -> Any:
    """The function, which fails where no check looks."""

    def near(values: Any) -> Any:
        if (np.abs(values) > 200).any():
            raise error
        return function(values)

    return near


@pytest.mark.parametrize("error", [OverflowError("far"), RuntimeError("a\nb"), ZeroDivisionError(), ValueError("own")])
def test_whatever_a_function_of_ones_own_raises_is_a_value_error(error: Exception) -> None:
    line = LINE | {"function": only_near(LINE["function"], error)}
    inverse = LINE | {"inside_inverse": only_near(LINE["inside_inverse"], error)}
    slope = LINE | {"log_slope": only_near(np.zeros_like, error)}
    for fields, of, calls in (
        (line, "function of the activation 'own'", [mi_curve, population_curve, decompose_entropy]),
        (inverse, "inverse of a branch", [mi_curve, population_curve]),
        (slope, "log_slope of the activation 'own'", [fixed_width_approximation]),
    ):
        for call in calls:
            activation = own(**fields)
            with pytest.raises(ValueError, match=rf"^{of} raises {type(error).__name__} for .*; it must take"):
                call(X, activation, weights=[500.0])


def test_activations_that_are_no_numbers_are_not_returned() -> None:
    hole = own(**LINE | {"function": lambda z: np.where((z > 1.2301) & (z < 1.2308), np.nan, z)})
    assert bin_activations([0.1, 2.0], hole, 1.0).counts.sum() == 2
    with pytest.raises(ValueError, match=r"^activation is 'own'; .* at z = 1.2305 it is nan$"):
        bin_activations([0.1, 1.2305, 2.0], hole, 1.0)


LEFT, RISING = Branch(-INF, 0.0, False, np.negative), Branch(0.0, INF, True, np.positive)
FOLDED: dict[str, Any] = {"function": np.abs, "inside_inverse": None, "limits": (0, INF), "branches": (LEFT, RISING)}


@pytest.mark.parametrize("name", ["abs", "square"])
def test_what_folds_alike_is_taken(name: str) -> None:
    activation = own(**FOLDED, folds_like=ACTIVATIONS[name])
    assert folding(activation, bias=0.5, weights=[1.0])[0] == pytest.approx(0.839253, abs=1e-6)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"folds_like": "square"}, "folds_like is 'square'; it must be None, or an Activation"),
        ({"folds_like": ACTIVATIONS["tanh"]}, "folds_like .* is tanh, whose branches are others"),
        ({"folds_like": ACTIVATIONS["sin"]}, "folds_like .* is sin, whose branches are others"),
        ({"folds_like": ACTIVATIONS["gelu"]}, "folds_like .* is gelu, whose branches are others"),
        ({"function": lambda z: np.where(z < 0, -3 * z, z), "folds_like": ACTIVATIONS["abs"],
          "branches": (Branch(-INF, 0.0, False, lambda y: -y / 3), RISING)},
         "folds_like .* is abs, which is the same at z = 10 and -10, and f is not"),
        ({"inside_inverse": np.positive}, "inside_inverse .* stands beside branches"),
        ({"inside_inverse": np.negative, "branches": (Branch(-INF, INF, False, lambda y: -y),),
          "function": np.negative, "limits": (-INF, INF)}, "inside_inverse .* stands beside branches"),
    ],
)  # fmt: skip
def test_fields_that_contradict_each_other_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        own(**FOLDED | fields)
    with pytest.raises(ValueError, match=r"^inside_inverse .* stands beside branches"):
        replace(ACTIVATIONS["tanh"], inside_inverse=np.tan)


SHAPES: dict[str, tuple[Any, Any, tuple[float, float], tuple[float, float], Any]] = {
    "logistic": (special.expit, special.logit, (0.0, 1.0), (-INF, INF),
                 lambda u: special.log_expit(u) + special.log_expit(-u)),
    "arctan": (np.arctan, np.tan, (-np.pi / 2, np.pi / 2), (-INF, INF), lambda u: -np.log1p(u * u)),
    "softplus": (lambda u: np.logaddexp(0, u), lambda v: v + np.log(-np.expm1(-v)), (0.0, INF), (-INF, INF),
                 special.log_expit),
    "cube": (lambda u: u**3, np.cbrt, (-INF, INF), (-INF, INF), lambda u: np.log(3 * u * u)),
    "relu": (lambda u: np.maximum(u, 0), lambda v: v + 0.0, (0.0, INF), (0.0, INF), np.zeros_like),
    "ramp": (lambda u: np.clip(u, 0, 1), lambda v: v + 0.0, (0.0, 1.0), (0.0, 1.0), np.zeros_like),
    "relu cubed": (lambda u: np.maximum(u, 0) ** 3, np.cbrt, (0.0, INF), (0.0, INF), None),
    "elu": (lambda u: np.where(u > 0, u, np.expm1(np.minimum(u, 0))),
            lambda v: np.where(v > 0, v, np.log1p(np.minimum(v, 0))), (-1.0, INF), (-INF, INF),
            lambda u: np.minimum(u, 0)),
    "Phi": (special.ndtr, special.ndtri, (0.0, 1.0), (-INF, INF), None),
}  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(list(SHAPES)),
    steepness=st.floats(-6, 7).map(lambda exponent: 10**exponent),
    centre=st.floats(-300, 300) | st.floats(-5, 5),
    height=st.floats(-9, 9).map(lambda exponent: 10**exponent),
    offset=st.just(0.0) | st.floats(-1000, 1000),
)
def test_a_right_function_is_taken_however_it_is_stretched_and_moved(
    name: str, steepness: float, centre: float, height: float, offset: float
) -> None:
    f, inverse, limits, rises, slope = SHAPES[name]
    own(
        function=lambda z: height * (offset + f(steepness * (z - centre))),
        inside_inverse=lambda y: inverse(y / height - offset) / steepness + centre,
        limits=tuple(height * (offset + limit) for limit in limits),
        rises=tuple(centre + end / steepness for end in rises),
        log_slope=slope and (lambda z: np.log(height) + np.log(steepness) + slope(steepness * (z - centre))),
    )
