"""A network that learns wrong labels by heart, and two ways to stop it in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from core.data.library import Library
from core.data.split import chosen
from core.experiments.normalization_and_generalization.stopping_watch import (
    LEARNT,
    TEST,
    VALIDATION_ACCURACY,
    VALIDATION_LOSS,
    StoppingWatch,
)
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for
from core.experiments.shared.wrong_labels import mislabelled
from core.nn import CrossEntropy
from core.optim import Adam
from core.random import stream
from core.run import CurvesView, Expected, ImageGridView, Key, Preset, Run, Start, TableView, Ticks, View, experiment
from core.settings import ChoiceField, FlagField, Label, Live, RangeField, SeededSettings, Shown
from core.training import (
    TRAINING_ACCURACY,
    EarlyStopping,
    Evaluation,
    Measurement,
    Metric,
    Probes,
    loss_on,
    minibatches,
    train,
)

VALIDATION, TESTED, BATCH = 500, 1000, 50
BY_LOSS, BY_ACCURACY = VALIDATION_LOSS.channel, VALIDATION_ACCURACY.channel


@dataclass(frozen=True, kw_only=True)
class StoppingSettings(SeededSettings):
    """The network, its labels, and when it is to stop."""

    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(100, 5000), Label("training digits")] = 1000
    wrong: Annotated[float, RangeField(0.0, 0.9, 0.05), Label("labels redrawn", "the share of them")] = 0.4
    hidden: fields.HiddenLayers = (200, 200)
    lr: fields.LearningRate = 0.001
    every: Annotated[int, RangeField(1, 200), Label("measure every", "in updates")] = 20
    patience: Annotated[int, RangeField(1, 50), Live, Label("patience", "measurements without a new best")] = 10
    stop: Annotated[bool, FlagField(), Label("stop", "and put the best weights back; else the stop is only marked")] = (
        False
    )
    criterion: Annotated[str, ChoiceField(BY_LOSS, BY_ACCURACY), Shown("stop", True)] = BY_LOSS


def ends(channel: str, **claim: Any) -> Expected:
    """A claim on the end of the run."""
    return Expected(channel, step=1000, source="measured with 5 seeds", **claim)


QUICK = (
    ends(f"kept by {BY_LOSS}", value=0.65, tolerance=0.03),
    ends("running on gains", at_most=-0.03),
    ends(TEST.channel, value=0.57, tolerance=0.03),
)
BOOK = (
    ends(f"kept by {BY_LOSS}", value=0.73, tolerance=0.05),
    ends("running on gains", at_most=-0.03),
    ends(TEST.channel, value=0.615, tolerance=0.03),
)
CLEAN = (ends("running on gains", value=0.02, tolerance=0.015),)


@experiment(
    id="early-stopping",
    chapter="Normalization and generalization",
    order=70,
    settings=StoppingSettings,
    presets=(
        Preset("Quick", StoppingSettings(), 1000, QUICK),
        Preset("Book", StoppingSettings(data="MNIST"), 1000, BOOK),
        Preset("Clean: do not stop", StoppingSettings(wrong=0.0), 1000, CLEAN),
        Preset("Stop for good", StoppingSettings(stop=True), 1000),
    ),
    views=(
        View("losses", CurvesView(values=True), "Loss: a dot at the lowest on validation digits"),
        View("accuracies", CurvesView(values=True), "Read correctly: a dot at the highest on validation digits"),
        View("kept", TableView(), "What stopping would keep", "side", weight=0.6),
        View("digits", ImageGridView(), "Training digits: label → answer", "side", weight=1.4),
    ),
)
def run(settings: StoppingSettings, now: Callable[[], StoppingSettings], library: Library) -> Run:
    """When to stop?

    Of 1,000 training digits 40 per cent have a label drawn at random; 500 others with right labels decide when to stop.
    The stop is marked and the run goes on, so that what is kept can be compared with what would have come.
    """
    whole = library.digits(settings.data, settings.samples + VALIDATION, TESTED).flat()
    truth = whole.train.first(settings.samples)
    count = len(truth)
    training = mislabelled(truth, settings.wrong, stream(settings.seed, "labels"))
    validation = chosen(whole.train, np.arange(count, min(count + VALIDATION, len(whole.train))))
    yield Start(f"{training.caption}, {settings.wrong:.0%} redrawn; {len(validation)} to validate")
    net = mlp_for(training, settings.hidden, settings.seed)
    stops = {
        key: EarlyStopping(net, key, settings.patience, rising, settings.stop and settings.criterion == key.channel)
        for key, rising in ((VALIDATION_LOSS, False), (VALIDATION_ACCURACY, True))
    }
    watch = StoppingWatch(net, training, truth.y, stops)
    evaluation = Evaluation(net, training, TRAINING_ACCURACY)

    def learnt(step: int) -> Measurement:
        yield None
        repeated = evaluation.answers[watch.wrong] == training.y[watch.wrong]
        return {LEARNT: float(repeated.mean()) if len(repeated) else 0.0}

    metrics = (
        evaluation.accuracy,
        learnt,
        Evaluation(net, validation, BY_ACCURACY).accuracy,
        Evaluation(net, whole.test).accuracy,
        loss_on(net, CrossEntropy(), validation, BY_LOSS),
    )
    views = {"losses": watch.losses, "accuracies": watch.accuracies, "kept": watch.table, "digits": watch.digits}
    probes = Probes(
        {Key(channel): view for channel, view in views.items()},
        metrics=tuple(Metric(settings.every, measure) for measure in metrics),
    )
    feed, per_epoch = minibatches(training, BATCH, stream(settings.seed, "data"))
    ticks: Ticks = train(net, CrossEntropy(), Adam(), feed, per_epoch, probes, lr=lambda _: now().lr)
    for stop in stops.values():
        ticks = stop.monitor(ticks)
    for tick in ticks:
        yield None if tick is None else watch.seen(tick)
        for stop in stops.values():
            stop.patience = now().patience
