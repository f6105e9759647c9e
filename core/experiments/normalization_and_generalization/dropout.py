"""Neurons that are switched off at random while a network learns few digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.normalization_and_generalization.dropout_pictures import DropoutPictures
from core.experiments.shared import fields
from core.experiments.shared.gap import GAP, learn_by_heart
from core.nn import Dropout, Layer, Linear, Network, ReLU, he_normal
from core.random import stream
from core.run import BarsView, CurvesView, Expected, GraphView, Key, Preset, Run, Start, Ticks, View, experiment
from core.settings import Label, Live, ManyField, RangeField, SeededSettings
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, Metric, Probes, race, watched_together

NONE, INVERTED, TEST_SCALED = "no dropout", "inverted", "test-scaled"
WAYS = (NONE, INVERTED, TEST_SCALED)
PROBED = 400


@dataclass(frozen=True, kw_only=True)
class DropoutSettings(SeededSettings):
    """The network, its few digits, and how its neurons are dropped."""

    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(100, 5000), Label("training digits")] = 300
    hidden: fields.HiddenLayers = (100,) * 6
    lr: fields.LearningRate = 0.01
    ways: Annotated[
        tuple[str, ...],
        ManyField(*WAYS),
        Label("dropout", "inverted: ÷ (1 − p) while training; test-scaled: × (1 − p) when reading"),
    ] = (NONE, INVERTED)
    p: Annotated[float, RangeField(0.0, 0.9, 0.05), Live, Label("p", "the probability of dropping a neuron")] = 0.2
    every: fields.MeasureEvery = 21
    tested: fields.TestDigits = 1000


def ends(channel: str, name: str, step: int, **claim: Any) -> Expected:
    """A claim on a lane's last figure."""
    return Expected(channel, name, step, source="measured with 3 or more seeds", **claim)


BOOK = (
    ends(TRAINING_ACCURACY, TEST_SCALED, 903, value=0.65, tolerance=0.1),
    ends(TEST_ACCURACY, TEST_SCALED, 903, value=0.51, tolerance=0.08),
    ends(TEST_ACCURACY, TEST_SCALED, 903, below=NONE, offset=-0.1),
)
BOOK_INVERTED = (
    ends(TRAINING_ACCURACY, INVERTED, 903, at_least=0.96),
    ends(TEST_ACCURACY, INVERTED, 903, value=0.735, tolerance=0.025),
)
LONGER = (ends(TEST_ACCURACY, INVERTED, 3000, above=NONE, offset=-0.01),)
LONGER_MNIST = (
    ends(TEST_ACCURACY, INVERTED, 3000, value=0.785, tolerance=0.01),
    ends(TEST_ACCURACY, INVERTED, 3000, above=NONE, offset=-0.01),
)
MEANS = (
    Expected("mean, scaled", INVERTED, 903, value=1.0, tolerance=0.02, source="E[m / (1 − p)] = 1"),
    Expected("mean, dropped", INVERTED, 903, value=0.8, tolerance=0.02, source="E[m] = 1 − p"),
)


@experiment(
    id="dropout",
    chapter="Normalization and generalization",
    order=40,
    settings=DropoutSettings,
    presets=(
        Preset("Quick", DropoutSettings(), 903, MEANS),
        Preset("Book", DropoutSettings(data="MNIST", ways=(NONE, TEST_SCALED), every=43, tested=10_000), 903, BOOK),
        Preset("Book, inverted", DropoutSettings(data="MNIST", every=43, tested=10_000), 903, BOOK_INVERTED),
        Preset("Wait longer", DropoutSettings(every=100), 3000, LONGER),
        Preset("Wait longer, MNIST", DropoutSettings(data="MNIST", every=200, tested=10_000), 3000, LONGER_MNIST),
        Preset("Both ways", DropoutSettings(ways=WAYS), 903),
        Preset("Half of them", DropoutSettings(p=0.5), 903),
    ),
    views=(
        View("mask", GraphView(), "The mask of the moment: hidden layers 1 to 6", weight=1.4),
        View("means", BarsView(), "Mean output, layer by layer: which pairs are equal?", weight=1.1),
        View(TEST_ACCURACY, CurvesView(values=True), "Level: test digits read", "side"),
        View(TRAINING_ACCURACY, CurvesView(values=True), "Training digits read", "side"),
        View(GAP, CurvesView(values=True), "Gap: training minus test", "side"),
    ),
    variants=WAYS,
)
def run(settings: DropoutSettings, now: Callable[[], DropoutSettings], library: Library) -> Run:
    """Why switch neurons off?

    784-100×6-10 learns 300 digits. For every digit of a batch each hidden neuron is off with probability p, so none can
    rely on another. What the next layer gets is then smaller by 1 − p, which is made up for in training or in reading.
    """
    split = library.digits(settings.data).flat()
    split = Split(split.train.first(settings.samples), split.test)
    yield Start(split.train.caption, fair=True)
    nets = {name: network(settings, split, name) for name in settings.ways}
    watched = nets[settings.ways[-1]]
    pictures = DropoutPictures(watched, split.test.x[:PROBED], settings.seed, lambda: now().p)

    runs = {name: lane(settings, now, split, name, net) for name, net in nets.items()}
    probes = Probes({Key("mask"): pictures.diagram, Key("means"): pictures.bars})
    yield from watched_together(race(runs), probes)


def network(settings: DropoutSettings, split: Split, name: str) -> Network:
    """Linear–ReLU–dropout, again and again; without dropout its p is 0. All have the same start."""
    sizes = (split.train.x.shape[1], *settings.hidden)
    layers: list[Layer] = []
    for i, (n_in, n_out) in enumerate(pairwise(sizes)):
        p = 0.0 if name == NONE else settings.p
        drop = Dropout(p, stream(settings.seed, f"dropout {i}"), inverted=name != TEST_SCALED)
        layers += [Linear(n_in, n_out), ReLU(), drop]
    layers.append(Linear(sizes[-1], len(split.train.classes)))
    return Network(layers, he_normal, rng=stream(settings.seed, "init"))


def lane(settings: DropoutSettings, now: Callable[[], DropoutSettings], split: Split, name: str, net: Network) -> Ticks:
    """One way's run, with the p of this moment."""
    drops = [layer for layer in net.layers if isinstance(layer, Dropout) and name != NONE]
    means = DropoutPictures(net, split.test.x[:PROBED], settings.seed, lambda: now().p).measure
    ticks = learn_by_heart(
        net,
        split,
        seed=settings.seed,
        every=settings.every,
        tested=settings.tested,
        lr=lambda _: now().lr,
        probes=Probes(metrics=(Metric(settings.every, means),)),
    )
    for tick in ticks:
        yield tick
        for drop in drops:
            drop.p = now().p
