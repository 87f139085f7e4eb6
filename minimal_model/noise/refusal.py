"""Why noise cannot be put in the place of bins: it takes more than values of f and samples of X."""

from minimal_model.activation import Activation
from minimal_model.inputs import AnyInput, Input


def noise_refusal(activation: Activation, source: AnyInput | None) -> str:
    """Return why there is no curve behind noise, or an empty text.

    Parameters
    ----------
    activation : Activation
        The activation function.
    source : Input, Column or None
        What X is drawn from; None if it is no distribution.
    """
    if activation.counted_plainly:
        return "of a formula nothing is known but its values, and noise takes the density of Y"
    if not isinstance(source, Input) or source.density is None:
        return "own data has no density, and noise takes the density of Y"
    return ""
