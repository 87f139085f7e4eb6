"""What the page says of the verdicts for every input."""

from collections import Counter

from minimal_model.dashboard.page.numbers import in_words
from minimal_model.dashboard.pages.questions.wording import ARROWS, enumerated
from minimal_model.dashboard.results.across_inputs import PAIRS, AcrossInputs
from minimal_model.explain.verdict import VerdictName
from minimal_model.inputs import INPUTS

# So many pairs are named one by one.
MOST_NAMED = 4


def names_of(across: AcrossInputs, pair: tuple[str, str]) -> list[VerdictName]:
    """Return the verdicts on a pair, in the order of the inputs."""
    return [across.verdicts[name][pair].name for name in INPUTS]


def compressing(across: AcrossInputs) -> dict[str, int]:
    """Return how often each input's verdicts say "compresses"."""
    return {
        name: sum(given.name == "compresses" for given in verdicts.values())
        for name, verdicts in across.verdicts.items()
    }


def fewer(across: AcrossInputs, samples: int) -> str:
    """Say that fewer samples are counted than were asked for; empty if they are not."""
    return "" if across.samples == samples else f" Counted of {across.samples:,} of the {samples:,} samples."


def sentence(across: AcrossInputs) -> str:
    """Say how far the verdicts depend on the input."""
    differing = [pair for pair in PAIRS if len(set(names_of(across, pair))) > 1]
    same, total, every = len(PAIRS) - len(differing), len(PAIRS), in_words(len(INPUTS))
    counts = compressing(across)
    low, high = min(counts, key=lambda name: counts[name]), max(counts, key=lambda name: counts[name])
    often = f"{counts[low]} times for every input"
    if counts[low] != counts[high]:
        often = f"{counts[low]} times ({low}) to {counts[high]} times ({high})"
    if not differing:
        return f"Hardly: all {total} verdicts are the same for all {every} inputs; “compresses” is said {often}."
    opening = "Hardly" if 10 * same >= 9 * total else "In part" if 2 * same >= total else "Yes"
    named = ""
    if len(differing) <= MOST_NAMED:
        named = f" Only {enumerated([f'{activation} under {binning}' for activation, binning in differing])}"
        named += f" depend{'s' if len(differing) == 1 else ''} on it."
    alike = f"{same} of {total} verdicts are the same for all {every} inputs"
    return f"{opening}: {alike}; “compresses” is said {often}.{named}"


def cell_label(across: AcrossInputs, pair: tuple[str, str]) -> str:
    """Return a cell of the table in words."""
    found = names_of(across, pair)
    activation, binning = pair
    often = Counter(found)
    (common, many), *others = often.most_common()
    if not others:
        return f"{activation}, {binning}: {common} for all {in_words(len(INPUTS))} inputs"
    rest = "; ".join(
        f"{name} for {enumerated([key for key, given in zip(INPUTS, found, strict=True) if given == name])}"
        for name, _ in others
    )
    return f"{activation}, {binning}: {common} for {in_words(many)} inputs; {rest}"


def cell_marks(across: AcrossInputs, pair: tuple[str, str]) -> list[list[str]]:
    """Return the signs of a cell and the verdict of each: one where all inputs agree, else one for each input."""
    found = names_of(across, pair)
    shown = found[:1] if len(set(found)) == 1 else found
    return [[ARROWS[name], name] for name in shown]
