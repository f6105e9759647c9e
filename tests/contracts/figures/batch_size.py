"""How near each batch size has come to the least-squares line."""

from functools import cache

import numpy as np

from core.experiments.loss_and_gradient.batch_size import BATCHES, EIGHT, FULL, ONE
from core.experiments.loss_and_gradient.line_descent import SAMPLES
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure

EPOCHS = 39


@cache
def distances(batch: str) -> dict[int, float]:
    """By epoch."""
    steps, _, _, values = session("batch-size", "Book", EPOCHS * SAMPLES).series[Key("distance", batch)].read()
    per_epoch = SAMPLES // BATCHES[batch]
    return {int(s) // per_epoch: float(v) for s, v in zip(steps, values, strict=True) if s % per_epoch == 0}


def wandering() -> float:
    series = session("batch-size", "Book", EPOCHS * SAMPLES).series[Key("distance", ONE)]
    return float(np.mean(series.read()[3][-10 * SAMPLES :]))


FIGURES = (
    Figure("fitted to 64 noisy points", lambda: [SAMPLES]),
    Figure(
        "within 0.11 of the least-squares line, the batch of 8 within 2.62, the full batch only within 4.55 of the 5",
        lambda: [distances(ONE)[1], BATCHES[EIGHT], distances(EIGHT)[1], distances(FULL)[1], distances(FULL)[0]],
    ),
    Figure(
        "Over the last ten of 39 epochs it is 0.11 away on average, for ever to and fro; the batch of 8 comes"
        " within 0.012",
        lambda: [EPOCHS, wandering(), BATCHES[EIGHT], distances(EIGHT)[EPOCHS]],
    ),
)
