"""A player that is worked from a test, on a clock that only ticks, views and waits advance."""

from __future__ import annotations

from collections.abc import Callable

from core.data.library import Library
from core.records import Record, Text
from core.run.experiment import Experiment, Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import TextView, View
from core.settings import SeededSettings
from gui.worker.commands import Commands, InterruptFlag, Load, Motion, Report
from gui.worker.player import Player
from tests.gui.fake_clock import FakeClock

TICK, VIEW, BREATH = 0.0001, 0.004, 0.01  # seconds that each of them costs


VIEWS = (View("a", TextView()),)


PRESETS = (Preset("Quick", SeededSettings(), 100, endless=True),)


def costly(clock: FakeClock, calls: list[str], id: str = "costly") -> Experiment:
    """Three views of 4 ms each; calls: which of them were computed."""

    def view(name: str, step: int) -> Callable[[], Record]:
        def compute() -> Record:
            calls.append(name)
            clock.advance(VIEW)
            return Text(f"{name} at {step}")

        return compute

    @experiment(
        id=id,
        chapter="Playground",
        settings=SeededSettings,
        presets=PRESETS,
        views=tuple(View(name, TextView()) for name in "abc"),
    )
    def run(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """What do pictures cost?"""
        yield Start()
        step = 0
        while True:
            clock.advance(TICK)
            yield Tick(step, views={Key(name): view(name, step) for name in "abc"})
            step += 1

    return run


class Watched:
    """A player that is worked from here, and a window that takes every picture, or none."""

    def __init__(self, wanted: str, takes: bool = True) -> None:
        self.clock = FakeClock()
        self.calls: list[str] = []
        self.heard: list[Report] = []
        self.takes = takes
        self.player = Player(Library(), InterruptFlag(), self.heard.append, self.clock)
        self.player.obey(Commands(wanted=frozenset(wanted)))
        self.load(costly(self.clock, self.calls))
        self.calls.clear()

    def load(self, experiment: Experiment, resume: bool = False) -> None:
        load = Load(experiment, SeededSettings(), PRESETS[0], resume=resume)
        self.player.obey(Commands(load=load))
        self.player.work()

    def play(self, seconds: float, speed: float | None = None) -> None:
        self.player.obey(Commands(motion=Motion.PLAY, speed=(speed,)))
        self.go_on(seconds)

    def go_on(self, seconds: float) -> None:
        end = self.clock() + seconds
        while self.clock() < end:
            wait = self.player.work()
            assert wait is not None
            self.clock.advance(min(wait, max(0.0, end - self.clock())))
            publication = self.player.publisher.latest
            for slot in publication.slots.values() if self.takes and publication is not None else ():
                slot.taken = True

    @property
    def step(self) -> int:
        publication = self.player.publisher.latest
        assert publication is not None
        return publication.session.step
