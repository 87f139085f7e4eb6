"""An error names the argument that is wrong, and only arguments that the function has."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

import minimal_model as mm

X = mm.sample_input(30)
SHARED: dict[str, list[Any]] = {
    "activation": ["Tanh", None, 3, ["tanh"], np.tanh],
    "bias": [np.nan, np.inf, "0", None, True, 1j, 10**400, 1e151, -1e300],
    "bins": [0, -1, 2.5, True, "5", None, 10**9],
    "binning": ["Global", None, 3],
    "width": [0, -0.1, np.nan, np.inf, "x", True, 5e-324, 1e-200],
    "weights": [[5e-324], [1.0, 9e-151], [], [0.0], [-1.0], [np.nan], [[1.0]], "x", None, 3.0, [1e151], [1.0, 1e200]],
    "estimator": ["exact", None, []],
    "x": [[], [np.nan], [[1.0]], "x", None, 3.0, [1e151, 0.0], [-1e200, 1e3]],
    "weight": [5e-324, 9e-151, 0, -1.0, np.nan, np.inf, "1", None, True, 1e151, 1e300],
    "input_bins": [0, 2.5, True, "5", 10**9],
    "input": ["Normal", None, 3, ["normal"], np.tanh],
}
SAMPLE: dict[str, list[Any]] = {
    "size": [0, 1.5, 10**12, "9", None, True],
    "seed": [-1, 2**32, 0.5, None, "0"],
    "draw": [-1, 10**12, None, 0.5],
}
CURVE: dict[str, list[Any]] = {
    "curve": [[], [np.nan], [[1.0]], "x", None, 3.0],
    "threshold": [-0.1, np.nan, np.inf, "0.1", None, True],
}
STUDY = mm.run(mm.specifications(samples=[10]))
# What the function is called with when one argument is wrong, and the wrong values that it has beside the shared ones.
FUNCTIONS: dict[Callable[..., Any], tuple[dict[str, Any], dict[str, list[Any]]]] = {
    mm.mi_curve: ({"x": X, "activation": "tanh"}, {}),
    mm.population_curve: ({"x": X, "activation": "tanh"}, {}),
    mm.bin_activations: ({"x": X, "activation": "tanh", "weight": 1.0}, {}),
    mm.decompose_entropy: ({"x": X, "activation": "tanh"}, {}),
    mm.joint_table: ({"x": X, "activation": "tanh", "weight": 1.0}, {}),
    mm.entropy_gain: ({"x": X, "activation": "tanh", "weight": 1.0}, {}),
    mm.fixed_width_approximation: ({"x": X, "activation": "tanh"}, {}),
    mm.seed_band: (
        {"activation": "tanh", "size": 20, "seeds": 2},
        SAMPLE | {
            "seeds": [0, 10**6, 1.5, None, True],
            "percentiles": [(95.0, 5.0), (-1.0, 5.0), (5.0, 101.0), (5.0,), 5.0, None, "ab", (5.0, np.nan),
                            (False, True), {5.0: 1, 95.0: 2}],
        },
    ),
    mm.binned_entropy: ({"values": X}, {"values": [*SHARED["x"], [-1e151, 1e151]]}),
    mm.sample_input: ({"size": 20}, SAMPLE),
    mm.Column: ({"values": X}, {"values": SHARED["x"]}),
    mm.Input: (
        {"name": "own", "cdf": ndtr, "sf": lambda x: ndtr(-x), "quantile": ndtri, "entropy": 2.0},
        {
            "name": [None, 3], "cdf": [None, np.tanh], "sf": [3, ndtr], "quantile": [None, np.negative],
            "entropy": [None, np.nan, "1", 1.4], "upper_quantile": [3, ndtri], "density": [3, np.negative, ndtr],
            "kinks": [None, ["a"], 3.0, (np.nan,), [[1.0]]], "notation": [None],
        },
    ),
    mm.formula: ({"text": "z"}, {"text": [None, 3, "", "x", "2z", "z" * 201]}),
    mm.verdict: ({"curve": X}, CURVE),
    mm.curve_shape: ({"curve": X}, CURVE),
    mm.Parameters: (
        {},
        SAMPLE | {
            "activation": ["Tanh", None], "binning": ["Global", None], "bias": [5.1, np.nan, "0"],
            "bins": [1, 257, 5.0],
            "samples": [9, 10**7, None], "weight": [199, -1, 1.5], "weight_max": [21, True], "draw": [10, None],
            "estimator": ["exact"], "width": [0.0001, 11, "x"], "population": ["on"], "band": ["yes"], "why": [1],
            "input": ["Normal", "column", None, 3], "formula": ["2z", "x", None, 3, "z" * 201],
            "noise": [0.029, 1.1, -0.1, np.nan, "x", None],
        },
    ),
    mm.folding: ({"activation": "gelu"}, {"input": ["Normal", None], "bias": [*SHARED["bias"]]}),
    mm.noisy_curve: (
        {"activation": "tanh", "noise": 0.1},
        {"noise": [0.0, 9e-4, 1001, np.nan, "0.1", None, True], "input": ["Normal", None, mm.Column([0.0, 1.0])],
         "activation": [*SHARED["activation"], mm.formula("z")], "weights": [*SHARED["weights"], [1e5]],
         "bias": [*SHARED["bias"], -1e5]},
    ),
    mm.Branch: (
        {"start": 0.0, "end": 1.0, "rises": True, "inverse": np.arctanh},
        {"start": [None, np.nan, "0", True, -(10**400)], "end": [None, np.nan, -1.0, 0.0, 10**400],
         "rises": [None, 1, "yes"],
         "inverse": [None, 3]},
    ),
    mm.specifications: (
        {},
        {
            "activations": ["tanh", ["Tanh"], [], [3], None, np.array("tanh")],
            "binnings": ["global", ["Global"], None],
            "bins": [50, [0], [2.5], [10**9]], "samples": [1000, [0], [10**12]], "seeds": [0, [-1], [2**32], [0, 0]],
            "weight_max": [20, [0], [np.inf], [1e150]], "biases": [0, [np.nan], ["0"], [1e200]],
            "estimators": ["plug-in", ["exact"]], "inputs": ["normal", ["Normal"]],
        },
    ),
    mm.run: (
        {"specifications": mm.specifications()},
        {"specifications": [None, {}, 3], "executor": [2, "dask"], "progress": [2, "bar"]},
    ),
    mm.explained_variance: ({"table": STUDY}, CURVE | {"table": [None, {}, 3]}),
    mm.shares: (
        {"table": STUDY},
        CURVE | {"table": [None, {}], "by": ["bins", ["weights"], ("bins", "bins"), None, [3], [["bins"]], [X]]},
    ),
    mm.Activation: (
        {"name": "own", "formula": "tanh(z)", "function": np.tanh, "inside_inverse": np.arctanh, "limits": (-1.0, 1.0)},
        {
            "name": [None, 3], "formula": [None], "function": [None, 3, np.abs, np.cos],
            "inside_inverse": [None, np.tan],
            "limits": [None, 1.0, (1.0, -1.0), (0.0, 1.0)], "rises": [None, (1.0, -1.0), (-1.0, 1.0)],
            "log_slope": [3, np.tanh], "branches": [None, 3, (np.tanh,), [mm.Branch(0.0, 1.0, True, np.arctanh)]],
            "period": [0.0, "1", np.inf], "rounding": [None, 1.0, (-1.0, 0.0), (0.5, 0.0), (0.0, np.nan)],
            "settles": [None, (1.0, -1.0), (-1.0, 1.0)], "folds_like": ["square", 3, mm.formula("z")],
            "kinks": [None, 3.0, (np.nan,), (np.inf,), "3"],
        },
    ),
}  # fmt: skip
CASES = [
    (function, argument, value)
    for function, (_, own) in FUNCTIONS.items()
    for argument in inspect.signature(function).parameters
    for value in (own if argument in own else SHARED)[argument]
]


def test_no_public_function_is_left_out() -> None:
    # Results are built by the package, not by its readers.
    results = {"BinnedActivations", "EntropyDecomposition", "EntropyGain", "FixedWidthApproximation", "JointTable",
               "SeedBand", "Specifications", "StudyTable", "Verdict"}  # fmt: skip
    public = {name for name in mm.__all__ if callable(getattr(mm, name))}
    assert {function.__name__ for function in FUNCTIONS} == public - results


@pytest.mark.parametrize("binning", [None, "fixed-width"])
@pytest.mark.parametrize(("function", "argument", "value"), CASES)
def test_the_wrong_argument_is_named(
    function: Callable[..., Any], argument: str, value: Any, binning: str | None
) -> None:
    parameters = inspect.signature(function).parameters
    arguments = FUNCTIONS[function][0] | ({"binning": binning} if binning and "binning" in parameters else {})
    with pytest.raises(ValueError, match="must") as caught:
        function(**(arguments | {argument: value}))
    assert re.match(rf"{argument} (is|of) ", str(caught.value))


# Arguments that are wrong together, and the one of them that takes the net input, or the table, too far.
@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: mm.mi_curve([1e140, 0.0], "tanh", weights=[1e20]), "x"),
        (lambda: mm.mi_curve([1e20, 0.0], "tanh", weights=[1e140]), "weights"),
        (lambda: mm.mi_curve([1e20, 0.0], "tanh", weights=[1e140], bias=1e170), "bias"),
        (lambda: mm.bin_activations([1e20, 0.0], "tanh", 1e140, weights=[1e130]), "weight"),
        (lambda: mm.bin_activations([1e20, 0.0], "tanh", 1e130, weights=[1e140]), "weights"),
        (lambda: mm.entropy_gain([1e149, 0.0], "tanh", 1e2, weights=[1e-9]), "x"),
        # The weights are small enough for the activations; the input itself is binned with a weight of one.
        (lambda: mm.decompose_entropy([1e155, 0.0], "tanh", weights=[1e-10]), "x"),
        (lambda: mm.joint_table(X, "tanh", 1.0, input_bins=10**7), "input_bins"),
        (lambda: mm.joint_table(X, "tanh", 1.0, bins=10**7), "bins"),
        (lambda: mm.joint_table(X, "tanh", 1.0, bins=4000, input_bins=3000), "bins"),
        (lambda: mm.joint_table(X, "linear", 1.0, binning="fixed-width", width=1e-6), "width"),
        (lambda: mm.joint_table(X, "linear", 1.0, binning="fixed-width", width=0.1, input_bins=10**7), "input_bins"),
        (lambda: mm.seed_band("tanh", weights=[1e150], size=20, seeds=2), "weights"),
        (lambda: mm.fixed_width_approximation([1e151], "tanh"), "x"),
    ],
)
def test_the_argument_that_goes_too_far_is_named(call: Callable[[], Any], argument: str) -> None:
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be"):
        call()


def test_a_verdict_on_the_largest_numbers_is_given_without_a_warning() -> None:
    assert mm.verdict([-1e308, 1e308, -1e308]).name == "compresses"
    assert mm.curve_shape([-1e308, 1e308, -1e308]) == "hump"
