"""What a page says and shows where no script runs: that its controls need them, and the default neuron's curve."""

# Rules for that case alone. Empty places of plots and controls that cannot be moved would only promise something.
STYLE = (
    ".first-fetching,.first-asked,#first-theme-toggle,#first-report,.view:has(.first-graph:empty),.plot:empty,"
    ".plots figure:has(.plot:empty),.verdicts .scroll{display:none}"
)


def without_scripts(picture: str, asked: bool) -> str:
    """Return what stands in the page for that case, as HTML.

    Parameters
    ----------
    picture : str
        A picture of the default neuron's curve, empty where the page shows it anyway.
    asked : bool
        Whether the address asks for something else than the default.
    """
    other = ", not what this address asks for" if asked else ""
    line = (
        "The controls and the live figures of this page need JavaScript, which is off or blocked here. "
        f"What you see is the page’s text, and the default neuron{other}: tanh, binned per weight."
    )
    shown = f'<div class="first-alone">{picture}</div>' if picture else ""
    return f'<style>{STYLE}</style><p class="missing">{line}</p>{shown}'
