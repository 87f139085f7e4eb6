"""The explorer inside of a Jupyter notebook."""
