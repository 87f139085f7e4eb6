"""What an activation loses before anything is binned, against counted samples and the normal distribution's tails."""

import math

import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import ACTIVATIONS, sample_input
from minimal_model.explain.approximation import flat_share
from minimal_model.explain.lossless import without_bins


@pytest.mark.parametrize("name", oracle.STRICT)
@pytest.mark.parametrize(("weight", "bias"), [(0.1, 0.0), (5.0, -2.0), (99.5, 5.0)])
def test_what_rises_everywhere_loses_nothing(name: str, weight: float, bias: float) -> None:
    kept = without_bins(ACTIVATIONS[name], weight, bias)
    assert kept.flat == ()
    assert kept.lost == 0
    assert kept.told_apart == 1


@pytest.mark.parametrize("name", oracle.RISES)
@pytest.mark.parametrize(("weight", "bias"), [(1.0, 0.0), (5.0, 0.0), (3.0, 1.5), (19.9, -5.0), (0.5, 5.0)])
def test_what_is_lost_is_what_many_samples_lose(name: str, weight: float, bias: float) -> None:
    kept = without_bins(ACTIVATIONS[name], weight, bias)
    x = sample_input(100_000, 3)
    y = np.array([oracle.FORMULAS[name](z) for z in (weight * x + bias).tolist()])
    assert [piece.value for piece in kept.flat] == sorted(piece.value for piece in kept.flat)
    for piece in kept.flat:
        assert piece.value in oracle.LIMITS[name]
        assert piece.share == pytest.approx(np.mean(y == piece.value), abs=0.01)
    assert kept.told_apart == pytest.approx(np.unique(y).size / x.size, abs=0.01)
    assert kept.lost == pytest.approx(1 - kept.told_apart, abs=1e-12)
    assert kept.lost == pytest.approx(float(flat_share(ACTIVATIONS[name], np.array(weight), bias)), abs=1e-15)


def test_relu_without_a_bias_makes_half_of_the_inputs_zero_at_every_weight() -> None:
    for weight in (0.025, 5.0, 99.5):
        (piece,) = without_bins(ACTIVATIONS["relu"], weight, 0.0).flat
        assert (piece.value, piece.share) == (0.0, 0.5)


def test_a_small_rest_keeps_its_digits() -> None:
    """relu with b = -5 at w = 0.5 lets through what lies ten standard deviations out."""
    assert without_bins(ACTIVATIONS["relu"], 0.5, -5.0).told_apart == pytest.approx(stats.norm.sf(10), rel=1e-12)
    kept = without_bins(ACTIVATIONS["relu6"], 0.5, -5.0)
    assert kept.told_apart == pytest.approx(stats.norm.sf(10), rel=1e-9)
    assert math.isclose(kept.lost, 1.0)
