"""Batch norm inside: the watch's formula is the layer's, and what one sample and a batch of two do to it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.batch_norm_inside import InsideSettings
from core.experiments.normalization_and_generalization.batch_norm_inside import run as inside
from core.experiments.normalization_and_generalization.batch_norm_watch import (
    EVALUATION,
    TRAINING,
    BatchNormWatch,
    LayerSettings,
    accuracy_by_batches,
)
from core.nn import BatchNorm, Linear, Network
from core.random import stream
from core.records import Bars, Histograms, Table
from core.run.session import Session
from core.run.tick import Key

SPLIT = Library().digits("pen digits", 300, 100).flat()


class Desk:
    """A watch on a small network, whose settings can be changed as the window does it."""

    def __init__(self, **changed: Any) -> None:
        self.settings = replace(LayerSettings(batch=20), **changed)
        self.linear, self.norm = Linear(784, 15), BatchNorm(15)
        self.net = Network([self.linear, self.norm, Linear(15, 10)], rng=stream(0, "init"))
        self.watch = BatchNormWatch(self.linear, self.norm, SPLIT.train, stream(0, "data"), lambda: self.settings)
        self.feed = self.watch.feed()

    def set(self, **changed: Any) -> None:
        self.settings = replace(self.settings, **changed)

    def train(self) -> np.ndarray:
        x, _ = next(self.feed)
        return self.norm.forward(self.linear.forward(x, True), True)


@pytest.mark.parametrize("mode", [TRAINING, EVALUATION])
def test_that_the_formula_gives_what_the_layer_gives(mode: str) -> None:
    desk = Desk(mode=mode)
    y = desk.train()
    if mode == EVALUATION:
        y = desk.norm.forward(desk.linear.forward(desk.watch.batch))
    assert desk.watch.passed().y == pytest.approx(y, abs=1e-5)


def test_that_gamma_and_beta_by_hand_are_those_of_the_layer_and_do_not_learn() -> None:
    desk = Desk(learnt=False, gamma=2.0, beta=-1.0)
    y = desk.train()
    assert y.mean(0) == pytest.approx(-1.0, abs=1e-5)
    assert y.std(0) == pytest.approx(2.0, abs=1e-3)
    desk.norm.backward(y)
    assert np.any(desk.norm.dgamma)
    desk.watch.penalty(desk.net.values, desk.net.grads)
    assert not np.any(desk.norm.dgamma)
    assert not np.any(desk.norm.dbeta)


def test_that_the_batch_size_and_epsilon_of_this_moment_count() -> None:
    desk = Desk()
    assert len(desk.train()) == 20
    desk.set(batch=7, eps=1.0)
    assert len(desk.train()) == 7
    assert desk.norm.eps == 1.0
    assert desk.watch.scalars()  # after a change of size


def test_that_one_sample_is_its_own_mean_in_training_and_not_in_evaluation() -> None:
    desk = Desk(looked_at=1)
    desk.train()
    assert np.all(desk.watch.passed().hat == 0)
    desk.set(mode=EVALUATION)
    found = desk.watch.passed().hat
    assert np.isfinite(found).all()
    assert np.any(found)


def test_that_two_samples_are_minus_one_and_one_and_send_no_gradient_back() -> None:
    desk = Desk(batch=2)
    y = desk.train()
    lively = np.ptp(desk.linear.forward(desk.watch.batch), axis=0) > 0.1
    assert np.abs(desk.norm.hat[:, lively]) == pytest.approx(1.0, abs=1e-2)
    dx = desk.norm.backward(np.random.default_rng(0).normal(size=y.shape).astype(y.dtype))
    assert dx[:, lively] == pytest.approx(0.0, abs=1e-2)


def test_that_measuring_by_batches_leaves_the_running_averages_alone() -> None:
    desk = Desk()
    desk.train()
    before = desk.norm.mean.copy()
    assert [*accuracy_by_batches(desk.net, SPLIT.test, lambda: 20, "by batches")(0)] == [None]
    assert np.array_equal(desk.norm.mean, before)


def session(step: int, **changed: Any) -> Session:
    made = Session(inside, InsideSettings(**changed), Library())
    made.run_to(step)
    return made


def test_that_a_click_on_a_bar_shows_that_neuron() -> None:
    made = session(5)
    before = made.record(Key("stages"))
    made.edit("neuron", 4)
    bars, after, numbers = (made.record(Key(channel)) for channel in ("means", "stages", "numbers"))
    assert isinstance(bars, Bars)
    assert bars.selected == 4
    assert isinstance(before, Histograms)
    assert isinstance(after, Histograms)
    assert after.mean[0] != before.mean[0]
    assert isinstance(numbers, Table)
    assert numbers.columns[0] == "neuron 4, 100 samples"


def test_that_the_running_mean_follows_by_its_decay() -> None:
    made = session(2)
    steps, means = made.samples[Key("running mean")].read()
    assert list(steps) == [0, 1, 2]
    assert np.isnan(means[0, 0]).all()
    assert np.all(means[0, 1] == 0)
    assert means[1, 1] == pytest.approx(0.1 * means[1, 0], rel=1e-4)
    assert means[2, 1] == pytest.approx(0.9 * means[1, 1] + 0.1 * means[2, 0], rel=1e-4, abs=1e-6)
