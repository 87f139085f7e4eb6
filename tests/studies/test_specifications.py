"""What a study consists of, and what is refused before anything runs."""

from itertools import product
from typing import Any

import numpy as np
import pytest

import minimal_model as mm

CHOSEN: dict[str, Any] = {
    "activations": ["relu", "tanh"], "binnings": ("global", "fixed-width"), "bins": np.array([10, 30]),
    "samples": [100], "seeds": range(3), "weight_max": [5, 20.0], "biases": [0, 1.5], "estimators": ["miller-madow"],
}  # fmt: skip


def test_it_is_the_full_factorial_in_the_order_of_the_arguments() -> None:
    study = mm.specifications(**CHOSEN)
    expected = list(product(*CHOSEN.values(), ["normal"]))
    assert len(study) == len(expected) == 96
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
        ("estimators", ["exact"]), ("inputs", ["Normal"]), ("inputs", [3]),
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
        with pytest.raises(ValueError, match=r"^binnings is 'net-input'; it must be"):
            mm.specifications(activations=["tanh", folding], binnings=["global", "net-input"])
    with pytest.raises(ValueError, match=r"^biases is "):
        mm.specifications(biases=[0, 1e200])
