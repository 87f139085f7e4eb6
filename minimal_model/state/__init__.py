"""The explorer's state: its parameters, the sources' figures as states, and a state as a script."""
