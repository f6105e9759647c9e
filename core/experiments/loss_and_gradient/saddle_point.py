"""Descent that begins on the ridge of a saddle, and how rare minima are among random critical points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.experiments.loss_and_gradient.random_hessians import EXACT, LARGEST, MATRICES, RandomHessians
from core.experiments.shared import fields
from core.experiments.shared.landscape import landscape
from core.experiments.shared.walk import walk_all
from core.experiments.shared.walker import Walker
from core.optim import SGD, Adam, Momentum, Optimizer
from core.random import stream
from core.records import Record, Table
from core.run import (
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    PlaneView,
    Preset,
    Run,
    Start,
    TableView,
    View,
    experiment,
)
from core.settings import Display, Label, Live, LogRangeField, ManyField, PointField, RangeField, SeededSettings
from core.surfaces.functions import SURFACES

RULES: dict[str, type[Optimizer]] = {"GD": SGD, "noisy GD": SGD, "Momentum": Momentum, "Adam": Adam}
GD, NOISY = "GD", "noisy GD"
AWAY = 1.0  # |y| from which on a walker has left the ridge


@dataclass(frozen=True, kw_only=True)
class SaddleSettings(SeededSettings):
    """Who walks, from where, with how much noise, and which Hessians are looked at."""

    walkers: Annotated[tuple[str, ...], ManyField(*RULES)] = (GD, NOISY)
    start: Annotated[tuple[float, float], PointField(), Label("start", "or click in the picture")] = (-2.3, 0.0)
    lr: fields.LearningRate = 0.1
    sigma: Annotated[
        float, LogRangeField(1e-6, 1.0), Live, Label("noise σ", "added to both parts of the noisy gradient")
    ] = 0.01
    n: Annotated[int, RangeField(1, LARGEST), Display, Label("n", "size of the Hessians in the histogram")] = 3


class NoisyWalker(Walker):
    """Adds σ · N(0, 1) to the gradient before each step, as the choice of a mini-batch does."""

    def __init__(
        self, optimizer: Optimizer, start: tuple[float, float], rng: np.random.Generator, sigma: Callable[[], float]
    ) -> None:
        super().__init__(optimizer, SURFACES["saddle"], start)
        self.rng, self.sigma = rng, sigma

    def step(self) -> None:
        """One update from the gradient where it stands, and the noise."""
        self.g += self.sigma() * self.rng.normal(size=2)
        super().step()


def shares(step: int, *sizes: int) -> tuple[Expected, ...]:
    """The exact shares of minima, within four standard errors of the count."""
    found = []
    for n in sizes:
        share = EXACT[n - 1]
        error = (share * (1 - share) / (step * MATRICES)) ** 0.5
        found.append(Expected("share", f"n = {n}", step, value=share, tolerance=4 * error, source="exact"))
    return tuple(found)


ESCAPE = (
    Expected("distance from the ridge", GD, 100, value=0.0, source="the gradient across is exactly 0"),
    Expected("distance from the ridge", NOISY, 80, at_least=AWAY, source="noise grows by 1.2 a step"),
)


@experiment(
    id="saddle-point",
    chapter="Loss and gradient",
    order=90,
    settings=SaddleSettings,
    presets=(
        Preset("Quick", SaddleSettings(), 100, (*ESCAPE, *shares(100, 1, 2, 3)), steps_per_second=10),
        Preset(
            "Book",
            SaddleSettings(n=5),
            1000,
            (
                *ESCAPE,
                *shares(1000, 1, 2, 3),
                Expected("share", "n = 4", 1000, value=2.5e-3, tolerance=2e-4, source="ten million draws"),
                Expected("share", "n = 5", 1000, value=1.5e-4, tolerance=5e-5, source="ten million draws"),
            ),
        ),
        Preset("A little beside", SaddleSettings(walkers=tuple(RULES), start=(-2.3, 1e-3)), 100, steps_per_second=10),
        Preset("Hardly any noise", SaddleSettings(sigma=1e-6), 150, steps_per_second=10),
    ),
    views=(
        View("paths", PlaneView(point="start"), "x² − y² + 0.05 y⁴ from above", weight=1.8),
        View("gradient norm", CurvesView(log_y=True, y_label="‖∇f‖"), "Gradient length", weight=1.0),
        View("escapes", TableView(), "Who has left the ridge", "side", weight=0.8),
        View("shares", CurvesView(x_label="n"), "Random critical points: how many are minima?", "side", weight=1.3),
        View("eigenvalues", HistogramsView(), "Curvatures at those of size n", "side", weight=1.1),
    ),
    variants=tuple(RULES),
)
def run(settings: SaddleSettings, now: Callable[[], SaddleSettings], library: Library) -> Run:
    """Why does descent stall at a saddle, and are there many?

    On the ridge the gradient points along the ridge alone, so descent walks into the saddle and stays. Any noise across
    grows by the same factor at every step. And a random critical point of many numbers is almost never a minimum.
    """
    yield Start(f"{MATRICES:,} random Hessians a step")
    walkers = {name: made(name, settings, now) for name in settings.walkers}
    hessians = RandomHessians(stream(settings.seed, "hessians"))
    x0, x1 = SURFACES["saddle"].view[0]
    inside = all(x0 <= value <= x1 for value in settings.start)
    ground = landscape("saddle", "", 1.0, 0.0, 5.0, None if inside else settings.start)
    for tick in walk_all(walkers, ground, lambda: (0.0, 0.0)):
        if tick is None:
            continue
        hessians.draw()
        measured = {Key("share", f"n = {i}"): float(share) for i, share in enumerate(hessians.shares, 1)}
        ridge = {Key("distance from the ridge", name): abs(one.ys[-1]) for name, one in walkers.items()}
        paths = {key: view for key, view in tick.views.items() if key.channel == "paths"}
        views: dict[Key, Callable[[], Record]] = {
            Key("escapes"): partial(escapes, walkers),
            Key("shares"): hessians.curves,
            Key("eigenvalues"): lambda: hessians.eigenvalues(now().n),
        }
        yield tick._replace(scalars={**tick.scalars, **measured, **ridge}, views=paths | views)
        for one in walkers.values():
            one.optimizer.lr = now().lr


def made(name: str, settings: SaddleSettings, now: Callable[[], SaddleSettings]) -> Walker:
    """A walker at the start."""
    optimizer = RULES[name](settings.lr)
    if name == NOISY:
        return NoisyWalker(optimizer, settings.start, stream(settings.seed, "noise"), lambda: now().sigma)
    return Walker(optimizer, SURFACES["saddle"], settings.start)


def escapes(walkers: Mapping[str, Walker]) -> Table:
    """Where each walker is across the ridge, and at which step it left."""
    rows = []
    for name, one in walkers.items():
        away = np.flatnonzero(np.abs(one.ys) > AWAY)
        left = f"step {away[0]}" if len(away) else "not yet"
        rows.append((name, f"{one.ys[-1]:.3g}", f"{one.slope:.1e}", left))
    return Table(("", "y", "‖∇f‖", f"|y| > {AWAY:g}"), tuple(rows))
