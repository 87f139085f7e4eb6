"""The page as a tree of components. Nothing here knows the state: the controls show the defaults until it is drawn."""

from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from minimal_model.binnings import BY_NAME
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import TERMS, button, field, named
from minimal_model.dashboard.page.frame import frame, messages
from minimal_model.dashboard.page.glossary import GLOSSARY
from minimal_model.dashboard.pages.explorer.dialogs import dialogs
from minimal_model.dashboard.pages.explorer.formula_box import formula_field
from minimal_model.dashboard.pages.explorer.lesson_panel import lesson_panel, receipt
from minimal_model.dashboard.pages.explorer.menus import activation_options, input_options
from minimal_model.dashboard.pages.explorer.noise_ruler import NOISE
from minimal_model.dashboard.pages.explorer.opening import asked_figures
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.inputs import NORMAL
from minimal_model.state.own_data import INPUTS_X
from minimal_model.state.parameters import SPECIFICATIONS, Parameters
from minimal_model.state.presets import CLAIMS, PRESETS, Preset

IN_SIGHT = ("activation", "bias", "bins", "width", "noise", "samples")
FOLDED = ("formula", "input", "weight_max", "seed", "draw", "estimator")
# What stands one step further than the rulers, or is one of them, and shows as a chip.
CHIPS = (*FOLDED, "noise")
# All rulers by name, and the menu of them.
RULERS = {binning.name: binning.label for binning in BY_NAME.values()} | {NOISE: NOISE}
RULER_MENU = replace(SPECIFICATIONS["binning"], choices=tuple(RULERS))
OVERLAYS = ("population", "band", "why")

GRAPH_LABELS = {
    "graph-mi-curve": "Mutual information against the weight. Click or drag to choose the weight.",
    "graph-strip": "Activations at the chosen weight with bin edges and counts.",
    "graph-partition": "Density of the input, cut at the preimages of the bin edges.",
    "graph-activation": "Activation function over the net input, with the range the samples cover.",
}

GRAPH_TITLES = {
    "graph-mi-curve": "Mutual information over the weights",
    "graph-strip": "Activations",
    "graph-partition": "The same bins on the input X",
    "graph-activation": "The activation function over the net input",
}
# What the lines behind the curve are; noise has none.
DASHED = "dashed: the binned input"
# What stands before the name of a preset in the value of the heading above it.
FIRST_OF = "first of "
IN_PAIR = ("graph-mi-curve", "graph-partition")
EMPTY: dict[str, Any] = {
    "data": [],
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
}

# What plotly offers on top of the figures; the rest of its buttons would select or upload.
MODEBAR: Any = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d"]],
    "scrollZoom": False,
    # Two taps on a phone would count as one, and change the scales.
    "doubleClick": False,
}

HEADLINE = "Does this neuron lose information, or is it your ruler?"
LEAD = [
    html.Span(
        [
            "One neuron, Y = f(wX + b) with X ~ ",
            html.Span(NORMAL.notation, id=ids.LEAD_INPUT),
            ". As its weight w grows, does Y tell less about X? ",
            html.Strong("Drag the weight, then choose another ruler."),
        ],
        className="of-neuron",
    ),
    html.Span(
        [
            "Your activations, recorded elsewhere. How much do they hold, and how much of that is the ruler’s? ",
            html.Strong("Choose another ruler, then other bins."),
        ],
        className="of-recorded",
    ),
]


def page(root: str, rooms: bool = False) -> Component:
    """Return the whole page; with `rooms`, a lesson leads into a live class."""
    content = html.Main(
        [
            receipt(root),
            lesson_panel(root, rooms),
            _controls(),
            _views(),
            *dialogs(root),
        ],
        id="explorer",
    )
    return frame(root, "", HEADLINE, LEAD, Parameters().to_dict(), content, [_beside(root)])


def _beside(root: str) -> Component:
    """Return what stands beside the question: the way into the first lesson, and what is not as by default."""
    first = next(iter(lessons()))
    return html.Div(
        [
            html.Ul(id=ids.CHIPS, **named("Not at the default")),
            html.A(
                "New here? Two minutes",
                href=f"{root}?lesson={first}&step=1",
                id="new-here",
                className="plain",
                title="The first lesson: predict what happens, then look",
            ),
        ],
        className="beside",
    )


def _controls() -> Component:
    return html.Section(
        [
            html.H2("Controls", className="visually-hidden"),
            # On a phone these two stand under the thumb, at the end of the screen.
            html.Div(
                [
                    field("weight", SPECIFICATIONS["weight"]),
                    button("Play", ids.PLAY, "Let the weight grow, step by step (space bar)"),
                    field("binning", RULER_MENU),
                ],
                className="hand",
            ),
            *map(_field, IN_SIGHT),
            _presets(),
            html.Div(
                [
                    button("Undo", ids.UNDO, "Take the last change back (Ctrl+Z)"),
                    button("Redo", ids.REDO, "Make it again (Ctrl+Shift+Z)"),
                    button("Reset", ids.RESET, "Back to the defaults"),
                    button("New sample", ids.NEW_SAMPLE, "Draw other samples: the next seed"),
                    button("Pin curve", ids.PIN, "Keep this curve behind the next ones, up to six (P)"),
                    button("Copy link", ids.COPY_LINK, "Copy the address of this state"),
                    button("Save …", ids.SAVE, "A figure for a paper, the numbers, a notebook"),
                ],
                className="buttons",
            ),
            html.Details(
                [html.Summary("Show more on the curve"), *(field(key, SPECIFICATIONS[key]) for key in OVERLAYS)]
            ),
            html.Details([html.Summary("More parameters"), *map(_boxed, FOLDED)]),
            html.Details(
                [
                    html.Summary("Teach and take along"),
                    html.Div(
                        [
                            button("Links for students …", ids.LINKS, "What shall they see? Link, frame, QR code"),
                            button("Copy as Python …", ids.PYTHON, "This state as a script"),
                            button("Print", ids.PRINT, "Figures, parameters and address on one or two pages"),
                            button("Projector", ids.PROJECTOR, "Type and lines for the last row, full screen (F)"),
                            button("Keys …", ids.KEYS, "The keyboard’s shortcuts (?)"),
                        ],
                        className="buttons",
                    ),
                ]
            ),
            html.Details([html.Summary("Words"), _words()]),
        ],
        id="controls",
        **named("Controls"),
    )


def _field(key: str) -> Component:
    beside = _how_many() if key == "bins" else None
    options = activation_options() if key == "activation" else None
    return field(key, SPECIFICATIONS[key], beside=beside, options=options)


def _boxed(key: str) -> Component:
    if key == "formula":
        return formula_field()
    if key != "input":
        return field(key, SPECIFICATIONS[key], boxed=True)
    # The menu of inputs takes own data as well.
    options = [*input_options(), {"label": "own data …", "value": INPUTS_X}]
    made = field(key, SPECIFICATIONS[key], boxed=True, options=options)
    made.children.append(button("Other numbers …", ids.OWN_DATA, "Paste, drop or choose another column of numbers"))
    return made


def _how_many() -> Component:
    """Return what unfolds over the controls beside "Bins": assets/explorer/how_many_bins.js fills it."""
    return html.Details(
        [
            html.Summary("how many?", **named("How many bins?")),
            html.Div(id="bins-advice", role="group", **named("How many bins?")),
        ],
        id="how-many",
    )


def _words() -> Component:
    """Return the glossary as a list."""
    pairs = [html.Div([html.Dt(entry.name), html.Dd(entry.meaning)]) for entry in GLOSSARY]
    return html.Dl(pairs, className="words")


def _presets() -> Component:
    """Return the menu of the sources' figures; it has no help text, to leave the controls in sight."""
    return html.Div(
        [
            html.Div(html.Span("Presets", id=ids.label("presets"), className="label"), className="label-row"),
            dcc.Dropdown(
                id=ids.control("presets"),
                options=_grouped_presets(),
                placeholder="choose …",
                clearable=False,
                maxHeight=240,
            ),
            dcc.Store(id=ids.PRESETS, data={preset.name: preset.parameters.to_dict() for preset in PRESETS}),
        ],
        className="field field-presets",
    )


def _grouped_presets() -> list[dict[str, Any]]:
    """Return the presets under what they show; where each stands in its source is small print."""
    options: list[dict[str, Any]] = []
    for claim in CLAIMS:
        presets = [preset for preset in PRESETS if preset.claim == claim]
        # Dash lets the Enter key choose a heading all the same: it stands for the first below it.
        heading = {"label": html.Strong(claim), "value": f"{FIRST_OF}{presets[0].name}", "disabled": True}
        options += [heading | {"search": claim}, *(_preset(preset, claim) for preset in presets)]
    return options


def _preset(preset: Preset, claim: str) -> dict[str, Any]:
    place, _, what = preset.label.rpartition(": ")
    place = place or preset.label
    label = html.Span([html.Span(what), html.Small(place)], className="preset")
    return {"label": label, "value": preset.name, "search": f"{preset.label} {claim}"}


def _views() -> Component:
    figures = asked_figures()
    return html.Section(
        [
            *messages(),
            _answer(),
            html.P("Drawing …", id=ids.READOUT, role="status", **TERMS),
            html.P(id=ids.EXPLANATIONS, **TERMS),
            html.Ul(id=ids.PINS, **named("Pinned curves")),
            html.Div(
                [
                    # On a phone these two stay in sight together.
                    html.Div([_view(graph_id, figures.get(graph_id, EMPTY)) for graph_id in IN_PAIR], className="pair"),
                    *(_view(graph_id, figures.get(graph_id, EMPTY)) for graph_id in GRAPHS if graph_id not in IN_PAIR),
                ],
                className="four",
            ),
        ],
        id="views",
        **named("Views"),
    )


def _answer() -> Component:
    """Return the question's answers: the sentence over all rulers, what holds without any, and the rulers."""
    return html.Section(
        [
            html.H2("What the rulers say", className="visually-hidden"),
            html.Div(
                [
                    html.P(id=ids.VERDICT, role="status", **TERMS),
                    html.P(id=ids.HOLDS, **TERMS),
                ],
                className="said",
            ),
            html.Div(
                [_ruler(name, label) for name, label in RULERS.items()],
                id=ids.RULERS,
                role="radiogroup",
                **named("Ruler"),
            ),
            html.P(id=ids.RULER_MEANING),
        ],
        id="answer-of-all",
    )


def _ruler(name: str, label: str) -> Component:
    """Return a ruler: its curve and its change come with each answer, from assets/explorer/rulers.js."""
    attributes: dict[str, Any] = {"data-ruler": name, "aria-checked": "false"}
    return html.Button(
        [
            html.Span(label, className="ruler-name"),
            html.Span(className="ruler-curve"),
            html.Span(className="ruler-change"),
        ],
        type="button",
        role="radio",
        tabIndex=-1,
        className="ruler without-bins" if name == NOISE else "ruler",
        **attributes,
    )


def _view(graph_id: str, figure: Any) -> Component:
    graph = dcc.Graph(id=graph_id, figure=figure, config=MODEBAR, responsive=True, style={"height": "100%"})
    curve = graph_id == "graph-mi-curve"
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.H3(GRAPH_TITLES[graph_id], id=ids.title(graph_id)),
                    html.P(id=ids.subtitle(graph_id), **TERMS),
                    *([html.P(DASHED, className="of-bins", **TERMS), html.P(id=ids.GHOST)] if curve else []),
                ]
            ),
            html.Div([graph, html.P(id=ids.COVER, hidden=True)] if curve else graph, className="plot"),
        ],
        className=f"view {graph_id}",
        role="group",
        **named(GRAPH_LABELS[graph_id]),
    )
