"""The array types of the package."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
# Counts of samples, and how many of them lie below something.
Ranks = npt.NDArray[np.int64]
