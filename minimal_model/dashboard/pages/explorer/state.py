"""What the explorer is asked to show: what an address opens, or what the controls and the list of pins say."""

from minimal_model.dashboard.address.pins import corrected_pins
from minimal_model.dashboard.address.presentation import Presentation, opened
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page.requests import Request
from minimal_model.state.parameters import Parameters


def requested_state(request: Request) -> tuple[Parameters, Presentation, list[str]]:
    """Return the nearest allowed state and presentation, and remarks on what was corrected."""
    if request.opens:
        return opened(request.values, lessons())
    parameters, remarks = Parameters.corrected(request.values)
    pins, pin_remarks = corrected_pins(request.pins)
    return parameters, Presentation(pins=pins), remarks + pin_remarks
