"""Batch norm: one start for all networks, what ε does to a dying signal, and the pictures of the sweep."""

from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.batch_norm import BatchNormSettings, network
from core.experiments.normalization_and_generalization.batch_norm import run as batch_norm
from core.experiments.normalization_and_generalization.batch_norm_grid import (
    BATCH_NORM,
    PLAIN,
    SpreadGrid,
    spreads,
)
from core.nn import BatchNorm, Linear, Network
from core.records import Curves, CurvesGrid
from core.run.session import Session
from core.run.tick import Key

SETTINGS: dict[str, Any] = {"hidden": (20, 20), "samples": 100, "tested": 50, "every": 1, "count": 3, "updates": 4}


def session(step: int, **changed: Any) -> Session:
    made = Session(batch_norm, BatchNormSettings(**{**SETTINGS, **changed}), Library())
    made.run_to(step)
    return made


def weights(net: Network) -> list[np.ndarray]:
    return [layer.W for layer in net.layers if isinstance(layer, Linear)]


def test_that_every_third_of_sixteen_spreads_is_one_of_six() -> None:
    assert spreads(16)[::3] == spreads(6)
    assert (spreads(16)[0], spreads(16)[-1]) == ("1", "0.0001")


def test_that_all_networks_begin_with_the_same_weights_times_their_spread() -> None:
    settings = BatchNormSettings(hidden=(20, 20))
    plain, other, normed = (
        network(settings, 30, 5, row, sigma) for row, sigma in ((PLAIN, 1.0), (PLAIN, 0.01), (BATCH_NORM, 0.01))
    )
    for one, two, three in zip(weights(plain), weights(other), weights(normed), strict=True):
        np.testing.assert_allclose(0.01 * one, two, rtol=1e-6)
        np.testing.assert_array_equal(two, three)


@pytest.mark.parametrize(("eps", "spread"), [(0.0, 1.0), (1e-6, 0.5**0.5), (1e-4, 0.0995)])
def test_that_a_signal_smaller_than_eps_dies(eps: float, spread: float) -> None:
    """x of variance v leaves with a spread of √(v / (v + ε)); here v is 1e-6."""
    net = network(BatchNormSettings(hidden=(20,), eps=max(eps, 1e-12)), 30, 5, BATCH_NORM, 0.001)
    layer = next(layer for layer in net.layers if isinstance(layer, BatchNorm))
    x = 1e-3 * np.where(np.arange(100) % 2, 1, -1)[:, None] * np.ones((1, 20))
    assert layer.forward(x.astype(np.float32), training=True).std() == pytest.approx(spread, rel=2e-3)


def test_that_the_sweep_says_how_far_it_goes_and_ends_there() -> None:
    made = session(9)
    assert made.tick is not None
    assert (made.finished, made.step, made.tick.total) == (True, 4, 4)


def test_that_a_click_on_a_plot_shows_its_curves_large() -> None:
    made = session(3)
    made.edit("chosen", 1)
    grid, chosen = (made.record(Key(channel)) for channel in ("grid", "chosen"))
    assert isinstance(grid, CurvesGrid)
    assert isinstance(chosen, Curves)
    assert grid.selected == 1
    plot = grid.cells[1]
    assert plot is not None
    np.testing.assert_array_equal(chosen.lines["without, training"], plot.lines[PLAIN])
    assert "σ 0.01" in chosen.x_label
    assert chosen.paired == {f"{row}, test": f"{row}, training" for row in (PLAIN, BATCH_NORM)}


def test_that_a_choice_beyond_the_last_plot_is_the_last() -> None:
    grid = SpreadGrid(3, 10, lambda: 15)
    assert grid.chosen_place() == 2


def test_that_a_plot_says_which_network_diverged() -> None:
    grid = SpreadGrid(2, 10, lambda: 0)
    samples = np.full((2, 2, 2, 2), 0.5)
    samples[1, :, 0, 0] = np.nan
    assert grid.plots(np.array([0, 10]), samples).titles == ("σ 1 · without: diverged", "σ 0.0001")
