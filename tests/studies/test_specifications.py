"""What a study consists of, and what is refused before anything runs."""

from itertools import product
from typing import Any

import numpy as np
import pytest

import minimal_model as mm
from minimal_model.studies.chunks import compute

CHOSEN: dict[str, Any] = {
    "activations": ["relu", "tanh"], "binnings": ("global", "fixed-width"), "bins": np.array([10, 30]),
    "samples": [100], "seeds": range(3), "weight_max": [5, 20.0], "biases": [0, 1.5], "estimators": ["miller-madow"],
    "inputs": ["lognormal", "normal"],
}  # fmt: skip


def test_it_is_the_full_factorial_in_the_order_of_the_arguments() -> None:
    study = mm.specifications(**CHOSEN)
    expected = list(product(*CHOSEN.values()))
    assert len(study) == len(expected) == 192
    assert [tuple(study.row(k).values()) for k in range(len(study))] == expected
    assert list(study.row(0)) == [
        "activation", "binning", "bins", "samples", "seed", "weight_max", "bias", "estimator", "input",
    ]  # fmt: skip


def test_what_is_left_out_is_one_curve_of_the_notebooks_neuron() -> None:
    study = mm.specifications()
    assert len(study) == 1
    assert tuple(study.row(0).values()) == ("tanh", "per-weight", 50, 1000, 0, 20, 0, "plug-in", "normal")


def test_its_name_follows_from_its_choices_alone() -> None:
    one, same = (
        mm.specifications(**CHOSEN),
        mm.specifications(**CHOSEN | {"weight_max": [5.0, 20], "biases": [-0.0, 1.5]}),
    )
    assert one.digest == same.digest
    assert len({one.digest, mm.specifications().digest, mm.specifications(seeds=[1]).digest}) == 3


@pytest.mark.parametrize(
    ("argument", "wrong"),
    [
        ("activations", ["tanh", "Relu"]), ("activations", "tanh"), ("activations", []), ("activations", [np.tanh]),
        ("activations", [mm.ACTIVATIONS["tanh"]]), ("activations", ["tanh", "tanh"]), ("activations", {"tanh"}),
        ("binnings", ["noise"]), ("bins", [0]), ("bins", [10**8]), ("bins", [2.5]), ("bins", 50), ("bins", [True]),
        ("samples", [0]), ("samples", [10**9]), ("seeds", [-1]), ("seeds", [2**32]), ("seeds", None), ("seeds", [0, 0]),
        ("weight_max", [0]), ("weight_max", [np.inf]), ("weight_max", ["5"]), ("weight_max", [1e-320]),
        ("weight_max", [5, 5.0]), ("biases", [np.nan]), ("biases", [0, -0.0]), ("biases", [[1]]),
        ("estimators", ["exact"]), ("inputs", ["Normal"]), ("inputs", [3]), ("inputs", ["column"]),
        ("inputs", [mm.INPUTS["normal"]]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(argument: str, wrong: Any) -> None:
    with pytest.raises(ValueError, match=f"^{argument} is "):
        mm.specifications(**{argument: wrong})


def test_a_pair_that_cannot_be_computed_is_refused_before_anything_runs() -> None:
    # Bins of the width 2e-6 over more than 20 are more than ten million.
    with pytest.raises(ValueError, match=r"^bins is 1000000; it must be so few"):
        mm.specifications(activations=["tanh", "linear"], binnings=["per-weight", "fixed-width"], bins=[10, 1_000_000])
    assert len(mm.specifications(activations=["tanh"], binnings=["fixed-width"], bins=[1_000_000])) == 1
    for folding in ("gelu", "sin"):
        for binning in ("net-input", "equal-frequency"):
            with pytest.raises(ValueError, match=f"^binnings is '{binning}'; it must be .* beside {folding}, because"):
                mm.specifications(activations=["tanh", folding], binnings=["global", binning])
    assert len(mm.specifications(activations=list(mm.ACTIVATIONS), binnings=mm.BINNINGS[:4])) == 84
    assert len(mm.specifications(activations=["tanh", "erf", "arctan"], binnings=mm.BINNINGS)) == 18
    with pytest.raises(ValueError, match=r"^biases is "):
        mm.specifications(biases=[0, 1e200])


@pytest.mark.parametrize("name", list(mm.INPUTS))
def test_how_far_an_input_reaches_is_that_of_its_samples(name: str) -> None:
    """The largest square of 20,000 samples decides how many bins there are: as many as allowed are computed."""
    x = np.concatenate([mm.sample_input(10_000, seed, input=name) for seed in (0, 1)])
    farthest = float(np.square(5 * np.abs(x).max()))
    most = int(10_000_000 * 2 / farthest)
    asked = {"activations": ["square"], "binnings": ["fixed-width"], "samples": [10_000, 10], "seeds": [0, 1],
             "weight_max": [5], "inputs": ["uniform", name] if name != "uniform" else [name]}  # fmt: skip
    with pytest.raises(ValueError, match=rf"^bins is {2 * most}; it must be so few .* for square and the input {name}"):
        mm.specifications(bins=[2 * most], **asked)
    study = mm.specifications(bins=[int(0.98 * most)], **asked)
    # The curve that reaches farthest, or nearly: nothing of it is refused when it is its turn.
    lengths = [compute(study, k, k + 1).shape for k in range(len(study)) if study.row(k)["input"] == name]
    assert set(lengths) == {(1, 4)}


def test_too_many_samples_to_be_drawn_beforehand_are_judged_by_how_far_they_could_reach() -> None:
    asked: dict[str, Any] = {"activations": ["linear"], "binnings": ["fixed-width"], "inputs": ["student-t3"]}
    assert len(mm.specifications(**asked, seeds=range(1000))) == 1000
    with pytest.raises(ValueError, match=r"linear and the input student-t3"):
        mm.specifications(**asked, seeds=range(10_001))
    assert len(mm.specifications(**asked | {"inputs": ["laplace", "lognormal"]}, seeds=range(10_001))) == 20_002
