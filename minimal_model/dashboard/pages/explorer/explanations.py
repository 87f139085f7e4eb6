"""The sentences that go with the three switches: one line for each that is on."""

import numpy as np

from minimal_model.dashboard.page.numbers import bits, number
from minimal_model.dashboard.results.overlays import BAND_SEEDS, MOST_MASSES, most_band_samples, number_of_masses
from minimal_model.dashboard.results.view import View
from minimal_model.entropy import divergence_from_uniform, entropy_scatter, plug_in_bias
from minimal_model.explain.approximation import FixedWidthApproximation, broken, flat_share
from minimal_model.noise.curve import normal_entropy

# "Filled many times" in figures: the usual rule of a chi-squared test.
FILLED_FROM = 5
# Below it a share in percent would round to nothing.
SMALLEST_SHARE = 0.005


def explanations(view: View) -> list[str]:
    """Return a line of one or more sentences for each switch that is on."""
    says = BEHIND_NOISE if view.parameters.noise else {"population": population, "band": band, "why": why}
    return [say(view) for key, say in says.items() if getattr(view.parameters, key)]


def whole(view: View) -> str:
    """Say why noise has no curve of the population beside its own."""
    return f"Population curve: it is this one, which is computed of {of_input(view)} itself and not of a sample."


def no_band(_view: View) -> str:
    """Say why noise has no band."""
    return "Other samples: no band, since the information behind noise is computed of no sample."


def why_behind_noise(view: View) -> str:
    """Say what the information behind noise is the difference of."""
    of_noise = normal_entropy(view.parameters.noise)
    return (
        f"Why this value: I(X; Y + N) = h(Y + N) − h(N) = {bits(view.bits + of_noise)} − ({bits(of_noise)}) bits, the "
        "differential entropies of the noisy activation and of the noise alone, ½ log₂(2πe s²)."
    )


BEHIND_NOISE = {"population": whole, "band": no_band, "why": why_behind_noise}
NO_DENSITY = "not known for own data, which has no density."
UNKNOWN = "not known for a formula, of which only the samples are evaluated."


def population(view: View) -> str:
    """Say how far the sample's curve is from the population's, and how far it was expected to be."""
    curve = view.overlays.population
    if curve is None:
        return f"Population curve: {UNKNOWN if view.parameters.formula else too_many(view)}"
    difference = view.curve - curve
    here, mean = apart(difference[view.parameters.weight]), apart(difference.mean())
    return (
        f"Population curve: at w = {number(view.weight, 3)} the sample lies {here} {of_input(view)} itself in the same "
        f"bins, on average over all weights {mean} it. {prediction(view)}"
    )


def of_input(view: View) -> str:
    """Return what the input is drawn from."""
    return view.parameters.distribution.notation


def apart(difference: float) -> str:
    """Return "… bits above" or "… bits below", or that there is no difference."""
    if bits(abs(difference)) == bits(0.0):
        return "level with"
    return f"{bits(abs(difference))} bits {'above' if difference > 0 else 'below'}"


def prediction(view: View) -> str:
    """Say what the plug-in estimator's bias should be, and where that need not hold."""
    p, n = view.parameters, view.x.size
    if p.own_data:
        return "No prediction: the sample is a part of the column, whose numbers may be equal."
    if view.ruler.equally_full:
        return "No prediction: these bins are cut so that this very sample fills them equally, which raises H(T)."
    scatter = bits(entropy_scatter(view.binned.counts))
    close = (f", ± {scatter} by chance" if scatter != bits(0.0) else "") + doubts(view) + "."
    if p.estimator == "miller-madow":
        added = bits(-plug_in_bias(view.occupied, n))
        return f"Miller-Madow adds (occupied bins − 1) / (2 n ln 2) = {added} bits, so 0 is predicted{close}"
    m, which = (view.occupied, "occupied bins") if view.ruler.sized_by_width else (p.bins, "bins")
    return (
        "At this weight, shares of a sample are more uneven than the probabilities: −(m − 1) / (2 n ln 2) = "
        f"{bits(plug_in_bias(m, n))} bits is predicted for m = {m:,} ({which}) and n = {n:,} (samples){close}"
    )


def doubts(view: View) -> str:
    """Say which assumption of the prediction fails: that the bins are fixed, and each filled many times."""
    counts = view.binned.counts
    if view.ruler.sized_by_width:
        counts = counts[counts > 0]
    sparse = int((counts < FILLED_FROM).sum())
    if sparse:
        return (
            f"; it need not hold here, where fewer than {FILLED_FROM} samples lie in {sparse:,} of {counts.size:,} bins"
        )
    return (
        "; only roughly here, where the sample's own extremes bound the bins"
        if view.ruler.follows_extremes(view.activation)
        else ""
    )


def band(view: View) -> str:
    """Say between which values other samples lie."""
    spread, w = view.overlays.band, number(view.weight, 3)
    most = most_band_samples(view.parameters)
    if spread is None and view.x.size <= most:
        return "Other samples: no band, since the formula has no number at some of them."
    if spread is None:
        # Measured: with linear and per-weight bins it is 2 % of the axis high at a million samples still.
        size = (
            "It could still be wider than the line, as these bins move with the sample."
            if view.ruler.moves_with_sample(view.activation)
            else "It shrinks like 1/√n, as these bins stay where they are."
        )
        return f"Other samples: no band above {most:,} samples, to stay quick. {size}"
    lower, upper = (bits(side[view.parameters.weight]) for side in (spread.lower, spread.upper))
    return (
        f"Other samples: at each weight the band holds 90 % of the values of {BAND_SEEDS} further seeds; at w = {w} "
        f"from {lower} to {upper} bits."
    )


def why(view: View) -> str:
    """Say how far the entropy is below its ceiling; for bins of fixed width, what formula it follows or fails to."""
    if view.ruler.sized_by_width:
        if view.parameters.own_data:
            return f"Why this value: {NO_DENSITY}"
        approximation = view.overlays.approximation
        return f"Why this value: {too_many(view) if approximation is None else formula(view, approximation)}"
    m, divergence = view.parameters.bins, float(divergence_from_uniform(view.binned.counts))
    ceiling = float(np.log2(m))
    terms, values, corrected = "log₂ m − D(p‖uniform)", f"{bits(ceiling)} − {bits(divergence)}", ""
    if view.parameters.estimator == "miller-madow":
        terms, corrected = (
            f"{terms} + correction",
            ", plus Miller-Madow’s correction, which may lift it above the ceiling",
        )
        values += f" + {bits(view.binned.entropy - (ceiling - divergence))}"
    return (
        f"Why this value: H(T) = {terms} = {values} bits. That is what {m} equally full bins would hold, less the "
        f"cost of unequal filling: D, the Kullback-Leibler divergence of their shares p from equal ones{corrected}."
    )


def formula(view: View, approximation: FixedWidthApproximation) -> str:
    """Say what h(Y) - log2 Δ gives at the chosen weight, and why it is broken where it is."""
    index, log_width = view.parameters.weight, float(np.log2(view.parameters.width))
    error, differential = float(approximation.error[index]), float(approximation.differential_entropy[index])
    start = "narrow bins hold about h(Y) − log₂ Δ bits (dotted)"
    meaning = (
        "h(Y), the differential entropy, is the spread of Y's density in bits, and "
        f"Δ = {number(view.parameters.width, 3)} the bin width."
    )
    if np.isneginf(error):
        return f"{start}. Broken here: {flat(view)}, so that Y has no density there and h(Y) = −∞. {meaning}"
    terms = f"{bits(differential)} {'−' if log_width > 0 else '+'} {bits(abs(log_width))}"
    value = f"{terms} = {bits(approximation.approximation[index])} bits, {apart(error)} {of_input(view)} itself in "
    value += "these bins"
    if not broken(approximation)[index]:
        return f"{start}, here {value}. {meaning}"
    # Averaging a density over bins can only raise the entropy; only tails that share the end bins can lower it.
    reason = (
        f"{view.x.size:,} samples reach so little of {of_input(view)} that the end bins swallow much of it"
        if error > 0
        else "Y's density changes within a single bin: the bins are too wide for it"
    )
    return f"{start}. Broken here: {value}. {reason[0].upper()}{reason[1:]}. {meaning}"


def flat(view: View) -> str:
    """Say on which share of the inputs f is flat."""
    p = view.parameters
    share = float(flat_share(view.activation, np.array(view.weight), p.bias, p.distribution))
    inputs = f"{100 * share:.0f} % of the inputs" if share >= SMALLEST_SHARE else f"inputs of probability {share:.1g}"
    return f"f is flat on {inputs}"


def too_many(view: View) -> str:
    """Say why nothing was computed."""
    bins, weights = view.binned.counts.size, view.curve.size
    masses = number_of_masses(view.parameters, bins)
    most = MOST_MASSES * bins // masses
    branches = f", on {masses // bins:,} branches in all," if masses > bins * weights else ""
    choose = "a larger bin width" if view.ruler.sized_by_width else "fewer bins"
    return (
        f"not computed, since {bins:,} bins at each of {weights} weights{branches} would take long "
        f"(at most {most:,}). Choose {choose}."
    )
