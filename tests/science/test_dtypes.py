"""Counts are made in float64, whatever the type of the numbers that come in."""

import array

import numpy as np
import numpy.typing as npt
import oracle
import pytest

from minimal_model import bin_activations, binned_entropy, mi_curve

WHOLE = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
FRACTIONS = ("float16", "float32", "float64", "longdouble")


def values(dtype: str, seed: int, size: int = 3000) -> npt.NDArray[np.generic]:
    stream = np.random.default_rng(seed)
    if dtype in WHOLE:
        bounds = np.iinfo(dtype)
        low, high = (bounds.min, bounds.max) if seed % 2 else (0, 100)
        return stream.integers(low, high, size, dtype=dtype, endpoint=True)
    drawn = stream.standard_normal(size).astype(dtype)
    # Thirds that no double holds.
    return drawn / np.longdouble(3) if dtype == "longdouble" else drawn


@pytest.mark.parametrize("dtype", [*WHOLE, "float64"])
@pytest.mark.parametrize("bins", [2, 7, 50, 256])
def test_whole_numbers_and_doubles_are_counted_by_histogram_as_they_are(dtype: str, bins: int) -> None:
    for seed in range(6):
        given = values(dtype, seed)
        expected = oracle.entropy(np.histogram(given, bins)[0])
        assert binned_entropy(given, bins) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("dtype", [*WHOLE, *FRACTIONS])
@pytest.mark.parametrize("bins", [2, 7, 50, 256])
def test_every_type_is_counted_as_doubles(dtype: str, bins: int) -> None:
    for seed in range(6):
        given = values(dtype, seed)
        counts = np.histogram(given.astype(np.float64), bins)[0]
        assert binned_entropy(given, bins) == pytest.approx(oracle.entropy(counts), abs=1e-12)
        result = bin_activations(given, "linear", 1.0, bins=bins, weights=[1.0])
        np.testing.assert_array_equal(result.counts, counts)
        assert result.activations.dtype == np.float64


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_shorter_floats_fall_into_other_bins_where_their_own_edges_are_rounded(dtype: str) -> None:
    given = values(dtype, 0, 200_000)
    rounded, exact = (np.histogram(numbers, 256)[0] for numbers in (given, given.astype(np.float64)))
    assert (rounded != exact).any()
    assert binned_entropy(given, 256) == pytest.approx(oracle.entropy(exact), abs=1e-12)


@pytest.mark.parametrize("dtype", [*WHOLE, *FRACTIONS])
def test_curves_are_those_of_the_doubles(dtype: str) -> None:
    given = np.clip(values(dtype, 2), 0, 100)
    weights = np.array([0.25, 1.5])
    np.testing.assert_array_equal(
        mi_curve(given, "tanh", weights=weights.astype("float32")),
        mi_curve(given.astype(np.float64), "tanh", weights=weights),
    )


@pytest.mark.parametrize(
    "given",
    [
        [3, 1, 2, 2], (3, 1, 2, 2), range(4), array.array("d", [3.0, 1.0, 2.0, 2.0]), memoryview(b"\x03\x01\x02\x02"),
        [np.float32(3), 1, 2.0, np.int8(2)], [np.array(3), np.array(1.0), 2, 2], np.array([3, 1, 2, 2], dtype=">f8"),
        np.arange(8.0)[::-2], np.ma.array([3.0, 1.0, 2.0, 2.0]), np.ma.array([3, 1, 2, 2], mask=False),
    ],
)  # fmt: skip
def test_whatever_holds_plain_numbers_is_an_array(given: npt.ArrayLike) -> None:
    expected = oracle.entropy(np.histogram(np.array(given, dtype=float), 4)[0])
    assert binned_entropy(given, 4) == pytest.approx(expected, abs=1e-12)
