"""Five networks that learn the same few digits, what they say together, and one network with dropout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.normalization_and_generalization.ensemble_jury import DROPOUT, GAIN, MEAN, MEMBERS, NAMES, Jury
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for
from core.nn import CrossEntropy, Dropout, Layer, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import SGD
from core.random import stream
from core.run import (
    BarsView,
    CurvesView,
    Expected,
    ImageGridView,
    Key,
    MatrixView,
    Preset,
    Run,
    Start,
    Ticks,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, Live, RangeField, SeededSettings
from core.training import minibatches, race, train

BATCH = 100
BOTH, WEIGHTS, BATCHES, NOTHING = "first weights and batches", "first weights", "batches", "nothing"


@dataclass(frozen=True, kw_only=True)
class EnsembleSettings(SeededSettings):
    """The networks, their few digits, and what is different from one network to the next."""

    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(100, 5000), Label("training digits")] = 300
    hidden: fields.HiddenLayers = (100, 100)
    differ: Annotated[str, ChoiceField(BOTH, WEIGHTS, BATCHES, NOTHING), Label("the five differ in")] = BOTH
    lr: fields.LearningRate = 0.1
    p: Annotated[float, RangeField(0.0, 0.9, 0.05), Live, Label("p", "of dropping a neuron, in the sixth network")] = (
        0.2
    )
    updates: Annotated[int, RangeField(1, 10_000), Label("updates")] = 300
    every: fields.MeasureEvery = 15
    tested: fields.TestDigits = 1000
    chosen: Annotated[int, RangeField(0, 27), Display, Label("chosen digit", "of those that they disagree on")] = 0


def gains(step: int = 300, **claim: Any) -> Expected:
    """A claim on what the mean of five reads more than the typical one of them."""
    return Expected(GAIN, MEAN, step, source="measured with 3 seeds", **claim)


@experiment(
    id="ensemble",
    chapter="Normalization and generalization",
    order=50,
    settings=EnsembleSettings,
    presets=(
        Preset("Quick", EnsembleSettings(), 300, (gains(value=0.014, tolerance=0.01), gains(at_least=1e-6))),
        Preset(
            "Book",
            EnsembleSettings(data="MNIST", every=50, tested=10_000),
            300,
            (gains(value=0.008, tolerance=0.01), gains(at_least=1e-6)),
        ),
        Preset("Other batches alone", EnsembleSettings(differ=BATCHES), 300),
        Preset("Five times the same", EnsembleSettings(differ=NOTHING), 300, (gains(value=0.0, tolerance=1e-12),)),
    ),
    views=(
        View("digits", ImageGridView(choose="chosen"), "Disputed digits. Label: what nets 1 to 5 say"),
        View("accuracies", BarsView(), "Level: test digits read; line: typical of five", "side"),
        View("votes", MatrixView(), "The chosen digit: probabilities", "side"),
        View(GAIN, CurvesView(values=True), "Test digits read beyond the typical one of five", "below", weight=1.4),
        View("by number", CurvesView(values=True), "The mean of how many?", "below"),
    ),
    variants=NAMES,
)
def run(settings: EnsembleSettings, now: Callable[[], EnsembleSettings], library: Library) -> Run:
    """Why do averages win?

    Five networks 784-100²-10 learn the same 300 digits from other first weights and in other batches. Each makes other
    mistakes, and the mean of their probabilities makes fewer. A network with dropout is trained beside them.
    """
    split = library.digits(settings.data).flat()
    split = Split(split.train.first(settings.samples), split.test.first(settings.tested))
    yield Start(split.train.caption)
    nets = {name: member(settings, split, i) for i, name in enumerate(MEMBERS)}
    nets[DROPOUT] = dropped(settings, split)
    jury = Jury(nets, split, lambda: now().chosen)
    views = {
        Key("accuracies"): jury.bars,
        Key("digits"): jury.digits,
        Key("votes"): jury.votes,
        Key("by number"): jury.by_number,
    }
    for tick in race({name: lane(settings, now, split, i, net) for i, (name, net) in enumerate(nets.items())}):
        if tick is None:
            yield None
            continue
        measured = (yield from jury.measure()) if tick.step % settings.every == 0 else {}
        yield tick._replace(total=settings.updates, scalars={**tick.scalars, **measured}, views=views)
        if tick.step == settings.updates:
            return


def seeds(settings: EnsembleSettings, i: int) -> tuple[int, int]:
    """Of the first weights and of the batches of the i-th network; the sixth has those of the first."""
    other = settings.seed + i % len(MEMBERS)
    return (
        other if settings.differ in (BOTH, WEIGHTS) else settings.seed,
        other if settings.differ in (BOTH, BATCHES) else settings.seed,
    )


def member(settings: EnsembleSettings, split: Split, i: int) -> Network:
    """One of the five."""
    return mlp_for(split.train, settings.hidden, seeds(settings, i)[0])


def dropped(settings: EnsembleSettings, split: Split) -> Network:
    """The first of the five, with dropout behind every ReLU."""
    layers: list[Layer] = []
    for layer in mlp((split.train.x.shape[1], *settings.hidden, len(split.train.classes)), ReLU):
        layers.append(layer)
        if isinstance(layer, ReLU):
            layers.append(Dropout(settings.p, stream(settings.seed, f"dropout {len(layers)}")))
    return Network(layers, he_normal, rng=stream(settings.seed, "init"))


def lane(settings: EnsembleSettings, now: Callable[[], EnsembleSettings], split: Split, i: int, net: Network) -> Ticks:
    """One network's run; what it reads is measured of all together."""
    batches = stream(seeds(settings, i)[1], "data")
    feed, per_epoch = minibatches(split.train, BATCH, batches, with_replacement=True)
    drops = [layer for layer in net.layers if isinstance(layer, Dropout)]
    for tick in train(net, CrossEntropy(), SGD(), feed, per_epoch, lr=lambda _: now().lr):
        yield tick
        for drop in drops:
            drop.p = now().p
