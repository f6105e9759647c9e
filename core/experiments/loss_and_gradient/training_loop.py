"""The loop in which every network learns: draw a batch, find the gradient, take a step, and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from core.data.library import Library
from core.experiments.loss_and_gradient.loop_watch import LoopWatch
from core.experiments.shared import fields
from core.experiments.shared.activations import ACTIVATIONS
from core.nn import Network, normal
from core.nn.mlp import mlp
from core.optim import SGD
from core.random import stream
from core.run import CurvesView, Expected, ImageGridView, Key, Preset, Run, Start, TableView, View, experiment
from core.settings import ChoiceField, Label, RangeField, SeededSettings
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, Evaluation, Metric, Probes, train

BOOK = "K. Saitoh, Deep Learning from Scratch, 4.5 and 5.7"


@dataclass(frozen=True, kw_only=True)
class LoopSettings(SeededSettings):
    """The network and its batches, as in the textbook."""

    data: fields.Digits = fields.PEN_DIGITS
    activation: Annotated[str, ChoiceField("sigmoid", "ReLU")] = "sigmoid"
    hidden: Annotated[int, RangeField(1, 500), Label("hidden neurons")] = 50
    sigma: Annotated[float, RangeField(0.001, 1.0), Label("σ of the first weights")] = 0.01
    lr: fields.LearningRate = 0.1
    batch: fields.BatchSize = 100
    measured: Annotated[
        int, RangeField(100, 10_000), Label("digits measured", "after each epoch, of the training part and of the test")
    ] = 1000


def accuracies(step: int, training: float, test: float, tolerance: float) -> tuple[Expected, Expected]:
    """Of both parts, after so many updates."""
    return (
        Expected(TRAINING_ACCURACY, step=step, value=training, tolerance=tolerance, source=BOOK),
        Expected(TEST_ACCURACY, step=step, value=test, tolerance=tolerance, source=BOOK),
    )


QUICK = (
    Expected("loss", step=20, value=2.3026, tolerance=0.01, mean_of_last=20, source="ln 10: a guess"),
    Expected("loss", step=300, value=0.835, tolerance=0.06, mean_of_last=50, source="measured with 5 seeds"),
    Expected(TEST_ACCURACY, step=300, value=0.755, tolerance=0.035, source="measured with 5 seeds"),
)


@experiment(
    id="training-loop",
    chapter="Loss and gradient",
    order=100,
    settings=LoopSettings,
    presets=(
        Preset("Quick", LoopSettings(activation="ReLU"), 300, QUICK),
        Preset(
            "Book",
            LoopSettings(data="MNIST", measured=10_000),
            10_000,
            (*accuracies(600, 0.787, 0.787, 0.015), *accuracies(9600, 0.951, 0.946, 0.006)),
        ),
        Preset(
            "Book, ReLU",
            LoopSettings(data="MNIST", activation="ReLU", measured=10_000),
            10_000,
            (*accuracies(600, 0.908, 0.907, 0.015), *accuracies(9600, 0.980, 0.970, 0.006)),
        ),
        Preset("Sigmoid", LoopSettings(), 1000),
        Preset("Batch of 10", LoopSettings(activation="ReLU", batch=10), 2000),
    ),
    views=(
        View(
            "loss", CurvesView(smooth=8, y_label="cross entropy"), "2 · Loss on the batch of every update", weight=1.1
        ),
        View("batch", ImageGridView(), "1 · The batch of this moment: what it is, and what it is read as"),
        View("loop", TableView(), "The loop, and this update", "side", weight=0.6),
        View(
            TRAINING_ACCURACY,
            CurvesView(x="epoch", also=(TEST_ACCURACY,), y_range=(0.0, 1.0), values=True),
            "4 · Read correctly, after every epoch",
            "side",
        ),
    ),
)
def run(settings: LoopSettings, now: Callable[[], LoopSettings], library: Library) -> Run:
    """What happens in training?

    Four lines, again and again: draw a mini-batch, find the gradient of its loss, move all weights a step against it,
    and after each pass over the data measure how much is read correctly, also on digits that were never trained on.
    """
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption)
    sizes = (split.train.x.shape[1], settings.hidden, len(split.train.classes))
    layers = mlp(sizes, ACTIVATIONS[settings.activation])
    net = Network(layers, normal(settings.sigma), rng=stream(settings.seed, "init"))
    watch = LoopWatch(net, split.train, settings.batch, stream(settings.seed, "data"), lambda: now().lr)
    test = Evaluation(net, split.test.first(settings.measured))
    training = Evaluation(net, split.train.first(settings.measured), TRAINING_ACCURACY)
    every = max(round(watch.per_epoch), 1)
    probes = Probes(
        {Key("batch"): watch.digits, Key("loop"): watch.steps},
        metrics=(Metric(every, training.accuracy), Metric(every, test.accuracy)),
        scalars=(watch.measure,),
    )
    yield from train(net, watch.loss, SGD(), watch.feed(), watch.per_epoch, probes, lr=lambda _: now().lr)
