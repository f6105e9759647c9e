"""An experiment whose curves depend on the seed: what bands are tested with. In a module of its own, so that other
processes can import it quickly."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.run.expected import Expected
from core.run.experiment import Preset, experiment
from core.run.tick import DIVERGED, Key, Run, Start, Tick
from core.run.views import CurvesView, TextView, View
from core.settings import Display, Live, RangeField, SeededSettings

NONE = -1


@dataclass(frozen=True, kw_only=True)
class NoisySettings(SeededSettings):
    """lost, short, wrong: the seed whose run diverges after step 10, ends after step 20, is a mistake."""

    rate: Annotated[float, RangeField(0.0, 10.0), Live] = 1.0
    shown: Annotated[int, RangeField(1, 9), Display] = 3
    pause: Annotated[float, RangeField(0.0, 1.0)] = 0.0
    lost: Annotated[int, RangeField(NONE, 99)] = NONE
    short: Annotated[int, RangeField(NONE, 99)] = NONE
    wrong: Annotated[int, RangeField(NONE, 99)] = NONE


EXPECTED = (
    Expected("loss", "calm", 30, at_most=31.5, source="by chance"),
    Expected("loss", "wild", 10, diverges=True),
)


@experiment(
    id="noisy",
    chapter="Playground",
    settings=NoisySettings,
    presets=(
        Preset("Quick", NoisySettings(), 40, EXPECTED),
        Preset("Unlucky", NoisySettings(lost=1, short=2), 40, EXPECTED),
        Preset("Slow", NoisySettings(pause=0.05), 4000),
    ),
    views=(
        View("loss", CurvesView(smooth=5), title="Loss"),
        View("every", CurvesView(), title="Now and then"),
        View("words", TextView(), title="Words", area="side"),
    ),
    variants=("calm", "wild"),
)
def noisy(settings: NoisySettings, now: Callable[[], NoisySettings], library: Library) -> Run:
    """Is it luck?"""
    yield Start("noise · as it is")
    rng = np.random.default_rng(settings.seed)
    loss = dict.fromkeys(("calm", "wild"), 0.0)
    for step in range(21 if settings.seed == settings.short else 10_000):
        if settings.seed == settings.wrong:
            raise ArithmeticError("the first step is wrong")
        if settings.seed == settings.lost and step == 10:
            loss.pop("wild")
        events = {Key("loss", "wild"): DIVERGED} if settings.seed == settings.lost and step == 9 else {}
        scalars = {Key("loss", name): math.inf if events and name == "wild" else value for name, value in loss.items()}
        if step % 10 == 0:
            scalars[Key("every", "calm")] = loss["calm"] / 2
        yield Tick(step, step / 20, scalars=scalars, events=events)
        time.sleep(settings.pause)
        loss = {name: value + now().rate * float(rng.uniform(0, 2)) for name, value in loss.items()}
