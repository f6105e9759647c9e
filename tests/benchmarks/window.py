"""The window while it trains at full speed: frames, clicks, pause, and what training loses by being watched.

The bare generator, in a process of its own, and the same generator behind the real window take turns of a second or
two: while one trains the other stands still, so their ratio is not one of two moods of the machine. Clicks are posted
from another thread at odd moments.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROUNDS = 6
SECONDS = 2.0  # of each side in each round
CLICKS = 24
PULL = 0.033  # seconds between two looks of the window
FOREVER = 10**9  # steps: no pause at the preset's end


class Case(NamedTuple):
    name: str
    experiment: str
    assignments: tuple[str, ...] = ()


CASES = (
    Case("playground 2-4-2-1", "playground"),
    Case("playground 2-8-8-8-1", "playground", ("hidden=8,8,8",)),
    Case("digits-mlp", "digits-mlp"),
    Case("convnet-features", "convnet-features"),
)


def chosen(case: Case) -> tuple[Any, Any, Any]:
    """Experiment, preset, settings."""
    from core.experiments import catalog
    from core.settings import assign

    experiment = catalog()[case.experiment]
    preset = experiment.preset()
    settings = preset.settings
    for assignment in case.assignments:
        settings = assign(settings, assignment)
    return experiment, preset, settings


def serve_bare(index: int, pipe: Connection) -> None:
    """Advance the generator alone for a while whenever it is asked, and answer with its steps a second."""
    from core.data.library import Library
    from core.training.blas import set_blas_threads

    experiment, _, settings = chosen(CASES[index])
    set_blas_threads(experiment.blas_threads)
    run = experiment.run(settings, lambda: settings, Library())
    step = 0
    while pipe.recv():
        first, start = step, perf_counter()
        while perf_counter() - start < SECONDS:
            tick = next(run)
            step = getattr(tick, "step", step)  # a breath or the start has none
        pipe.send((step - first) / (perf_counter() - start))


class Watched:
    """The same behind a window of 1440 × 900."""

    def __init__(self, case: Case) -> None:
        from core.data.library import Library
        from core.experiments import catalog
        from gui.app import SWITCH, Collector, make_application
        from gui.look.theme import Theme
        from gui.panels.curves import CurvesPanel
        from gui.window import MainWindow

        sys.setswitchinterval(SWITCH)
        launched = perf_counter()
        theme = Theme.named("light")
        self.application = make_application(theme)
        self.window = MainWindow(catalog(), Library(), theme)
        Collector(self.window)
        self.window.resize(1440, 900)
        self.window.show()
        experiment, preset, settings = chosen(case)
        lecture = self.window.lecture
        self.runner = lecture.runner
        self.shown: list[tuple[float, int]] = []  # when a look brought something new, and of which step
        self.last: Any = None
        lecture._timer.timeout.connect(self.look)  # after the lecture's own look, and what it painted
        lecture.load(experiment, preset, settings, steps=FOREVER)
        self.window.parts.header.transport.speed.show_speed(None)
        self.wait_until(lambda: bool(self.shown), 30)
        self.first_frame = self.shown[0][0] - launched
        stage = self.window.parts.stage
        assert stage is not None
        panel = next(p for p in stage.panels if isinstance(p, CurvesPanel) and p.view.channel == "loss")
        self.paints = paints_of(panel.canvas.viewport())

    def look(self) -> None:
        frame = self.window.lecture.frame
        if frame is not None and frame is not self.last:
            self.last = frame
            self.shown.append((perf_counter(), frame.step))

    def play(self) -> None:
        from gui.worker.commands import RunState

        self.runner.play()
        self.wait_until(lambda: self.runner.state is RunState.RUNNING, 10)

    def pause(self) -> None:
        from gui.worker.commands import RunState

        self.runner.pause()
        self.wait_until(lambda: self.runner.state is RunState.PAUSED, 10)

    def turn(self) -> tuple[float, list[float]]:
        """Steps a second, and the seconds between two paintings of the loss."""
        self.play()
        self.wait(0.5)
        self.paints.clear()
        self.shown.clear()
        session = self.runner.session
        assert session is not None
        begun, step = perf_counter(), session.step
        self.wait(SECONDS)
        rate = (session.step - step) / (perf_counter() - begun)
        found = intervals(list(self.paints), list(self.shown))
        self.pause()
        return rate, found

    def wait_until(self, done: Any, seconds: float) -> None:
        """Run the event loop as the program does, until `done()` or the time is up."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        check = QTimer()
        end = perf_counter() + seconds
        check.timeout.connect(lambda: loop.quit() if done() or perf_counter() > end else None)
        check.start(5)
        loop.exec()

    def wait(self, seconds: float) -> None:
        """The same for so long, and without anything of ours that would take time from it."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def click(self) -> tuple[list[float], list[float]]:
        """Seconds from a click on the play button to its slot, and to the worker's standing still."""
        from gui.worker.commands import RunState

        button = self.window.parts.header.transport.play_button
        reacted: list[float] = []
        paused: list[float] = []
        button.clicked.connect(lambda: reacted.append(perf_counter()))

        def note(state: RunState) -> None:
            if state is RunState.PAUSED:
                paused.append(perf_counter())

        self.runner.state_changed.connect(note)
        reactions, pauses = [], []
        chance = random.Random(0)
        for i in range(2 * CLICKS):
            running = self.runner.state is RunState.RUNNING
            wanted = RunState.PAUSED if running else RunState.RUNNING
            sent: list[float] = []
            poster = threading.Thread(target=post_click, args=(button, sent, 0.1 + 0.15 * chance.random()))
            poster.start()
            self.wait_until(lambda state=wanted, n=i: self.runner.state is state and len(reacted) > n, 10)
            poster.join()
            if running:
                reactions.append(reacted[-1] - sent[0])
                pauses.append(paused[-1] - sent[0])
        return reactions, pauses


def paints_of(panel: Any) -> list[float]:
    """Grows by the time of each painting of the panel."""
    from PySide6.QtCore import QEvent, QObject

    times: list[float] = []

    class Paints(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                times.append(perf_counter())
            return False

    panel.installEventFilter(Paints(panel))
    return times


def intervals(paints: list[float], shown: list[tuple[float, int]]) -> list[float]:
    """Seconds between two paintings; while an evaluation makes the loss wait there is nothing new to paint, and that
    time does not count."""
    found = []
    for before, after in pairwise(paints):
        painted = before + PULL / 2  # a look is told after what it brought has been painted
        last = max((step for time, step in shown if time <= painted), default=-1)
        news = next((time for time, step in shown if time > painted and step > last), after)
        found.append(after - max(before, news - PULL))
    return found


def post_click(button: Any, sent: list[float], after: float) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent

    centre, left = QPointF(button.rect().center()), Qt.MouseButton.LeftButton
    place = QPointF(button.mapToGlobal(button.rect().center()))
    time.sleep(after)
    sent.append(perf_counter())
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        held = left if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, centre, place, left, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.postEvent(button, event)


def measure(index: int) -> dict[str, Any]:
    """Both sides in turn, and then the clicks."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    bare = context.Process(target=serve_bare, args=(index, theirs), daemon=True)
    bare.start()
    watched = Watched(CASES[index])
    ratios, found, painted = [], [], 0
    for turn in range(ROUNDS + 1):
        watched.pause()
        pipe.send(True)
        alone = pipe.recv()
        rate, gaps = watched.turn()
        if turn:  # the first round warms up
            ratios.append(rate / alone)
            found += gaps
            painted += len(gaps)
    pipe.send(False)
    watched.play()
    reactions, pauses = watched.click()
    watched.window.close()
    return {
        "ratios": ratios,
        "intervals": found,
        "fps": painted / (ROUNDS * SECONDS),
        "reactions": reactions,
        "pauses": pauses,
        "first_frame": watched.first_frame,
    }


def in_process(case: Case) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "tests.benchmarks.window", str(CASES.index(case))]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def p99(seconds: list[float]) -> float:
    """In milliseconds; the largest where there are fewer than a hundred."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]


def report() -> Iterator[str]:
    yield "The window while training at full speed, real panels, 1440 × 900"
    yield (
        f"{'experiment':24} {'with ÷ without':>20} {'frames/s':>9} "
        f"{'frame p99':>10} {'click p99':>10} {'pause p99':>10} {'first frame':>12}"
    )
    yield f"{'goal':24} {'≥ 0.85':>20} {'30':>9} {'≤ 42 ms':>10} {'≤ 50 ms':>10} {'≤ 100 ms':>10} {'≤ 2 s':>12}"
    for case in CASES:
        found = in_process(case)
        ratios = sorted(found["ratios"])
        spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} … {ratios[-1]:.2f})"
        yield (
            f"{case.name:24} {spread:>20} {found['fps']:9.1f} {p99(found['intervals']):7.1f} ms "
            f"{p99(found['reactions']):7.1f} ms {p99(found['pauses']):7.1f} ms {found['first_frame']:10.2f} s"
        )


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
