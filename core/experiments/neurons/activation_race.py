"""One network, four activations, the same weights and batches; and what a rate that is too hot leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from core.data.library import Library
from core.experiments.neurons.activation_lanes import LAST, RECTIFIERS, Lane, silence, silent, table
from core.experiments.shared import fields
from core.experiments.shared.initializers import INITIALIZERS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.run import CurvesGridView, CurvesView, Expected, Key, Preset, Run, Start, TableView, View, experiment
from core.settings import ChoiceField, FlagField, Label, ManyField, RangeField, SeededSettings, Shown
from core.training import TEST_ACCURACY, Probes, race, watched_together

SIGMOID, TANH, RELU, LEAKY = RACERS = ("sigmoid", "tanh", *RECTIFIERS)
XAVIER, HE = "Xavier normal", "He normal"


@dataclass(frozen=True, kw_only=True)
class RaceSettings(SeededSettings):
    """Which activations, from which weights, and at which rate."""

    activations: Annotated[tuple[str, ...], ManyField(*RACERS)] = RACERS
    optimizer: Annotated[str, ChoiceField("SGD", "Momentum")] = "Momentum"
    lr: fields.LearningRate = 0.1
    hot_start: Annotated[bool, FlagField(), Label("hot start", "first at a rate that is too large")] = False
    hot: Annotated[int, RangeField(1, 10_000), Shown("hot_start", True), Label("updates at the hot rate")] = 150
    hot_lr: Annotated[float, RangeField(0.0, 3.0, 0.1), Shown("hot_start", True), Label("hot rate")] = 1.0
    init: Annotated[str, ChoiceField(XAVIER, HE), Label("weights")] = XAVIER
    hidden: fields.HiddenLayers = (100, 100, 100)
    batch: fields.BatchSize = 100
    data: fields.Digits = fields.PEN_DIGITS


def loss(name: str, step: int, **claim: Any) -> Expected:
    """A claim on the mean of the last losses."""
    return Expected("loss", name, step, mean_of_last=LAST, source="measured with 2 seeds", **claim)


def shown(channel: str, name: str, step: int, **claim: Any) -> Expected:
    """A claim of the hot start, for its seed: of five seeds ReLU diverges in one, leaky ReLU in three."""
    return Expected(channel, name, step, source="measured with this seed; with others one of the two diverges", **claim)


AHEAD = (loss(TANH, 300, below=SIGMOID, factor=0.5), loss(RELU, 300, below=SIGMOID, factor=0.5))
PEN = (
    loss(SIGMOID, 300, value=1.0, tolerance=0.1),
    loss(TANH, 300, value=0.245, tolerance=0.06),
    loss(RELU, 300, value=0.285, tolerance=0.06),
    loss(LEAKY, 300, value=0.33, tolerance=0.06),
)
SLOW = RaceSettings(optimizer="SGD")
HOT = RaceSettings(seed=1, optimizer="SGD", lr=0.05, hot_start=True, init=HE)
RECOVERY = (
    shown(silent(1), RELU, 150, at_least=0.5),
    shown(silent(1), LEAKY, 150, at_least=0.5),
    shown(TEST_ACCURACY, RELU, 750, at_most=0.5),
    shown(TEST_ACCURACY, LEAKY, 750, at_least=0.65),
)


@experiment(
    id="activation-race",
    chapter="Neurons",
    order=30,
    settings=RaceSettings,
    presets=(
        Preset("Quick", RaceSettings(), 300, (*AHEAD, *PEN)),
        Preset("Book", RaceSettings(data="MNIST"), 2000, AHEAD),
        Preset("SGD 0.1", SLOW, 300, (loss(SIGMOID, 300, value=2.30, tolerance=0.02),)),
        Preset("Too hot", HOT, 750, RECOVERY),
    ),
    views=(
        View(
            "loss",
            CurvesView(log_y=True, smooth=15, y_label="cross entropy", y_range=(0.05, 10.0)),
            "Loss on each batch, and its mean",
        ),
        View(TEST_ACCURACY, CurvesView(values=True), "Test digits read right", "side"),
        View("standings", TableView(), "Where they stand", "side", 0.8),
        View("silence", CurvesGridView(), "Units that no digit makes positive", "side"),
    ),
    variants=RACERS,
)
def run(settings: RaceSettings, now: Callable[[], RaceSettings], library: Library) -> Run:
    """Which activation learns faster?

    The slope of a sigmoid is at most a quarter and its outputs are never negative: it learns last. A ReLU has slope 1
    where it is positive and none elsewhere; pushed below 0 for every digit, it stays there.
    """
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption, fair=True)
    init, _ = INITIALIZERS[settings.init]
    lanes: dict[str, Lane] = {}
    for name in settings.activations:
        lanes[name] = Lane(name, split, settings.hidden, init, settings.seed)
        yield None

    def rate(step: int) -> float:
        return settings.hot_lr if settings.hot_start and step < settings.hot else now().lr

    runs = {
        name: lane.train(OPTIMIZERS[settings.optimizer](lr=settings.lr), rate, settings.seed, settings.batch)
        for name, lane in lanes.items()
    }
    layers = len(settings.hidden)
    together = Probes(
        {
            Key("standings"): partial(table, lanes, layers),
            Key("silence"): partial(silence, lanes, layers),
        }
    )
    yield from watched_together(race(runs), together)
