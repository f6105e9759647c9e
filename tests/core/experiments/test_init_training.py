"""Counting neurons, and the densities that weights are drawn from."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.initialization.init_training import CONSTANT, HE, SMALL, STARTS, XAVIER, ZERO, StartSettings
from core.experiments.initialization.init_training import run as starts
from core.experiments.initialization.start_lanes import distinct_neurons
from core.nn import Linear, Network
from core.random import stream
from core.records import CurvesGrid
from core.run.session import Session
from core.run.tick import Key
from core.training.probes import weights


def begun(*names: str) -> Session:
    session = Session(starts, StartSettings(starts=names), Library())
    session.run_to(0)
    return session


@pytest.mark.parametrize(
    ("w", "count"),
    [
        (np.zeros((3, 5)), 1),
        (np.full((3, 5), 0.1), 1),
        (np.array([[1.0, 1.0, 2.0], [0.0, 0.0, 1.0]]), 2),
        (np.array([[1.0, 1.0 + 1e-7], [0.0, 0.0]]), 1),
        (np.eye(4), 4),
    ],
)
def test_that_neurons_with_the_same_weights_are_counted_once(w: np.ndarray, count: int) -> None:
    assert distinct_neurons(w) == count


def test_that_random_starts_fit_their_density_and_others_have_none() -> None:
    grid = begun(*STARTS).record(Key("weights"))
    assert isinstance(grid, CurvesGrid)
    for title, cell in zip(grid.titles, grid.filled, strict=True):
        if title in (CONSTANT, ZERO):
            assert np.isnan(cell.lines["drawn from"]).all()
        else:
            assert np.abs(cell.lines["now"] - cell.lines["drawn from"]).max() < 0.03


@pytest.mark.parametrize(("name", "std"), [(SMALL, 0.01), (XAVIER, 0.1), (HE, np.sqrt(0.02))])
def test_that_hidden_layers_begin_with_the_spread_of_their_formula(name: str, std: float) -> None:
    net = Network([Linear(100, 100)], StartSettings().start(name), rng=stream(0, "init"))
    (w,) = weights(net).values()
    assert float(w.std()) == pytest.approx(std, rel=0.03)
