"""The training of a line through points that may be moved meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.experiments.loss_and_gradient.line_fits import LINE_LOSSES, SQUARED, Points, best_line
from core.experiments.shared import fields
from core.nn import Linear, Network, uniform
from core.nn.losses import Loss
from core.optim import SGD
from core.random import stream
from core.run import Key, Ticks
from core.settings import ChoiceField, FlagField, Label, Live, ManyField, PointsField, RangeField, SeededSettings
from core.training import Measurement, Metric, Probes, train

RANDOM, ZERO = "U(−1, 1)", "0"  # what w and b begin with
LONGEST = 4000  # updates that a walk remembers: a line may be trained for hours
WINDOW = 500  # updates of which the largest loss is told


DOUBLE: Points = ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0))


@dataclass(frozen=True, kw_only=True)
class LineSettings(SeededSettings):
    """The points, the losses, and how the line is trained."""

    points: Annotated[
        Points, PointsField(limit=100.0, at_most=50), Live, Label("points", "or click in the picture")
    ] = DOUBLE
    losses: Annotated[tuple[str, ...], ManyField(*LINE_LOSSES)] = (SQUARED,)
    start: Annotated[str, ChoiceField(RANDOM, ZERO), Label("w and b begin with")] = RANDOM
    reduction: Annotated[
        str, ChoiceField("sum", "mean"), Live, Label("over the points", "their losses are added up")
    ] = "sum"
    lr: fields.LearningRate = 0.01
    zero_gradients: Annotated[
        bool, FlagField(), Live, Label("zero the gradients", "before each update; else all earlier ones are added")
    ] = True
    asked: Annotated[float, RangeField(-20.0, 20.0, 0.5), Live, Label("predict at x")] = 4.0


Now = Callable[[], LineSettings]


class Line:
    """y = w x + b, both from U(−1, 1) or 0 at first, and where (w, b) has been.

    name: of its loss; best: where (w, b) should have been at every update, nan without points.
    """

    def __init__(self, name: str, seed: int, start: str) -> None:
        rng = stream(seed, "init")
        self.name = name
        self.net = Network([Linear(1, 1)], uniform(1.0), rng=rng, dtype=np.float64)
        self.net.values[1] = rng.uniform(-1.0, 1.0)
        if start == ZERO:
            self.net.values[:] = 0
        self.walk = deque([(self.w, self.b)], LONGEST)
        self.best: deque[tuple[float, float]] = deque(maxlen=LONGEST)
        self.updates = 0
        self.recent: deque[float] = deque(maxlen=WINDOW)  # losses

    @property
    def w(self) -> float:
        """The weight now."""
        return float(self.net.values[0])

    @property
    def b(self) -> float:
        """The bias now."""
        return float(self.net.values[1])


class SwitchedLoss(Loss):
    """A loss whose reduction is asked for at every batch. recent: where its values are noted."""

    def __init__(self, made: Callable[[str], Loss], chosen: Callable[[], str], recent: deque[float]) -> None:
        super().__init__()
        self.recent = recent
        self._losses = {reduction: made(reduction) for reduction in ("sum", "mean")}
        self._chosen = chosen

    def forward(self, scores: Array, targets: Array) -> float:
        loss = self._losses[self._chosen()]
        value = loss.forward(scores, targets)
        self.gradient = loss.backward()
        self.recent.append(value)
        return value


class Accumulation:
    """What happens where nobody zeroes the gradients: g ← g + all since they were last zeroed."""

    def __init__(self, zeroed: Callable[[], bool]) -> None:
        self._zeroed = zeroed
        self._carried: Array = np.zeros(2)

    def __call__(self, w: Array, g: Array) -> None:
        if not self._zeroed():
            g += self._carried
        self._carried = g.copy()


def trained(line: Line, now: Now) -> Ticks:
    """All points in every update; scalars loss, w, b, prediction, and where the best line has them."""
    loss = SwitchedLoss(LINE_LOSSES[line.name], lambda: now().reduction, line.recent)
    probes = Probes(metrics=(Metric(1, partial(_measured, line, now)),))
    return train(
        line.net,
        loss,
        SGD(now().lr),
        all_points(lambda: now().points),
        1.0,
        probes,
        lr=lambda _: now().lr,
        penalty=Accumulation(lambda: now().zero_gradients),
    )


def all_points(points: Callable[[], Points]) -> Iterator[tuple[Array, Array]]:
    """All points of the moment, again and again; the training ends where there are none."""
    while points():
        table = np.array(points())
        yield table[:, :1], table[:, 1:]


def _measured(line: Line, now: Now, step: int) -> Measurement:
    """After every update, and before the first."""
    yield None
    if step:
        line.updates = step
        line.walk.append((line.w, line.b))
    line.best.append(best_line(line.name, now().points) if now().points else (np.nan, np.nan))
    found = {Key("weight"): line.w, Key("bias"): line.b, Key("prediction"): line.w * now().asked + line.b}
    if now().points:
        found |= {Key("best weight"): line.best[-1][0], Key("best bias"): line.best[-1][1]}
    return found | ({Key(f"largest of {WINDOW} losses"): max(line.recent)} if line.recent else {})
