"""One weight of a trained reader is moved: the loss answers at once, the accuracy hardly ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Annotated

import numpy as np

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.loss_and_gradient.sweep_pictures import Pictures
from core.experiments.loss_and_gradient.weight_sweep import HIDDEN, OUTPUT, SHIFTS, Reader, sweep
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.nn import Layer, Network, ReLU, Sigmoid, Step, xavier_normal
from core.optim import Adam
from core.run import (
    CurvesView,
    Expected,
    Key,
    MatrixView,
    Pace,
    PlaneView,
    Preset,
    Run,
    Start,
    TextView,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, RangeField, SeededSettings, Shown

UPDATES, BATCH, LR = 300, 100, 0.001  # of the training before the first picture
HIDDEN_NEURONS, CLASSES = 100, 10
DIGITS = 100  # of the test part, on which loss and accuracy are measured
ACTIVATIONS: dict[str, Callable[[], Layer]] = {"sigmoid": Sigmoid, "ReLU": ReLU, "step": Step}


@dataclass(frozen=True, kw_only=True)
class SweepSettings(SeededSettings):
    """Which reader, and which of its weights is moved."""

    data: fields.Digits = fields.PEN_DIGITS
    hidden: Annotated[str, ChoiceField(*ACTIVATIONS), Label("hidden activation")] = "sigmoid"
    layer: Annotated[str, ChoiceField(OUTPUT, HIDDEN), Label("weight of the")] = OUTPUT
    weight: Annotated[
        int,
        RangeField(-1, CLASSES * HIDDEN_NEURONS - 1),
        Display,
        Shown("layer", OUTPUT),
        Label("weight", "or click in the matrix, row by row; −1 is the largest"),
    ] = -1
    shift: Annotated[float, RangeField(-2.0, 2.0, 0.01), Display, Label("moved by", "or drag the line in a plot")] = 0.0


def counts(losses: int | None, accuracies: int, source: str) -> tuple[Expected, ...]:
    """How many values loss and accuracy take over 401 places of the largest weight."""
    found = Expected("different accuracies", at_most=accuracies, source=source)
    return (found,) if losses is None else (found, Expected("different losses", value=losses, source=source))


def instant(name: str, settings: SweepSettings, *expected: Expected) -> Preset:
    """A preset of this experiment."""
    return Preset(name, settings, 0, expected, pace=Pace.INSTANT)


SMOOTH = "401 places of the largest output weight"
ON_OUTPUT = Shown("layer", OUTPUT)
STEP = SweepSettings(hidden="step", layer=HIDDEN)


@experiment(
    id="accuracy-or-loss",
    chapter="Loss and gradient",
    order=30,
    settings=SweepSettings,
    presets=(
        instant("Quick", SweepSettings(shift=1.0), *counts(401, 20, SMOOTH)),
        instant("Book", SweepSettings(data="MNIST", shift=1.0), *counts(401, 20, SMOOTH)),
        instant("A weight of the first layer", SweepSettings(layer=HIDDEN), *counts(401, 20, "401 places of a weight")),
        instant(
            "A step instead of a sigmoid",
            STEP,
            Expected("largest slope of the loss", value=0.0, source="f′ = 0 wherever f has a slope at all"),
            Expected("different losses", at_most=DIGITS + 1, source="each digit can switch the neuron once"),
        ),
    ),
    views=(
        View("loss", CurvesView(line="shift", y_label="cross entropy"), "Loss of 100 digits"),
        View("accuracy", CurvesView(line="shift", y_label="accuracy"), "Accuracy on the same digits"),
        View("slope", CurvesView(line="shift", y_label="∂L/∂w"), "Slope of the loss"),
        View("margins", PlaneView(), "Score of the right digit above its best rival", "side", 1.6),
        View("said", TextView(), "What each of them says", "side"),
        View("weights", MatrixView(choose="weight"), "All weights of the output layer", "below", shown=ON_OUTPUT),
    ),
)
def run(settings: SweepSettings, now: Callable[[], SweepSettings], library: Library) -> Run:
    """Why train on loss, not accuracy?

    Accuracy counts, and a count does not change when a weight is moved a little: its slope is 0 wherever it has one.
    The loss changes with every move, however small, and so it can say which way is better.
    """
    split = library.digits(settings.data).flat()
    yield Start(f"{split.train.caption}, measured on {DIGITS} test digits")
    net = mlp_for(split.train, (HIDDEN_NEURONS,), settings.seed, ACTIVATIONS[settings.hidden], xavier_normal)
    yield from breaths_of_training(net, split, settings.seed)
    reader = Reader.of(net, *split.test.batch(np.arange(DIGITS)))
    largest = reader.largest(settings.layer)

    def place() -> int:
        """Of the weight that is chosen, in W; the matrix shows Wᵀ."""
        chosen = now().weight
        if settings.layer == HIDDEN or chosen < 0:
            return largest
        row, column = divmod(chosen, HIDDEN_NEURONS)
        return column * CLASSES + row

    swept = lru_cache(maxsize=4)(lambda at: sweep(reader, settings.layer, at))
    yield None
    found = swept(largest)
    scalars = {
        Key("different losses"): float(len(np.unique(found.loss))),
        Key("different accuracies"): float(len(np.unique(found.accuracy))),
        Key("largest slope of the loss"): float(np.abs(found.gradient).max()),
        Key("accuracy of the trained reader"): float(found.accuracy[len(SHIFTS) // 2]),
    }
    pictures = Pictures(reader, split.test.classes, lambda: swept(place()), lambda: now().shift)
    yield Tick(0, scalars=scalars, views=pictures.views())


def breaths_of_training(net: Network, split: Split, seed: int) -> Run:
    """Train for 300 updates; a breath after each."""
    ticks = train_classifier(net, split, Adam(LR), seed=seed, batch=BATCH, tested=1)
    for tick in islice((tick for tick in ticks if tick is not None), UPDATES + 1):
        if tick.step % 5 == 0:
            yield None
