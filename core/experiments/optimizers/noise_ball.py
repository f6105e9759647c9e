"""SGD at the bottom of ½x² when every gradient carries noise: it does not arrive, it fills a ball."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.array import Array
from core.optim.schedules import Constant, InverseTime, Schedule
from core.random import stream
from core.records import Curves, Histograms, Record, Table
from core.run import Key, Tick, Ticks
from core.training import race, watched_together
from core.training.probes import bins
from core.training.train import Probes

POINTS, START = 4000, 3.0
EDGES = bins(-3.0, 3.0)
LARGE, SMALL, INVERSE = "rate 0.5", "rate 0.1", "rate 10/t from 0.5"
RATES: dict[str, Schedule] = {LARGE: Constant(0.5), SMALL: Constant(0.1), INVERSE: InverseTime(0.5, 20)}
BALLS = tuple(RATES)


class Ball:
    """4,000 points on ½x², from 3, each with noise of its own:  x ← x − η (x + N(0, 1))

    Their variance follows v ← (1 − η)² v + η², which rests at η / (2 − η).
    """

    def __init__(self, rate: Schedule, seed: int) -> None:
        self.rate, self.rng = rate, stream(seed, "noise")
        self.x = np.full(POINTS, START)
        self.measured, self.foretold = [0.0], [0.0]

    def step(self) -> None:
        """One update of every point."""
        lr, v = self.rate(len(self.measured) - 1), self.foretold[-1]
        self.x = self.x - lr * (self.x + self.rng.normal(size=POINTS))
        self.measured.append(float(self.x.var()))
        self.foretold.append((1 - lr) ** 2 * v + lr**2)

    def ticks(self) -> Ticks:
        """A tick for every update."""
        step = 0
        while True:
            views: dict[Key, Callable[[], Record]] = {
                Key("cloud"): partial(cloud, self.x),
                Key("spread"): partial(self.curves, step + 1),
            }
            yield Tick(step, scalars={Key("variance"): self.measured[-1]}, views=views)
            self.step()
            step += 1

    def curves(self, count: int) -> Curves:
        """The variance so far, and what theory says; none before the first update."""
        found = {"measured": np.array(self.measured[:count]), "theory": np.array(self.foretold[:count])}
        lines = {name: np.where(line > 0, line, np.nan) for name, line in found.items()}
        return Curves(np.arange(count), lines, "step", "variance of x", dashed=("theory",), log_y=True)


def cloud(x: Array) -> Histograms:
    """Where the points are."""
    return Histograms.of({"x": x}, EDGES, "x")


def balls(seed: int) -> Ticks:
    """Three rates, the same noise."""
    made = {name: Ball(rate, seed) for name, rate in RATES.items()}
    probes = Probes({Key("balls"): partial(table, made)})
    return watched_together(race({name: ball.ticks() for name, ball in made.items()}), probes)


def table(made: dict[str, Ball]) -> Table:
    """Variance now, and where a constant rate rests."""
    rows = []
    for name, ball in made.items():
        rests = f"{ball.rate.lr / (2 - ball.rate.lr):.4f}" if isinstance(ball.rate, Constant) else "0"
        rows.append((name, f"{ball.measured[-1]:.4f}", rests))
    return Table(("rate", "variance", "rests at"), tuple(rows))
