"""What can be predicted: how it is written on a button, how it is said of the curve, and how it is sketched."""

from typing import Any, NamedTuple

from minimal_model.dashboard.lessons.picks import Comparison
from minimal_model.explain.shape import Shape

# What is sent in place of a choice by who wants to see the answer without one.
NO_PREDICTION = "none"


class Prediction(NamedTuple):
    """One thing to predict.

    Attributes
    ----------
    said : str
        What follows "the curve …".
    path : str
        Its sketch, an SVG path in a box of 100 × 60.
    button : str
        What its button says; its name if nothing else.
    ends_low : bool
        Whether the sketch ends low on the right, where a label would cover it.
    turn : int
        1 where it turns from climbing to falling, -1 the other way round, 0 if it does not turn.
    """

    said: str
    path: str
    button: str = ""
    ends_low: bool = False
    turn: int = 0


OF_SHAPE: dict[Shape, Prediction] = {
    "rises": Prediction("rises", "M6,54 C30,52 40,10 94,7"),
    "falls": Prediction("falls", "M6,7 C30,9 40,50 94,53", ends_low=True),
    "flat": Prediction("stays flat", "M6,28 L94,28"),
    "hump": Prediction(
        "goes up and then down: a hump", "M6,48 C18,46 22,8 36,8 C52,8 56,44 94,52", ends_low=True, turn=1
    ),
    "dip": Prediction("goes down and then up: a dip", "M6,12 C18,14 22,52 36,52 C52,52 56,16 94,10", turn=-1),
}
OF_COMPARISON: dict[Comparison, Prediction] = {
    "higher": Prediction("lies higher than the pinned curve", "M6,36 C30,30 60,14 94,10"),
    "lower": Prediction("lies lower than the pinned curve", "M6,36 C30,38 60,50 94,54"),
    "same": Prediction("lies where the pinned curve lies", "M6,38 C30,36 60,33 94,31", "the same"),
}
# The pinned curve behind the three, where it lies the same.
PINNED = OF_COMPARISON["same"].path


def predictions() -> dict[str, dict[str, Any]]:
    """Return what the browser needs, by the kind of prediction as `picks` names it.

    Each kind says what is asked, what follows its sentence about the curve, the path of the curve that it is compared
    with, if any, and its choices by name.
    """
    return {
        "shape": {
            "asked": "Predict first: what will the curve do as the weight grows?",
            "where": "",
            "pinned": "",
            "choices": _choices(OF_SHAPE),
        },
        "compare": {
            "asked": "Predict first: at the marked weight, how will this curve lie against the pinned one?",
            "where": " at the marked weight",
            "pinned": PINNED,
            "choices": _choices(OF_COMPARISON),
        },
    }


def _choices(of: dict[Any, Prediction]) -> dict[str, dict[str, Any]]:
    return {name: prediction._asdict() | {"button": prediction.button or name} for name, prediction in of.items()}
