"""`minimal-model lesson check FILE`: whether lessons are right, before they are served."""

import argparse
import sys
from pathlib import Path
from typing import Any

from minimal_model.command.parser import CommandError

NAME = "lesson"


def add(subcommands: Any) -> None:
    """Add the subcommand to those of the command."""
    parser = subcommands.add_parser(NAME, help="check lessons of your own", description="Lessons of your own.")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = actions.add_parser(
        "check",
        help="say what is wrong with a lesson",
        description="Say what is wrong with lessons, or that all is well.",
    )
    check.add_argument("files", metavar="FILE", nargs="+", help="a lesson, a file in Markdown")
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check each file; return 1 if one is wrong, each of which is told in one line."""
    from minimal_model.dashboard.extra import needed

    try:
        from minimal_model.dashboard.lessons.lesson import LessonError, read_file
    except ModuleNotFoundError as error:
        raise CommandError(needed(error)) from None
    status = 0
    for name in arguments.files:
        try:
            lesson = read_file(Path(name))
        except LessonError as error:
            print(error, file=sys.stderr)
            status = 1
        else:
            print(f"{name}: {lesson.title}, {len(lesson.steps)} steps, all right")
    return status
