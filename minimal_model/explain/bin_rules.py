"""How many bins the common rules ask for: those of `np.histogram_bin_edges`, as numbers, however large.

All of them are made to draw a density from a sample: they weigh the noise of a histogram against its detail. None of
them is made for an entropy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.arrays import FloatArray

# NumPy lays as many edges as a rule asks for, and runs out of memory where an outlier is far away.
MOST = 10**9


@dataclass(frozen=True)
class BinRule:
    """A rule: what it is called, and what it goes by."""

    label: str
    about: str


# By NumPy's names.
BIN_RULES: Mapping[str, BinRule] = {
    "sqrt": BinRule("√n", "by the number of samples alone"),
    "sturges": BinRule("Sturges", "1 + log₂ n: for a sample that looks normal (Sturges 1926)"),
    "fd": BinRule("Freedman–Diaconis", "width 2 IQR / n^⅓: outliers do not count (Freedman & Diaconis 1981)"),
    "doane": BinRule("Doane", "Sturges, and more for a skewed sample (Doane 1976)"),
}


def suggested_bins(values: npt.ArrayLike) -> dict[str, int]:
    """Return how many bins each rule of `BIN_RULES` asks for, as ``np.histogram_bin_edges(values, name)`` counts them.

    Parameters
    ----------
    values : array_like, shape (n,)
        The sample: finite numbers.

    Returns
    -------
    dict of str to int
        The number of bins by NumPy's name of the rule; 1 where a rule finds no width, as Freedman and Diaconis's does
        where half of the sample is one value. At most 10**9.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    y = checks.finite_vector("values", values)
    with np.errstate(all="ignore"):
        span = float(y.max() - y.min())
        widths = {
            "sqrt": span / np.sqrt(y.size),
            "sturges": span / (np.log2(y.size) + 1.0),
            "fd": 2.0 * float(np.subtract(*np.percentile(y, [75, 25]))) * y.size ** (-1.0 / 3.0),
            "doane": span / (1.0 + np.log2(y.size) + np.log2(1.0 + _skewness(y))) if y.size > 2 and span else 0.0,
        }
        return {name: _number(span, float(widths[name])) for name in BIN_RULES}


def _skewness(y: FloatArray) -> float:
    """Return the size of the sample's skewness, in standard errors of that of a normal sample."""
    n, spread = y.size, float(y.std())
    if not 0 < spread < np.inf:
        return 0.0
    error = np.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)))
    return abs(float(np.mean(((y - y.mean()) / spread) ** 3))) / float(error)


def _number(span: float, width: float) -> int:
    if not (span > 0 and width > 0 and np.isfinite(width)):
        return 1
    return int(min(np.ceil(span / width), MOST))
