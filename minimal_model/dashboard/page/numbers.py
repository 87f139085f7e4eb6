"""Numbers as the pages write them."""

import math

MINUS = "\N{MINUS SIGN}"
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(value: float, digits: int = 2) -> str:
    """Return a number with a real minus sign and no trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return text.replace("-", MINUS) if text != "-0" else "0"


def bits(value: float) -> str:
    """Return a number of bits to the thousandth; below a hundredth with two digits, down to the millionth."""
    size, digits = abs(value), 3
    if 5e-7 <= size < 0.00995:
        digits = min(6, 1 - math.floor(math.log10(size)))
    text = f"{value:.{digits}f}"
    return text.replace("-", MINUS) if size >= 5e-7 else f"{0:.3f}"


def part_of_samples(share: float, samples: int) -> str:
    """Return a share of so many samples: in percent, and counted where percents would say none or all."""
    percent, held = 100 * share, round(share * samples)
    if percent < 1:
        return f"{held:,} of {samples:,} samples"
    if percent >= 99.5:
        return f"all but {samples - held:,} of {samples:,} samples" if held < samples else "all samples"
    return f"{percent:.0f} % of the samples"


def in_words(count: int) -> str:
    """Return a small number as a word."""
    return WORDS[count] if count < len(WORDS) else f"{count:,}"
