"""The training loop: its batches, its step, and what its panels say of them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.training_loop import LoopSettings
from core.experiments.loss_and_gradient.training_loop import run as loop
from core.records import ImageGrid, Table
from core.run.session import Session
from core.run.tick import Key

SETTINGS = LoopSettings(activation="ReLU", measured=100)


def session(step: int, **changed: object) -> Session:
    made = Session(loop, replace(SETTINGS, **changed), Library())
    made.run_to(step)
    return made


def values(made: Session, channel: str) -> list[float]:
    return [float(value) for value in made.series[Key(channel)].read()[3]]


def rows(made: Session) -> dict[str, str]:
    record = made.record(Key("loop"))
    assert isinstance(record, Table)
    return dict(record.rows)


def test_that_the_first_loss_is_that_of_a_guess() -> None:
    assert values(session(1), "loss")[0] == pytest.approx(math.log(10), abs=0.01)


def test_that_a_step_is_the_rate_times_the_gradient() -> None:
    made = session(5)
    lengths, steps = values(made, "gradient norm"), values(made, "step length")
    assert steps == pytest.approx([0.1 * length for length in lengths], rel=1e-4)


def test_that_another_rate_counts_from_the_next_update_on() -> None:
    made = session(3)
    made.edit("lr", 0.5)
    made.run_to(4)
    assert values(made, "step length")[3] == pytest.approx(0.5 * values(made, "gradient norm")[3], rel=1e-4)


def test_that_the_table_names_the_batch_the_loss_and_the_epoch() -> None:
    made = session(7)
    said = rows(made)
    assert said["1 mini-batch"].startswith("100 of 10,000 digits: ")
    assert said["2 gradient"].startswith(f"loss {values(made, 'loss')[-1]:.3f}, ‖g‖ = ")
    assert said["4 repeat"] == "update 7, epoch 0.07"
    assert said["an epoch"] == "10,000 / 100 = 100 updates"


def test_that_twenty_digits_of_the_batch_stand_with_their_answers() -> None:
    made = session(2)
    record = made.record(Key("batch"))
    assert isinstance(record, ImageGrid)
    assert record.groups[0].shape == (20, 28, 28)
    assert record.labels == ("update 2",)
    right = sum("≠" not in caption for caption in record.captions[0])
    assert record.summary.startswith(f"{right} of these 20 ")
    assert not np.array_equal(record.groups[0], getattr(session(1).record(Key("batch")), "groups")[0])  # noqa: B009


def test_that_accuracy_is_measured_after_every_epoch() -> None:
    made = session(40, batch=500)
    assert made.series[Key("test accuracy")].read()[0].tolist() == [0, 20, 40]
    assert made.series[Key("training accuracy")].read()[0].tolist() == [0, 20, 40]
