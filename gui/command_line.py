"""What the command line writes without a window: pictures, series, recorded runs.

Nothing of Qt is imported before a picture is drawn.
"""

from __future__ import annotations

import argparse
import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.text import one_line

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from core.run.experiment import Experiment, Preset
    from core.run.seeds import Seeds
    from core.run.session import Edit, Session
    from core.settings import Settings


class UsageError(Exception):
    """One sentence that says what was wrong and what is allowed."""


class Chosen(NamedTuple):
    """What the arguments name. edits: live changes of a recorded run."""

    experiment: Experiment
    preset: Preset
    settings: Settings
    edits: tuple[Edit, ...] = ()


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


def render(args: argparse.Namespace, chosen: Chosen, executor: Executor | None) -> int:
    """Run without a window and write the files that were asked for."""
    from core.data.library import Library
    from core.run.export import SUFFIXES, ExportError, write_seeds, write_series
    from core.run.recording import SUFFIX, RecordingError
    from core.run.session import Session
    from core.training.blas import set_blas_threads
    from gui.capture.formats import SUFFIXES as PICTURES
    from gui.capture.size import too_large

    for path, suffixes in ((args.capture, PICTURES), (args.export, SUFFIXES), (args.record, (SUFFIX,))):
        check_writable(path, suffixes)
    if args.capture is not None and args.capture.suffix.lower() == ".png" and (why := too_large(args.size, args.scale)):
        raise UsageError(why)
    experiment, preset, settings, edits = chosen
    set_blas_threads(experiment.blas_threads)
    session = Session(experiment, settings, Library(args.data_dir, executor=executor), edits, preset)
    steps = preset.steps if args.steps is None else args.steps
    try:
        seeds = None
        if args.seeds is not None:
            seeds = run_seeds(args, session, steps)
        else:
            run_session(args, session, steps)
        if args.export is not None and seeds is not None:
            write_seeds(session, seeds, args.export)
        elif args.export is not None:
            write_series(session, args.export)
        if args.capture is not None:
            draw(args, session, seeds)
    except (ExportError, RecordingError) as wrong:
        raise UsageError(str(wrong)) from None
    finally:
        session.close()
    return 0


def run_session(args: argparse.Namespace, session: Session, steps: int) -> None:
    """Run it; where it is to be recorded, keep what was shown on the way, write it, and say what that has cost."""
    if args.record is None:
        session.run_to(steps)
        return
    from core.run.frame import settled_frame
    from core.run.recording import keep_all, record, write_recording

    cost = keep_all(session, steps)
    recording = record(session, settled_frame(session))
    write_recording(args.record, recording)
    said = f"{len(recording.moments)} moments, {args.record.stat().st_size / 2**20:.1f} MB"
    say(f"{args.record.name}: {said}; keeping them took {cost:.0%} of the time")


def run_seeds(args: argparse.Namespace, session: Session, steps: int) -> Seeds:
    """Run the session, and so many seeds from its own on in other processes meanwhile."""
    from core.experiments.seeds import SeedJob, SeedProcesses, following_seeds, has_curves
    from core.settings import get

    first = get(session.initial, "seed")
    with SeedProcesses(SeedJob.of(session, steps), following_seeds(first, args.seeds)) as processes:
        run_session(args, session, steps)
        if args.export is None and not has_curves(session):
            raise UsageError(
                f"no panel of {session.experiment.id} draws what was measured at each step, so there is no band; "
                "--export FILE writes every seed"
            )
        return processes.wait()


def check_writable(path: Path | None, suffixes: tuple[str, ...]) -> None:
    """Say so before minutes of training, not after them."""
    if path is None:
        return
    shown = one_line(str(path), 200)
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{shown} must end in one of {', '.join(suffixes)}")
    if not os.path.isdir(path.parent):
        raise UsageError(f"{shown} cannot be written: there is no folder {one_line(str(path.parent))}")
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        regular = True  # it will be one
    except OSError as wrong:
        raise UsageError(f"{shown} cannot be written: {(wrong.strerror or str(wrong)).lower()}") from None
    if not regular:
        raise UsageError(f"{shown} cannot be written: there is a folder, a pipe or a device of that name")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageError(f"{shown} cannot be written: permission denied")


def draw(args: argparse.Namespace, session: Session, seeds: Seeds | None) -> None:
    # A picture must not depend on the screen or the desktop it was made beside, nor wait for one that is not there.
    for name in [name for name in os.environ if name.startswith("QT_") and not name.endswith("_PATH")]:
        del os.environ[name]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_HASH_SEED"] = "0"  # a PDF lists its fonts in the order of a hash
    from core.run.frame import settled_frame
    from gui.app import make_application
    from gui.capture.render import Caption, CaptureError, StagePicture, save_picture
    from gui.look.theme import Theme

    theme = Theme.named(args.theme or "light")
    application = make_application(theme)
    caption = Caption.of(session, args.lang)
    try:
        frame = settled_frame(session)
        picture = StagePicture(session, frame, caption, args.size, theme, args.panel, seeds=seeds)
        save_picture(picture, args.capture, args.scale)
    except CaptureError as wrong:
        raise UsageError(str(wrong)) from None
    application.processEvents()
