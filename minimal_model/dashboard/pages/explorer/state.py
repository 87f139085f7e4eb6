"""What the explorer is asked to show: what an address opens, or what the controls and the list of pins say."""

from typing import NamedTuple

from minimal_model.dashboard.address.pins import corrected_pins, pinned
from minimal_model.dashboard.address.presentation import Presentation, opened
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.results.curves import measured, unmeasured
from minimal_model.state.names import MINUS
from minimal_model.state.parameters import SPECIFICATIONS, Parameters

# Whether a formula has a number at every sample, and a number of bins that can be counted, depends on these.
MEASURED_BY = ("samples", "seed", "draw", "bias", "weight_max", "input", "binning", "width")


class Refused(NamedTuple):
    """A formula that cannot be drawn: its text, what is wrong with it, and whether that holds in every state."""

    text: str
    flaw: str
    always: bool


class Requested(NamedTuple):
    """The nearest allowed state and presentation, remarks on what was corrected, and the formula that was typed."""

    parameters: Parameters
    presentation: Presentation
    remarks: list[str]
    refused: Refused | None = None


def requested_state(request: Request) -> Requested:
    """Return what a request asks for."""
    if request.opens:
        parameters, presentation, remarks = opened(request.values, lessons(), request.column)
        parameters, more = measured(parameters)
        return Requested(parameters, presentation, remarks + more)
    pins, pin_remarks = corrected_pins(request.pins, request.column)
    parameters, remarks, refused = _of_controls(request)
    return Requested(parameters, Presentation(pins=pins), remarks + pin_remarks, refused)


def _of_controls(request: Request) -> tuple[Parameters, list[str], Refused | None]:
    """Return the state of the controls. Where its formula cannot be drawn, the one that was drawn stays."""
    typed = request.values.get("formula")
    parameters, remarks = Parameters.corrected(request.values, request.column)
    flaw = SPECIFICATIONS["formula"].flaw(typed) if isinstance(typed, str) else ""
    because = flaw or unmeasured(parameters)
    without, more = measured(parameters)
    if not because:
        return without, remarks + more, None
    if typed == request.kept:  # it was drawn, and no longer can be: no other one is left
        kept, remarks = without, remarks + more
    else:
        kept, remarks = Parameters.corrected({**request.values, "formula": request.kept or ""}, request.column)
        kept, more = measured(kept)
        remarks += more
    return kept, remarks, Refused(str(typed), sentence(because, kept), bool(flaw))


def sentence(because: str, parameters: Parameters) -> str:
    """Return what is wrong with a formula, and what is drawn in its place."""
    plain = because.replace("= -", f"= {MINUS}")
    return f"{plain[0].upper()}{plain[1:]}. Still drawn: {parameters.function.name}."


def drawn_before(request: Request, parameters: Parameters) -> Parameters | None:
    """Return the state whose curve was drawn before the last choice of activation or binning, if there is one.

    It is no part of the address, and nobody has typed it: what it does not name, or what cannot be drawn as a pin, is
    not there, without a remark.
    """
    if request.opens or parameters.recorded:
        return None
    named, _ = corrected_pins(request.before, request.column)
    return named[0] if len(named) == 1 and named[0] != pinned(parameters) else None
