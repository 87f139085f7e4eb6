"""Entropy in bits, from counts or from masses."""

import numpy as np

from minimal_model.arrays import FloatArray, Ranks

ESTIMATORS = ("plug-in", "miller-madow")


def mass_entropy(masses: FloatArray) -> FloatArray:
    """Return Shannon's entropy H = -sum p log2 p of the masses along the last axis, in bits.

    Parameters
    ----------
    masses : numpy.ndarray, shape (..., bins)
        Probabilities that sum to one along the last axis; 0 log 0 counts as 0.
    """
    # Zero masses read as 1, whose logarithm is 0: the entropy of a single full bin is 0 exactly.
    logarithms: FloatArray = np.log2(np.where(masses > 0, masses, 1.0))
    entropy: FloatArray = np.abs(np.einsum("...i,...i->...", masses, logarithms))
    return entropy


def count_entropy(counts: Ranks, estimator: str = "plug-in") -> FloatArray:
    """Estimate the entropy from the counts along the last axis, in bits.

    Parameters
    ----------
    counts : numpy.ndarray, shape (..., bins)
        Number of samples in each bin; every row holds at least one sample.
    estimator : {"plug-in", "miller-madow"}
        "plug-in" takes the frequencies for the probabilities. "miller-madow" adds (occupied bins - 1) / (2 n ln 2)
        to it, the first-order correction of its bias (Miller 1955; Paninski 2003, eq. 4, in bits).
    """
    samples = counts.sum(axis=-1, keepdims=True)
    entropy = mass_entropy(counts / samples)
    if estimator == "miller-madow":
        entropy += ((counts > 0).sum(axis=-1) - 1) / (2 * samples[..., 0] * np.log(2))
    return entropy


def divergence_from_uniform(counts: Ranks) -> FloatArray:
    """Return the Kullback-Leibler divergence D(p ‖ uniform) = sum p log2(m p) along the last axis, in bits.

    It is what the bins lack to be equally full: the plug-in entropy is log2 m - D(p ‖ uniform) (Cover & Thomas 2006,
    eq. 2.107).

    Parameters
    ----------
    counts : numpy.ndarray, shape (..., bins)
        Number of samples in each of the m bins; every row holds at least one sample.
    """
    frequencies = counts / counts.sum(axis=-1, keepdims=True)
    relative = np.where(counts > 0, counts.shape[-1] * frequencies, 1.0)
    divergence: FloatArray = np.einsum("...i,...i->...", frequencies, np.log2(relative))
    return np.maximum(divergence, 0.0)  # rounding may leave less than nothing of equally full bins


def plug_in_bias(bins: int, samples: int) -> float:
    """Return the leading term of the plug-in estimator's bias, -(m - 1) / (2 n ln 2) bits.

    It holds where all m bins are occupied many times (Miller 1955; Paninski 2003, eq. 4, in bits).
    """
    return -(bins - 1) / (2 * samples * float(np.log(2)))


def entropy_scatter(counts: Ranks) -> float:
    """Return the standard deviation of the plug-in entropy of a sample, sqrt(Var(log2 p) / n) bits (Basharin 1959).

    Parameters
    ----------
    counts : numpy.ndarray, shape (bins,)
        Number of samples in each bin; at least one sample.
    """
    samples = counts.sum()
    p = counts[counts > 0] / samples
    logarithms = np.log2(p)
    variance = np.sum(p * logarithms**2) - np.sum(p * logarithms) ** 2
    return float(np.sqrt(max(variance, 0.0) / samples))
