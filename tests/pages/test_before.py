"""The curve that was drawn before the last choice: what a request may name, and what is said and kept of it."""

from typing import Any

import numpy as np
import pytest
from posting import post
from scipy import stats

from minimal_model import Parameters, sample_input
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.updates import kept_update
from minimal_model.dashboard.pages.explorer.wording import ghost
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.view import compute_view

X = sample_input(1000)


def asked(before: Any, **parameters: Any) -> Any:
    return draw({"parameters": {"weight": 99} | parameters, "before": before})


def tanh_at_ten() -> dict[str, float]:
    """Two of the six answers by hand: equal bins, and ranks, of which doubles have rounded some together."""
    y = np.tanh(np.arange(0.1, 20, 0.1)[99] * X)
    cuts = np.quantile(y, np.arange(1, 50) / 50, method="higher")
    ranked = np.bincount(np.searchsorted(cuts, y, side="right"))
    return {
        "per-weight": float(stats.entropy(np.histogram(y, 50)[0], base=2)),
        "equal-frequency": float(stats.entropy(ranked, base=2)),
    }


def test_both_values_are_told_at_the_chosen_weight() -> None:
    bits = tanh_at_ten()
    assert asked("default", binning="equal-frequency").answer["ghost"] == (
        f"{bits['per-weight']:.2f} bits with per-weight, {bits['equal-frequency']:.2f} with equal-frequency at w = 10"
    )
    assert f"{bits['per-weight']:.2f}, {bits['equal-frequency']:.2f}" == "2.24, 5.60"


def test_a_choice_of_the_activation_names_the_activations() -> None:
    z = np.arange(0.1, 20, 0.1)[99] * X
    tanh, relu = (stats.entropy(np.histogram(y, 50)[0], base=2) for y in (np.tanh(z), np.maximum(z, 0)))
    assert asked("default", activation="relu").answer["ghost"] == (
        f"{tanh:.2f} bits with tanh, {relu:.2f} with relu at w = 10"
    )


def test_the_figure_gets_its_curve() -> None:
    view = compute_view(Parameters(binning="global"), before=Parameters("relu"))
    assert view.before is not None
    assert view.before.parameters == Parameters("relu")
    relu = stats.entropy(np.histogram(np.maximum(X, 0), 50)[0], base=2)
    np.testing.assert_allclose(view.before.curve, relu, atol=1e-9)
    assert ghost(view).startswith(f"{relu:.2f} bits with relu and per-weight, ")


@pytest.mark.parametrize(
    "before", ["", None, 5, [], {"a": 1}, "nonsense", "x" * 100_000, "default;activation:relu",
               "binning:fixed-width,width:0.01", "\ud800"],
)  # fmt: skip
def test_what_names_no_single_curve_is_left_out_without_a_word(before: Any) -> None:
    drawn = asked(before, binning="global")
    assert drawn.answer["ghost"] == ""
    assert drawn.notice == ""


def test_the_same_curve_is_no_ghost_of_itself() -> None:
    assert asked("binning:global", binning="global").answer["ghost"] == ""


def test_it_is_corrected_like_a_pin() -> None:
    """Whatever it asks for, it costs no more than a pin may."""
    drawn = asked("activation:relu,bins:1000000000,weight:5,why:on", bins=256)
    most = stats.entropy(np.histogram(np.maximum(X, 0), 256)[0], base=2)
    assert drawn.answer["ghost"].startswith(f"{most:.2f} bits with relu, ")
    assert drawn.notice == ""


def test_an_address_opens_without_one() -> None:
    assert draw({"search": "?binning=global", "before": "default"}).answer["ghost"] == ""


def test_pins_and_address_know_nothing_of_it() -> None:
    drawn = draw({"parameters": {"binning": "global"}, "pins": "activation:linear", "before": "default"})
    assert [pin["text"] for pin in drawn.answer["pins"]] == ["activation:linear"]
    assert set(drawn.answer["parameters"]) == set(Parameters().to_dict())


def test_an_update_with_it_is_another_one() -> None:
    state, light = Parameters(binning="global", seed=77), THEMES["light"]
    plain, ghosted = (kept_update(state, light, False, (), before) for before in (None, Parameters(seed=77)))
    assert (plain.answer["ghost"], ghosted.answer["ghost"] == "") == ("", False)
    assert kept_update(state, light, False, (), Parameters(seed=77)) is ghosted


def test_it_travels_with_the_answer() -> None:
    response = post({"sequence": 4, "parameters": {"weight": 99, "activation": "relu"}, "before": "default"})
    data = response.get_json()["response"][ids.ANSWER]["data"]
    assert data["ghost"].endswith("at w = 10")
    assert set(data) == {
        "sequence", "parameters", "pins", "picks", "titles", "rulers", "rulers_top", "verdict", "holds", "ghost",
        "formula", "input", "refused",
    }  # fmt: skip
