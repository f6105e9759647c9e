"""The digit reader: its architecture, its data, and what its panels tell."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.playground.digits_mlp import Reader, digits_mlp
from core.records import Histograms, Matrix, Ridge
from core.run.session import Session
from core.run.tick import Key

SMALL = Reader(data="UCI digits", hidden=(32, 16), lr=0.1, every=10)
LOSS, ACCURACY = Key("loss"), Key("test accuracy")


def session(settings: Reader, steps: int, library: Library | None = None) -> Session:
    made = Session(digits_mlp, settings, library or Library())
    made.run_to(steps)
    return made


def test_that_the_default_network_is_the_classic_one() -> None:
    ridge = session(Reader(every=1000), 0).record(Key("weights over time"))
    assert isinstance(ridge, Ridge)
    weights = [784 * 512, 512 * 256, 256 * 128, 128 * 64, 64 * 10]
    np.testing.assert_allclose(ridge.counts[0].sum(axis=1), weights, rtol=0.01)  # a few lie outside the bins


def test_that_the_data_says_how_it_was_normalized() -> None:
    assert session(SMALL, 0).data.endswith("(x − .1307)/.3081")


def test_that_the_first_loss_is_a_little_above_that_of_guessing() -> None:
    made = session(Reader(every=1000), 1)
    assert log(10) < made.series[LOSS].read()[3][-1] < log(10) + 1


def test_that_it_learns_to_read_small_digits() -> None:
    made = session(SMALL, 400)
    assert made.series[ACCURACY].read()[3][-1] > 0.9


def test_that_every_digit_is_used_once_per_epoch() -> None:
    made = session(SMALL, 1)
    assert made.tick is not None
    per_epoch = round(1 / made.tick.epoch)
    taken = len(Library().digits("UCI digits").train)
    assert per_epoch == -(-taken // SMALL.batch)


def test_that_the_confusion_matrix_agrees_with_the_accuracy() -> None:
    made = session(SMALL, 50)
    matrix = made.record(Key("confusion"))
    assert isinstance(matrix, Matrix)
    assert np.trace(matrix.values) / matrix.values.sum() == pytest.approx(made.series[ACCURACY].read()[3][-1])


def test_that_only_book_measures_on_the_whole_test_part() -> None:
    assert [preset.settings.tested for preset in digits_mlp.presets] == [1000, 10_000]
    matrix = session(replace(SMALL, tested=150), 20).record(Key("confusion"))
    assert isinstance(matrix, Matrix)
    assert matrix.values.sum() == 150
    assert matrix.describe().endswith("; at step 20")


def test_that_about_half_of_the_activations_are_zero_at_the_start() -> None:
    histograms = session(SMALL, 0).record(Key("activations"))
    assert isinstance(histograms, Histograms)
    assert histograms.names == ("layer 1", "layer 2")
    assert ((histograms.zeros / histograms.total > 0.3) & (histograms.zeros / histograms.total < 0.7)).all()


def test_that_weights_over_time_are_kept_whether_anyone_looks_or_not() -> None:
    ridge = session(SMALL, 100).record(Key("weights over time"))
    assert isinstance(ridge, Ridge)
    assert ridge.steps.tolist() == [0, 50, 100]


def test_that_a_live_rate_of_almost_nothing_stops_the_learning() -> None:
    made = session(SMALL, 50)
    made.edit("lr", 1e-5)
    made.run_to(60)  # what the momentum has kept fades
    before = made.series[ACCURACY].read()[3][-1]
    made.run_to(100)
    assert made.series[ACCURACY].read()[3][-1] == pytest.approx(before, abs=0.02)
    assert [edit.path for edit in made.edits] == ["lr"]


def test_that_a_much_too_large_rate_diverges_with_a_mark() -> None:
    made = session(replace(SMALL, lr=10.0), 200)
    assert [mark.text for mark in made.events] == ["diverged"]
    assert made.record(Key("activations")) is not None


def test_that_mnist_is_read_after_one_epoch(mnist: Library) -> None:
    made = session(digits_mlp.preset("Book").settings, 938, mnist)
    assert made.series[ACCURACY].read()[3][-1] > 0.9
