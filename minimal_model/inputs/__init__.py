"""Inputs X: distributions, columns of data, and seeded samples of both."""

from minimal_model.inputs.column import Column
from minimal_model.inputs.distributions import INPUTS, NORMAL, REACH, log_density, normal_density
from minimal_model.inputs.input import Input
from minimal_model.inputs.samples import (
    CACHE_BYTES,
    MAX_SEED,
    MAX_SIZE,
    AnyInput,
    chosen_input,
    sample_input,
    sorted_sample,
    with_density,
)

__all__ = [
    "CACHE_BYTES",
    "INPUTS",
    "MAX_SEED",
    "MAX_SIZE",
    "NORMAL",
    "REACH",
    "AnyInput",
    "Column",
    "Input",
    "chosen_input",
    "log_density",
    "normal_density",
    "sample_input",
    "sorted_sample",
    "with_density",
]
