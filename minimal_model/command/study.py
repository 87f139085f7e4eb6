"""`minimal-model study`: all choices of an analysis at once, in this machine's processes or on a cluster."""

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from minimal_model.command.parser import CommandError
from minimal_model.studies import files
from minimal_model.studies.chunks import Maker, chunks
from minimal_model.studies.pool import Pool
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import CHOICES, Specifications, specifications

NAME = "study"
MOST_PROCESSES = 1024
# Seconds between the lines that tell how far it is, where there is no bar.
BETWEEN_LINES = 5.0
# Seconds until a scheduler that does not answer is given up.
PATIENCE = 20
RANGE = re.compile(r"(\d{1,10})-(\d{1,10})")
LONGEST_RANGE = 1_000_000
HELP = {
    "activations": "names of activation functions",
    "binnings": "names of binnings",
    "bins": "numbers of bins; fixed-width takes bins of the width 2 / bins",
    "samples": "sizes of the samples",
    "seeds": "seeds of the samples; 0-9 are ten",
    "weight_max": "largest weights of the sweep",
    "biases": "biases; where the first is negative, write --biases=-1,0",
    "estimators": "names of estimators",
    "inputs": "names of inputs",
}
WHOLE, REAL = ("bins", "samples", "seeds"), ("weight_max", "biases")


def add(subcommands: Any) -> None:
    """Add the subcommand to those of the command."""
    parser = subcommands.add_parser(
        NAME,
        help="compute every combination of the choices of an analysis",
        description="Compute a curve for every combination of the values given, separated by commas. "
        "What is left out is that of the notebook's neuron. The same command goes on where one was interrupted.",
    )
    for argument in CHOICES:
        parser.add_argument(_option(argument), dest=argument, metavar="A,B,…", help=HELP[argument])
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the table goes: .csv or .npz")
    computing = parser.add_mutually_exclusive_group()
    computing.add_argument("--processes", type=_processes, default=1, metavar="N", help="processes of this machine")
    computing.add_argument("--scheduler", metavar="tcp://…", help="the scheduler of a dask cluster")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compute what is asked for, and write it."""
    study, path = _study(arguments), arguments.out
    if path.suffix not in files.ENDINGS:
        raise CommandError(f"--out must end in {' or '.join(files.ENDINGS)}, not {str(path)[-80:]!r}")
    try:
        if path.exists():
            return _already_there(path, study)
        partly = files.Partial(path, study)
    except OSError as error:
        raise CommandError(f"--out {str(path)[-80:]} cannot be read or written: {error.strerror or error}") from None
    except ValueError as error:
        raise CommandError(str(error)) from None
    try:
        with _executor(arguments) as executor:
            _compute(study, executor, partly)
        files.write(path, StudyTable(study, partly.results))
        partly.remove()
    except (OSError, BrokenExecutor) as error:
        raise CommandError(f"{error or type(error).__name__}{_kept(partly)}") from None
    except KeyboardInterrupt:
        print(f"interrupted{_kept(partly)}", file=sys.stderr)
        raise
    finally:
        partly.close()
    print(f"{path}: {len(study):,} curves")
    return 0


def _option(argument: str) -> str:
    return f"--{argument.replace('_', '-')}"


def _processes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST_PROCESSES):
        raise argparse.ArgumentTypeError(f"{text[:80]!r} is no number of processes from 1 to {MOST_PROCESSES}")
    return int(text)


def _study(arguments: argparse.Namespace) -> Specifications:
    given = {name: getattr(arguments, name) for name in CHOICES if getattr(arguments, name) is not None}
    try:
        return specifications(**{name: _values(name, text) for name, text in given.items()})
    except ValueError as error:
        raise CommandError(_by_option(str(error))) from None


def _values(argument: str, text: str) -> list[Any]:
    parts = [part.strip() for part in text.split(",")]
    if argument in WHOLE:
        return [number for part in parts for number in _whole_numbers(part)]
    return [_number(part, float) for part in parts] if argument in REAL else parts


def _whole_numbers(part: str) -> list[Any]:
    found = RANGE.fullmatch(part)
    if found and 0 <= int(found[2]) - int(found[1]) < LONGEST_RANGE:
        return list(range(int(found[1]), int(found[2]) + 1))
    return [_number(part, int)]


def _number(part: str, kind: Callable[[str], Any]) -> Any:
    """Return a number; what is none goes on as it is, to be refused with the others."""
    try:
        return kind(part)
    except ValueError:
        return part


def _by_option(message: str) -> str:
    """Return what the core says of an argument, which has another name here."""
    argument, _, rest = message.partition(" ")
    return f"{_option(argument)} {rest}" if argument in CHOICES else message


def _already_there(path: Path, study: Specifications) -> int:
    if files.read(path).specifications != study:
        raise CommandError(f"{path} holds another study; delete it, or choose another file")
    print(f"{path}: {len(study):,} curves, which were there already")
    return 0


def _kept(partly: files.Partial) -> str:
    done = int(partly.is_done.sum())
    if done == 0:
        return ""
    return f"; {done:,} of {partly.is_done.size:,} curves are kept in {partly.path}, and the same command goes on"


@contextmanager
def _executor(arguments: argparse.Namespace) -> Iterator[Executor | Maker | None]:
    """Give what computes, and close it."""
    if arguments.scheduler is None:
        yield None if arguments.processes == 1 else partial(Pool, arguments.processes)
        return
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise CommandError(f'--scheduler needs {error.name}: pip install "minimal-model-explorer[cluster]"') from None
    try:
        client: Any = Client(arguments.scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"--scheduler {arguments.scheduler[:80]} cannot be reached: {error}") from None
    with client, client.get_executor(retries=3) as executor:
        yield executor


def _compute(study: Specifications, executor: Executor | Maker | None, partly: files.Partial) -> None:
    with _told(len(study), int(partly.is_done.sum())) as tell:
        for chunk in chunks(study, executor, list(partly.done())):
            partly.add(chunk)
            tell(len(chunk.results))


@contextmanager
def _told(curves: int, done: int) -> Iterator[Callable[[int], object]]:
    """Give what is told of each chunk that is done: it moves a bar, or writes a line now and then."""
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        yield _Lines(curves, done).add
        return
    with tqdm(total=curves, initial=done, unit=" curves", smoothing=0.1, dynamic_ncols=True) as bar:
        yield bar.update


class _Lines:
    """How far it is and how long it takes, in plain lines."""

    def __init__(self, curves: int, done: int) -> None:
        self._curves, self._done, self._before = curves, done, done
        self._begun = self._told = time.monotonic()

    def add(self, curves: int) -> None:
        self._done += curves
        now = time.monotonic()
        if now - self._told < BETWEEN_LINES and self._done < self._curves:
            return
        self._told = now
        left = (self._curves - self._done) * (now - self._begun) / max(1, self._done - self._before)
        print(f"{self._done:,} of {self._curves:,} curves, {left:,.0f} s left", file=sys.stderr, flush=True)
