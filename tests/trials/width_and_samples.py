"""Nets of every width on data of every size, side by side: a sweep over two factors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.data.toys import TOYS, toy
from core.nn import BinaryCrossEntropy, Linear, Network, Tanh, xavier_normal
from core.optim import Adam
from core.random import stream
from core.records import CurvesGrid, Matrix
from core.run import CurvesGridView, Key, MatrixView, OverTime, Preset, Run, Start, Ticks, View, experiment
from core.settings import ChoiceField, Display, Label, Live, LogRangeField, RangeField, SeededSettings
from core.training import Measurement, Metric, Probes, Sweep, shuffled_slices, train

WIDTHS, SIZES = (1, 4, 16), (20, 80, 320)
TEST = Key("test accuracy")


@dataclass(frozen=True, kw_only=True)
class SweepSettings(SeededSettings):
    """What every net of the sweep has in common."""

    data: Annotated[str, ChoiceField(*TOYS)] = "moons"
    lr: Annotated[float, LogRangeField(1e-4, 1), Live, Label("learning rate")] = 0.01
    cell: Annotated[int, RangeField(0, 8), Display, Label("chosen net")] = 8


@experiment(
    id="width-and-samples",
    chapter="Normalization and generalization",
    settings=SweepSettings,
    presets=(Preset("Quick", SweepSettings(), 100), Preset("Book", SweepSettings(data="spiral"), 300)),
    views=(
        View("curves", CurvesGridView(choose="cell"), "Test accuracy of every net"),
        View("map", MatrixView(choose="cell"), "Now", "side"),
    ),
)
def width_and_samples(settings: SweepSettings, now: Callable[[], SweepSettings], library: Library) -> Run:
    """Do more neurons need more data?"""
    yield Start(f"{settings.data}, {min(SIZES)} to {max(SIZES)} points", fair=True)
    nets = Sweep(WIDTHS, SIZES, (TEST.channel,), "width", "points", "accuracy", (0.0, 1.0))

    def curves(steps: Array, tables: Array) -> CurvesGrid:
        return replace(nets.curves(steps, tables), selected=now().cell)

    def table() -> Matrix:
        return replace(nets.map(TEST.channel), highlight=(divmod(now().cell, len(SIZES)),))

    yield from nets.run(
        lambda width, size: net_of(settings, now, width, size),
        {Key("curves"): OverTime(curves), Key("map"): table},
    )


def net_of(settings: SweepSettings, now: Callable[[], SweepSettings], width: int, size: int) -> Ticks:
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
