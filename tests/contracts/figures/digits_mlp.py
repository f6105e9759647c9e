"""The reader's sizes, its first losses, and how many activations are zero."""

import math
import re

from core.data.library import Library
from core.experiments import catalog
from core.experiments.playground.digits_mlp import Reader
from core.records import Histograms, Ridge
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

SEEDS = range(6)


def sizes() -> list[float]:
    data = Library().digits(Reader().data).flat().train
    return [data.x.shape[1], *Reader().hidden, len(data.classes)]


def first_losses() -> list[float]:
    """The loss of guessing, the lowest and the highest of first losses, and the seeds that they are of."""
    found = [last(session("digits-mlp", "Quick", 1, seed=seed), Key("loss")) for seed in SEEDS]
    return [math.log(sizes()[-1]), min(found), max(found), SEEDS[0], SEEDS[-1]]


def share_of_first_layer() -> list[float]:
    ridge = session("digits-mlp", "Quick", 0).record(Key("weights over time"))
    assert isinstance(ridge, Ridge)
    weights = ridge.counts[0].sum(axis=1)
    return [100 * weights[0] / weights.sum()]


def zeros(step: int) -> float:
    histograms = session("digits-mlp", "Quick", step).record(Key("activations"))
    assert isinstance(histograms, Histograms)
    return float(histograms.zeros.sum() / histograms.total.sum())


def preprocessing() -> list[float]:
    return [
        float(number) for number in re.findall(r"\d*\.?\d+", session("digits-mlp", "Quick", 0).data.split("/", 1)[1])
    ]


FIGURES = (
    Figure("784-512-256-128-64-10", sizes),
    Figure("only 784 numbers", lambda: sizes()[:1]),
    Figure(
        r"A guess costs $\ln 10 \approx 2.30$: every digit is as likely as any other. The first loss is higher,"
        " 2.6 to 3.4 with the seeds 0 to 5,",
        first_losses,
    ),
    Figure("The first layer has 70 % of all weights", share_of_first_layer),
    Figure("About half of all activations are exactly zero", lambda: [zeros(1)]),
    Figure("divided by 255, then the mean .1307 is taken away and the rest divided by .3081", preprocessing),
    Figure("about 0.977 of the test digits", lambda: [catalog()["digits-mlp"].preset("Book").expected[0].value]),
)
