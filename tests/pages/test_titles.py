"""Titles and subtitles of the four figures travel as text with each answer."""

from minimal_model import Parameters
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.results.view import compute_view


def test_every_figure_has_a_title_and_a_subtitle() -> None:
    titles = draw({"parameters": {"activation": "elu", "weight": 20}}).answer["titles"]
    assert list(titles) == list(GRAPHS)
    for title, subtitle in titles.values():
        assert title
        assert subtitle
    assert "w = 2.1" in titles["graph-strip"][0]
    assert "elu" in titles["graph-activation"][0]


def test_they_are_what_the_figures_modules_say() -> None:
    view = compute_view(Parameters("relu", "global"))
    titles = draw({"parameters": {"activation": "relu", "binning": "global"}}).answer["titles"]
    assert titles == {name: [title(view), subtitle(view)] for name, (title, subtitle) in CAPTIONS.items()}
