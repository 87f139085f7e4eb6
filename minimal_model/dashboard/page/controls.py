"""Controls of parameters, made from their specifications: the same on every page."""

import math
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.rules import STEPS_PER_DECADE
from minimal_model.state.parameters import ON, Specification

# The entries of a menu.
Options = list[dict[str, Any]]


def named(text: str) -> dict[str, Any]:
    """Return the name a screen reader says; its key is no Python identifier."""
    return {"aria-label": text}


# What marks the terms of the glossary in a text (assets/common/glossary.js).
TERMS: dict[str, Any] = {"data-terms": ""}


def helped(text: str) -> dict[str, Any]:
    """Return what shows a help text on hover and tap (assets/common/glossary.js)."""
    return {"data-help": text}


def button(text: str, component_id: str, title: str) -> Component:
    """Return a button with a tooltip."""
    return html.Button(text, id=component_id, type="button", title=title, className="plain")


def field(
    key: str,
    specification: Specification,
    boxed: bool = False,
    beside: Component | None = None,
    options: Options | None = None,
) -> Component:
    """Return a control with its label, its value and its help.

    Parameters
    ----------
    key : str
        The parameter.
    specification : Specification
        What is said of it.
    boxed : bool
        Whether it has a box of digits instead of a slider.
    beside : Component, optional
        What stands beside its label.
    options : list of dict, optional
        What its menu offers, as `dcc.Dropdown` takes it; the parameter's choices by their names if not given.
    """
    if specification.is_switch:
        return _switch(key, specification)
    return html.Div(
        [
            html.Div(
                [
                    html.Span(specification.label, id=ids.label(key), className="label", **helped(specification.help)),
                    *([beside] if beside else []),
                    html.Span(id=ids.shown_value(key), className="value"),
                ],
                className="label-row",
            ),
            _box(key, specification) if boxed and not specification.choices else _control(key, specification, options),
            html.P(specification.help, id=ids.help_text(key), className="help", **TERMS),
        ],
        className=f"field field-{key}",
    )


def _switch(key: str, specification: Specification) -> Component:
    return html.Div(
        [
            dcc.Checklist(
                id=ids.control(key),
                options=[{"label": html.Span(specification.label, id=ids.label(key)), "value": ON}],
                value=[],
            ),
            html.Span(id=ids.shown_value(key), hidden=True),
            html.P(specification.help, id=ids.help_text(key), className="help"),
        ],
        className="field switch",
    )


def _text(key: str, specification: Specification) -> Component:
    return dcc.Input(
        id=ids.control(key),
        type="text",
        value=specification.default,
        maxLength=int(specification.high),
        debounce=True,
        autoComplete="off",
        spellCheck="false",
    )


def _box(key: str, specification: Specification) -> Component:
    if specification.read:
        return _text(key, specification)
    return dcc.Input(
        id=ids.control(key),
        type="number",
        value=specification.default,
        min=specification.low,
        max=specification.high,
        step=1 if isinstance(specification.default, int) else 0.001,
        debounce=True,
    )


def _control(key: str, specification: Specification, options: Options | None) -> Component:
    if specification.choices:
        return dcc.Dropdown(
            id=ids.control(key),
            options=options or [{"label": str(choice), "value": choice} for choice in specification.choices],
            value=specification.default,
            clearable=False,
            # The list must never be cut off at the end of the panel.
            maxHeight=420,
        )
    low, high, step = specification.low, specification.high, specification.step or 1
    value = float(specification.default)
    if specification.logarithmic:
        value = math.log10(value) if value else math.nan
        # The grid begins with a step that lies on it; what that is below the bound, the script takes for the bound.
        low = math.floor(math.log10(low) * STEPS_PER_DECADE + 1e-9) / STEPS_PER_DECADE
        high, step = math.log10(high), 1 / STEPS_PER_DECADE
    return dcc.Slider(
        id=ids.control(key),
        min=low,
        max=high,
        step=step,
        value=None if math.isnan(value) else value,
        marks=None,
        updatemode="drag",
        # Typing into the slider's own box commits wrongly in Dash 4.4.1: Enter is ignored, a cleared box sends None.
        allow_direct_input=False,
    )


def connect(app: Dash, namespace: str, keys: list[str], buttons: dict[str, str]) -> None:
    """Connect the controls to the page's script, the answers to the controls, and the buttons to their actions.

    Parameters
    ----------
    namespace : str
        Name under which the page's scripts offer their functions to Dash, in its `main.js` in assets/.
    keys : list of str
        The parameters, in the order of the page's defaults.
    buttons : dict of str to str
        The function that each button calls, by the button's id.
    """
    app.clientside_callback(
        ClientsideFunction(namespace, "changed"),
        *(Output(ids.shown_value(key), "children") for key in keys),
        *(Input(ids.control(key), "value") for key in keys),
        Input(ids.THEME, "data"),
        Input(ids.DEFAULTS, "data"),
    )
    app.clientside_callback(ClientsideFunction(namespace, "answered"), Input(ids.ANSWER, "data"))
    connect_buttons(app, namespace, buttons)


def connect_buttons(app: Dash, namespace: str, buttons: dict[str, str]) -> None:
    """Connect the page's own buttons, and the theme's, to functions of the page's script."""
    for component_id, action in {ids.THEME_TOGGLE: "toggleTheme", **buttons}.items():
        app.clientside_callback(
            ClientsideFunction(namespace, action), Input(component_id, "n_clicks"), prevent_initial_call=True
        )
