"""The command `minimal-model`: a module for each subcommand, with `add` and `run`.

It lies above everything else, and a subcommand imports what it needs when it runs: `--version` answers without Dash,
and a command of the core alone works where the dashboard's packages are not installed.
"""

import sys
from collections.abc import Sequence

import minimal_model
from minimal_model.command import lesson, serve, study
from minimal_model.command.parser import PROGRAM, CommandError, Parser

COMMANDS = (serve, study, lesson)
# What the command does where none of its subcommands is named.
DEFAULT = serve.NAME
OWN_OPTIONS = ("-h", "--help", "--version")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; whatever is wrong with the question is one line and status 2.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after the command's name; those of the process if not given.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in OWN_OPTIONS):
        words.insert(0, DEFAULT)
    chosen = _parser().parse_args(words)
    try:
        return int(chosen.run(chosen))
    except CommandError as refusal:
        print(f"{PROGRAM}: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # as a shell counts what Ctrl-C has ended


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="The minimal model of information-bottleneck theory: one neuron, binned.",
        epilog=f"Without a command: {PROGRAM} {DEFAULT}.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {minimal_model.__version__}")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(subcommands)
    return parser
