"""A walk with noise, as an experiment: what the tests of a session run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.records import Record, Ridge, Text
from core.run.experiment import Experiment, Preset, experiment
from core.run.session import Session
from core.run.tick import Key, OverTime, Run, Start, Tick
from core.run.views import RidgeView, TextView, View
from core.settings import Display, Live, LogRangeField, RangeField, SeededSettings

LOSS = Key("loss")
SHOWN = Key("shown")
SPREAD = Key("spread")


@dataclass(frozen=True)
class Rule:
    lr: Annotated[float, LogRangeField(1e-4, 10), Live] = 0.1


@dataclass(frozen=True, kw_only=True)
class Walk(SeededSettings):
    start: Annotated[float, RangeField(-9.0, 9.0)] = 1.0
    rule: Rule = Rule()
    digit: Annotated[int, RangeField(0, 9), Display] = 0
    steps: Annotated[int, RangeField(0, 1000)] = 20


@experiment(
    id="walk",
    chapter="Optimizers",
    settings=Walk,
    presets=(Preset("Quick", Walk(), steps=20),),
    views=(View("loss"), View("shown", TextView()), View("spread", RidgeView())),
)
def walk(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
    """Where does it go?"""
    yield Start("numbers · raw")
    x, noise = settings.start, np.random.default_rng(settings.seed)
    for step in range(settings.steps + 1):
        yield None
        here = x
        yield Tick(
            step,
            epoch=step / 10,
            scalars={LOSS: x * x},
            samples={SPREAD: np.array([step, 1.0])},
            views={
                SHOWN: lambda here=here: Text(f"{here:.3f} digit {now().digit}"),
                SPREAD: OverTime(lambda steps, counts: Ridge(("w",), np.array([0.0, 1.0, 2.0]), steps, counts)),
            },
            events={LOSS: "half way"} if step == 10 else {},
        )
        x -= now().rule.lr * (2 * x + noise.normal())


def losses(session: Session) -> list[float]:
    return session.series[LOSS].read()[3].tolist()  # type: ignore[no-any-return]


def text(record: Record | None) -> str:
    assert isinstance(record, Text)
    return record.text


def experiment_of(run: object) -> Experiment:
    made: Experiment = experiment(
        id="made", chapter="Optimizers", settings=Walk, presets=(Preset("Quick", Walk(), steps=1),), views=()
    )(run)  # type: ignore[arg-type]
    return made
