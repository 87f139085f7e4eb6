"""Equal bins between the extremes of each weight."""

from minimal_model.activations import Activation
from minimal_model.binnings.binning import BetweenExtremes, on_activation
from minimal_model.binnings.edges import BinEdges, equal_width
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.sweep import Sweep


class PerWeight(BetweenExtremes):
    """Equal width between the smallest and the largest activation of each weight."""

    name = label = "per-weight"
    bins = "Equal bins between the extremes of each weight."
    question = "How does the shape of the distribution change, whatever its scale?"
    failure = "The two outermost samples set the bins. For unbounded f the curve does not converge as the sample grows."
    one_for_all = False

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return a row of edges for each weight."""
        low, high = sweep.row_extremes
        return on_activation(sweep, equal_width(low[:, None], high[:, None], bins))

    def meaning(self, _activation: Activation, bins: int, _width: float) -> str:
        """Return it in words."""
        return f"{bins:,} equal bins over this weight's range"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say yes: the extreme samples bound the bins of each weight."""
        return True

    def snippet(self, _neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        return [
            "# The bins T: equally wide, between the extreme activations of this weight.",
            "edges = np.linspace(y.min(), y.max(), m + 1)",
            COUNTS,
        ]
