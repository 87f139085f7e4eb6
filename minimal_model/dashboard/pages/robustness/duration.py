"""About how long a study takes, before it is started: what a curve costs on one core, by neuron and ruler."""

import math

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.binnings import BY_NAME, Binning

# Measured for 10, 50 and 200 bins: seconds for each curve, and for each of its samples.
PLAIN = 1.1e-3, 5e-9
NOT_PLAIN = 4.5e-3, 5e-9  # folds, or is checked for rounding
PERIODIC = 9.5e-3, 3e-7
# Where bins are far more than asked for, every sample is looked up.
SIZED, SIZED_NOT_PLAIN = (4e-3, 3e-7), (5e-3, 1.1e-6)
SORTED_ANEW = 1.2e-2, 1.1e-6


def seconds_of_curves() -> dict[str, dict[str, tuple[float, float]]]:
    """Return what a curve of each neuron under each of its rulers takes: seconds, and seconds for each sample.

    A pair that is refused is left out.
    """
    return {
        name: {
            binning: _seconds(activation, ruler) for binning, ruler in BY_NAME.items() if not ruler.refusal(activation)
        }
        for name, activation in ACTIVATIONS.items()
    }


def _seconds(activation: Activation, ruler: Binning) -> tuple[float, float]:
    if activation.period is not None:
        return PERIODIC
    if ruler.equally_full and not activation.plain:
        return SORTED_ANEW
    if ruler.sized_by_width and not all(map(math.isfinite, activation.limits)):
        return SIZED if activation.plain else SIZED_NOT_PLAIN
    return PLAIN if activation.plain else NOT_PLAIN
