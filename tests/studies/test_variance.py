"""Shares and explained variance, against closed forms and against all orders of the choices, counted out."""

from itertools import permutations, product
from typing import Any

import numpy as np
import pytest

import minimal_model as mm


def table(verdicts: Any) -> mm.StudyTable:
    """A study of up to three choices whose curves fall by one bit where the verdict is 1."""
    grid = np.asarray(verdicts, dtype=float)
    sizes = [*grid.shape, 1, 1, 1][:3]
    study = mm.specifications(bins=range(10, 10 + sizes[0]), seeds=range(sizes[1]), biases=range(sizes[2]))
    flat = grid.ravel()
    return mm.StudyTable(study, np.stack([flat, 0 * flat, flat, 0 * flat], axis=1))


def test_a_choice_that_decides_alone_explains_all() -> None:
    assert mm.explained_variance(table([[1, 1], [0, 0]])) == pytest.approx({"bins": 1, "seed": 0})


def test_two_choices_that_decide_only_together_share() -> None:
    assert mm.explained_variance(table([[1, 0], [0, 1]])) == pytest.approx({"bins": 0.5, "seed": 0.5})


def test_one_who_has_more_values_than_the_other_explains_what_the_closed_form_says() -> None:
    # "and" of two halves: each alone explains 1/3, both together all, so that each gets (1/3 + 2/3) / 2.
    assert mm.explained_variance(table([[1, 0], [0, 0]])) == pytest.approx({"bins": 0.5, "seed": 0.5})
    # A choice of four of which one compresses, for one of two values of the other: Var = 7/64; the first alone explains
    # 3/64, the second 1/64: the first gets (3 + 6) / 14 and the second (1 + 4) / 14.
    uneven = np.zeros((4, 2))
    uneven[0, 0] = 1
    assert mm.explained_variance(table(uneven)) == pytest.approx({"bins": 9 / 14, "seed": 5 / 14})


def test_it_is_the_mean_over_all_orders_of_the_choices() -> None:
    verdicts = np.random.default_rng(3).random((3, 2, 4)) < 0.4
    names = ("bins", "seed", "bias")

    def explained(chosen: tuple[int, ...]) -> float:
        groups: dict[tuple[int, ...], list[bool]] = {}
        for at in product(*map(range, verdicts.shape)):
            groups.setdefault(tuple(at[k] for k in chosen), []).append(bool(verdicts[at]))
        means = [np.mean(group) for group in groups.values() for _ in group]
        return float(np.var(means))

    added = dict.fromkeys(names, 0.0)
    for order in permutations(range(3)):
        for k, choice in enumerate(order):
            added[names[choice]] += explained(order[: k + 1]) - explained(order[:k])
    expected = {name: total / 6 / np.var(verdicts) for name, total in added.items()}
    found = mm.explained_variance(table(verdicts))
    assert found == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(1)


def test_a_verdict_that_never_varies_is_explained_by_nothing() -> None:
    assert mm.explained_variance(table(np.ones((2, 2)))) == {"bins": 0, "seed": 0}
    assert mm.explained_variance(table([[1.0]])) == {}
    assert mm.explained_variance(table(np.ones((2, 2))), threshold=1.0) == {"bins": 0, "seed": 0}


def test_shares_are_counted_in_the_order_that_is_asked_for() -> None:
    verdicts = np.random.default_rng(4).random((3, 2, 4)) < 0.5
    found = mm.shares(table(verdicts), by=("bias", "bins"))
    assert list(found) == list(product((0.0, 1.0, 2.0, 3.0), (10, 11, 12)))
    for (bias, bins), share in found.items():
        assert share == pytest.approx(verdicts[bins - 10, :, int(bias)].mean())
    assert mm.shares(table(verdicts), by=()) == {(): pytest.approx(verdicts.mean())}
    assert mm.shares(table(verdicts)) == {("tanh", "per-weight"): pytest.approx(verdicts.mean())}


def test_the_input_is_a_choice_like_the_others() -> None:
    study = mm.specifications(
        activations=["tanh", "linear"], samples=[200], inputs=["normal", "uniform", "lognormal"], seeds=range(4)
    )
    found = mm.run(study)
    falls = (found["highest"] - found["last"] > 0.3).reshape(2, 4, 3)
    assert mm.shares(found, 0.3, by=("input",)) == {
        (name,): pytest.approx(falls[:, :, k].mean()) for k, name in enumerate(study.input)
    }
    explained = mm.explained_variance(found, 0.3)
    assert list(explained) == ["activation", "seed", "input"]
    assert sum(explained.values()) == pytest.approx(1)
    # Where the input alone decides, it explains all; where it decides nothing, nothing.
    by_input = np.broadcast_to([1.0, 0.0, 0.0], (2, 4, 3)).ravel()
    of_input = mm.StudyTable(study, np.stack([by_input, 0 * by_input, by_input, 0 * by_input], axis=1))
    assert mm.explained_variance(of_input) == pytest.approx({"activation": 0, "seed": 0, "input": 1})


@pytest.mark.parametrize("function", [mm.explained_variance, mm.shares])
@pytest.mark.parametrize("threshold", [-0.1, np.nan, "0.1", None, True])
def test_a_wrong_threshold_is_named(function: Any, threshold: Any) -> None:
    with pytest.raises(ValueError, match=r"^threshold is "):
        function(table([[1, 0]]), threshold)
    with pytest.raises(ValueError, match=r"^table is "):
        function({}, 0.1)


@pytest.mark.parametrize("by", ["activation", ["weights"], ("bins", "bins"), None, [3]])
def test_a_wrong_choice_is_named(by: Any) -> None:
    with pytest.raises(ValueError, match=r"^by is "):
        mm.shares(table([[1, 0]]), by=by)
