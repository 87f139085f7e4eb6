"""The glossary: one sentence for each term that a reader may not know, shown on hover, focus and tap.

The definitions stand here and nowhere else; a page sends them to its scripts with the rules
(assets/common/glossary.js).
"""

from typing import NamedTuple


class Entry(NamedTuple):
    """A term, the words that stand for it in a text, and what it means in one sentence."""

    name: str
    words: tuple[str, ...]
    meaning: str


GLOSSARY = (
    Entry(
        "entropy",
        ("entropy", "H(T)"),
        "How many bits it takes on average to say which bin a sample fell into: 0 if all share one bin, "
        "log₂ m if m bins are equally full.",
    ),
    Entry("bit", ("bits", "bit"), "One bit is what a fair yes-or-no question settles; ten bits settle 1,024 cases."),
    Entry(
        "I(X;T)",
        ("I(X;T)", "mutual information"),
        "Mutual information: how many bits the bin T tells about the input X; here it equals the entropy H(T), "
        "since X determines T.",
    ),
    Entry(
        "saturation",
        ("saturation", "saturates", "saturate"),
        "Where a function has become flat, so that very different inputs give almost the same activation.",
    ),
    Entry(
        "binned input",
        ("binned input", "H(bin X)"),
        "The input X itself, sorted into as many equal bins, before the neuron does anything to it.",
    ),
    Entry(
        "estimator",
        ("estimator",),
        "The rule that turns the counts of a finite sample into a number of bits.",
    ),
    Entry(
        "plug-in",
        ("plug-in",),
        "The estimator that takes each bin’s share of the samples for its probability; on average it comes out a "
        "little too low.",
    ),
    Entry(
        "Miller-Madow",
        ("Miller-Madow", "miller-madow"),
        "The plug-in estimate plus (occupied bins − 1) / (2 n ln 2) bits, which makes up for most of what it misses "
        "with n samples.",
    ),
    Entry(
        "draw",
        ("draw",),
        "Which of the samples that follow each other from one seed is used; the notebook draws twice.",
    ),
)


def glossary() -> list[dict[str, object]]:
    """Return the entries for the scripts."""
    return [{"name": entry.name, "words": list(entry.words), "meaning": entry.meaning} for entry in GLOSSARY]
