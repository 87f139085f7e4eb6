"""The numbers of the page: what of a study compresses, in which order its curves stand, and which choices decide."""

from dataclasses import dataclass

import flask
import numpy as np

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.dashboard.pages.robustness.default import default_study
from minimal_model.dashboard.pages.robustness.state import State
from minimal_model.dashboard.results.kept import kept
from minimal_model.dashboard.studies.http import Studies
from minimal_model.dashboard.studies.store import FINISHED, Study
from minimal_model.studies.run import StudyTable
from minimal_model.studies.variance import explained_variance, shares

# Under which a server keeps what answers for its studies.
STUDIES = "studies"
# So many curves are drawn of all that there are.
DRAWN = 2_000


@dataclass(frozen=True, eq=False)
class Answers:
    """The numbers of a study at a threshold.

    Attributes
    ----------
    table : StudyTable
        The study.
    state : State
        The threshold, and the neuron that is looked at by itself.
    share : float
        The share of the curves that compress.
    shares : dict
        The same by activation and binning.
    explained, within : dict of str to float
        What each choice explains of the verdict, overall and for the one neuron.
    numbers : numpy.ndarray of int, shape (drawn,)
        The curves that are drawn, in the order of their change.
    changes : numpy.ndarray, shape (drawn,)
        Their change in bits: how far they end below their highest value if they compress, else above their lowest.
    verdicts : numpy.ndarray of int, shape (drawn,)
        0 compresses, 1 constant, 2 grows.
    """

    table: StudyTable
    state: State
    share: float
    shares: dict[tuple[str | int | float, ...], float]
    explained: dict[str, float]
    within: dict[str, float]
    numbers: Ranks
    changes: FloatArray
    verdicts: Ranks


def study_asked_for(digest: str) -> Study | None:
    """Return a study of a visitor's own, None if it is not there."""
    studies: Studies = flask.current_app.extensions[STUDIES]
    return studies.find(digest)


def table_of(study: Study | None) -> StudyTable | None:
    """Return the table of a study, that of the default one without one, and None where it is not finished."""
    if study is None:
        return default_study()
    if study.state != FINISHED:
        return None
    known: StudyTable | None = kept.get((STUDIES, study.id))
    if known is None:
        studies: Studies = flask.current_app.extensions[STUDIES]
        known = studies.table(study)
        kept.put((STUDIES, study.id), known, known.results.nbytes)
    return known


def compute_answers(table: StudyTable, state: State) -> Answers:
    """Return the numbers of a study; for a neuron that is none of its own, its first is looked at."""
    own = table.specifications.activation
    if state.activation not in own:
        state = state._replace(activation=own[0])
    key = (STUDIES, table.specifications.digest, state)
    known: Answers | None = kept.get(key)
    if known is None:
        known = _answers(table, state)
        # The table is kept by itself.
        kept.put(key, known, known.numbers.nbytes + known.changes.nbytes + known.verdicts.nbytes + 8_192)
    return known


def _answers(table: StudyTable, state: State) -> Answers:
    numbers, changes, verdicts = _in_order(table, state.threshold)
    return Answers(
        table=table,
        state=state,
        share=shares(table, state.threshold, by=())[()],
        shares=shares(table, state.threshold),
        explained=explained_variance(table, state.threshold),
        within=explained_variance(table.only(activation=state.activation), state.threshold),
        numbers=numbers,
        changes=changes,
        verdicts=verdicts,
    )


def _in_order(table: StudyTable, threshold: float) -> tuple[Ranks, FloatArray, Ranks]:
    """Return the curves that are drawn in the order of their change, the extremes among them."""
    _, last, highest, lowest = table.results.T
    fall, rise = highest - last, last - lowest
    verdicts = np.where(fall > threshold, 0, np.where(rise > threshold, 2, 1))
    changes = np.where(verdicts == 0, -fall, rise)
    # Curves of the same change stand in no order, which would show as a pattern where there is none.
    shuffled = np.random.RandomState(0).permutation(changes.size)
    order = shuffled[np.argsort(changes[shuffled], kind="stable")]
    if order.size > DRAWN:
        order = order[np.linspace(0, order.size - 1, DRAWN).round().astype(np.int64)]
    return order, changes[order], verdicts[order]
