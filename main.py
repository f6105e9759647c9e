"""Chalkgrad's command line: open the gallery or one experiment, or render a picture and exit.

Nothing of Qt is imported before it is needed: processes that core spawns import this file again.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.command_line import Chosen, UsageError, choose, parser, print_list, say
from core.text import one_line

if TYPE_CHECKING:
    from core.data.library import Library
    from core.run.seeds import Seeds
    from core.run.session import Session

LONGEST = 2000  # characters of a complaint


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
    with library_of(args) as library:
        if args.capture is None and args.export is None and args.record is None:
            return open_window(args, chosen, library)
        if chosen is None:
            raise UsageError("--capture, --export and --record need the id of an experiment; --list names them")
        return render(args, chosen, library)


@contextmanager
def library_of(args: argparse.Namespace) -> Iterator[Library]:
    """The data, and where searches run: on the cluster that is named, else in processes of their own."""
    from core.data.library import Library

    if args.cluster is None:
        yield Library(args.data_dir)
        return
    from core.training.cluster import ClusterError, cluster

    try:
        with cluster(args.cluster) as executor:
            yield Library(args.data_dir, executor=executor)
    except ClusterError as wrong:
        raise UsageError(str(wrong)) from None


def render(args: argparse.Namespace, chosen: Chosen, library: Library) -> int:
    """Run without a window and write the files that were asked for."""
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
    session = Session(experiment, settings, library, edits, preset)
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


def open_window(args: argparse.Namespace, chosen: Chosen | None, library: Library) -> int:
    no_screen = sys.platform.startswith("linux") and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if no_screen and "QT_QPA_PLATFORM" not in os.environ:
        raise UsageError("there is no display to open a window on; --capture FILE.png renders a picture without one")
    os.environ.setdefault("QT_HASH_SEED", "0")
    from gui.app import open_window as opened

    return opened(chosen, library=library, theme=args.theme, language=args.lang, steps=args.steps, seeds=args.seeds)


if __name__ == "__main__":
    sys.exit(main())
