"""Tiny experiments that show one behaviour each: what the window is tested with, whatever the course contains."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.data.missing import MissingData
from core.records import Bars, Record, Text
from core.run.experiment import Pace, Preset, View, experiment
from core.run.tick import Key, Tick, Ticks
from core.settings.fields import ChoiceField, PointField, RangeField
from core.settings.settings import Display, Label, Live, Settings

VALUE = Key("value")


@dataclass(frozen=True, kw_only=True)
class WaveSettings(Settings):
    """One field of every effect."""

    length: Annotated[int, RangeField(1, 1000), Label("wave length")] = 20
    rate: Annotated[float, RangeField(0.0, 10.0), Live] = 1.0
    bars: Annotated[int, RangeField(1, 9), Display] = 3
    start: Annotated[tuple[float, float], PointField()] = (0.0, 0.0)
    shape: Annotated[str, ChoiceField("sine", "cosine")] = "sine"


def bars_of(step: int, settings: WaveSettings) -> Callable[[], Record]:
    def view() -> Record:
        names = tuple(str(i) for i in range(settings.bars))
        return Bars(names, ("height",), np.full((1, settings.bars), float(step)))

    return view


def wave_tick(step: int, settings: WaveSettings, value: float, total: int | None = None) -> Tick:
    return Tick(
        step=step,
        epoch=step / 10,
        total=total,
        scalars={VALUE: value},
        views={Key("bars"): bars_of(step, settings), Key("words"): lambda: Text(f"step {step}")},
        data="ten waves · as they are" if step == 0 else "",
    )


VIEWS = (
    View("value", title="The wave", area="main"),
    View("bars", Bars, title="Bars", area="side"),
    View("words", Text, title="Words", area="below"),
)
PRESETS = (Preset("Quick", WaveSettings(), 60), Preset("Book", WaveSettings(length=50), 200))


@experiment(id="wave", chapter="Neurons", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def wave(settings: WaveSettings, library: Library) -> Ticks:
    """How does a wave move?"""
    value, step = 0.0, 0
    while True:
        yield wave_tick(step, settings, value)
        value += settings.rate * math.sin(step / settings.length)
        step += 1


@experiment(
    id="walk",
    chapter="Optimizers",
    settings=WaveSettings,
    presets=PRESETS,
    views=VIEWS,
    pace=Pace.STEPPED,
    steps_per_second=30.0,
)
def walk(settings: WaveSettings, library: Library) -> Ticks:
    """Where does the walk go?"""
    value = settings.start[0]
    for step in range(101):
        yield wave_tick(step, settings, value, total=100)
        value += settings.rate


@experiment(
    id="still", chapter="Initialization", settings=WaveSettings, presets=PRESETS, views=VIEWS, pace=Pace.INSTANT
)
def still(settings: WaveSettings, library: Library) -> Ticks:
    """What is there at once?"""
    yield None
    yield wave_tick(0, settings, settings.rate * settings.length)


@experiment(id="broken", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def broken(settings: WaveSettings, library: Library) -> Ticks:
    """What happens at a mistake?"""
    for step in range(5):
        yield wave_tick(step, settings, float(step))
    raise ArithmeticError("the fifth step is wrong")


@experiment(id="blind", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def blind(settings: WaveSettings, library: Library) -> Ticks:
    """What if a picture cannot be drawn?"""

    def view() -> Record:
        raise ValueError("no picture")

    for step in range(1000):
        yield Tick(step, scalars={VALUE: 1.0}, views={Key("bars"): view})


@experiment(id="absent", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def absent(settings: WaveSettings, library: Library) -> Ticks:
    """What if there is no data?"""
    if settings.shape == "sine":
        raise MissingData("MNIST")
    for step in range(1000):
        yield wave_tick(step, settings, 0.0)


@experiment(id="breathing", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def breathing(settings: WaveSettings, library: Library) -> Ticks:
    """How long is a breath?"""
    for step in range(1000):
        yield wave_tick(step, settings, float(step))
        for _ in range(100):
            time.sleep(0.005)
            yield None


@experiment(id="slow", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
def slow(settings: WaveSettings, library: Library) -> Ticks:
    """How slow may a step be?"""
    for step in range(1000):
        yield wave_tick(step, settings, float(step))
        time.sleep(0.03)


class Held:
    """An experiment whose first step ends when a test releases it.

    breathes: whether it does meanwhile; how often is counted in `breaths`. fails: whether the step ends in a mistake.
    """

    def __init__(self, breathes: bool = False, fails: bool = False) -> None:
        self.released = threading.Event()
        self.breaths = 0

        @experiment(id="held", chapter="Playground", settings=WaveSettings, presets=PRESETS, views=VIEWS)
        def run(settings: WaveSettings, library: Library) -> Ticks:
            """When does a step end?"""
            yield wave_tick(0, settings, 0.0)
            while not self.released.wait(0.001 if breathes else None):
                self.breaths += 1
                yield None
            if fails:
                raise ArithmeticError("the first step is wrong")
            for step in range(1, 1000):
                yield wave_tick(step, settings, float(step))

        self.experiment = run


@experiment(
    id="rivals",
    chapter="Optimizers",
    settings=WaveSettings,
    presets=PRESETS,
    views=(
        View("value", title="Who wins?", log_y=True),
        View("bars", Bars, title="Bars of both", area="side"),
        View("words", Text, title="Words", area="side"),
    ),
    variants=("tame", "wild"),
    fair=True,
)
def rivals(settings: WaveSettings, library: Library) -> Ticks:
    """Which of two diverges?"""
    for step in range(300):
        wild = 2.0**step if step < 40 else math.inf
        scalars = {Key("value", "tame"): 1 / (1 + step)}
        if step <= 40:
            scalars[Key("value", "wild")] = wild
        yield Tick(
            step,
            scalars=scalars,
            views={
                Key(channel, name): view for name in ("tame", "wild") for channel, view in _pictures(step, settings)
            },
            marks={Key("value", "wild"): "diverged"} if step == 40 else {},
        )


def _pictures(step: int, settings: WaveSettings) -> tuple[tuple[str, Callable[[], Record]], ...]:
    return (("bars", bars_of(step, settings)), ("words", lambda: Text(f"step {step}")))


SPECIMENS = {one.id: one for one in (wave, still, rivals, walk, broken, blind, absent, breathing, slow)}
