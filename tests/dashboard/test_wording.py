"""The sentences say what the numbers say."""

import numpy as np
import pytest
from scipy import stats

from minimal_model import Parameters, sample_input
from minimal_model.dashboard import wording
from minimal_model.dashboard.view import compute_view


def test_readout_names_activation_weight_bits_and_bins() -> None:
    counts, _ = np.histogram(np.tanh(np.arange(0.1, 20, 0.1)[10] * sample_input(1000)), 50)
    text = wording.readout(compute_view(Parameters()))
    assert text.startswith("tanh, w = 1.1:")
    assert f"{stats.entropy(counts, base=2):.4f} bits" in text
    assert f"in {np.count_nonzero(counts)} occupied of 50 bins" in text


def test_readout_tells_the_share_of_two_full_bins() -> None:
    counts, _ = np.histogram(np.tanh(np.arange(0.1, 20, 0.1)[150] * sample_input(1000)), 50)
    share = np.sort(counts)[-2:].sum() / 1000
    assert share > 0.5
    text = wording.readout(compute_view(Parameters(weight=150)))
    assert f"{100 * share:.0f} % of the samples share two of 50 bins." in text


def test_readout_says_when_one_bin_holds_everything() -> None:
    text = wording.readout(compute_view(Parameters(activation="relu", bias=-5.0, weight=0)))
    assert "0.0000 bits" in text
    assert "All samples share a single bin" in text


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.5, 1, "−0.5"), (1.1000000000000001, 3, "1.1"), (10.0, 3, "10"), (-0.001, 2, "0")]
)
def test_numbers_are_written_as_people_do(value: float, digits: int, text: str) -> None:
    assert wording.number(value, digits) == text


def test_notice_is_empty_without_corrections_and_one_line_with_them() -> None:
    assert wording.notice([]) == ""
    _, remarks = Parameters.corrected({"bins": "1e9", "bias": "nan", "weight": "9999", "nonsense": "1"})
    line = wording.notice(remarks)
    assert "\n" not in line
    for part in ("bins “1e9” became 256", "bias “nan” became 0", "weight “9999” became 198", "“nonsense”"):
        assert part in line
