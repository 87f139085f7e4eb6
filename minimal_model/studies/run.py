"""A study from its first curve to its last, as a table."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.studies.chunks import RESULTS, Maker, chunks
from minimal_model.studies.specifications import Specifications

Column = npt.NDArray[np.str_] | npt.NDArray[np.int64] | FloatArray


@dataclass(frozen=True, eq=False)
class StudyTable:
    """The curves of a study, a row for each; ``table["activation"]`` is a column.

    Attributes
    ----------
    specifications : Specifications
        What was chosen: the columns activation, binning, bins, samples, seed, weight_max, bias, estimator and input.
    results : numpy.ndarray, shape (curves, 4)
        The columns first, last, highest and lowest: each curve at its first and last weight and its extremes, in bits.
    """

    specifications: Specifications
    results: FloatArray

    def __len__(self) -> int:
        """Return the number of curves."""
        return len(self.specifications)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (*self.specifications.choices, *RESULTS)

    def __getitem__(self, column: str) -> Column:
        """Return a column, shape (curves,)."""
        checks.one_of("column", column, self.columns)
        if column in RESULTS:
            return self.results[:, RESULTS.index(column)]
        choices = self.specifications.choices
        axis, shape = list(choices).index(column), self.specifications.shape
        along = [1] * len(shape)
        along[axis] = shape[axis]
        return np.broadcast_to(np.array(choices[column]).reshape(along), shape).ravel()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self.columns)

    def only(self, **chosen: object) -> "StudyTable":
        """Return the rows with one value of some choices: ``table.only(activation="tanh")``.

        Raises
        ------
        ValueError
            If there is no such choice, or it has no such value.
        """
        choices = self.specifications.choices
        at: list[int | slice] = [slice(None)] * len(choices)
        for name, value in chosen.items():
            checks.one_of("choice", name, tuple(choices))
            if value not in choices[name]:
                raise refuse(name, value, "one of " + ", ".join(map(str, choices[name])))
            at[list(choices).index(name)] = choices[name].index(value)
        part = Specifications(**{name: (chosen[name],) if name in chosen else kept for name, kept in choices.items()})  # type: ignore[arg-type]
        grid = self.results.reshape(*self.specifications.shape, len(RESULTS))
        return StudyTable(part, grid[tuple(at)].reshape(-1, len(RESULTS)))


def run(
    specifications: Specifications,
    *,
    executor: Executor | Maker | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> StudyTable:
    """Compute all curves of a study, in chunks of about half a second.

    Parameters
    ----------
    specifications : Specifications
        What `specifications` returns.
    executor : concurrent.futures.Executor or callable, optional
        What computes the chunks: a ProcessPoolExecutor, ``Client.get_executor()`` of dask.distributed, or the like. A
        callable makes one; where that breaks it is made anew, at most three times, and only its unfinished chunks are
        computed again. Without one, this process computes.
    progress : callable, optional
        Called after each chunk with the number of curves that are done, and of all.

    Returns
    -------
    StudyTable

    Raises
    ------
    ValueError
        If an argument is not what is allowed; the message names it.
    concurrent.futures.BrokenExecutor
        If the executor broke and could not be made anew.
    """
    if not isinstance(specifications, Specifications):
        raise refuse("specifications", specifications, "what specifications() returns")
    if executor is not None and not isinstance(executor, Executor) and not callable(executor):
        raise refuse("executor", executor, "a concurrent.futures.Executor, or a callable that makes one")
    if progress is not None and not callable(progress):
        raise refuse("progress", progress, "callable")
    results, done = np.empty((len(specifications), len(RESULTS))), 0
    for chunk in chunks(specifications, executor):
        results[chunk.start : chunk.start + len(chunk.results)] = chunk.results
        done += len(chunk.results)
        if progress:
            progress(done, len(specifications))
    results.setflags(write=False)
    return StudyTable(specifications, results)
