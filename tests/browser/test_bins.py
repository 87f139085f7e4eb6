"""Bins in a real browser: what a tooltip says of one, and where it is outlined in the other figures."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from scipy import stats
from visiting import until

from minimal_model import sample_input

Visit = Callable[..., Page]


def point(page: Page, graph: str, across: float, down: float) -> None:
    """Move the pointer to a place of a plot, given in shares of its width and height."""
    until(page, f"document.querySelector('#graph-{graph} .js-plotly-plot').dataset.linked")
    box = page.locator(f"#graph-{graph} .nsewdrag").last.bounding_box()
    assert box is not None
    x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y, steps=3)


def test_a_tooltip_says_what_a_bin_adds(visit: Visit) -> None:
    """The third of five bins between -1 and 1 lies in the middle of every figure."""
    page = visit("?bins=5&binning=function-limits&weight=9")
    counts = np.histogram(np.tanh(sample_input(1000)), np.linspace(-1, 1, 6))[0]
    p = counts / 1000
    adds, total = -p[2] * np.log2(p[2]), stats.entropy(p, base=2)
    for graph in ("strip", "partition", "activation"):
        point(page, graph, 0.5, 0.97)
        text = page.locator(f"#graph-{graph} .hoverlayer .hovertext").last
        expect(text).to_contain_text(f"bin 3 of 5: {100 * p[2]:.3g} % of the samples")
        expect(text).to_contain_text(re.compile(rf"adds {adds:.2f} of {total:.2f} bits"))


def outline(page: Page, graph: str) -> tuple[float, float]:
    """Where a bin is outlined, in shares of the width of the plot."""
    shown = page.locator(f"#graph-{graph} .bin-outline")
    expect(shown).to_be_visible()
    plot, box = page.locator(f"#graph-{graph} .nsewdrag").last.bounding_box(), shown.bounding_box()
    assert plot is not None
    assert box is not None
    return (box["x"] - plot["x"]) / plot["width"], (box["x"] + box["width"] - plot["x"]) / plot["width"]


def test_a_bin_of_no_width_is_outlined_as_a_line(visit: Visit) -> None:
    """What relu6 cuts off at 6 is a ninth of the input, and a bin of no width on the axis of activations."""
    page = visit("?activation=relu6&binning=net-input&weight=49")
    point(page, "partition", 0.75, 0.97)  # X = 2, so wX = 10
    left, right = outline(page, "strip")
    assert left > 0.95
    assert right - left < 0.03
    assert outline(page, "activation")[0] > 0.6


def test_neighbours_that_are_drawn_as_one_are_outlined_together(visit: Visit) -> None:
    page = visit("?activation=linear&binning=fixed-width&width=0.001&weight=198&weight_max=100")
    until(page, "document.querySelector('#graph-strip .js-plotly-plot')._fullData[0]?.customdata[0][0].length === 4")
    point(page, "strip", 0.5, 0.9)
    expect(page.locator("#graph-strip .hoverlayer .hovertext").last).to_contain_text(
        re.compile(r"bins? [\d,]+( to [\d,]+)? of 577,648")
    )
    x = sample_input(1000)
    # The strip reaches from the smallest to the largest activation, which is proportional to the input.
    middle = (x.min() + x.max()) / 2
    left, right = outline(page, "partition")
    assert (left + right) / 2 == pytest.approx((middle + 4) / 8, abs=0.03)
    assert right - left < 0.05
