"""What the three switches add to the curve: the population's own curve, other samples, the curve of a formula."""

from dataclasses import dataclass, replace

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.results.curves import population, sample
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.explain.approximation import FixedWidthApproximation, approximate
from minimal_model.explain.variability import SeedBand, seed_band
from minimal_model.folding_masses import branches_in_reach
from minimal_model.formulas import Formula
from minimal_model.inputs import Input
from minimal_model.state.parameters import Parameters, most_samples

# Masses are computed in every bin at every weight, some 20 million in a second; the counts of the curve are not.
MOST_MASSES = 10_000_000
# Samples of this size cost at most 1.4 s (fixed width, many bins), much larger ones leave the cache of samples.
MOST_BAND_SAMPLES = 20_000
BAND_SEEDS = 32
# So many times fewer samples where each is evaluated.
FORMULA_BAND = 20


@dataclass(frozen=True)
class Overlays:
    """Curves over all weights of the sweep, in bits; None where one is switched off or would take too long.

    Attributes
    ----------
    population : numpy.ndarray, shape (199,), or None
        H(T) with the input's own masses in the sample's bins.
    band : SeedBand or None
        The 5th and the 95th percentile of the curve over further seeds.
    approximation : FixedWidthApproximation or None
        h(Y) - log2 Δ beside what it approximates; only for bins of fixed width.
    """

    population: FloatArray | None = None
    band: SeedBand | None = None
    approximation: FixedWidthApproximation | None = None


def most_band_samples(p: Parameters) -> int:
    """Return up to how many samples the band is computed: fewer where each of them is evaluated.

    So they are of a formula, and where they spread over very many waves of a function.
    """
    most = most_samples(p.function) if isinstance(p.function, Formula) else MOST_BAND_SAMPLES
    return most // FORMULA_BAND if p.formula or p.function.period is not None else most


def number_of_masses(p: Parameters, bins: int) -> int:
    """Return how many probabilities make a population curve: of each bin, on each branch, at each weight."""
    if not isinstance(p.distribution, Input):
        return bins * p.weights.size * len(p.function.branches)
    return bins * branches_in_reach(p.function, p.weights, p.distribution)


def compute_overlays(parameters: Parameters, bins: int) -> Overlays:
    """Compute what is switched on, if it is affordable.

    Parameters
    ----------
    parameters : Parameters
        The state.
    bins : int
        Number of bins at each weight.
    """
    if parameters.noise or not (parameters.population or parameters.band or parameters.why):
        return Overlays()
    # No overlay depends on the chosen weight: while it is dragged, they are looked up.
    masses = number_of_masses(parameters, bins)
    with one_large_at_a_time(masses):
        return _over_all_weights(replace(parameters, weight=0), masses <= MOST_MASSES)


@keep
def _over_all_weights(parameters: Parameters, affordable: bool) -> Overlays:
    approximation = _approximation(parameters) if affordable else None
    return Overlays(
        population=_population(parameters, approximation) if affordable else None,
        band=_band(parameters),
        approximation=approximation,
    )


def _approximation(p: Parameters) -> FixedWidthApproximation | None:
    if not (p.why and p.ruler.sized_by_width) or p.formula or p.own_data:
        return None
    return approximate(sample(p), p.setup)


def _population(p: Parameters, approximation: FixedWidthApproximation | None) -> FloatArray | None:
    if not p.population or p.formula:
        return None
    if approximation is not None:  # it was compared with the population's entropy, which need not be computed twice
        return approximation.entropy
    return population(p)


def _band(p: Parameters) -> SeedBand | None:
    if not p.band or p.samples > most_band_samples(p):
        return None
    try:
        return _bounded_band(p)
    except ValueError:  # a formula need not have a number at each of the other samples
        return None


def _bounded_band(p: Parameters) -> SeedBand:
    return seed_band(
        size=p.samples, seed=p.seed, draw=p.draw, seeds=BAND_SEEDS, input=p.distribution, **p.curve_arguments
    )
