"""What is asked of the core: one frozen object in place of the arguments that all public functions share."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME, Binning
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.description import finite_values, finite_within
from minimal_model.entropy import ESTIMATORS
from minimal_model.inputs import NORMAL, AnyInput, chosen_input
from minimal_model.sweep import Sweep

WEIGHTS: FloatArray = np.arange(0.1, 20, 0.1)
WEIGHTS.setflags(write=False)
DEFAULT_WIDTH = 0.1


def named_activation(activation: str | Activation) -> Activation:
    """Return the activation of a name; one that is an activation already stays what it is."""
    if isinstance(activation, Activation):
        return activation
    return ACTIVATIONS[checks.one_of("activation", activation, ACTIVATIONS)]


@dataclass(frozen=True, eq=False)
class Setup:
    """A neuron without its samples, the ruler that is held to it, and how its entropy is estimated.

    Attributes
    ----------
    activation : Activation
        The activation function f.
    bias : float
        The bias b.
    binning : Binning
        How T = bin(Y) is binned.
    bins : int
        Number of bins; a binning that is sized by its width does not use it.
    width : float
        Bin width; other binnings do not use it.
    weights : numpy.ndarray, shape (weights,)
        The weights w, above zero.
    estimator : str
        One of `ESTIMATORS`.
    input : Input or Column
        The distribution or the data that X is drawn from: whose masses fill the bins of a population.
    """

    activation: Activation
    bias: float
    binning: Binning
    bins: int
    width: float
    weights: FloatArray
    estimator: str
    input: AnyInput = NORMAL

    @classmethod
    def checked(
        cls,
        activation: str | Activation,
        *,
        bias: float = 0.0,
        bins: int = 50,
        binning: str = "per-weight",
        width: float | None = None,
        weights: npt.ArrayLike = WEIGHTS,
        estimator: str = "plug-in",
        input: str | AnyInput = NORMAL,
    ) -> "Setup":
        """Return the setup that a caller asks for.

        Raises
        ------
        ValueError
            If an argument is outside of what is allowed; the message names it.
        """
        activation = named_activation(activation)
        ruler = BY_NAME[checks.one_of("binning", binning, BINNINGS)]
        if refusal := ruler.refusal(activation):
            others = ", ".join(name for name in BINNINGS if not BY_NAME[name].refusal(activation))
            raise checks.refuse("binning", binning, f"one of {others} for this activation, because {refusal}")
        return cls(
            activation=activation,
            bias=checks.finite_number("bias", bias),
            binning=ruler,
            bins=checks.whole_number("bins", bins, 1, MAX_BINS),
            width=DEFAULT_WIDTH if width is None else checks.divisor("width", width),
            weights=checks.positive_vector("weights", weights),
            estimator=checks.one_of("estimator", estimator, ESTIMATORS),
            input=chosen_input(input),
        )

    def needs_more_than_values(self) -> None:
        """Refuse an activation of which only the values are known, where they are not enough."""
        if self.activation.counted_plainly:
            allowed = "an activation whose inverse or slope is known: a formula can only be counted, sample by sample"
            raise refuse("activation", self.activation.name, allowed)

    def over(self, x: FloatArray) -> Sweep:
        """Return the neuron at all weights, with sorted samples."""
        checks.bounded_net_input(x, self.weights, self.bias)
        return self._finite(Sweep(x, self.activation, self.weights[:, None], self.bias, self.weights))

    def at(self, x: FloatArray, weight: float) -> Sweep:
        """Return the neuron at a single weight, which bins over all weights cover as well."""
        weight = checks.divisor("weight", weight)
        range_weights = np.append(self.weights, weight)
        checks.bounded_net_input(x, range_weights, self.bias, weight)
        return self._finite(Sweep(x, self.activation, np.array([[weight]]), self.bias, range_weights))

    def values(self, z: FloatArray) -> FloatArray:
        """Return the activations of net inputs, each of which has to be a number."""
        y = self.activation(z)
        if self._own:
            finite_values(self.activation, z, y)
        return y

    @property
    def _own(self) -> bool:
        """Whether f is the caller's own and may have no finite value somewhere; the named ones have.

        Of a formula each value is looked at when it is counted.
        """
        return not self.activation.counted_plainly and self.activation is not ACTIVATIONS.get(self.activation.name)

    def _finite(self, sweep: Sweep) -> Sweep:
        """Refuse net inputs whose range ends where f has no finite value."""
        if self._own:
            finite_within(self.activation, *sweep.net_input_range())
        return sweep
