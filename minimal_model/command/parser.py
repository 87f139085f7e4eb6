"""How the command line is read and how it is refused: in one line."""

import argparse
from typing import Any, NoReturn

PROGRAM = "minimal-model"


class CommandError(Exception):
    """What was asked for cannot be done; the message is one line for whoever asked."""


class Parser(argparse.ArgumentParser):
    """A parser that knows no abbreviations, and says what is wrong without its usage before."""

    def __init__(self, **options: Any) -> None:
        # An abbreviation that works today would be another option's tomorrow.
        super().__init__(**{"allow_abbrev": False} | options)

    def error(self, message: str) -> NoReturn:
        """End the program with one line and status 2."""
        self.exit(2, f"{PROGRAM}: {message} (see {self.prog} --help)\n")
