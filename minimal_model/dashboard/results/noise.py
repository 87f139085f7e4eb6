"""A neuron behind noise in the place of bins: its curve, and what that says."""

from dataclasses import dataclass, replace

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.results.kept import keep
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.noise.curve import behind_noise
from minimal_model.noise.refusal import noise_refusal
from minimal_model.state.parameters import FIRST_NOISE, Parameters

# All that a curve behind noise depends on.
DECIDES = ("activation", "bias", "input", "weight_max", "noise")


@dataclass(frozen=True)
class NoiseRuler:
    """A neuron behind noise.

    Attributes
    ----------
    noise : float
        The noise's standard deviation s: the state's, or the one that it would get.
    curve : numpy.ndarray, shape (199,), or None
        I(X; Y + N) in bits for every weight of the sweep; None where there is none.
    verdict : Verdict or None
        What the curve does.
    refusal : str
        Why there is no curve.
    """

    noise: float
    curve: FloatArray | None = None
    verdict: Verdict | None = None
    refusal: str = ""


def noise_ruler(parameters: Parameters) -> NoiseRuler:
    """Return the neuron of a state behind noise, whether or not its ruler is noise."""
    noise = parameters.noise or FIRST_NOISE
    if refusal := noise_refusal(parameters.function, parameters.distribution):
        return NoiseRuler(noise, refusal=refusal)
    curve = noisy(replace(parameters, noise=noise))
    return NoiseRuler(noise, curve, verdict(curve))


def noisy(parameters: Parameters) -> FloatArray:
    """Return I(X; Y + N(0, noise²)) in bits for every weight of a state, shape (199,)."""
    return _noisy(deciding(parameters))


def deciding(parameters: Parameters) -> Parameters:
    """Return the state that stands for all that have the same curve behind noise."""
    return replace(Parameters(), **{key: getattr(parameters, key) for key in DECIDES})


@keep
def _noisy(parameters: Parameters) -> FloatArray:
    values = behind_noise(parameters.setup, parameters.noise)
    values.setflags(write=False)
    return values
