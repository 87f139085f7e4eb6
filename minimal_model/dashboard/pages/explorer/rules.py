"""What the explorer's scripts have to know."""

from minimal_model.dashboard.address.pins import DEFAULT, MOST_PINS, NOT_PINNED
from minimal_model.dashboard.address.presentation import LISTS, ON, OWN, SWITCHES
from minimal_model.dashboard.exports.asked import export_rules
from minimal_model.dashboard.lessons.predictions import NO_PREDICTION, predictions
from minimal_model.dashboard.page.glossary import glossary
from minimal_model.dashboard.page.rules import Rules, rules, unused
from minimal_model.dashboard.pages.explorer.exports import CHOSEN, PANEL_LABELS
from minimal_model.dashboard.pages.explorer.layout import CHIPS, FIRST_OF
from minimal_model.dashboard.pages.explorer.menus import HEADINGS, OWN_FORMULA
from minimal_model.dashboard.pages.explorer.noise_ruler import NOISE
from minimal_model.dashboard.pages.explorer.state import MEASURED_BY
from minimal_model.dashboard.plots import mi_curve
from minimal_model.dashboard.plots.paper import paper_colours
from minimal_model.dashboard.plots.theme import LARGER
from minimal_model.state.own_data import FEWEST, INPUTS_X, LARGEST, LEAST_SPREAD, MOST, RECORDED
from minimal_model.state.parameters import FIRST_NOISE, SPECIFICATIONS

# What a link for students may switch on, in the order in which it is offered.
FOR_STUDENTS = {
    "quiz": "Quiz: hide the sentence and the titles that give numbers away",
    "projector": "Projector: large type and lines",
    "embed": "Embed: without the frame of the page",
}
# A column of numbers is read out of a file of at most so many bytes: 100,000 lines of a hundred signs.
LONGEST_FILE = 10_000_000
# All numbers may stand in one line, of so many signs.
LONGEST_LINE = 1_000_000
SCRIPTS = {"api": "With this project’s package", "numpy": "In bare NumPy and SciPy",
           "figure": "The figure for a paper, with matplotlib"}  # fmt: skip


def page_rules() -> Rules:
    """Return the parameters' rules, and those of pins, presentation, curve, predictions, scripts and codes."""
    return rules(
        SPECIFICATIONS,
        unused=unused(NOISE),
        pins={"most": MOST_PINS, "left_out": list(NOT_PINNED), "plain": DEFAULT},
        presentation={
            "switches": list(SWITCHES),
            "own": list(OWN),
            "students": FOR_STUDENTS,
            "lists": list(LISTS),
            "on": ON,
            "larger": LARGER,
        },
        curve={"marker": mi_curve.MARKER_TRACE, "line": mi_curve.MARKED_SHAPE},
        predictions=predictions(),
        no_prediction=NO_PREDICTION,
        scripts=SCRIPTS,
        export=export_rules("explorer", panels=PANEL_LABELS, chosen=CHOSEN, notebook=True),
        paper=paper_colours(),
        glossary=glossary(),
        folded=list(CHIPS),
        noise={"name": NOISE, "first": FIRST_NOISE},
        first_of=FIRST_OF,
        own={
            "value": INPUTS_X,
            "recorded": RECORDED,
            "fewest": FEWEST,
            "most": MOST,
            "largest": LARGEST,
            "spread": LEAST_SPREAD,
            "longest_file": LONGEST_FILE,
            "longest_line": LONGEST_LINE,
        },
        own_formula={"value": OWN_FORMULA, "headings": HEADINGS, "measured_by": list(MEASURED_BY)},
        labels={key: SPECIFICATIONS[key].label for key in CHIPS},
    )
