"""An experiment to be captured: one that has a picture, a curve, and a setting that brings another along."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np

from core.data.library import Library
from core.records import Axes, FieldMark, PathMark, Plane
from core.run.experiment import Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import CurvesView, PlaneView, View
from core.settings import ChoiceField, Live, LogRangeField, RangeField, SeededSettings, assign

START = {"valley": 1.0, "bowl": 2.0}


@dataclass(frozen=True, kw_only=True)
class Example(SeededSettings):
    surface: Annotated[str, ChoiceField("valley", "bowl")] = "valley"
    start: Annotated[float, RangeField(0.0, 9.0)] = 1.0
    lr: Annotated[float, LogRangeField(1e-4, 10), Live] = 0.05

    def following(self, path: str, before: Self) -> Self:
        return assign(self, f"start={START[self.surface]}") if path == "surface" else self


@experiment(
    id="example",
    chapter="Optimizers",
    settings=Example,
    presets=(Preset("Quick", Example(), 30), Preset("By the book", Example(lr=0.1), 30)),
    views=(View("paths", PlaneView(), "The way down"), View("loss", CurvesView(log_y=True), title="Loss", area="side")),
)
def example(settings: Example, now: Callable[[], Example], library: Library) -> Run:
    """Where does it go?"""
    yield Start("a grid · raw")
    noise = np.random.default_rng(settings.seed)
    grid = np.add.outer(np.linspace(-1, 1, 20) ** 2, np.linspace(-1, 1, 30) ** 2)
    xs = [settings.start]
    for step in range(31):
        way = np.array(xs)
        field = FieldMark(grid, (-3, 3), (-1, 1), (0, 2))
        layers = (field, PathMark(way, np.sin(9 * way), name="way"))
        yield Tick(
            step,
            scalars={Key("loss"): xs[-1] ** 2 + 0.01},
            views={Key("paths"): lambda layers=layers: Plane(Axes((-3, 3), (-1, 1)), layers)},
        )
        xs.append(xs[-1] * (1 - 2 * now().lr) + 0.1 * noise.normal())
