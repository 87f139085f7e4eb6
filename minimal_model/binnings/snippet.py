"""What the binnings' pieces of plain NumPy code have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from minimal_model.activations import Activation

COUNTS = "counts, _ = np.histogram(y, edges)"


@dataclass(frozen=True)
class Neuron:
    """The neuron of a script, which a binning's piece goes on from.

    By then the script has the samples ``x`` (n of them), the weight ``w``, f as ``f`` and the activations ``y``, or
    the net inputs ``z`` where the binning counts those; the number of bins ``m``, or ``width``; ``weights``, where the
    binning needs the sweep; and ``b``, if there is a bias. The piece ends with ``counts``.

    Attributes
    ----------
    activation : Activation
        The activation function f.
    bias : bool
        Whether there is a bias.
    names : mapping of float to str
        What the script calls some numbers.
    """

    activation: Activation
    bias: bool
    names: Mapping[float, str] = field(default_factory=dict)

    @property
    def plus_bias(self) -> str:
        """What stands behind a product with the weight."""
        return " + b" if self.bias else ""

    @property
    def ends(self) -> str:
        """The net inputs between which those of the whole sweep lie: w x is extreme at extreme w and x."""
        return f"np.outer(weights[[0, -1]], [x.min(), x.max()]){self.plus_bias}"

    def limit(self, value: float) -> str:
        """Return a limit of f as the script writes it."""
        return self.names.get(value, f"{value:g}")
