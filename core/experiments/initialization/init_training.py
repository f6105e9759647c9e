"""The same network from five starts: too small, Xavier, He, all weights equal, all weights zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from core.data.library import Library
from core.experiments.initialization.start_lanes import Lane, together
from core.experiments.shared import fields
from core.nn import Initializer, constant, he_normal, normal, xavier_normal
from core.run import (
    CurvesGridView,
    CurvesView,
    Expected,
    ImageGridView,
    Key,
    Preset,
    Run,
    Start,
    TableView,
    Ticks,
    View,
    experiment,
)
from core.settings import Display, Label, LogRangeField, ManyField, RangeField, SeededSettings, Shown
from core.training import race, watched_together

SMALL, XAVIER, HE, CONSTANT, ZERO = "small σ", "Xavier", "He", "constant", "zero"
STARTS = (SMALL, XAVIER, HE, CONSTANT, ZERO)
GUESSING = "guessing: ln 10"
LN_10 = float(np.log(10))


@dataclass(frozen=True, kw_only=True)
class StartSettings(SeededSettings):
    """Which starts, of which network, on which digits."""

    starts: Annotated[tuple[str, ...], ManyField(*STARTS)] = (SMALL, XAVIER, HE, CONSTANT)
    sigma: Annotated[float, LogRangeField(1e-4, 1.0), Shown("starts", SMALL), Label("small σ")] = 0.01
    constant: Annotated[
        float, LogRangeField(1e-4, 0.1), Shown("starts", CONSTANT), Label("constant", "every weight is this")
    ] = 0.01
    lr: fields.LearningRate = 0.01
    hidden: fields.HiddenLayers = (100, 100, 100, 100)
    batch: fields.BatchSize = 128
    data: fields.Digits = fields.PEN_DIGITS
    layer: Annotated[int, RangeField(1, 5), Display, Label("layer", "whose weights are shown")] = 2

    def start(self, name: str) -> Initializer:
        """How the weights of that name are drawn."""
        made = {SMALL: normal(self.sigma), CONSTANT: constant(self.constant), ZERO: constant(0.0)}
        return made[name] if name in made else {XAVIER: xavier_normal, HE: he_normal}[name]


def loss(name: str, step: int, **claim: Any) -> Expected:
    """A claim on the mean of the last 100 losses."""
    return Expected("loss", name, step, mean_of_last=100, source="measured with 3 seeds", **claim)


def alike(step: int) -> tuple[Expected, ...]:
    """A single neuron in every hidden layer of the constant start, ten in the last."""
    source = "equal neurons get equal gradients"
    hidden = (Expected(f"distinct layer {i}", CONSTANT, step, value=1, source=source) for i in range(1, 5))
    return (*hidden, Expected("distinct layer 5", CONSTANT, step, value=10, source="the targets differ"))


def ordered(step: int, *more: Expected) -> tuple[Expected, ...]:
    """Small σ stays at ln 10, He is ahead of Xavier, the constant start has one neuron a layer."""
    stays = Expected(
        "loss", SMALL, step, value=LN_10, tolerance=0.01, mean_of_last=100, source="ln 10: every digit gets a tenth"
    )
    return (stays, loss(HE, step, below=XAVIER), *alike(step), *more)


BOOK = ordered(
    2000,
    loss(XAVIER, 2000, value=0.277, tolerance=0.03),
    loss(HE, 2000, value=0.22, tolerance=0.03),
    loss(CONSTANT, 2000, value=2.05, tolerance=0.1),
)
PEN = ordered(
    2000,
    loss(XAVIER, 2000, value=0.495, tolerance=0.05),
    loss(HE, 2000, value=0.325, tolerance=0.04),
    loss(CONSTANT, 2000, value=2.18, tolerance=0.1),
)
SYMMETRY = "Symmetry"
SPREAD = CurvesView(x_label="layer", log_y=True, y_label="std")


@experiment(
    id="init-training",
    chapter="Initialization",
    order=20,
    settings=StartSettings,
    presets=(
        Preset("Quick", StartSettings(), 300, ordered(300)),
        Preset("Book", StartSettings(data="MNIST"), 2000, BOOK),
        Preset("Pen digits, 2,000 updates", StartSettings(), 2000, PEN),
        Preset(
            SYMMETRY,
            StartSettings(starts=(HE, CONSTANT, ZERO)),
            300,
            (*alike(300), Expected("loss", ZERO, 300, value=LN_10, tolerance=0.01, mean_of_last=100, source="ln 10")),
        ),
    ),
    views=(
        View(
            "loss",
            CurvesView(smooth=20, y_label="cross entropy", y_range=(0.0, 2.6)),
            "Loss on each batch, and its mean",
            weight=1.2,
        ),
        View("spread", SPREAD, "Spread of activations (dashed: at the start)", "side", 1.4),
        View("standings", TableView(), "Where they stand", "side"),
        View("weights", CurvesGridView(), "Weights of a layer now, and what they were drawn from", "below"),
        View("matrices", ImageGridView(), "All weights of that layer", "below", 0.8, presets=(SYMMETRY,)),
    ),
    variants=(*STARTS, GUESSING),
)
def run(settings: StartSettings, now: Callable[[], StartSettings], library: Library) -> Run:
    """Does it matter for learning?

    Weights that are too small send the same signal whatever the digit, so nothing can be learnt but how frequent each
    class is. Weights that are all equal make all neurons of a layer one, for ever.
    """
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption, fair=True)
    lanes = {}
    for name in settings.starts:
        lanes[name] = Lane(settings.start(name), split, settings.hidden, settings.seed)
        yield None
    last = len(settings.hidden) + 1
    runs = {name: lane.train(lambda: now().lr, settings.seed, settings.batch) for name, lane in lanes.items()}
    yield from beside_guessing(watched_together(race(runs), together(lanes, lambda: min(now().layer, last))))


def beside_guessing(ticks: Ticks) -> Ticks:
    """With the loss of a network that gives every digit a tenth."""
    for tick in ticks:
        yield tick and tick._replace(scalars={**tick.scalars, Key("loss", GUESSING): LN_10})
