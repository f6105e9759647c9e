"""The window while it trains at full speed: frames, clicks, pause, and what training loses by being watched.

Every round measures the bare generator and then the same generator behind the real window, each in a process of its
own, so the ratio of their steps is of one run on one machine. Clicks are posted from another thread at odd moments.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROUNDS = 2
SECONDS = 4.0
CLICKS = 16
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
    from core.run.settings import assign

    experiment = catalog()[case.experiment]
    preset = experiment.preset()
    settings = preset.settings
    for assignment in case.assignments:
        settings = assign(settings, assignment)
    return experiment, preset, settings


def measure_bare(case: Case) -> dict[str, Any]:
    """Steps a second of the generator alone, after a second of warming up."""
    from core.data.library import Library
    from core.run.blas import set_blas_threads

    experiment, _, settings = chosen(case)
    set_blas_threads(experiment.blas_threads)
    run = experiment.run(settings, Library())
    steps, start = 0, perf_counter()
    first, begun = 0, start
    while perf_counter() - start < SECONDS + 1:
        tick = next(run)
        steps = tick.step if tick is not None else steps
        if not first and perf_counter() - start > 1:
            first, begun = steps, perf_counter()
    return {"rate": (steps - first) / (perf_counter() - begun)}


def measure_window(case: Case) -> dict[str, Any]:
    """The same behind a window of 1440 × 900: rate, frames, and the reaction to clicks."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(0.001)
    from PySide6.QtCore import QEvent, QObject

    from core.data.library import Library
    from core.experiments import catalog
    from gui.app import Collector, make_application
    from gui.theme import Theme
    from gui.window import MainWindow

    class Paints(QObject):
        """When each watched widget was painted."""

        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.times.append(perf_counter())
            return False

    launched = perf_counter()
    theme = Theme.named("light")
    application = make_application(theme)
    window = MainWindow(catalog(), Library(), theme)
    Collector(window)
    window.resize(1440, 900)
    window.show()
    experiment, preset, settings = chosen(case)
    window.lecture.load(experiment, preset, settings, steps=FOREVER)
    window.lecture.runner.set_speed(None)
    frames: list[float] = []
    window.lecture.shown.connect(lambda _: frames.append(perf_counter()))
    wait_until(application, lambda: bool(frames), 30)
    first_frame = frames[0] - launched
    wait(1.5)

    paints = Paints()
    panel = next(p for p in window.parts.stage.panels if p.view.channel == "loss")
    panel.installEventFilter(paints)
    begun, step = perf_counter(), window.lecture.runner.session.step
    wait(SECONDS)
    rate = (window.lecture.runner.session.step - step) / (perf_counter() - begun)
    intervals = [b - a for a, b in zip(paints.times, paints.times[1:], strict=False)]
    reactions, pauses = click(application, window)
    window.close()
    return {
        "rate": rate,
        "intervals": intervals,
        "fps": len(intervals) / SECONDS,
        "reactions": reactions,
        "pauses": pauses,
        "first_frame": first_frame,
    }


def click(application: Any, window: Any) -> tuple[list[float], list[float]]:
    """Seconds from a click on the play button to its slot, and to the worker's standing still."""
    from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent

    from gui.commands import RunState

    transport, runner = window.parts.header.transport, window.lecture.runner
    button = transport.play_button
    reacted: list[float] = []
    paused: list[float] = []
    button.clicked.connect(lambda: reacted.append(perf_counter()))
    runner.state_changed.connect(lambda s: s is RunState.PAUSED and paused.append(perf_counter()))
    reactions, pauses = [], []
    centre, left = QPointF(button.rect().center()), Qt.MouseButton.LeftButton
    place = QPointF(button.mapToGlobal(button.rect().center()))
    chance = random.Random(0)

    def post(sent: list[float], after: float) -> None:
        time.sleep(after)
        sent.append(perf_counter())
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            held = left if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
            event = QMouseEvent(kind, centre, place, left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.postEvent(button, event)

    for i in range(2 * CLICKS):
        running = runner.state is RunState.RUNNING
        wanted = RunState.PAUSED if running else RunState.RUNNING
        sent: list[float] = []
        poster = threading.Thread(target=post, args=(sent, 0.1 + 0.15 * chance.random()))
        poster.start()
        wait_until(application, lambda state=wanted, n=i: runner.state is state and len(reacted) > n, 10)
        poster.join()
        if running:
            reactions.append(reacted[-1] - sent[0])
            pauses.append(paused[-1] - sent[0])
    return reactions, pauses


def wait_until(application: Any, done: Any, seconds: float) -> None:
    """Run the event loop as the program does, until `done()` or the time is up."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    check = QTimer()
    end = perf_counter() + seconds
    check.timeout.connect(lambda: loop.quit() if done() or perf_counter() > end else None)
    check.start(5)
    loop.exec()


def wait(seconds: float) -> None:
    """The same for so long, and without anything of ours that would take time from it."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def in_process(case: Case, how: str) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "tests.benchmarks.window", how, str(CASES.index(case))]
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
        f"{'experiment':24} {'with ÷ without':>16} {'frames/s':>9} "
        f"{'frame p99':>10} {'click p99':>10} {'pause p99':>10} {'first frame':>12}"
    )
    yield f"{'goal':24} {'≥ 0.85':>16} {'30':>9} {'≤ 42 ms':>10} {'≤ 50 ms':>10} {'≤ 100 ms':>10} {'≤ 2 s':>12}"
    for case in CASES:
        rounds = [(in_process(case, "bare"), in_process(case, "window")) for _ in range(ROUNDS)]
        ratio = statistics.median(watched["rate"] / bare["rate"] for bare, watched in rounds)
        lowest = min(watched["rate"] / bare["rate"] for bare, watched in rounds)
        merged = {
            name: [value for _, watched in rounds for value in watched[name]]
            for name in ("intervals", "reactions", "pauses")
        }
        fps = statistics.median(watched["fps"] for _, watched in rounds)
        first = statistics.median(watched["first_frame"] for _, watched in rounds)
        yield (
            f"{case.name:24} {ratio:8.2f} (≥{lowest:.2f}) {fps:9.1f} {p99(merged['intervals']):7.1f} ms "
            f"{p99(merged['reactions']):7.1f} ms {p99(merged['pauses']):7.1f} ms {first:10.2f} s"
        )


if __name__ == "__main__":
    measure = {"bare": measure_bare, "window": measure_window}[sys.argv[1]]
    print(json.dumps(measure(CASES[int(sys.argv[2])])))
