"""What a page says of values that it had to correct."""

MOST_REMARKS = 8


def notice(remarks: list[str]) -> str:
    """Return the one line that says what was corrected, empty if nothing was."""
    if not remarks:
        return ""
    more = f"; and {len(remarks) - MOST_REMARKS} more" if len(remarks) > MOST_REMARKS else ""
    line = "Corrected to what is allowed: " + "; ".join(remarks[:MOST_REMARKS]) + more + "."
    # A value may hold half of a surrogate pair, which is no text that can be sent.
    return line.encode("utf-8", "replace").decode("utf-8")
