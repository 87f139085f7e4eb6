"""`explore`: the explorer as the output of a notebook's cell."""

from typing import Any

from minimal_model.checks import one_of, whole_number
from minimal_model.dashboard.notebook.kernel import explorer_address
from minimal_model.state.parameters import SPECIFICATIONS, Parameters

LOWEST, HIGHEST = 200, 4000


def explore(*, height: int = 720, **parameters: Any) -> Any:
    """Show the explorer in a Jupyter notebook, at a state.

    Its server starts with the first call, which takes some seconds; it serves all cells and ends with the kernel.
    Behind a JupyterHub, or wherever jupyter-server-proxy is installed beside the kernel, the frame goes through that.

    Parameters
    ----------
    height : int, optional
        Height of the frame in pixels, 200 to 4000.
    **parameters
        The explorer's parameters by name, such as ``activation="relu"`` or ``binning="global"``; the rest are as by
        default.

    Returns
    -------
    IPython.display.IFrame
        What a notebook shows if it is the last value of a cell.

    Raises
    ------
    ValueError
        If an argument is no parameter or not what is allowed; the message names it.
    ImportError
        If there is no IPython, or if packages of the dashboard are missing.

    Examples
    --------
    >>> from minimal_model.dashboard import explore
    >>> explore(activation="tanh", binning="global")  # doctest: +SKIP
    """
    whole_number("height", height, LOWEST, HIGHEST)
    for name in parameters:
        one_of("an argument", name, ["height", *SPECIFICATIONS])
    search = Parameters(**parameters).search
    try:
        from IPython.display import IFrame
    except ImportError:
        raise ImportError("explore() needs IPython, which is not installed: pip install jupyterlab") from None
    return IFrame(explorer_address() + search, width="100%", height=height)
