"""A line y = w x + b learnt by batches, and its walk over the loss of all samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial

import numpy as np

from core.experiments.shared.landscape import BEYOND_GRID, heights_on_grid, levels
from core.nn import MSE, Linear, Network
from core.optim import SGD
from core.random import stream
from core.records import Axes, ContoursMark, Curves, Mark, PathMark, Plane, PointsMark, Record, Table
from core.run import Key, Ticks
from core.surfaces.model_losses import line_fit_loss
from core.training import Measurement, Metric, Probes, shuffled_slices, train

SAMPLES = 64
SLOPE, OFFSET = 2.0, 1.0
SEEN = 200  # points of a curve on a logarithmic axis
FLOOR = 1e-12  # of a loss above the lowest, on a logarithmic axis


class LossSurface:
    """The samples x ~ U(−1, 1), y = 2x + 1 + noise · N(0, 1), and the mean squared error of every line (w, b)."""

    def __init__(self, seed: int, noise: float) -> None:
        rng = stream(seed, "samples")
        self.x = rng.uniform(-1, 1, (SAMPLES, 1))
        self.y = SLOPE * self.x + OFFSET + noise * rng.normal(size=self.x.shape)
        self.surface = line_fit_loss(tuple(zip(self.x[:, 0].tolist(), self.y[:, 0].tolist(), strict=True)))
        (self.best,) = self.surface.minima
        self.lowest = self.loss(*self.best)

    def loss(self, w: float, b: float) -> float:
        """Of all samples."""
        return float(self.surface.f(np.array(w), np.array(b)))

    def distance(self, w: float, b: float) -> float:
        """In the plane of w and b, to the least-squares line."""
        return float(np.hypot(w - self.best[0], b - self.best[1]))

    @cached_property
    def ground(self) -> tuple[Mark, ...]:
        """The contours of the loss, and the least-squares line."""
        axes = Axes((-8.0, 9.0), (-8.0, 8.0))  # beyond what is shown, for a panel of another shape
        near = heights_on_grid(self.surface, AXES, 81)
        contours = ContoursMark(heights_on_grid(self.surface, axes, BEYOND_GRID), axes.x, axes.y, levels(near))
        w, b = self.best
        at = PointsMark(np.array([w]), np.array([b]), marker="star", name="least squares")
        return contours, at


AXES = Axes((-3.0, 4.0), (-3.2, 2.8), "weight w", "bias b", equal=True)


class Descent:
    """One line, learnt by batches of one size."""

    def __init__(self, surface: LossSurface, batch: int, start: tuple[float, float], seed: int) -> None:
        self.surface, self.batch, self.seed = surface, batch, seed
        self.layer = Linear(1, 1)
        self.net = Network([self.layer], rng=stream(seed, "init"), dtype=np.float64)
        self.layer.W, self.layer.b = np.array([[start[0]]]), np.array([start[1]])
        self.points: list[tuple[float, float]] = []
        self.losses: list[float] = []

    @property
    def point(self) -> tuple[float, float]:
        """w and b as they are now."""
        return float(self.layer.W[0, 0]), float(self.layer.b[0])

    def train(self, lr: Callable[[], float], first: bool) -> Ticks:
        """Shuffled epochs by plain SGD. first: its pictures bring the ground along."""
        feed = shuffled_slices(self.surface.x, self.surface.y, self.batch, stream(self.seed, "batches"))
        views: dict[Key, Callable[[], Record]] = {
            Key("path"): partial(self.path, first),
            Key("loss by updates"): self.by_updates,
        }
        probes = Probes(views, metrics=(Metric(1, self._measure),))
        per_epoch = SAMPLES / self.batch
        return train(self.net, MSE(), SGD(), feed, per_epoch, probes, lr=lambda _: lr())

    def _measure(self, step: int) -> Measurement:
        """Of all samples, in place of the loss of the batch alone."""
        yield from ()
        w, b = self.point
        above = max(self.surface.loss(w, b) - self.surface.lowest, FLOOR)
        self.points.append((w, b))
        self.losses.append(above)
        return {Key("loss"): above, Key("distance"): self.surface.distance(w, b), Key("w"): w, Key("b"): b}

    def path(self, first: bool) -> Plane:
        """Every point that it has been at: between two of many updates the way is not straight."""
        walked = np.array(self.points)
        path = PathMark(walked[:, 0], walked[:, 1])
        return Plane(AXES, (*self.surface.ground, path) if first else (path,))

    def by_updates(self) -> Curves:
        """The loss after 1, 2, 3 … updates, further on after as many as are seen apart on a logarithmic axis."""
        steps = np.unique(np.geomspace(1, max(len(self.losses) - 1, 1), SEEN).astype(int))
        steps = steps[steps < len(self.losses)]
        lines = {"loss": np.array(self.losses)[steps]}
        return Curves(steps, lines, "updates", "loss − lowest", log_x=True, log_y=True)


def standings(runs: Mapping[str, Descent]) -> Table:
    """What each batch size needs for an epoch, and how far it is from the least-squares line."""
    rows = []
    for name, run in runs.items():
        w, b = run.point
        updates = f"{SAMPLES // run.batch}"
        rows.append((name, updates, f"{w:.3f}", f"{b:.3f}", f"{run.surface.distance(w, b):.3f}"))
    return Table(("", "updates an epoch", "w", "b", "distance"), tuple(rows))
