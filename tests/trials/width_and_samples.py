"""Nets of every width on data of every size, side by side: a sweep over two factors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.data.toys import TOYS, toy
from core.nn import BinaryCrossEntropy, Linear, Network, Tanh, xavier_normal
from core.optim import Adam
from core.random import stream
from core.records import Curves, CurvesGrid, Matrix
from core.run import CurvesGridView, Key, MatrixView, OverTime, Preset, Run, Start, Ticks, View, experiment
from core.settings import ChoiceField, Display, Label, Live, LogRangeField, RangeField, SeededSettings
from core.training import Metric, Probes, shuffled_slices, sweep, train
from core.training.train import Measurement

WIDTHS, SIZES = (1, 4, 16), (20, 80, 320)
TEST = Key("test accuracy")


@dataclass(frozen=True, kw_only=True)
class Sweep(SeededSettings):
    """What every net of the sweep has in common."""

    data: Annotated[str, ChoiceField(*TOYS)] = "moons"
    lr: Annotated[float, LogRangeField(1e-4, 1), Live, Label("learning rate")] = 0.01
    cell: Annotated[int, RangeField(0, 8), Display, Label("chosen net")] = 8


@experiment(
    id="width-and-samples",
    chapter="Normalization and generalization",
    settings=Sweep,
    presets=(Preset("Quick", Sweep(), 100), Preset("Book", Sweep(data="spiral"), 300)),
    views=(
        View("curves", CurvesGridView(choose="cell"), "Test accuracy of every net"),
        View("map", MatrixView(choose="cell"), "Now", "side"),
    ),
)
def width_and_samples(settings: Sweep, now: Callable[[], Sweep], library: Library) -> Run:
    """Do more neurons need more data?"""
    yield Start(f"{settings.data}, {min(SIZES)} to {max(SIZES)} points", fair=True)
    for tick in sweep(WIDTHS, SIZES, lambda width, size: net_of(settings, now, width, size), (TEST.channel,)):
        views = {Key("curves"): OverTime(partial(grid, now)), Key("map"): OverTime(partial(table, now))}
        yield tick and tick._replace(
            scalars={key: value for key, value in tick.scalars.items() if key.channel == TEST.channel},
            views=views if tick.samples else {},
            samples={**tick.samples, **dict.fromkeys(views, tick.samples[TEST])},
        )


def net_of(settings: Sweep, now: Callable[[], Sweep], width: int, size: int) -> Ticks:
    """One net of the sweep; nets of one width begin with the same weights."""
    points, y = toy(settings.data, 2 * max(SIZES), 0.1, stream(settings.seed, "points"))
    x, t = points.astype(np.float32), y[:, None].astype(np.float32)
    held = slice(max(SIZES), None)
    net = Network([Linear(2, width), Tanh(), Linear(width, 1)], init=xavier_normal, rng=stream(settings.seed, "init"))

    def accuracy(step: int) -> Measurement:
        yield None
        return {TEST: float(np.mean((net.forward(x[held]) > 0) == (t[held] > 0.5)))}

    batches = shuffled_slices(x[:size], t[:size], 10, stream(settings.seed, "data"))
    probes = Probes(metrics=(Metric(5, accuracy),))
    return train(net, BinaryCrossEntropy(), Adam(settings.lr), batches, size / 10, probes, lr=lambda _: now().lr)


def grid(now: Callable[[], Sweep], steps: Array, tables: Array) -> CurvesGrid:
    """tables (times, widths, sizes) as a plot for each net."""
    cells = tuple(
        Curves(steps, {"test accuracy": tables[:, i, j]}, y_label="accuracy")
        for i in range(len(WIDTHS))
        for j in range(len(SIZES))
    )
    titles = tuple(f"{width} wide, {size} points" for width in WIDTHS for size in SIZES)
    return CurvesGrid(cells, titles, len(SIZES), y_range=(0.0, 1.0), selected=now().cell)


def table(now: Callable[[], Sweep], steps: Array, tables: Array) -> Matrix:
    """The newest accuracies."""
    return Matrix(
        tables[-1],
        tuple(f"{width} wide" for width in WIDTHS),
        tuple(f"{size} points" for size in SIZES),
        format="{:.2f}",
        highlight=(divmod(now().cell, len(SIZES)),),
    )
