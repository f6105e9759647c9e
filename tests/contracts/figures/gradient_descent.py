"""Where the walks end, and what every update makes of the distance."""

import numpy as np

from core.records import Curves, Table
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "gradient-descent"


def value(preset: str, channel: str, **changed: object) -> float:
    return last(session(ID, preset, 0, **changed), Key(channel))


def share(lr: float) -> float:
    """By what the first update multiplies the distance."""
    return float(abs(value("Quick", "x", lr=lr, steps=1)) / 3)


def alike() -> list[float]:
    """A rate that ends as near to the lowest point as the preset's 0.1 does, but on the other side each time."""
    ends = {lr: abs(value("Book", "x", lr=lr)) for lr in (0.6, 0.7, 0.8, 0.9)}
    return [min(ends, key=lambda lr: abs(ends[lr] - abs(value("Book", "x")))), 0.1]


def best() -> list[float]:
    """The rate that arrives with the first update, and from which on none arrives."""
    tried = (0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.1)
    there = [lr for lr in tried if value("Quick", "f", lr=lr, steps=1) == 0]
    arriving = [lr for lr in tried if value("Quick", "f", lr=lr, steps=200) < 1e-3]
    return [there[0], there[0], min(lr for lr in tried if lr > max(arriving))]


def too_large() -> list[float]:
    table = session(ID, "Too large", 0).record(Key("steps"))
    curve = session(ID, "To and fro", 0).record(Key("height"))
    assert isinstance(table, Table)
    assert isinstance(curve, Curves)
    (heights,) = curve.lines.values()
    assert np.ptp(heights) == 0
    assert table.rows[-1][:2] == (f"{value('Too large', 'diverged at update'):g}", "diverged")
    return [1.0, float(heights[-1]), 1.0, 10.0, share(10.0), value("Too large", "diverged at update")]


FIGURES = (
    Figure("Quick: each update leaves 80 per cent of the way", lambda: [100 * share(0.1)]),
    Figure("Drag the rate to 0.5: there in a single update. Between 0.5 and 1 it jumps", best),
    Figure(
        "At 1 it goes to and fro for ever, always at height 25. Above 1 every jump is longer: at 10 by a factor"
        " of 19, and update 3 is marked",
        too_large,
    ),
    Figure("At rate 0.9 every", lambda: alike()[:1]),
    Figure("grows 19 times with each update", lambda: [share(10.0)]),
)
