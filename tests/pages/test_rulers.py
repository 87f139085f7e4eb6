"""The row of rulers: each curve, sign and change against counts by NumPy, and the sentences over the row."""

from dataclasses import replace
from typing import Any

import numpy as np
import oracle
import pytest
import recounting
from decoding import numbers

from minimal_model import ACTIVATIONS, BINNINGS, Parameters
from minimal_model.binnings import BY_NAME
from minimal_model.checks import refuse
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.rulers import row_of_rulers, verdict_sentence
from minimal_model.dashboard.results import curves, rulers
from minimal_model.dashboard.results.kept import kept
from minimal_model.dashboard.results.noise import NoiseRuler
from minimal_model.explain.verdict import Verdict

DOWN, LEVEL, UP = "↓", "=", "↑"


def answer(**parameters: Any) -> dict[str, Any]:
    return draw({"parameters": parameters}).answer


def row(p: Parameters) -> dict[str, Any]:
    """The rulers with bins; what noise shows is told in test_noise_ruler.py."""
    sent = row_of_rulers(p, rulers.rulers(p), NoiseRuler(0.1, refusal="left out"))
    assert [ruler["name"] for ruler in sent["rulers"]][6:] == ["noise"]
    return sent | {"rulers": sent["rulers"][:6]}


def judged(curve: recounting.Array) -> tuple[str, float]:
    """Sign and change of a curve, by the rule as it is told in the documents."""
    fall, rise = float(curve.max() - curve[-1]), float(curve[-1] - curve.min())
    return (DOWN, fall) if fall > 0.1 else (UP, rise) if rise > 0.1 else (LEVEL, max(fall, rise))


@pytest.mark.parametrize(
    "p", [Parameters(), Parameters("relu", bias=1.5, bins=7), Parameters("hard_sigmoid", samples=300, weight_max=5),
          Parameters("elu", estimator="miller-madow", width=0.3), Parameters("linear", bias=-5.0, seed=4)],
)  # fmt: skip
def test_each_ruler_shows_its_own_curve_and_what_it_does(p: Parameters) -> None:
    sent = row(p)
    expected = {name: recounting.curve(replace(p, binning=name)) for name in BINNINGS}
    assert [ruler["name"] for ruler in sent["rulers"]] == list(BINNINGS)
    assert sent["rulers_top"] == pytest.approx(max(curve.max() for curve in expected.values()), abs=1e-9)
    for ruler in sent["rulers"]:
        curve = expected[ruler["name"]]
        sign, change = judged(curve)
        assert ruler["sign"] == sign
        assert float(ruler["change"]) == pytest.approx(change, abs=0.0051)
        assert ruler["meaning"] == BY_NAME[ruler["name"]].meaning(ACTIVATIONS[p.activation], p.bins, p.width)
        assert ruler["curve"]["dtype"] == "u2"
        heights = numbers(ruler["curve"])
        assert heights.shape == (199,)
        np.testing.assert_allclose(heights * sent["rulers_top"] / 65_535, curve, atol=1e-4)


def test_rulers_that_see_nothing_lie_at_the_bottom() -> None:
    p = Parameters("relu", bias=-5.0, weight_max=5, samples=10, seed=4)
    assert recounting.curve(p).max() == 0
    sent = row(p)
    assert sent["rulers_top"] == 0
    assert all(not numbers(ruler["curve"]).any() for ruler in sent["rulers"])


def test_the_default_is_said_as_the_question_asks_it() -> None:
    verdict = answer()["verdict"]
    assert verdict["text"] == "5 of 6 rulers say that it loses information, by 0.99 to 3.89 bits."
    assert verdict["link"] == {"text": "Try relu: none of 6", "activation": "relu"}


@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
@pytest.mark.parametrize("more", [{}, {"bias": 2.0}, {"bins": 3, "samples": 200}, {"bins": 2}])
def test_the_sentence_counts_right_and_its_link_holds_at_the_readers_settings(
    activation: str, more: dict[str, Any]
) -> None:
    def tally(name: str) -> tuple[int, list[float], list[float]]:
        found = [judged(recounting.curve(Parameters(name, binning, **more))) for binning in BINNINGS]
        down, up = ([change for sign, change in found if sign == which] for which in (DOWN, UP))
        return len(down), down, up

    many, down, up = tally(activation)
    verdict = row(Parameters(activation, **more))["verdict"]
    start = {0: "None of 6 rulers says", 1: "1 of 6 rulers says", 6: "All 6 rulers say"}.get(
        many, f"{many} of 6 rulers say"
    )
    assert verdict["text"].startswith(f"{start} that it loses information")
    for change in (min(down or up or [0]), max(down or up or [0])):
        assert f"{change:.2f}" in verdict["text"] or not (down or up)
    if link := verdict["link"]:
        others, _, _ = tally(link["activation"])
        assert link["activation"] != activation
        assert others != many
        said = {0: "none of 6", 6: "all 6"}.get(others, f"{others} of 6")
        assert link["text"] == f"Try {link['activation']}: {said}"
    else:
        assert {tally(name)[0] for name in ("tanh", "relu")} == {many}


def made(*changes: tuple[str, float]) -> rulers.Rulers:
    names: Any = {DOWN: "compresses", LEVEL: "constant", UP: "grows"}
    given = [Verdict(names[sign], bits if sign == DOWN else 0.0, bits if sign == UP else 0.0) for sign, bits in changes]
    return tuple(rulers.Ruler(BY_NAME["global"], np.zeros(199), each) for each in given)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([(DOWN, 1.0)] * 6, "All 6 rulers say that it loses information, by 1.00 bits."),
        ([(DOWN, 0.5), (DOWN, 2.0), *[(UP, 3.0)] * 4],
         "2 of 6 rulers say that it loses information, by 0.50 to 2.00 bits."),
        ([(DOWN, 0.5), *[(LEVEL, 0.0)] * 5], "1 of 6 rulers says that it loses information, by 0.50 bits."),
        ([(UP, 0.5), *[(LEVEL, 0.0)] * 5],
         "None of 6 rulers says that it loses information; 1 says that it gains some, by 0.50 bits."),
        ([(UP, 0.5), (UP, 0.25), *[(LEVEL, 0.0)] * 4],
         "None of 6 rulers says that it loses information; 2 say that it gains some, by 0.25 to 0.50 bits."),
        ([(UP, 0.5)] * 6, "None of 6 rulers says that it loses information; all say that it gains some, by 0.50 bits."),
        ([(LEVEL, 0.05)] * 6, "None of 6 rulers says that it loses information, and none that it gains any."),
    ],
)  # fmt: skip
def test_the_sentence_is_good_english_for_any_number(changes: list[tuple[str, float]], text: str) -> None:
    assert verdict_sentence(made(*changes)) == text


def test_a_fall_that_rounding_makes_is_said_to_be_one() -> None:
    remarks = {ruler["name"]: ruler["remark"] for ruler in answer()["rulers"]}
    y = np.tanh(np.arange(0.1, 20, 0.1)[-1] * recounting.sample(1000, 0, 0))
    assert np.unique(y).size == 643
    assert remarks.pop("equal-frequency") == (
        "Only rounding: 643 of 1,000 activations are still different doubles at w = 19.9."
    )
    assert set(remarks.values()) == {""}


def test_a_fall_of_chance_or_of_a_flat_piece_is_not_said_to_be_rounding() -> None:
    """Few samples make bins of the net input fall by chance; relu6 and hard_sigmoid tie their samples by themselves."""
    few = Parameters("tanh", samples=10, seed=7, bins=8)
    assert judged(recounting.curve(replace(few, binning="net-input")))[0] == DOWN
    for p in (few, Parameters("relu6"), Parameters("hard_sigmoid")):
        for ruler in row(p)["rulers"]:
            assert not ruler["remark"] or (ruler["name"] == "equal-frequency" and p is few)


def test_while_the_weight_is_dragged_nothing_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(weight=3, bias=0.7)
    monkeypatch.setattr(curves, "sample_curve", lambda *_: pytest.fail("measured again"))
    monkeypatch.setattr(rulers, "verdict", lambda *_: pytest.fail("judged again"))
    first, second = (answer(weight=weight, bias=0.7) for weight in (4, 150))
    assert first["rulers"] == second["rulers"]
    assert first["verdict"] == second["verdict"]


def test_a_binning_that_refuses_the_state_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.clear()
    usual = curves.curve

    def refusing(p: Parameters) -> recounting.Array:
        if p.binning == "net-input":
            raise refuse("binning", p.binning, "one that this function has")
        return usual(p)

    monkeypatch.setattr(curves, "curve", refusing)
    try:
        sent = row(Parameters())
    finally:
        kept.clear()
    refused = next(ruler for ruler in sent["rulers"] if ruler["name"] == "net-input")
    assert (refused["sign"], refused["change"], refused["curve"]) == ("–", "", None)
    assert refused["remark"] == "Binning is 'net-input'; it must be one that this function has."
    assert [ruler["sign"] for ruler in sent["rulers"] if ruler is not refused] == [DOWN] * 5
    assert sent["verdict"]["text"].startswith("All 5 rulers say that it loses information")


def test_what_would_hold_up_the_others_is_measured_only_where_it_is_chosen() -> None:
    p = Parameters("linear", samples=200_000, width=0.001)
    other = {ruler["name"]: ruler for ruler in row(p)["rulers"]}["fixed-width"]
    assert (other["sign"], other["curve"]) == ("–", None)
    assert "take long" in other["remark"]
    assert "of 5 rulers" in row(p)["verdict"]["text"]
    assert row(replace(p, samples=1000))["rulers"][3]["sign"] == UP
