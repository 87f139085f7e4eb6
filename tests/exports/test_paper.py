"""A figure for a paper: what matplotlib draws is what the core says, in print sizes, apart in grey, always alike."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image
from scipy.special import ndtr

from minimal_model import Parameters, bin_activations, mi_curve, plots, population_curve, sample_input, seed_band
from minimal_model.dashboard.plots.theme import SCREENS
from minimal_model.plots.figure import PANELS, file_bytes
from minimal_model.plots.look import RAMP, STROKES
from minimal_model.plots.sheet import SIZES
from minimal_model.state.snippets import figure_snippet

ROOT = Path(__file__).parents[2]
PINS = (Parameters("relu", bins=9), Parameters(bias=1.5, weight_max=5), Parameters("linear", "global", samples=200))
SIX = (*PINS, Parameters("sigmoid"), Parameters("elu"), Parameters("softsign"))


@pytest.fixture
def axes() -> Axes:
    return Figure().add_axes((0.1, 0.1, 0.8, 0.8))


def lines(axes: Axes) -> dict[str, Any]:
    return {str(line.get_label()): line for line in axes.get_lines()}


def test_the_curve_and_its_pins_are_those_of_the_core(axes: Axes) -> None:
    plots.draw_curve(axes, Parameters("elu", bias=0.5), pins=PINS)
    drawn = lines(axes)
    np.testing.assert_array_equal(
        drawn["elu, per-weight, 50 bins, b = 0.5"].get_ydata(), mi_curve(sample_input(), "elu", bias=0.5)
    )
    pin = drawn["tanh, per-weight, 50 bins, b = 1.5, w < 5"]
    weights = np.arange(0.025, 5, 0.025)
    np.testing.assert_allclose(pin.get_xdata(), weights, rtol=1e-12)
    np.testing.assert_array_equal(pin.get_ydata(), mi_curve(sample_input(), "tanh", bias=1.5, weights=pin.get_xdata()))
    assert drawn["ceiling log₂ 50 = 5.64 bits"].get_ydata()[0] == np.log2(50)
    np.testing.assert_allclose(
        drawn["binned input: 5.11 bits"].get_ydata()[0], plots.measure(Parameters()).input_entropy
    )
    legend = axes.get_legend()
    assert legend is not None
    # The ceiling, the input, the weight, the curve and three pins: each is named.
    assert len(legend.get_texts()) == 7
    assert f"w = 5: {bin_activations(sample_input(), 'elu', 5.0, bias=0.5).entropy:.4f} bits" in drawn


def test_the_switches_add_what_they_add_on_the_page(axes: Axes) -> None:
    plots.draw_curve(axes, Parameters(population=True, band=True, samples=300))
    np.testing.assert_array_equal(
        lines(axes)["N(0, 1) itself"].get_ydata(), population_curve(sample_input(300), "tanh")
    )
    (band,) = axes.collections
    corners = band.get_paths()[0].vertices[:, 1]
    expected = seed_band("tanh", size=300, seeds=32)
    assert (corners.min(), corners.max()) == (expected.lower.min(), expected.upper.max())


@pytest.mark.parametrize("binning", ["per-weight", "equal-frequency"])
def test_the_strip_counts_what_histogram_counts(axes: Axes, binning: str) -> None:
    plots.draw_strip(axes, Parameters("tanh", binning, weight=4, bins=12))
    strip, bars = axes.child_axes
    y = np.tanh(Parameters().weights[4] * np.sort(sample_input()))
    edges = np.linspace(y[0], y[-1], 13)
    if binning == "equal-frequency":
        edges = np.unique(np.r_[y[0], np.quantile(y, np.arange(1, 12) / 12, method="higher"), y[-1]])
    counts, _ = np.histogram(y, edges)
    held = sorted((bar for bar in bars.patches if bar.get_width() > 0), key=lambda bar: float(bar.get_x()))
    widths = np.array([bar.get_width() for bar in held])
    heights = np.array([bar.get_height() for bar in held])
    np.testing.assert_allclose(widths, np.diff(edges)[counts > 0], rtol=1e-6)
    if binning == "per-weight":
        assert heights.tolist() == counts[counts > 0].tolist()
    else:  # an area is a count where bins differ in width, up to where the axis ends
        whole = heights < bars.get_ylim()[1] * (1 - 1e-9)
        assert whole.sum() > 6
        np.testing.assert_allclose((heights * widths)[whole], counts[counts > 0][whole], rtol=1e-6)
    (points,) = strip.get_lines()
    np.testing.assert_allclose(np.sort(points.get_xdata()), y, rtol=1e-12)


def test_a_bin_has_one_colour_on_the_activations_and_on_the_input() -> None:
    state = Parameters("softsign", bins=7)
    strip, partition = (Figure().add_subplot() for _ in range(2))
    plots.draw_strip(strip, state)
    plots.draw_partition(partition, state)
    colours = [bar.get_facecolor() for bar in strip.child_axes[1].patches]
    slices = [patch for patch in partition.patches if patch.get_clip_path() is not None and hasattr(patch, "get_width")]
    assert [bar.get_facecolor() for bar in slices] == colours
    cuts = bin_activations(sample_input(), "softsign", 5.0, bins=7).input_edges
    inner = np.cumsum([bar.get_width() for bar in slices])[:-1] - 4
    np.testing.assert_allclose(inner, cuts[1:-1], rtol=1e-9)


@pytest.mark.parametrize("name", ["abs", "gelu", "sin"])
def test_all_pieces_of_a_bin_that_folds_have_its_colour(name: str) -> None:
    state = Parameters(name, weight=9, bins=25)
    strip, partition, function = (Figure().add_subplot() for _ in range(3))
    plots.draw_strip(strip, state)
    plots.draw_partition(partition, state)
    plots.draw_activation(function, state)
    y = {"abs": np.abs, "sin": np.sin, "gelu": lambda z: z * ndtr(z)}[name]
    x = sample_input()
    edges = np.histogram_bin_edges(y(state.chosen_weight * x), 25)
    held = np.histogram(y(state.chosen_weight * x), edges)[0] > 0
    colours = [bar.get_facecolor() for bar in strip.child_axes[1].patches]
    own = dict(zip(np.flatnonzero(held).tolist(), colours, strict=True))
    slices = [patch for patch in partition.patches if patch.get_clip_path() is not None and hasattr(patch, "get_width")]
    assert len(slices) > held.sum()
    assert sum(bar.get_width() for bar in slices) == pytest.approx(8)
    for bar in slices:
        inside = bar.get_x() + bar.get_width() * np.array([0.01, 0.5, 0.99])
        within = inside[(inside > x.min()) & (inside < x.max())]
        numbers = np.searchsorted(edges[1:-1], y(state.chosen_weight * within), side="right")
        assert [own[number] for number in numbers.tolist()] == [bar.get_facecolor()] * within.size
    (dashed, thick) = function.get_lines()
    np.testing.assert_allclose(thick.get_ydata(), y(thick.get_xdata()), rtol=1e-12, atol=1e-15)
    assert len(dashed.get_xdata()) > len(thick.get_xdata())


def test_the_colours_of_bins_are_those_of_the_screen_and_grow_lighter() -> None:
    assert SCREENS["light"].ramp == RAMP
    lightness = [np.dot(to_rgb(colour), [0.2126, 0.7152, 0.0722]) for colour in RAMP]
    assert lightness == sorted(lightness)


def test_pins_are_apart_without_any_colour() -> None:
    assert len({stroke.marker for stroke in STROKES}) == len(STROKES) > 6
    assert len({str(stroke.dashes) for stroke in STROKES}) == len(STROKES)
    # On white, each is dark enough: a contrast of 3 to 1 at least.
    for stroke in STROKES:
        channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(stroke.colour)]
        assert 1.05 / (np.dot(channels, [0.2126, 0.7152, 0.0722]) + 0.05) >= 3


@pytest.mark.parametrize("size", SIZES)
def test_letters_and_lines_have_the_sizes_of_print(size: str) -> None:
    drawn = plots.figure(Parameters(), list(PANELS), size=size, pins=SIX, title="Six pins")
    scale = SIZES[size].look.scale
    assert drawn.get_figwidth() * 25.4 == pytest.approx({"85": 85, "170": 170, "slide": 254}[size])
    if size == "slide":
        assert drawn.get_figwidth() / drawn.get_figheight() == pytest.approx(16 / 9, rel=1e-3)
    else:
        assert scale == 1
    letters = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", file_bytes(drawn, "svg").decode())]
    assert len(letters) > 40
    assert 7 * scale <= min(letters) <= max(letters) <= 9 * scale
    for inner in (axes for axes in drawn.findobj(Axes) if axes.axison):
        widths = [line.get_linewidth() for line in inner.get_lines() if line.get_linestyle() != "None"]
        widths += [spine.get_linewidth() for spine in inner.spines.values()]
        assert all(0.5 <= width / scale <= 1.0 for width in widths)


@pytest.mark.parametrize("size", ["85", "170"])
def test_nothing_on_a_sheet_is_cut_off_or_lies_over_something_else(size: str) -> None:
    drawn = plots.figure(Parameters(), list(PANELS), size=size, pins=SIX, title="A title " * 9)
    renderer = drawn.canvas.get_renderer() if hasattr(drawn.canvas, "get_renderer") else drawn._get_renderer()
    page = drawn.bbox
    texts = [text for text in drawn.findobj(mpl.text.Text) if text.get_visible() and text.get_text().strip()]
    boxes = [text.get_window_extent(renderer) for text in drawn.texts]
    legends = [legend.get_window_extent(renderer) for legend in drawn.findobj(mpl.legend.Legend)]
    assert len(texts) > 20
    for box in (*boxes, *legends, *(axes.get_window_extent(renderer) for axes in drawn.axes)):
        assert page.x0 - 1 <= box.x0 < box.x1 <= page.x1 + 1
        assert page.y0 - 1 <= box.y0 < box.y1 <= page.y1 + 1
    for k, one in enumerate((*boxes, *legends)):
        for other in (*boxes, *legends)[k + 1 :]:
            assert not one.overlaps(other)


def test_letters_stay_letters_and_a_title_is_no_formula() -> None:
    title = r"$\frac{1}{0}$ <b>&amp; 100 % π_2"
    drawn = plots.figure(Parameters(), title=title)
    svg = ElementTree.fromstring(file_bytes(drawn, "svg"))
    texts = ["".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert title in texts
    assert "I(X;T) in bits" in texts
    assert "tanh, per-weight, 50 bins" in texts
    assert {"path"} <= {node.tag.rpartition("}")[2] for node in svg.iter()}
    pdf = file_bytes(drawn, "pdf")
    assert b"/FontFile2" in pdf  # TrueType, embedded
    assert b"/Type3" not in pdf
    assert b"/Subtype /Image" not in pdf


def test_a_png_has_300_dots_per_inch_and_is_white(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    plots.save(plots.figure(Parameters()), path)
    with Image.open(path) as picture:
        assert picture.width == round(85 / 25.4 * 300) or picture.width == int(85 / 25.4 * 300)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.convert("RGBA").getpixel((2, 2)) == (255, 255, 255, 255)
        assert "Creation Time" not in picture.info


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_the_same_state_gives_the_same_bytes_whatever_the_settings(kind: str) -> None:
    first = file_bytes(plots.figure(Parameters(), ["curve", "partition"], pins=PINS), kind)
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "axes.grid": True, "svg.fonttype": "path"}):
        assert file_bytes(plots.figure(Parameters(), ["curve", "partition"], pins=PINS), kind) == first
        assert mpl.rcParams["font.size"] == 30
    assert file_bytes(plots.figure(Parameters(), ["curve", "partition"], caption=False), kind) != first


@pytest.mark.parametrize(("arguments", "named"), [
    ({"panels": []}, "panels"), ({"panels": "curve"}, "panels"), ({"panels": ["curves"]}, "panels"),
    ({"size": "90"}, "size"), ({"title": "a\nb"}, "title"), ({"title": "x" * 161}, "title"), ({"title": 5}, "title"),
    ({"pins": [Parameters()] * 7}, "pins"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_named(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named} is "):
        plots.figure(Parameters(), **arguments)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="kind is 'gif'"):
        plots.save(plots.figure(Parameters()), tmp_path / "x.gif")


@pytest.mark.parametrize("state", [
    Parameters("relu6", "fixed-width", width=0.001, weight=198, weight_max=100),
    Parameters("hard_sigmoid", "function-limits", bins=2, samples=10, bias=5.0, weight=0),
    Parameters("selu", "equal-frequency", bins=256, samples=20, why=True),
    Parameters("relu", "global", bias=-5.0, weight=0, samples=10),
    Parameters("sin", weight=198, weight_max=100, samples=2000),
    Parameters("mish", "fixed-width", width=0.001, weight=198, weight_max=5, why=True, population=True),
])  # fmt: skip
def test_odd_states_are_drawn(state: Parameters) -> None:
    assert len(file_bytes(plots.figure(state, list(PANELS), size="170"), "svg")) < 2_000_000


def test_the_explorers_lines_make_the_file(tmp_path: Path) -> None:
    script = figure_snippet(Parameters("relu", bias=-0.5), PINS)
    assert len([line for line in script.splitlines() if line and not line.startswith((" ", ")"))]) == 3
    run = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert run.stderr == ""
    (file,) = tmp_path.iterdir()
    assert file.name == "mi_relu_per-weight_m50_n1000_seed0_b-0.5_w5.svg"
    expected = plots.figure(Parameters("relu", bias=-0.5), ["curve", "strip", "partition"], size="170", pins=PINS)
    assert file.read_bytes() == file_bytes(expected, "svg")
