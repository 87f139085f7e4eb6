"""What the explorer is asked to show: what an address opens, or what the controls and the list of pins say."""

from minimal_model.dashboard.address.pins import corrected_pins, pinned
from minimal_model.dashboard.address.presentation import Presentation, opened
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.results.curves import measured
from minimal_model.state.parameters import Parameters


def requested_state(request: Request) -> tuple[Parameters, Presentation, list[str]]:
    """Return the nearest allowed state and presentation, and remarks on what was corrected."""
    if request.opens:
        parameters, presentation, remarks = opened(request.values, lessons(), request.column)
    else:
        parameters, remarks = Parameters.corrected(request.values, request.column)
        pins, pin_remarks = corrected_pins(request.pins, request.column)
        presentation, remarks = Presentation(pins=pins), remarks + pin_remarks
    parameters, more = measured(parameters)
    return parameters, presentation, remarks + more


def drawn_before(request: Request, parameters: Parameters) -> Parameters | None:
    """Return the state whose curve was drawn before the last choice of activation or binning, if there is one.

    It is no part of the address, and nobody has typed it: what it does not name, or what cannot be drawn as a pin, is
    not there, without a remark.
    """
    if request.opens:
        return None
    named, _ = corrected_pins(request.before, request.column)
    return named[0] if len(named) == 1 and named[0] != pinned(parameters) else None
