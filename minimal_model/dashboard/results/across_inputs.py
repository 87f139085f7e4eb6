"""The notebook's functions under every binning, for every distribution of the input: what each curve does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS
from minimal_model.curve import sample_curve
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.kept import keep
from minimal_model.explain.verdict import Verdict, judged, verdict
from minimal_model.inputs import INPUTS
from minimal_model.state.parameters import Parameters

# So many curves of more samples, in narrow bins, would take longer than anything else that the pages compute.
MOST_SAMPLES = 30_000
PAIRS = tuple((activation, binning) for activation in NOTEBOOK_ACTIVATIONS for binning in BINNINGS)


@dataclass(frozen=True)
class AcrossInputs:
    """What the curves of `PAIRS` do, for each input.

    Attributes
    ----------
    samples : int
        Of how many samples: those of the state, but at most `MOST_SAMPLES`.
    verdicts : mapping of str to mapping of (activation, binning) to Verdict
        The verdicts by the input's name.
    entropies : mapping of str to float
        H(bin X) in bits, for as many bins as the state has.
    """

    samples: int
    verdicts: Mapping[str, Mapping[tuple[str, str], Verdict]]
    entropies: Mapping[str, float]


def across_inputs(parameters: Parameters, threshold: float) -> AcrossInputs:
    """Return the verdicts for every input; the state's own activation, binning, formula and input do not matter."""
    p = replace(
        curves.over_all_weights(parameters),
        activation=NOTEBOOK_ACTIVATIONS[0],
        binning=BINNINGS[0],
        formula="",
        input=next(iter(INPUTS)),
        samples=min(parameters.samples, MOST_SAMPLES),
    )
    changes = _changes(p)
    verdicts = {
        name: {pair: judged(fall, rise, threshold) for pair, (fall, rise) in zip(PAIRS, of_input.tolist(), strict=True)}
        for name, of_input in zip(INPUTS, changes, strict=True)
    }
    entropies = {name: curves.histogram(replace(p, input=name)).entropy for name in INPUTS}
    return AcrossInputs(p.samples, verdicts, entropies)


@keep
def _changes(parameters: Parameters) -> FloatArray:
    """Return how far each curve ends below its highest and above its lowest value, shape (inputs, pairs, 2), in bits.

    So many curves themselves would push all others out of the cache.
    """
    changes = np.empty((len(INPUTS), len(PAIRS), 2))
    for row, name in zip(changes, INPUTS, strict=True):
        x = curves.sample(replace(parameters, input=name))
        for cell, (activation, binning) in zip(row, PAIRS, strict=True):
            state = replace(parameters, input=name, activation=activation, binning=binning)
            given = verdict(sample_curve(x, state.setup))
            cell[:] = given.fall, given.rise
    changes.setflags(write=False)
    return changes
