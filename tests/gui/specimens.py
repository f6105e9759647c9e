"""Tiny experiments that show one behaviour each: what the window is tested with, whatever the course contains."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, TypeAlias

import numpy as np

from core.data.errors import MissingData
from core.data.library import Library
from core.records import Axes, Bars, Plane, PointsMark, Record, Text
from core.run.experiment import Pace, Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import BarsView, CurvesView, PlaneView, TextView, View
from core.settings import (
    ChoiceField,
    Display,
    Label,
    Live,
    PointField,
    PointsField,
    RangeField,
    SeededSettings,
    Settings,
)

VALUE = Key("value")


@dataclass(frozen=True, kw_only=True)
class WaveSettings(SeededSettings):
    """One field of every effect."""

    length: Annotated[int, RangeField(1, 1000), Label("wave length")] = 20
    rate: Annotated[float, RangeField(0.0, 10.0), Live] = 1.0
    bars: Annotated[int, RangeField(1, 9), Display] = 3
    start: Annotated[tuple[float, float], PointField()] = (0.0, 0.0)
    shape: Annotated[str, ChoiceField("sine", "cosine")] = "sine"


Now: TypeAlias = Callable[[], WaveSettings]


def bars_of(step: int, now: Now) -> Callable[[], Record]:
    def view() -> Record:
        names = tuple(str(i) for i in range(now().bars))
        return Bars(names, ("height",), np.full((1, len(names)), float(step)))

    return view


def wave_tick(step: int, now: Now, value: float, total: int | None = None) -> Tick:
    return Tick(
        step=step,
        epoch=step / 10,
        total=total,
        scalars={VALUE: value},
        views={Key("bars"): bars_of(step, now), Key("words"): lambda: Text(f"step {step}")},
    )


VIEWS = (
    View("value", title="The wave", area="main"),
    View("bars", BarsView(), title="Bars", area="side"),
    View("words", TextView(), title="Words", area="below"),
)
PRESETS = (Preset("Quick", WaveSettings(), 60), Preset("Book", WaveSettings(length=50), 200))


@experiment(id="wave", chapter="Neurons", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def wave(settings: WaveSettings, now: Now, library: Library) -> Run:
    """How does a wave move?"""
    yield Start("ten waves · as they are")
    value, step = 0.0, 0
    while True:
        yield wave_tick(step, now, value)
        value += now().rate * math.sin(step / settings.length)
        step += 1


@experiment(
    id="walk",
    chapter="Optimizers",
    settings=WaveSettings,
    presets=tuple(replace(preset, pace=Pace.STEPPED, steps_per_second=30.0) for preset in PRESETS),
    views=VIEWS,
)
def walk(settings: WaveSettings, now: Now, library: Library) -> Run:
    """Where does the walk go?"""
    yield Start("ten waves · as they are")
    value = settings.start[0]
    for step in range(101):
        yield wave_tick(step, now, value, total=100)
        value += now().rate


@experiment(
    id="still",
    chapter="Initialization",
    settings=WaveSettings,
    presets=tuple(replace(preset, pace=Pace.INSTANT) for preset in PRESETS),
    views=VIEWS,
)
def still(settings: WaveSettings, now: Now, library: Library) -> Run:
    """What is there at once?"""
    yield Start("ten waves · as they are")
    yield None
    yield wave_tick(0, now, now().rate * settings.length)


@dataclass(frozen=True, kw_only=True)
class DotSettings(Settings):
    """A list of points that a click adds to."""

    points: Annotated[tuple[tuple[float, float], ...], PointsField()] = ()


@experiment(
    id="dots",
    chapter="Neurons",
    settings=DotSettings,
    presets=(Preset("Quick", DotSettings(), pace=Pace.INSTANT),),
    views=(View("dots", PlaneView(points="points"), "Dots"),),
)
def dots(settings: DotSettings, now: Callable[[], DotSettings], library: Library) -> Run:
    """Where are the dots?"""
    yield Start()
    x, y = np.array(settings.points).reshape(-1, 2).T
    plane = Plane(Axes((-5, 5), (-5, 5)), (PointsMark(x, y),))
    yield Tick(0, views={Key("dots"): lambda: plane})


@experiment(id="broken", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def broken(settings: WaveSettings, now: Now, library: Library) -> Run:
    """What happens at a mistake?"""
    yield Start("ten waves · as they are")
    for step in range(5):
        yield wave_tick(step, now, float(step))
    raise ArithmeticError("the fifth step is wrong")


@experiment(id="blind", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def blind(settings: WaveSettings, now: Now, library: Library) -> Run:
    """What if a picture cannot be drawn?"""
    yield Start("ten waves · as they are")

    def view() -> Record:
        raise ValueError("no picture")

    for step in range(1000):
        yield Tick(step, scalars={VALUE: 1.0}, views={Key("bars"): view})


@experiment(id="absent", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def absent(settings: WaveSettings, now: Now, library: Library) -> Run:
    """What if there is no data?"""
    yield Start("ten waves · as they are")
    if settings.shape == "sine":
        raise MissingData("MNIST")
    for step in range(1000):
        yield wave_tick(step, now, 0.0)


@experiment(id="reader", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def reader(settings: WaveSettings, now: Now, library: Library) -> Run:
    """How does a run read its data?"""
    yield Start()
    digits = library.digits("MNIST").train
    for step in range(1000):
        yield wave_tick(step, now, float(digits.y[step % len(digits)]))


@experiment(id="breathing", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def breathing(settings: WaveSettings, now: Now, library: Library) -> Run:
    """How long is a breath?"""
    yield Start("ten waves · as they are")
    for step in range(1000):
        yield wave_tick(step, now, float(step))
        for _ in range(100):
            time.sleep(0.005)
            yield None


@experiment(id="slow", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def slow(settings: WaveSettings, now: Now, library: Library) -> Run:
    """How slow may a step be?"""
    yield Start("ten waves · as they are")
    for step in range(1000):
        yield wave_tick(step, now, float(step))
        time.sleep(0.03)


class Held:
    """An experiment whose first step ends when a test releases it.

    breathes: whether it does meanwhile; how often is counted in `breaths`. fails: whether the step ends in a mistake.
    """

    def __init__(self, breathes: bool = False, fails: bool = False) -> None:
        self.released = threading.Event()
        self.breaths = 0

        @experiment(id="held", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
        def run(settings: WaveSettings, now: Now, library: Library) -> Run:
            """When does a step end?"""
            yield Start()
            yield wave_tick(0, now, 0.0)
            while not self.released.wait(0.001 if breathes else None):
                self.breaths += 1
                yield None
            if fails:
                raise ArithmeticError("the first step is wrong")
            for step in range(1, 1000):
                yield wave_tick(step, now, float(step))

        self.experiment = run


@experiment(
    id="rivals",
    chapter="Optimizers",
    settings=WaveSettings,
    presets=PRESETS,
    views=(
        View("value", CurvesView(log_y=True), title="Who wins?"),
        View("bars", BarsView(), title="Bars of both", area="side"),
        View("words", TextView(), title="Words", area="side"),
    ),
    variants=("tame", "wild"),
)
def rivals(settings: WaveSettings, now: Now, library: Library) -> Run:
    """Which of two diverges?"""
    yield Start("ten waves · as they are", fair=True)
    for step in range(300):
        wild = 2.0**step if step < 40 else math.inf
        scalars = {Key("value", "tame"): 1 / (1 + step)}
        if step <= 40:
            scalars[Key("value", "wild")] = wild
        yield Tick(
            step,
            scalars=scalars,
            views={Key(channel, name): view for name in ("tame", "wild") for channel, view in _pictures(step, now)},
            events={Key("value", "wild"): "diverged"} if step == 40 else {},
        )


def _pictures(step: int, now: Now) -> tuple[tuple[str, Callable[[], Record]], ...]:
    return (("bars", bars_of(step, now)), ("words", lambda: Text(f"step {step}")))


SPECIMENS = {one.id: one for one in (wave, still, rivals, dots, walk, broken, blind, absent, breathing, slow)}
