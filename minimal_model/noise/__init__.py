"""Noise in place of bins: how much of the input is left behind noise on the activation."""
