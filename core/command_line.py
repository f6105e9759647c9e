"""What the command line says: its arguments, and the run that they name. (`main.py` does what they ask for.)"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from core.text import one_line, quoted

if TYPE_CHECKING:
    from core.run.experiment import Experiment, Preset
    from core.run.session import Edit
    from core.settings import Settings


class UsageError(Exception):
    """One sentence that says what was wrong and what is allowed."""


def say(text: str) -> None:
    """Print, also for a terminal that knows ASCII only, and for a reader who closes the pipe after the first line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        print(text, flush=True)
    except OSError as wrong:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unsaid is not tried again at exit
        if not isinstance(wrong, BrokenPipeError):
            raise UsageError(f"this cannot be printed: {(wrong.strerror or str(wrong)).lower()}") from None


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(one_line(message, 300))

    def print_help(self, file: object = None) -> None:
        """To the terminal, whatever it can show."""
        say(self.format_help().rstrip())


def parser() -> Parser:
    """The arguments that there are."""
    p = Parser(prog="chalkgrad", description="A lecture bench for neural networks.", allow_abbrev=False)
    p.add_argument(
        "experiment",
        nargs="?",
        help="id of the experiment to open and start, or FILE.chalkrun to play; without it, the gallery",
    )
    p.add_argument(
        "--preset", metavar="NAME", type=one_line, help="settings to begin with (default: the experiment's first)"
    )
    p.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], dest="assignments", help="change one")
    p.add_argument("--seed", metavar="N", help="all randomness follows from it")
    p.add_argument("--seeds", metavar="N", type=several, help="run this seed and the next N-1: their median and band")
    p.add_argument("--steps", metavar="N", type=whole_number, help="updates to run (default: the preset's)")
    p.add_argument("--lang", metavar="en", type=one_of("en"), default="en", help="language of the window and the notes")
    p.add_argument(
        "--theme",
        metavar="light|dark",
        type=one_of("light", "dark"),
        help="(default: the last one; light for captures)",
    )
    p.add_argument("--data-dir", metavar="DIR", type=Path, help="folder with the MNIST files")
    p.add_argument("--capture", metavar="FILE", type=Path, help="write a picture (.png .svg .pdf) and exit")
    p.add_argument("--size", metavar="WxH", type=size, default=(1920, 1080), help="of the picture (default 1920x1080)")
    p.add_argument("--scale", metavar="S", type=scale, default=1.0, help="pixels = size × scale (default 1)")
    p.add_argument("--panel", metavar="NAME", type=one_line, help="capture one panel instead of all")
    p.add_argument(
        "--record", metavar="FILE", type=Path, help="write the run as a file to be played (.chalkrun) and exit"
    )
    p.add_argument("--export", metavar="FILE", type=Path, help="write every scalar series (.csv .json) and exit")
    p.add_argument("--cluster", metavar="tcp://HOST:PORT", help="Dask scheduler whose computers run searches")
    p.add_argument("--list", action="store_true", help="list the experiments and exit")
    p.add_argument("--json", action="store_true", help="with --list: everything about them")
    return p


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of these words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise argparse.ArgumentTypeError(f"takes {' or '.join(allowed)}, not {quoted(text)}")
        return text

    return read


def whole_number(text: str) -> int:
    """From 0 up."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"takes a whole number from 0 up, not {quoted(text)}")
    return int(text)


def several(text: str) -> int:
    """How many seeds."""
    from core.experiments.seeds import FEWEST, MOST

    if not (text.isdecimal() and FEWEST <= int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"takes a whole number from {FEWEST} to {MOST}, not {quoted(text)}")
    return int(text)


def size(text: str) -> tuple[int, int]:
    """WIDTHxHEIGHT in layout pixels."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and all(200 <= int(n) <= 8192 for n in (width, height))):
        raise argparse.ArgumentTypeError(f"takes WIDTHxHEIGHT, each from 200 to 8192, not {quoted(text)}")
    return int(width), int(height)


def scale(text: str) -> float:
    """Pixels for each layout pixel."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= 8:
        raise argparse.ArgumentTypeError(f"takes a number from 0.25 to 8, not {quoted(text)}")
    return value


class Chosen(NamedTuple):
    """What the arguments name. edits: live changes of a recorded run."""

    experiment: Experiment
    preset: Preset
    settings: Settings
    edits: tuple[Edit, ...] = ()


def choose(args: argparse.Namespace) -> Chosen | None:
    """The experiment, preset and settings that the arguments name, or the recorded run."""
    from core.experiments import catalog
    from core.settings import assign_all

    if args.experiment is None:
        if args.preset or args.assignments or any(one is not None for one in (args.seed, args.seeds, args.steps)):
            raise UsageError(
                "--preset, --set, --seed, --seeds and --steps need the id of an experiment; --list names them"
            )
        return None
    if args.experiment.lower().endswith(".chalkrun"):
        return choose_recording(args)
    args.experiment = one_line(args.experiment)
    if args.experiment not in catalog():
        near = get_close_matches(args.experiment, catalog(), n=3)
        others = f"did you mean {' or '.join(near)}?" if near else "--list names those there are"
        raise UsageError("; ".join((f"there is no experiment {args.experiment!r}", others, *not_loaded())))
    experiment = catalog()[args.experiment]
    try:
        preset = experiment.preset(args.preset)
        seed = [] if args.seed is None else [f"seed={args.seed}"]
        settings = assign_all(preset.settings, [*args.assignments, *seed])
        if args.panel:
            experiment.view(args.panel)
        if args.seeds is not None:
            check_seeds(experiment, settings, preset.steps if args.steps is None else args.steps)
    except ValueError as wrong:
        raise UsageError(str(wrong)) from None
    return Chosen(experiment, preset, settings)


def choose_recording(args: argparse.Namespace) -> Chosen:
    """The run of a file. Its settings are what they were."""
    from core.experiments import catalog
    from core.run.recording import RecordingError, read_recording

    if args.preset or args.assignments or any(one is not None for one in (args.seed, args.seeds, args.record)):
        raise UsageError("a recorded run is played as it was, without --preset, --set, --seed, --seeds and --record")
    try:
        found = read_recording(Path(args.experiment), catalog())
        if args.panel:
            found.experiment.view(args.panel)
    except (RecordingError, ValueError) as wrong:
        raise UsageError(str(wrong)) from None
    return Chosen(found.experiment, found.preset, found.initial, found.edits)


def check_seeds(experiment: Experiment, settings: Settings, steps: int) -> None:
    """ValueError says why runs of other seeds would tell nothing."""
    from core.experiments.seeds import why_no_seeds

    if why := why_no_seeds(experiment, settings, steps):
        raise ValueError(why)


def not_loaded() -> list[str]:
    """A sentence for each file of the course that is broken."""
    from core.experiments import broken

    return [f"{one.file} could not be loaded: {one.sentence}" for one in broken()]


def print_list(args: argparse.Namespace) -> None:
    """Every experiment in a line, or all about them as JSON."""
    from core.experiments import catalog
    from core.experiments.notes import load_note
    from core.run.listing import description

    for sentence in not_loaded():
        print(f"chalkgrad: {sentence}", file=sys.stderr)
    if args.json:
        say(json.dumps([description(e, load_note(e.id, args.lang).title) for e in catalog().values()], indent=2))
        return
    width = max(map(len, catalog()))
    notes = [(one, load_note(one.id, args.lang)) for one in catalog().values()]
    say("\n".join(f"{one.id:{width}}  {one.chapter} · {note.title}: {note.question}" for one, note in notes))
