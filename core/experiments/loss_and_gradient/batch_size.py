"""One line fitted three times: by all samples at once, by a few, and by one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from core.data.library import Library
from core.experiments.loss_and_gradient.line_descent import SAMPLES, Descent, LossSurface, standings
from core.experiments.shared import fields
from core.run import CurvesView, Expected, Key, PlaneView, Preset, Run, Start, TableView, View, experiment
from core.settings import Label, ManyField, PointField, RangeField, SeededSettings
from core.training import Probes, race, watched_together

BATCHES = {"batch of 64": 64, "batch of 16": 16, "batch of 8": 8, "batch of 2": 2, "batch of 1": 1}
FULL, EIGHT, ONE = "batch of 64", "batch of 8", "batch of 1"


@dataclass(frozen=True, kw_only=True)
class BatchSettings(SeededSettings):
    """How many samples make an update, how fast, and how noisy the samples are."""

    batches: Annotated[tuple[str, ...], ManyField(*BATCHES), Label("batches", "of 64 samples")] = (FULL, EIGHT, ONE)
    lr: fields.LearningRate = 0.1
    noise: Annotated[float, RangeField(0.0, 2.0, 0.1), Label("noise", "standard deviation around the line")] = 0.3
    start: Annotated[tuple[float, float], PointField(10.0, ("w", "b")), Label("start", "or click in the picture")] = (
        -2.0,
        -2.0,
    )


def after(epochs: int, name: str, **claim: Any) -> Expected:
    """A claim on the distance to the least-squares line after so many epochs; other seeds draw other samples."""
    step = epochs * SAMPLES // BATCHES[name]
    return Expected("distance", name, step, source="measured with 8 seeds", **claim)


BOOK = (
    after(1, FULL, value=4.49, tolerance=0.3),
    after(1, EIGHT, value=2.35, tolerance=0.5),
    after(1, ONE, at_most=0.4),
    after(5, FULL, value=3.03, tolerance=0.5),
    after(5, EIGHT, value=0.23, tolerance=0.15),
    after(20, FULL, value=0.98, tolerance=0.3),
    after(39, FULL, value=0.23, tolerance=0.14),
    after(39, EIGHT, at_most=0.06),
    after(39, ONE, at_least=0.07, mean_of_last=10 * SAMPLES),
)


@experiment(
    id="batch-size",
    chapter="Loss and gradient",
    order=60,
    settings=BatchSettings,
    presets=(
        Preset("Quick", BatchSettings(), 10 * SAMPLES, steps_per_second=60),
        Preset("Book", BatchSettings(), 40 * SAMPLES, BOOK, steps_per_second=200),
        Preset("Smaller rate", BatchSettings(lr=0.01), 40 * SAMPLES, steps_per_second=200),
        Preset("No noise", BatchSettings(noise=0.0), 10 * SAMPLES, steps_per_second=60),
    ),
    views=(
        View("path", PlaneView(point="start"), "On the loss of all samples"),
        View(
            "loss",
            CurvesView(x="epoch", log_y=True, y_label="loss − lowest"),
            "By epochs: how often the data was seen",
            "side",
        ),
        View("loss by updates", CurvesView(x_label="updates"), "By updates: how many steps were taken", "side"),
        View("standings", TableView(), "Where they are now", "side", weight=0.8),
    ),
    variants=tuple(BATCHES),
)
def batch_size(settings: BatchSettings, now: Callable[[], BatchSettings], library: Library) -> Run:
    """Full batch, one sample, or a few?

    The gradient of one sample is a rough guess at the gradient of all. It points about the right way and costs a 64th,
    so per epoch it gets 64 times as many steps; but it never stops guessing.
    """
    surface = LossSurface(settings.seed, settings.noise)
    runs = {name: Descent(surface, BATCHES[name], settings.start, settings.seed) for name in settings.batches}
    yield Start(f"y = 2x + 1 and noise {settings.noise:g} · {SAMPLES} samples")
    lanes = {name: one.train(lambda: now().lr, first=name == settings.batches[0]) for name, one in runs.items()}
    per_epoch = {name: SAMPLES / BATCHES[name] for name in runs}
    table = Probes({Key("standings"): partial(standings, runs)})
    yield from watched_together(race(lanes, per_epoch), table)
