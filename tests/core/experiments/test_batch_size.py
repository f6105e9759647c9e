"""Batch size: who is where after an epoch, whatever the seed, and what each run has in common."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.batch_size import BATCHES, EIGHT, FULL, ONE, BatchSettings, batch_size
from core.experiments.loss_and_gradient.line_descent import SAMPLES, Descent, LossSurface
from core.records import PathMark, Plane
from core.run.session import Session
from core.run.tick import Key

BOOK = batch_size.preset("Book")


def session(epochs: int, **changed: object) -> Session:
    made = Session(batch_size, replace(BOOK.settings, **changed), Library(), preset=BOOK)
    made.run_to(epochs * SAMPLES)
    return made


def distance(made: Session, batch: str, epoch: int) -> float:
    steps, _, _, values = made.series[Key("distance", batch)].read()
    return float(values[list(steps).index(epoch * SAMPLES // BATCHES[batch])])


@pytest.mark.parametrize("seed", range(3))
def test_that_small_batches_win_the_first_epoch_and_the_middle_one_the_last(seed: int) -> None:
    made = session(40, seed=seed)
    assert distance(made, ONE, 1) < distance(made, EIGHT, 1) < distance(made, FULL, 1)
    wandering = made.series[Key("distance", ONE)].mean_before(40 * SAMPLES, 10 * SAMPLES)
    assert distance(made, EIGHT, 40) < min(distance(made, FULL, 40), wandering)


def test_that_the_full_batch_falls_at_every_update() -> None:
    losses = session(40).series[Key("loss", FULL)].read()[3]
    assert len(losses) == 41
    assert (np.diff(losses) < 0).all()


def test_that_without_noise_a_single_sample_arrives() -> None:
    assert distance(session(40, noise=0.0), ONE, 40) < 1e-6


def test_that_a_run_takes_as_many_updates_an_epoch_as_it_has_batches() -> None:
    made = session(2)
    assert made.tick is not None
    assert {name: lane.step for name, lane in made.tick.lanes.items()} == {FULL: 2, EIGHT: 16, ONE: 128}
    assert {lane.epoch for lane in made.tick.lanes.values()} == {2.0}


def test_that_one_update_of_the_full_batch_is_the_gradient_worked_out_by_hand() -> None:
    surface = LossSurface(0, 0.3)
    run = Descent(surface, SAMPLES, (-2.0, -2.0), 0)
    ticks = run.train(lambda: 0.1, first=True)
    next(ticks)
    next(ticks)
    residual = -2 * surface.x - 2 - surface.y
    step = 0.1 * 2 * np.array([np.mean(residual * surface.x), np.mean(residual)])
    assert run.point == pytest.approx((-2 - step[0], -2 - step[1]))


def test_that_every_path_begins_where_the_reader_has_clicked() -> None:
    made = session(1, start=(1.0, -1.0))
    for name in BOOK.settings.batches if isinstance(BOOK.settings, BatchSettings) else ():
        record = made.record(Key("path", name))
        assert isinstance(record, Plane)
        (path,) = (mark for mark in record.layers if isinstance(mark, PathMark))
        assert (path.x[0], path.y[0]) == (1.0, -1.0)
