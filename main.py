"""Chalkgrad's command line: open the gallery or one experiment, or render a picture and exit.

Nothing of Qt is imported before it is needed: processes that core spawns import this file again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from core.text import one_line, quoted
from gui.command_line import Chosen, UsageError, render, say

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from core.run.experiment import Experiment
    from core.settings import Settings

LONGEST = 2000  # characters of a complaint


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(one_line(message, 300))

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip())


def parser() -> Parser:
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
    def read(text: str) -> str:
        if text not in allowed:
            raise argparse.ArgumentTypeError(f"takes {' or '.join(allowed)}, not {quoted(text)}")
        return text

    return read


def whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"takes a whole number from 0 up, not {quoted(text)}")
    return int(text)


def several(text: str) -> int:
    from core.experiments.seeds import FEWEST, MOST

    if not (text.isdecimal() and FEWEST <= int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"takes a whole number from {FEWEST} to {MOST}, not {quoted(text)}")
    return int(text)


def size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and all(200 <= int(n) <= 8192 for n in (width, height))):
        raise argparse.ArgumentTypeError(f"takes WIDTHxHEIGHT, each from 200 to 8192, not {quoted(text)}")
    return int(width), int(height)


def scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= 8:
        raise argparse.ArgumentTypeError(f"takes a number from 0.25 to 8, not {quoted(text)}")
    return value


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0, 2 where the input was wrong, 1 where an experiment made a mistake."""
    from core.data.errors import DataFileError, MissingData
    from core.run.shutdown import ended_by_signals

    try:
        with ended_by_signals():
            return run(parser().parse_args(argv))
    except (UsageError, DataFileError, MissingData) as wrong:
        print(f"chalkgrad: {one_line(str(wrong), LONGEST)}", file=sys.stderr)
        return 2
    except Exception as mistake:  # of an experiment, which a student may have written
        if os.environ.get("CHALKGRAD_DEBUG"):
            raise
        message = one_line(f"{type(mistake).__name__}: {mistake}", LONGEST)
        print(f"chalkgrad: {message} (CHALKGRAD_DEBUG=1 shows where)", file=sys.stderr)
        return 1


def run(args: argparse.Namespace) -> int:
    if args.data_dir is not None and not (os.path.isdir(args.data_dir) and os.access(args.data_dir, os.R_OK | os.X_OK)):
        raise UsageError(f"--data-dir {one_line(str(args.data_dir))} is not a folder that can be read")
    if args.json and not args.list:
        raise UsageError("--json goes with --list")
    if args.panel and args.capture is None:
        raise UsageError("--panel goes with --capture")
    if args.list:
        print_list(args)
        return 0
    chosen = choose(args)
    with executor_of(args) as executor:
        if args.capture is None and args.export is None and args.record is None:
            return open_window(args, chosen, executor)
        if chosen is None:
            raise UsageError("--capture, --export and --record need the id of an experiment; --list names them")
        return render(args, chosen, executor)


@contextmanager
def executor_of(args: argparse.Namespace) -> Iterator[Executor | None]:
    """Of the cluster that is named; None for processes of a search's own."""
    if args.cluster is None:
        yield None
        return
    from core.training.cluster import ClusterError, cluster

    try:
        with cluster(args.cluster) as executor:
            yield executor
    except ClusterError as wrong:
        raise UsageError(str(wrong)) from None


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
    from core.experiments.seeds import why_no_seeds

    if why := why_no_seeds(experiment, settings, steps):
        raise ValueError(why)


def not_loaded() -> list[str]:
    """A sentence for each file of the course that is broken."""
    from core.experiments import broken

    return [f"{one.file} could not be loaded: {one.sentence}" for one in broken()]


def print_list(args: argparse.Namespace) -> None:
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


def open_window(args: argparse.Namespace, chosen: Chosen | None, executor: Executor | None) -> int:
    no_screen = sys.platform.startswith("linux") and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if no_screen and "QT_QPA_PLATFORM" not in os.environ:
        raise UsageError("there is no display to open a window on; --capture FILE.png renders a picture without one")
    os.environ.setdefault("QT_HASH_SEED", "0")
    from core.data.library import Library
    from gui.app import open_window as opened

    library = Library(args.data_dir, executor=executor)
    return opened(chosen, library=library, theme=args.theme, language=args.lang, steps=args.steps, seeds=args.seeds)


if __name__ == "__main__":
    sys.exit(main())
