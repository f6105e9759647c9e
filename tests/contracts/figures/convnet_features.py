"""Pooling, the sizes of its layers, and the plateau at the beginning."""

import numpy as np

from core.experiments import catalog
from core.records import Histograms, ImageGrid
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure


def pooling() -> list[float]:
    maps = session("convnet-features", "Quick", 10).record(Key("maps"))
    assert isinstance(maps, ImageGrid)
    relu, pooled = maps.groups[2:]
    return [relu.shape[1] / pooled.shape[1], relu.shape[2] / pooled.shape[2]]


def first_losses() -> list[float]:
    return [float(np.mean(session("convnet-features", "Quick", 10).series[Key("loss")].read()[3]))]


def times_as_many() -> list[float]:
    weights = session("convnet-features", "Quick", 10).record(Key("weights"))
    assert isinstance(weights, Histograms)
    return [weights.total[1] / weights.total[0]]


def expected() -> list[float | None]:
    return [claim.value for claim in catalog()["convnet-features"].preset("Book").expected]


FIGURES = (
    Figure("the largest of every 2 × 2 block", pooling),
    Figure(r"stays near $\ln 10 \approx 2.30$ for the first ten updates", first_losses, 0.03),
    Figure("576 times as many weights", times_as_many),
    Figure("about 0.96 of the test digits after one epoch, about 0.989 after twenty", expected),
)
