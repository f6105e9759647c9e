"""A table, built in or of one's own, and a small network that tells its rows apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from core.data.csv_columns import MOST_CLASSES
from core.data.library import Library
from core.experiments.playground.own_tables import prepared
from core.experiments.playground.table_source import OWN, RAW, SEVERAL, TWO, TableSource, likely_target
from core.experiments.playground.table_watch import ABOVE, AREA, MAJORITY, WORST, TableWatch
from core.experiments.shared import fields
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.nn import BinaryCrossEntropy, CrossEntropy, Loss, Network, lecun_normal
from core.nn.mlp import mlp
from core.random import stream
from core.run import (
    CurvesView,
    Expected,
    Key,
    MatrixView,
    PlaneView,
    Preset,
    Run,
    Start,
    TableView,
    View,
    experiment,
)
from core.settings import (
    ChoiceField,
    Display,
    FlagField,
    Label,
    Live,
    RangeField,
    Shown,
)
from core.training import TEST_ACCURACY, Metric, Probes, loss_on, minibatches, train

VALIDATION = "validation loss"
MOST_BETWEEN = 500  # updates between two measurements, where an epoch has more
FASTER = 10.0


@dataclass(frozen=True, kw_only=True)
class TableSettings(TableSource):
    """The network, how it learns, and what is looked at."""

    hidden: fields.HiddenLayers = (6, 4)
    activation: Annotated[str, ChoiceField(*ACTIVATIONS)] = "sigmoid"
    optimizer: Annotated[str, ChoiceField("SGD", "Momentum", "Adam")] = "SGD"
    lr: fields.LearningRate = 0.1
    faster: Annotated[bool, FlagField(), Live, Label("ten times the rate", "the cure of a rate too small")] = False
    batch: fields.BatchSize = 32
    threshold: Annotated[
        float, RangeField(0.0, 1.0, 0.01), Display, Shown("task", TWO), Label("threshold", "of the confusion matrix")
    ] = 0.5
    cell: Annotated[
        int, RangeField(WORST, MOST_CLASSES**2 - 1), Display, Label("cell", "click one; −1: the commonest mistake")
    ] = WORST


def at(step: int, channel: str, **claim: Any) -> Expected:
    """A claim on the end of a run."""
    return Expected(channel, step=step, source="measured with 5 seeds", **claim)


def tells(step: int, least: float) -> Expected:
    """At least this share of the test rows is told right."""
    return at(step, TEST_ACCURACY, at_least=least)


CURED = (tells(1100, 0.94), at(1100, AREA, at_least=0.98))
FAILS = (at(1100, ABOVE, at_most=0.05), at(1100, "loss", at_least=0.5, mean_of_last=11))
UNSCALED = (at(1100, ABOVE, at_most=0.05), at(1100, AREA, value=0.5, tolerance=0.06))


@experiment(
    id="table-classifier",
    chapter="Playground",
    order=30,
    settings=TableSettings,
    presets=(
        Preset("Quick", TableSettings(), 1100, CURED, steps_per_second=110),
        Preset("Book", TableSettings(lr=0.01), 1100, FAILS, steps_per_second=110),
        Preset("Raw columns", TableSettings(scaling=RAW), 1100, UNSCALED, steps_per_second=110),
        Preset("Wine", TableSettings(data="wine", task=SEVERAL, lr=0.3), 400, (tells(400, 0.9),), steps_per_second=40),
        Preset("Iris", TableSettings(data="iris", task=SEVERAL, lr=1.0), 300, (tells(300, 0.85),), steps_per_second=30),
        Preset(
            "My own CSV",
            TableSettings(data=OWN, target=likely_target(""), task=SEVERAL, lr=0.3),
            500,
            (tells(500, 0.9),),
            steps_per_second=50,
        ),
    ),
    views=(
        View("loss", CurvesView(also=(VALIDATION,), smooth=20, y_label="cross entropy"), "Loss"),
        View(
            TEST_ACCURACY,
            CurvesView(also=(MAJORITY,), values=True, y_range=(0.0, 1.0)),
            "Test rows told right",
        ),
        View("confusion", MatrixView(choose="cell"), "What is taken for what", "side", weight=1.2),
        View("roc", PlaneView(), "ROC: every threshold at once", "side", weight=1.4),
        View("preprocessing", TableView(), "From the table to the network", "below", weight=1.2),
        View("rows", TableView(), "Rows of the chosen cell, the surest first", "below"),
    ),
)
def run(settings: TableSettings, now: Callable[[], TableSettings], library: Library) -> Run:
    """Can it learn from my own CSV?

    Rows are split 60 / 20 / 20, standardized by the training part, and told apart by a small network with sigmoid
    units: one output and binary cross entropy for two classes, softmax for several. The accuracy stands beside the
    share of the commonest class, which one reaches without any network.
    """
    data = yield from prepared(library, settings)
    yield Start(f"{data.train.caption}, {len(data.test):,} to test")
    two = settings.task == TWO
    sizes = (data.train.x.shape[1], *settings.hidden, 1 if two else len(data.train.classes))
    net = Network(mlp(sizes, ACTIVATIONS[settings.activation]), lecun_normal, rng=stream(settings.seed, "init"))
    loss: Callable[[], Loss] = BinaryCrossEntropy if two else CrossEntropy
    feed, per_epoch = minibatches(data.train, settings.batch, stream(settings.seed, "data"))
    watch = TableWatch(net, data, now)
    every = min(round(per_epoch), MOST_BETWEEN)
    probes = Probes(
        {
            Key("confusion"): watch.confusion,
            Key("roc"): watch.roc,
            Key("preprocessing"): data.table,
            Key("rows"): watch.rows,
        },
        metrics=(Metric(every, watch.measure), Metric(every, loss_on(net, loss(), data.validation, VALIDATION))),
    )
    optimizer = OPTIMIZERS[settings.optimizer](lr=settings.lr)
    rate = partial(_rate, now)
    yield from train(net, loss(), optimizer, feed, per_epoch, probes, lr=rate)


def _rate(now: Callable[[], TableSettings], step: int) -> float:
    return now().lr * (FASTER if now().faster else 1.0)
