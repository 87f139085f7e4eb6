"""What a study of a visitor's own may hold: only what the explorer can show, and not too much of it."""

from minimal_model.checks import refuse
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.studies.specifications import CHOICES, Specifications

# The explorer's own bound, but for samples: one curve of a million of them takes a processor's core too long.
MOST_SAMPLES = 100_000
# Bytes of the JSON that asks for a study: some 8,000 seeds. No request may have more than 64 KiB.
LARGEST_BODY = 48 * 1024
# The parameters of the explorer that bound a choice.
BOUNDED = ("bins", "samples", "seeds", "weight_max", "biases")


def check_bounds(study: Specifications, most_curves: int) -> None:
    """Refuse what the server does not compute.

    Raises
    ------
    ValueError
        It names the argument and the bound, or the command that does it without one.
    """
    for argument in BOUNDED:
        specification = SPECIFICATIONS[CHOICES[argument]]
        for value in getattr(study, CHOICES[argument]):
            high = min(specification.high, MOST_SAMPLES) if argument == "samples" else specification.high
            allowed = value in specification.choices if specification.choices else specification.low <= value <= high
            if not allowed:
                words = specification.allowed if argument != "samples" else f"{specification.low:,} to {MOST_SAMPLES:,}"
                raise refuse(argument, value, f"one of {words} here" if specification.choices else f"{words} here")
    if len(study) > most_curves:
        raise ValueError(
            f"The study has {len(study):,} curves, and this server computes at most {most_curves:,} (STUDY_CURVES); "
            "the command minimal-model study computes any number."
        )
