"""Softmax of evenly spaced numbers: an exponential, divided by its sum."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.nn.softmax import softmax
from core.records import Curves, Record, Table
from core.run import Key, Tick


def softmax_tick(points: int) -> Tick:
    """softmax is no function of one number: every point is a share of the whole row."""
    h = np.linspace(-5.0, 5.0, points)
    y = softmax(h)
    scalars = {Key("last"): y[-1], Key("neighbours"): y[1] / y[0], Key("sum"): y.sum()}
    rows = (
        ("first", f"{y[0]:.3g}"),
        ("last", f"{y[-1]:.5f}"),
        ("a point ÷ the one before it", f"{y[1] / y[0]:.5f}"),
        ("sum of all", f"{y.sum():.12g}"),
    )
    views: dict[Key, Callable[[], Record]] = {
        Key("softmax"): partial(Curves, h, {"": y}, "h"),
        Key("logarithm"): partial(Curves, h, {"": y}, "h", log_y=True),
        Key("shares"): partial(Table, ("of the line", "value"), rows),
    }
    return Tick(0, scalars={key: float(value) for key, value in scalars.items()}, views=views)
