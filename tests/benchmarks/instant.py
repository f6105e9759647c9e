"""Experiments that are computed at once: from an edit to the picture that shows it, as while a slider is dragged."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from time import perf_counter
from typing import Any

EDITS = 12
PATIENCE = 20.0  # seconds for one of them


def report() -> Iterator[str]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from core.data.library import Library
    from core.experiments import catalog
    from core.run.experiment import Pace
    from gui.app import make_application
    from gui.look.theme import Theme
    from gui.window import MainWindow

    theme = Theme.named("light")
    make_application(theme)
    window = MainWindow(catalog(), Library(), theme)
    window.resize(1440, 900)
    window.show()
    yield "From an edit to the picture of it, instant experiments, 1440 × 900"
    yield f"{'experiment':24} {'field':20} {'median':>10} {'longest':>10}"
    yield f"{'goal':24} {'':20} {'':>10} {'≤ 100 ms':>10}"
    for one in catalog().values():
        if one.preset().pace is Pace.INSTANT:
            window.lecture.open(one.id)
            wait_until(lambda: window.lecture.frame is not None and window.lecture.frame.settled)
            path, times = measured(window)
            yield f"{one.id:24} {path:20} {1000 * statistics.median(times):7.0f} ms {1000 * max(times):7.0f} ms"
    window.close()


def measured(window: Any) -> tuple[str, list[float]]:
    """The field that was edited, and the seconds until each edit was seen."""
    from core.settings import RangeField, SetValue, fields, get

    lecture = window.lecture
    settings = lecture.runner.settings
    numbers = [f for f in fields(type(settings)) if isinstance(f.kind, RangeField) and f.path != "seed"]
    field = next((f for f in numbers if f.shown is None or f.shown.holds(settings)), None)
    path = field.path if field is not None else "seed"
    kind = field.kind.bound(settings) if field is not None else None
    times = []
    for i in range(EDITS):
        before, value = lecture.frame, get(lecture.runner.settings, path)
        if isinstance(kind, RangeField):
            step = max(1, round(0.01 * (kind.high - kind.low))) if kind.whole else 0.01 * (kind.high - kind.low)
            value = value + step if value + step <= kind.high else kind.low
        else:
            value = i + 1
        start = perf_counter()
        lecture.editing.edit(SetValue(path, value))
        wait_until(lambda before=before: lecture.frame is not before and lecture.frame.settled)
        times.append(perf_counter() - start)
    return path, times


def wait_until(done: Any) -> None:
    """Run the event loop as the program does, until that holds and what is shown has been painted."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = perf_counter() + PATIENCE
    while not done() and perf_counter() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    QCoreApplication.processEvents()
