"""What each binning says of its bins in a state: short, and with the state's numbers."""

import math

import oracle
import pytest

from minimal_model import ACTIVATIONS, BINNINGS
from minimal_model.binnings import BY_NAME

TANH = ACTIVATIONS["tanh"]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("global", "50 equal bins over all weights' range"),
        ("per-weight", "50 equal bins over this weight's range"),
        ("function-limits", "50 equal bins from −1 to 1"),
        ("fixed-width", "bins of width 0.125, whatever the range"),
        ("net-input", "50 equal bins of the net input z"),
        ("equal-frequency", "50 bins of equally many samples"),
    ],
)
def test_every_binning_says_what_its_bins_are(name: str, meaning: str) -> None:
    assert BY_NAME[name].meaning(TANH, 50, 0.125) == meaning


@pytest.mark.parametrize("name", BINNINGS)
@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_it_is_short_and_holds_the_number_that_the_binning_uses(name: str, activation: str) -> None:
    binning = BY_NAME[name]
    said = binning.meaning(ACTIVATIONS[activation], 49, 0.02)
    assert 4 <= len(said.split()) <= 9
    assert ("0.02" in said) == binning.sized_by_width
    assert ("49" in said) != binning.sized_by_width


@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_bins_between_the_limits_name_those_that_there_are(activation: str) -> None:
    low, high = oracle.LIMITS[activation]
    said = BY_NAME["function-limits"].meaning(ACTIVATIONS[activation], 50, 0.1)
    if math.isinf(low):
        assert "all weights" in said
    else:
        end = f"{high:.0f}" if math.isfinite(high) else "the largest activation"
        assert said == f"50 equal bins from {low:.3g} to {end}".replace("-", "−")
