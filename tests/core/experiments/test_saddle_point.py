"""Saddle point: who stays, who leaves, and whether the count of minima is right."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.random_hessians import EXACT, LARGEST, MATRICES, RandomHessians, pivots
from core.experiments.loss_and_gradient.saddle_point import GD, NOISY, SaddleSettings
from core.experiments.loss_and_gradient.saddle_point import run as saddle
from core.random import stream
from core.records import Table
from core.run.session import Session
from core.run.tick import Key


def session(step: int, **changed: object) -> Session:
    made = Session(saddle, replace(SaddleSettings(), **changed), Library())
    made.run_to(step)
    return made


def across(made: Session, name: str) -> list[float]:
    return [float(value) for value in made.series[Key("distance from the ridge", name)].read()[3]]


@pytest.mark.parametrize("seed", range(6))
def test_that_descent_on_the_ridge_stays_and_noise_leaves_by_step_80(seed: int) -> None:
    made = session(80, seed=seed)
    assert set(across(made, GD)) == {0.0}
    assert across(made, NOISY)[80] > 1


def test_that_noise_grows_by_the_same_factor_at_every_step() -> None:
    grown = across(session(30, sigma=1e-6), NOISY)
    assert grown[30] / grown[25] == pytest.approx(1.2**5, rel=0.1)


def test_that_pivots_are_positive_where_all_eigenvalues_are() -> None:
    a = stream(0, "a").normal(size=(2000, LARGEST, LARGEST))
    symmetric = (a + a.swapaxes(1, 2)) / 2
    found = np.cumprod(pivots(symmetric) > 0, axis=1)
    for n in range(1, LARGEST + 1):
        eigenvalues = np.linalg.eigvalsh(symmetric[:, :n, :n])
        assert np.array_equal(found[:, n - 1], (eigenvalues > 0).all(axis=1))


@pytest.mark.parametrize("seed", range(3))
def test_that_the_shares_of_minima_are_the_exact_ones(seed: int) -> None:
    hessians = RandomHessians(stream(seed, "hessians"))
    for _ in range(100):
        hessians.draw()
    for share, exact in zip(hessians.shares, EXACT, strict=False):
        assert abs(share - exact) < 4 * (exact * (1 - exact) / (100 * MATRICES)) ** 0.5


def test_that_the_table_says_who_has_left_and_when() -> None:
    record = session(100).record(Key("escapes"))
    assert isinstance(record, Table)
    assert [row[3] for row in record.rows] == ["not yet", "step 50"]


def test_that_the_chosen_size_changes_the_histogram_alone() -> None:
    hessians = RandomHessians(stream(0, "hessians"))
    hessians.draw()
    assert [int(hessians.eigenvalues(n).total[0]) for n in (1, 6)] == [MATRICES, 6 * MATRICES]
