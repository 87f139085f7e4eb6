"""The pages, one folder for each."""
