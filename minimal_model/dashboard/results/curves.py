"""The samples and the curves of a state, and the levels that curves are held against."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from minimal_model.activations import ACTIVATIONS, NOTEBOOK_ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.curve import BinnedActivations, binned_sample, exact_curve, sample_curve
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.dashboard.results.noise import noisy
from minimal_model.entropy import mass_entropy
from minimal_model.explain.decomposition import input_measurement
from minimal_model.inputs import sorted_sample
from minimal_model.measurement import edge_cost
from minimal_model.plots.unbinned import without_bins
from minimal_model.state.own_data import INPUTS_X
from minimal_model.state.parameters import SPECIFICATIONS, Parameters, shown

# Some 1.5 s for a function that takes long.
MOST_STEPS = 100_000_000
# Of the functions beside the notebook's, where all functions are asked for.
MOST_LATER_SAMPLES = 20_000
# Bins of a given width: twice as many as a million normal samples of a linear neuron take.
MOST_BINS = 2_000_000

Curves = Mapping[tuple[str, str], FloatArray]


def sample(parameters: Parameters) -> FloatArray:
    """Return the inputs of a state in ascending order."""
    return sorted_sample(parameters.samples, parameters.seed, parameters.draw, parameters.distribution)


def curve(parameters: Parameters) -> FloatArray:
    """Return I(X;T) in bits for every weight of a state, or what noise leaves in the place of bins; shape (199,)."""
    return noisy(parameters) if parameters.noise else _curve(over_all_weights(parameters))


def population(parameters: Parameters) -> FloatArray:
    """Return the same with the input's own masses in the sample's bins."""
    return _population(over_all_weights(parameters))


def steps(p: Parameters) -> int:
    """Return about how many steps a curve takes; with a given number of bins they are few, as a rule."""
    if p.formula or p.function.period is not None:
        return p.weights.size * p.samples
    if not p.ruler.sized_by_width:
        return 0
    bins = p.ruler.number_of_bins(p.setup.over(sample(p)), p.bins, p.width)
    return p.weights.size * min(p.samples, edge_cost(p.function) * bins)


def measured(parameters: Parameters) -> tuple[Parameters, list[str]]:
    """Return the nearest state that can be measured at every sample, with remarks on what was changed.

    A formula that has no number at some sample is left out; bins of a width that would be too many become wider; and of
    a function whose edges take longer than samples fewer are counted in very many bins.
    """
    remarks = []
    if because := unmeasured(parameters):
        remarks.append(f"formula {shown(parameters.formula)} was left out: {because}")
        parameters = replace(parameters, formula="")
    fitting, more = _with_fewer_bins(parameters)
    remarks += more
    counted = fitting.ruler.sized_by_width and not fitting.noise
    if counted and steps(fitting) > MOST_STEPS and not fitting.function.plain:
        most = MOST_STEPS // fitting.weights.size // 10_000 * 10_000
        because = f"since {fitting.function.name} is counted sample by sample in so many bins"
        remarks.append(f"samples {fitting.samples} became {most}, {because}")
        fitting = replace(fitting, samples=most)
    return fitting, remarks


def unmeasured(parameters: Parameters) -> str:
    """Return why the formula of a state cannot be measured at every sample; nothing where it can, or there is none."""
    if not parameters.formula:
        return ""
    # Bins of a given width may be too many: that is no fault of the formula's.
    own = replace(parameters, binning=Parameters().binning) if parameters.ruler.sized_by_width else parameters
    try:
        with one_large_at_a_time(parameters.samples):
            curve(own)
    except ValueError as refused:
        return "it " + str(refused).split("; it ", 1)[-1]
    return ""


def _with_fewer_bins(parameters: Parameters) -> tuple[Parameters, list[str]]:
    """Return the state with bins so wide that they can be counted, or under the default binning if none are."""
    if parameters.noise or not parameters.ruler.sized_by_width:
        return parameters, []
    with one_large_at_a_time(parameters.samples):
        many = _reached_bins(over_all_weights(parameters))
    if many <= MOST_BINS:
        return parameters, []
    least = parameters.width * many / MOST_BINS
    digit = 10.0 ** (np.floor(np.log10(least)) - 1)
    width = round(float(np.ceil(1.01 * least / digit) * digit), 9)
    because = f"since {parameters.function.name} would reach more than {MOST_BINS:,} bins"
    if width <= SPECIFICATIONS["width"].high:
        return replace(parameters, width=width), [f"width {parameters.width:g} became {width:g}, {because}"]
    default = Parameters().binning
    remark = f"binning {shown(parameters.binning)} became {default}, {because} of the largest width"
    return replace(parameters, binning=default), [remark]


@keep
def _reached_bins(parameters: Parameters) -> int:
    """Return how many bins of a given width a state reaches over all weights."""
    x, p = sample(parameters), parameters
    if not p.function.counted_plainly:
        return p.ruler.number_of_bins(p.setup.over(x), p.bins, p.width)
    extremes = [(float(y.min()), float(y.max())) for y in (p.function(w * x + p.bias) for w in p.weights)]
    low, high = np.array(extremes).T
    return int(min(high.max() / p.width - low.min() / p.width + 2, 2.0**62))


def over_all_weights(parameters: Parameters) -> Parameters:
    """Return the state that stands for all that have the same curve: while its weight is dragged, it is looked up."""
    return replace(parameters, weight=0, population=False, band=False, why=False)


@keep
def _curve(parameters: Parameters) -> FloatArray:
    values = sample_curve(sample(parameters), parameters.setup)
    values.setflags(write=False)
    return values


@keep
def _population(parameters: Parameters) -> FloatArray:
    values = exact_curve(sample(parameters), parameters.setup)
    values.setflags(write=False)
    return values


def counted(parameters: Parameters, activation: str) -> int:
    """Return of how many samples `all_curves` counts an activation: of very many the first, where each takes longer."""
    return parameters.samples if activation in NOTEBOOK_ACTIVATIONS else min(parameters.samples, MOST_LATER_SAMPLES)


def all_curves(parameters: Parameters) -> Curves:
    """Return the curve of every activation under each binning that can measure it; the state's own do not matter."""
    own = replace(parameters, activation=next(iter(ACTIVATIONS)), binning=BINNINGS[0], formula="")
    return _all_curves(over_all_weights(own))


@keep
def _all_curves(parameters: Parameters) -> Curves:
    # Not by way of `curve`: so many curves at once would push out those of a dragged slider.
    pairs = [(activation, binning) for activation in ACTIVATIONS for binning in BINNINGS]
    pairs = [pair for pair in pairs if not BY_NAME[pair[1]].refusal(ACTIVATIONS[pair[0]])]
    found = {}
    for activation, binning in pairs:
        samples = counted(parameters, activation)
        state = replace(parameters, activation=activation, binning=binning, samples=samples)
        found[activation, binning] = sample_curve(sample(state), state.setup)
    return found


def binned(parameters: Parameters) -> BinnedActivations:
    """Return the activations and bins at the chosen weight, in the order of the sorted samples; noise has no bins."""
    if parameters.noise:
        return without_bins(sample(parameters), parameters.setup, parameters.chosen_weight)
    return binned_sample(sample(parameters), parameters.setup, parameters.chosen_weight)


def histogram(parameters: Parameters) -> BinnedActivations:
    """Return the input itself in so many bins as the state has, whatever its binning: those of np.histogram."""
    own = replace(_of_input(parameters), binning=Parameters().binning, bins=parameters.bins)
    setup = replace(own.setup, activation=ACTIVATIONS["linear"], weights=np.ones(1))
    return binned_sample(sample(own), setup, 1.0)


def ceiling(parameters: Parameters) -> float | None:
    """Return log2(bins), the most that so many bins can hold; None where the width sets their number, or noise."""
    return None if parameters.ruler.sized_by_width or parameters.noise else float(np.log2(parameters.bins))


def input_entropy(parameters: Parameters) -> float:
    """Return the entropy of the input in bits, binned as np.histogram does, or by the state's width."""
    return _input_entropy(_of_input(parameters))


def _of_input(p: Parameters) -> Parameters:
    """Return the state that stands for all that bin the input alike: it depends on no property of the neuron."""
    drawn_from = f"{INPUTS_X}:{p.input.partition(':')[2]}" if p.recorded and isinstance(p.input, str) else p.input
    own = Parameters(samples=p.samples, seed=p.seed, draw=p.draw, bins=p.bins, estimator=p.estimator, input=drawn_from)
    return replace(own, binning=p.binning, width=p.width) if p.ruler.sized_by_width else own


@keep
def _input_entropy(parameters: Parameters) -> float:
    measured = input_measurement(sample(parameters), parameters.setup)
    (ranks,) = measured.ranks()
    return float(measured.entropy(ranks)[0])


@keep
def _exact_input_entropy(parameters: Parameters) -> float:
    (masses,) = input_measurement(sample(parameters), parameters.setup).masses()
    return float(mass_entropy(masses)[0])


def levels(parameters: Parameters) -> list[float]:
    """Return the binned input's entropy and the ceiling in bits; nothing where the width sets the bins.

    The entropy is exact where the state's population curve is switched on.
    """
    most = ceiling(parameters)
    if most is None:
        return []
    if parameters.population:
        return [_exact_input_entropy(_of_input(parameters)), most]
    return [input_entropy(parameters), most]
