"""Networks of one input draw a curve: narrow and wide ones, and a deep one, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Self

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.neurons.curve_fits import (
    NETS,
    OWN,
    POINTS,
    TARGETS,
    Knots,
    X,
    drawing_net,
    error,
    fit,
    shares,
    target,
)
from core.experiments.shared import fields
from core.nn import MSE, Network
from core.optim import Adam
from core.random import stream
from core.records import Axes, LinesMark, Mark, Plane, PointsMark
from core.run import CurvesView, Expected, Key, PlaneView, Preset, Run, Start, Ticks, View, experiment
from core.settings import ChoiceField, Display, Label, ManyField, PointsField, SeededSettings, Shown
from core.text import nice
from core.training import Metric, Probes, race, shuffled_slices, train, watched_together
from core.training.train import Measurement

ERROR = "error"
EVERY = 10  # steps between two measurements
ZIGZAG: Knots = ((-1.0, -0.5), (-0.5, 0.5), (0.0, 0.0), (0.5, -0.8), (1.0, 0.6))
WIDTHS = ("1 unit", "2 units", "5 units", "10 units", "30 units", "100 units")
SPAN, ROOM = (-1.6, 1.6), 0.5  # of an own curve; above and below any other
HUES = (0, 1, 2, 4, 5, 6, 7)  # not that of the sum


@dataclass(frozen=True, kw_only=True)
class FittingSettings(SeededSettings):
    """What is drawn, and by which networks."""

    target: Annotated[str, ChoiceField(*TARGETS, OWN)] = "sine"
    knots: Annotated[
        Knots, PointsField(limit=2.0, at_most=40), Shown("target", OWN), Label("knots", "of the own curve")
    ] = ()
    networks: Annotated[tuple[str, ...], ManyField(*NETS), Label("hidden units")] = ("1 unit", "5 units", "30 units")
    activation: fields.ActivationName = "tanh"
    looked_at: Annotated[str, ChoiceField(*NETS), Display, Label("units shown", "of which network")] = "5 units"
    lr: fields.LearningRate = 0.01
    batch: fields.BatchSize = 50

    def following(self, path: str, before: Self) -> Self:
        """A knot that is clicked begins a curve of one's own; another target has no knots."""
        if path == "knots":
            return replace(self, target=OWN)
        if path == "target":
            return replace(self, knots=(self.knots or ZIGZAG) if self.target == OWN else ())
        return self


def half(less: str, more: str, step: int, source: str) -> Expected:
    """The error of the larger network is below half of the smaller one's."""
    return Expected(ERROR, more, step, below=less, factor=0.5, source=source)


SEEDS = "measured on five seeds"
BOOK = (half("1 unit", "5 units", 3000, SEEDS), half("5 units", "30 units", 3000, SEEDS))
STEP = (
    Expected(ERROR, "1 unit", 2500, at_most=0.02, source=SEEDS),
    Expected(ERROR, "100 units", 2500, above="1 unit", factor=0.2, source=SEEDS),
)
DEPTH = ("30 units", "8 and 8 units")


@experiment(
    id="function-fitting",
    chapter="Neurons",
    order=70,
    settings=FittingSettings,
    presets=(
        Preset("Quick", FittingSettings(), 600, (half("1 unit", "30 units", 600, SEEDS),), steps_per_second=100),
        Preset("Book", FittingSettings(networks=WIDTHS), 3000, BOOK, steps_per_second=400),
        Preset(
            "Width is not everything",
            FittingSettings(target="step", networks=("1 unit", "10 units", "100 units"), looked_at="1 unit"),
            2500,
            STEP,
            steps_per_second=300,
        ),
        Preset(
            "Depth",
            FittingSettings(networks=DEPTH, looked_at="8 and 8 units"),
            600,
            (half(*DEPTH, 600, SEEDS),),
            steps_per_second=100,
        ),
        Preset("Own curve", FittingSettings(target=OWN, knots=ZIGZAG), 1500, steps_per_second=200),
    ),
    views=(
        View("fits", PlaneView(points="knots"), "The target (dots) and the fits: click to draw your own"),
        View("shares", PlaneView(), "What each unit adds (dashed: all)", "side"),
        View(ERROR, CurvesView(log_y=True, values=True, y_label="mean squared error"), "Error at all points", "side"),
    ),
    variants=lambda settings: settings.networks,
    family=True,
)
def function_fitting(settings: FittingSettings, now: Callable[[], FittingSettings], library: Library) -> Run:
    """Can it draw any curve?

    One hidden unit is one bend. Their weighted sum can follow any curve, if there are enough of them and if training
    finds where to put them, which is another matter.
    """
    wanted = target(settings.target, settings.knots)
    yield Start(f"{settings.target} · {POINTS} points from −1 to 1", fair=True)
    nets = {name: drawing_net(name, settings.activation, settings.seed) for name in settings.networks}
    lanes = {name: lane(net, wanted, settings, now) for name, net in nets.items()}
    views = {
        Key("fits"): lambda: fits(nets, wanted, settings.knots),
        Key("shares"): lambda: unit_shares(nets, now().looked_at),
    }
    yield from watched_together(race(lanes), Probes(views=views))


def lane(net: Network, wanted: Array, settings: FittingSettings, now: Callable[[], FittingSettings]) -> Ticks:
    """One network's run; the batches are those of every other."""
    x, y = (values[:, np.newaxis].astype(np.float32) for values in (X, wanted))
    size = min(settings.batch, POINTS)
    feed = shuffled_slices(x, y, size, stream(settings.seed, "data"))
    probes = Probes(metrics=(Metric(EVERY, error_metric(net, wanted)),))
    return train(net, MSE(), Adam(), feed, POINTS // size, probes, lr=lambda _: now().lr)


def error_metric(net: Network, wanted: Array) -> Callable[[int], Measurement]:
    """The error over all points, which is what the batches' losses are about."""

    def measure(step: int) -> Measurement:
        yield None
        return {Key(ERROR): error(net, wanted)}

    return measure


def fits(nets: Mapping[str, Network], wanted: Array, knots: Knots) -> Plane:
    """The target's points, a line for each network in its colour, and the knots on top. A curve of one's own has room
    for more."""
    lines = tuple(LinesMark(X, fit(net), name, color=name) for name, net in nets.items())
    dots = PointsMark(X[::4], wanted[::4], name="target", sizes=np.full(len(X[::4]), 0.5))
    marks: tuple[Mark, ...] = (dots, *lines)
    if knots:
        at = np.array(knots)
        marks = (*marks, PointsMark(at[:, 0], at[:, 1], marker="cross", name="knot"))
    span = SPAN if knots else (float(wanted.min()) - ROOM, float(wanted.max()) + ROOM)
    return Plane(Axes((-1.0, 1.0), span, "x", "f(x)"), marks)


def unit_shares(nets: Mapping[str, Network], name: str) -> Plane:
    """The last hidden layer of one network, unit by unit; of the widest in the race where that one is not in it."""
    net = nets.get(name) or list(nets.values())[-1]
    added = shares(net)
    limit = max(nice(float(np.abs(added).max())), SPAN[1])
    lines = tuple(LinesMark(X, share, color=HUES[i % len(HUES)]) for i, share in enumerate(added.T))
    return Plane(Axes((-1.0, 1.0), (-limit, limit), "x", "v h(x)"), (*lines, LinesMark(X, fit(net), dashed=True)))
