"""The array types of the package."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
