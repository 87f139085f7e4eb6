"""The state of the page: the threshold of the verdicts, and the neuron whose choices are looked at by themselves."""

from collections.abc import Mapping
from typing import NamedTuple

from minimal_model.activations import ACTIVATIONS
from minimal_model.state.parameters import SPECIFICATIONS, Specification, corrected_values

PAGE_SPECIFICATIONS: dict[str, Specification] = {
    "threshold": Specification("Threshold", "The smallest change that counts, in bits.", 0.1, 0.01, 1.0, 0.01),
    "activation": Specification(
        "Within one neuron", "Which choices decide when the neuron is given.", SPECIFICATIONS["activation"].default,
        choices=tuple(ACTIVATIONS),
    ),
}  # fmt: skip
# The key of the address that names a study.
STUDY = "study"


class State(NamedTuple):
    """What the page shows of a study."""

    threshold: float
    activation: str


def corrected(raw: Mapping[str, object]) -> tuple[State, list[str]]:
    """Return the nearest allowed state, and one remark for each value that was corrected or is not known."""
    values, remarks = corrected_values({key: value for key, value in raw.items() if key != STUDY}, PAGE_SPECIFICATIONS)
    defaults = {key: specification.default for key, specification in PAGE_SPECIFICATIONS.items()}
    return State(**defaults | values), remarks
