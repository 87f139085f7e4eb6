"""The binnings: where the bin edges of T = bin(Y) lie."""
