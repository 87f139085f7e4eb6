"""The binnings, in the order of menus and tables; one file for each.

A new one is a class of `Binning` in a file of its own, and a line at the end of the list below.
"""

from collections.abc import Mapping
from types import MappingProxyType

from minimal_model.binnings.binning import Binning
from minimal_model.binnings.equal_frequency import EqualFrequency
from minimal_model.binnings.fixed_width import FixedWidth
from minimal_model.binnings.function_limits import FunctionLimits
from minimal_model.binnings.global_range import Global
from minimal_model.binnings.net_input import NetInput
from minimal_model.binnings.per_weight import PerWeight

__all__ = ["BINNINGS", "BY_NAME", "Binning", "of_input"]

_ALL: tuple[Binning, ...] = (
    Global(),
    PerWeight(),
    FunctionLimits(),
    FixedWidth(),
    NetInput(),
    EqualFrequency(),
)

BY_NAME: Mapping[str, Binning] = MappingProxyType({binning.name: binning for binning in _ALL})
BINNINGS = tuple(BY_NAME)


def of_input(binning: Binning) -> Binning:
    """Return how the input itself is binned beside a binning: by the same width, or as np.histogram does."""
    return binning if binning.sized_by_width else BY_NAME[PerWeight.name]
