"""Every sentence of the readout is true of counts that NumPy made, in usual states and at the ends of the allowed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import oracle
import pytest
import recounting

from minimal_model import BINNINGS, Parameters
from minimal_model.binnings import BY_NAME
from minimal_model.dashboard.page.numbers import part_of_samples
from minimal_model.dashboard.pages.explorer.wording import readout
from minimal_model.dashboard.results.view import compute_view

NUMBER = r"−?[\d,]+(?:\.\d+)?"
OVER = re.compile(
    r"By (?P<ruler>\S+) bins (?P<name>\w+) (?:"
    rf"(?P<does>loses|gains) information: (?P<start>{NUMBER}) bits at w = (?P<at>{NUMBER}), "
    rf"(?P<end>{NUMBER}) at w = (?P<last>{NUMBER})\."
    rf"|keeps its information: (?:(?P<always>{NUMBER}) bits at every weight"
    rf"|(?P<low>{NUMBER}) to (?P<high>{NUMBER}) bits at all weights)\.) "
)
HERE = re.compile(
    rf"(?P<name>\w+), w = (?P<w>{NUMBER})(?:, b = (?P<b>{NUMBER}))?: I\(X;T\) = H\(T\) = (?P<bits>\d+\.\d{{4}}) bits "
    rf"in (?P<occupied>[\d,]+) occupied of (?P<bins>[\d,]+) bins(?: \((?P<why>[^)]+)\))?; (?P<rest>.+)\."
)
TEN = (0, 3, 8, 10, 19, 49, 80, 120, 160, 198)
# The ends of what is allowed, one after the other and several at once.
EXTREMES = (
    {"width": 0.001}, {"width": 10.0}, {"bins": 2}, {"bins": 256}, {"samples": 10}, {"samples": 10, "bins": 256},
    {"bias": -5.0}, {"bias": 5.0, "bins": 2, "samples": 11}, {"weight_max": 5, "bias": 2.5},
    {"weight_max": 100, "width": 0.01, "estimator": "miller-madow"}, {"samples": 2001, "draw": 9, "seed": 2**32 - 1},
)  # fmt: skip


def value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def check(text: str, p: Parameters, curve: recounting.Array) -> None:
    """Hold each part of a readout against the counts."""
    over = OVER.match(text)
    assert over, text
    here = HERE.fullmatch(text, over.end())
    assert here, text
    check_sweep(over, p, curve)
    check_weight(here, p)


def check_sweep(said: re.Match[str], p: Parameters, curve: recounting.Array) -> None:
    assert (said["ruler"], said["name"]) == (p.binning, p.activation)
    fall, rise = curve.max() - curve[-1], curve[-1] - curve.min()
    if min(abs(fall - 0.1), abs(rise - 0.1)) > 1e-9:
        expected = "loses" if fall > 0.1 else "gains" if rise > 0.1 else None
        assert said["does"] == expected
    if said["does"]:
        start = curve.max() if said["does"] == "loses" else curve.min()
        assert value(said["start"]) == pytest.approx(start, abs=0.0051)
        k = int(np.argmin(np.abs(recounting.weights(p) - value(said["at"]))))
        assert curve[k] == pytest.approx(start, abs=1e-9)
        assert value(said["end"]) == pytest.approx(curve[-1], abs=0.0051)
        assert value(said["last"]) == pytest.approx(recounting.weights(p)[-1], abs=6e-4)
        assert (value(said["end"]) < value(said["start"])) == (said["does"] == "loses")
    else:
        low, high = (value(said[key] or said["always"]) for key in ("low", "high"))
        assert (low, high) == (pytest.approx(curve.min(), abs=0.0051), pytest.approx(curve.max(), abs=0.0051))


def check_weight(said: re.Match[str], p: Parameters) -> None:
    w = recounting.weights(p)[p.weight]
    counts = recounting.counts(p, w)
    assert said["name"] == p.activation
    assert value(said["w"]) == pytest.approx(w, abs=6e-4)
    assert value(said["b"] or "0") == p.bias
    assert value(said["bits"]) == pytest.approx(recounting.entropy(counts, p.estimator), abs=6e-5)
    assert value(said["occupied"]) == np.count_nonzero(counts)
    assert value(said["bins"]) == counts.size
    if said["why"]:
        assert np.count_nonzero(counts) < counts.size
        check_reason(said["why"], p, counts)
    if np.count_nonzero(counts) == 1:
        assert said["rest"] == "all samples share it, so T says nothing about X"
        return
    held = np.sort(counts)[::-1]
    one = re.fullmatch(r"the fullest holds (.+)", said["rest"])
    two = re.fullmatch(r"the two fullest hold (.+)", said["rest"])
    part = one or two
    assert part, said["rest"]
    assert bool(one) == (2 * held[0] >= p.samples)  # half of the samples are worth naming one bin
    check_part(part[1], int(held[0] if one else held[:2].sum()), p.samples)


def check_part(said: str, held: int, samples: int) -> None:
    if percent := re.fullmatch(r"(\d+) % of the samples", said):
        assert 1 <= int(percent[1]) <= 99
        assert float(percent[1]) == pytest.approx(100 * held / samples, abs=0.51)
    elif few := re.fullmatch(r"([\d,]+) of ([\d,]+) samples", said):
        assert (value(few[1]), value(few[2])) == (held, samples)
    else:
        most = re.fullmatch(r"all but ([\d,]+) of ([\d,]+) samples", said)
        assert most, said
        assert (value(most[1]), value(most[2])) == (samples - held, samples)
        assert held < samples


def check_reason(said: str, p: Parameters, counts: recounting.Counts) -> None:
    w = recounting.weights(p)[p.weight]
    y, z = recounting.activations(p, w), recounting.net_input(p, w)
    if few := re.fullmatch(r"([\d,]+) samples fill no more than ([\d,]+)", said):
        assert value(few[1]) == value(few[2]) == p.samples < counts.size
    elif reach := re.fullmatch(r"this weight reaches ([\d,]+)", said):
        occupied = np.flatnonzero(counts)
        assert value(reach[1]) == occupied[-1] - occupied[0] + 1
    elif different := re.fullmatch(r"([\d,]+) different activations; equal ones share one", said):
        assert value(different[1]) == np.unique(y).size < p.samples
    elif same := re.fullmatch(rf"([\d,]+) activations are the same ({NUMBER}), and share one", said):
        values, held = np.unique(y, return_counts=True)
        assert np.count_nonzero(held > 1) == 1
        assert value(same[1]) == held.max()
        assert value(same[2]) == pytest.approx(values[held.argmax()], abs=5.1e-4)
    else:
        flat = re.fullmatch(r"f is flat at ([\d,]+) samples, which share (one|two)", said)
        assert flat, said
        low, high = oracle.RISES[p.activation]
        sides = [int((z < low).sum()), int((z > high).sum())]
        assert value(flat[1]) == sum(sides) > 0
        assert flat[2] == ("two" if all(sides) else "one")


def states(activation: str, binning: str) -> Iterator[tuple[Parameters, tuple[int, ...]]]:
    """Sweeps, and weights of each.

    The pairs take turns with a quarter of the extremes, so that each extreme meets every ruler and every function.
    """
    yield Parameters(activation, binning), TEN
    turn = oracle.NOTEBOOK.index(activation) + BINNINGS.index(binning)
    for number, extreme in enumerate(EXTREMES):
        if (number + turn) % 4 == 0:
            yield Parameters(activation, binning, **extreme), (0, 49, 198)


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_each_sentence_is_true_of_the_counts(activation: str, binning: str) -> None:
    for p, indices in states(activation, binning):
        curve = recounting.curve(p)
        for index in indices:
            state = replace(p, weight=index)
            check(readout(compute_view(state)), state, curve)


def test_a_million_samples_are_spoken_of_like_a_thousand() -> None:
    p = Parameters("linear", "fixed-width", samples=1_000_000, width=0.001, weight=198)
    text = readout(compute_view(p))
    here = HERE.fullmatch(text, OVER.match(text).end())  # type: ignore[union-attr]
    assert here
    check_weight(here, p)
    assert "of 1,000,000 samples" in text


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_it_fits_into_two_lines(activation: str, binning: str) -> None:
    """About 130 letters stand in a line of 1,000 pixels; the longest readouts have a bias and a reason."""
    for extreme in ({}, {"bias": -4.9, "weight": 198}, {"samples": 10, "weight_max": 5, "weight": 197}):
        assert len(readout(compute_view(Parameters(activation, binning, **extreme)))) <= 275


def test_it_names_activation_weight_bits_and_occupied_bins() -> None:
    text = readout(compute_view(Parameters(weight=150)))
    counts = np.histogram(np.tanh(np.arange(0.1, 20, 0.1)[150] * recounting.sample(1000, 0, 0)), 50)[0]
    assert (
        f"tanh, w = 15.1: I(X;T) = H(T) = {oracle.entropy(counts):.4f} bits in {np.count_nonzero(counts)} occupied of"
    )
    assert text.startswith("By per-weight bins tanh loses information: 5.61 bits at w = 0.8, 1.72 at w = 19.9. ")


@pytest.mark.parametrize("binning", [name for name, binning in BY_NAME.items() if binning.equally_full])
def test_equal_samples_explain_empty_bins(binning: str) -> None:
    zeros = int((recounting.sample(1000, 0, 0) < 0).sum())
    text = readout(compute_view(Parameters("relu", binning)))
    assert f"in 24 occupied of 50 bins ({zeros} activations are the same 0, and share one)" in text


@pytest.mark.parametrize(
    ("held", "samples", "said"),
    [
        (2, 1000, "2 of 1,000 samples"), (10, 1000, "1 % of the samples"), (500, 1000, "50 % of the samples"),
        (994, 1000, "99 % of the samples"), (995, 1000, "all but 5 of 1,000 samples"), (10, 10, "all samples"),
        (999_999, 1_000_000, "all but 1 of 1,000,000 samples"),
    ],
)  # fmt: skip
def test_a_part_is_neither_none_nor_all_unless_it_is(held: int, samples: int, said: str) -> None:
    assert part_of_samples(held / samples, samples) == said
