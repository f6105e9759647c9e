"""One network begun from many spreads of its weights, each with and without batch norm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.normalization_and_generalization.batch_norm_grid import BATCH_NORM, PLAIN, SpreadGrid, spreads
from core.experiments.shared import fields
from core.experiments.shared.classifier import train_classifier
from core.nn import BatchNorm, Network, ReLU, normal
from core.nn.mlp import mlp
from core.optim import SGD
from core.random import stream
from core.run import CurvesGridView, CurvesView, Expected, Key, OverTime, Preset, Run, Start, Ticks, View, experiment
from core.settings import Display, Label, LogRangeField, RangeField, SeededSettings
from core.training import TRAINING_ACCURACY, cell

BATCH = 100
GUESS = 0.25  # the training accuracy up to which a network has learnt nothing to speak of
LEARNT, LOWEST = "spreads that learn", "lowest of all σ"


@dataclass(frozen=True, kw_only=True)
class BatchNormSettings(SeededSettings):
    """The network, its digits, and the spreads that its weights begin with."""

    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(100, 5000), Label("training digits")] = 1000
    hidden: fields.HiddenLayers = (100,) * 5
    count: Annotated[int, RangeField(2, 16), Label("spreads σ", "from 1 to 0.0001, in equal ratios")] = 6
    eps: Annotated[float, LogRangeField(1e-12, 1e-1), Label("ε", "added to the variance of every batch")] = 1e-7
    lr: fields.LearningRate = 0.01
    updates: Annotated[int, RangeField(1, 2000), Label("updates")] = 100
    every: fields.MeasureEvery = 10
    tested: fields.TestDigits = 500
    chosen: Annotated[int, RangeField(0, 15), Display, Label("chosen σ", "its place in the grid, from 0")] = 2


def ends(row: str, place: int, step: int, **claim: Any) -> Expected:
    """A claim on the training accuracy of one net; place: of its σ in the grid."""
    name = cell(row, spreads(6 if step == 100 else 16)[place])
    return Expected(TRAINING_ACCURACY, name, step, source="measured with 3 seeds", **claim)


def wins(place: int, step: int) -> Expected:
    """Without batch norm it is further there."""
    return ends(PLAIN, place, step, above=ends(BATCH_NORM, place, step, at_least=0.0).variant)


def of_all(channel: str, row: str, step: int, **claim: Any) -> Expected:
    """A claim on all spreads together."""
    return Expected(channel, row, step, source="measured", **claim)


QUICK = (
    of_all(LOWEST, BATCH_NORM, 100, at_least=0.18),
    of_all(LEARNT, PLAIN, 100, value=1),
    wins(1, 100),
    ends(BATCH_NORM, 3, 100, at_least=0.85),
    ends(BATCH_NORM, 5, 100, at_least=0.3),
)
BOOK = (
    of_all(LOWEST, BATCH_NORM, 200, at_least=0.4),  # with other seeds .395 and .445
    of_all(LEARNT, BATCH_NORM, 200, value=16),
    of_all(LEARNT, PLAIN, 200, value=2),  # with another seed a third one, .0858, just so: .274
    wins(3, 200),
    wins(2, 200),
    *(ends(BATCH_NORM, place, 200, at_least=0.9) for place in range(5, 10)),
)
LARGE_EPS = (ends(BATCH_NORM, 5, 100, at_most=0.15), ends(BATCH_NORM, 3, 100, at_least=0.85))


@experiment(
    id="batch-norm",
    chapter="Normalization and generalization",
    order=10,
    settings=BatchNormSettings,
    presets=(
        Preset("Quick", BatchNormSettings(), 100, QUICK),
        Preset("Book", BatchNormSettings(data="MNIST", count=16, updates=200, chosen=5), 200, BOOK),
        Preset("16 spreads", BatchNormSettings(count=16, updates=200, every=20, chosen=5), 200),
        Preset("PyTorch's ε", BatchNormSettings(eps=1e-5, chosen=5), 100, LARGE_EPS),
    ),
    views=(
        View("grid", CurvesGridView(choose="chosen"), "Training digits read: a plot for each σ"),
        View(
            "chosen",
            CurvesView(y_range=(0.0, 1.0), values=True),
            "The chosen σ (dashed: test digits)",
            "side",
            weight=1.3,
        ),
        View("over σ", CurvesView(y_range=(0.0, 1.0)), "Level: test digits read now, over σ", "side"),
    ),
)
def run(settings: BatchNormSettings, now: Callable[[], BatchNormSettings], library: Library) -> Run:
    """Does batch norm forgive a bad start?

    784-100×5-10 with ReLU learns 1,000 digits. Its weights begin as N(0, σ²), σ from 1 to 0.0001, once with batch
    norm before every ReLU and once without. All begin with the same weights, times σ, and see the same batches.
    """
    split = library.digits(settings.data).flat()
    split = Split(split.train.first(settings.samples), split.test)
    yield Start(f"{split.train.caption}; {settings.count} σ, with and without batch norm", fair=True)
    grid = SpreadGrid(settings.count, settings.updates, lambda: now().chosen)
    ticks = grid.sweep.run(
        lambda row, sigma: lane(settings, now, split, row, float(sigma)),
        {
            Key("grid"): OverTime(grid.plots),
            Key("chosen"): OverTime(grid.chosen),
            Key("over σ"): grid.over_spreads,
        },
    )
    for tick in ticks:
        if tick is None or tick.step % settings.every:
            yield tick
            continue
        rows = dict(grid.newest(TRAINING_ACCURACY))
        learnt = {Key(LEARNT, row): float((accuracies > GUESS).sum()) for row, accuracies in rows.items()}
        lowest = {Key(LOWEST, row): float(accuracies.min()) for row, accuracies in rows.items()}
        yield tick._replace(scalars={**tick.scalars, **learnt, **lowest})


def network(settings: BatchNormSettings, features: int, classes: int, row: str, sigma: float) -> Network:
    """Linear–BN–ReLU, or Linear–ReLU; the Linear before a BN needs no bias."""
    layers = mlp((features, *settings.hidden, classes), ReLU, batch_norm=row == BATCH_NORM)
    for layer in layers:
        if isinstance(layer, BatchNorm):
            layer.eps = settings.eps
    return Network(layers, normal(sigma), rng=stream(settings.seed, "init"))


def lane(
    settings: BatchNormSettings, now: Callable[[], BatchNormSettings], split: Split, row: str, sigma: float
) -> Ticks:
    """One network's run. It is made when its turn comes, so that the sweep can breathe before."""
    net = network(settings, split.train.x.shape[1], len(split.train.classes), row, sigma)
    yield from train_classifier(
        net,
        split,
        SGD(),
        seed=settings.seed,
        batch=BATCH,
        every=settings.every,
        tested=settings.tested,
        trained=settings.samples,
        with_replacement=True,
        lr=lambda _: now().lr,
    )
