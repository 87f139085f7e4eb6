"""The numbers of a state, computed and kept here and nowhere else."""
