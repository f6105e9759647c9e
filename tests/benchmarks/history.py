"""What is kept of a run for going back: how many moments, their memory, and the share of the worker's time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from time import perf_counter
from typing import Any

LONGEST = 12.0  # seconds of each run


def report() -> Iterator[str]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from core.experiments import catalog
    from core.run.experiment import Pace

    yield "The past of streamed runs, Quick, 1440 × 900, without a limit of speed"
    yield f"{'experiment':24} {'steps':>8} {'seconds':>8} {'moments':>8} {'memory':>10} {'of the time':>12} {'one':>9}"
    yield f"{'goal':24} {'':8} {'':8} {'':8} {'≤ 64 MB':>10} {'≤ 2.5 %':>12}"
    for one in catalog().values():
        if one.preset().pace is Pace.STREAMED:
            yield measured(one.id)


def measured(id: str) -> str:
    """One run in a window of its own."""
    from core.data.library import Library
    from core.experiments import catalog
    from core.run.session import Session
    from gui.app import make_application
    from gui.look.theme import Theme
    from gui.window import MainWindow
    from gui.worker import publisher
    from gui.worker.commands import RunState
    from tests.benchmarks.instant import wait_until

    theme = Theme.named("light")
    make_application(theme)
    window = MainWindow({id: catalog()[id]}, Library(), theme)
    window.resize(1440, 900)
    window.show()
    costs: list[float] = []
    keep = publisher.keep_moment

    def timed(session: Session, known: Any) -> Any:
        start = perf_counter()
        moment = keep(session, known)
        costs.append(perf_counter() - start)
        return moment

    publisher.keep_moment = timed
    try:
        lecture = window.lecture
        lecture.open(id)
        wait_until(lambda: lecture.runner.session is not None)
        lecture.runner.set_speed(None)
        start = perf_counter()
        rests = {RunState.PAUSED, RunState.FINISHED, RunState.FAILED}
        wait_until(lambda: perf_counter() - start > LONGEST or (lecture.runner.state in rests and costs != []))
        took = perf_counter() - start
        session = lecture.runner.session
        history = session.history
        one = f"{1000 * sum(costs) / max(1, len(costs)):6.1f} ms"
        return (
            f"{id:24} {session.step:8,} {took:8.1f} {len(history.steps):8} {history.nbytes / 2**20:7.1f} MB "
            f"{sum(costs) / took:12.1%} {one:>9}"
        )
    finally:
        publisher.keep_moment = keep
        window.close()
