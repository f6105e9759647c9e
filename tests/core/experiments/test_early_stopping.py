"""Early stopping: how labels are redrawn, that what is kept is the network of that moment, and both ways to stop."""

from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.early_stopping import StoppingSettings
from core.experiments.normalization_and_generalization.early_stopping import run as early_stopping
from core.experiments.shared.wrong_labels import mislabelled
from core.records import Curves, ImageGrid, Table
from core.run.session import Session
from core.run.tick import Key

DIGITS = Library().digits("pen digits", 400, 10).flat().train
SETTINGS: dict[str, Any] = {"samples": 200, "hidden": (50,), "every": 5, "patience": 4, "lr": 0.003}


def session(step: int, **changed: Any) -> Session:
    made = Session(early_stopping, StoppingSettings(**{**SETTINGS, **changed}), Library())
    made.run_to(step)
    return made


def values(made: Session, channel: str) -> list[float]:
    return [float(value) for value in made.series[Key(channel)].read()[3]]


def rows(made: Session) -> dict[str, tuple[str, ...]]:
    table = made.record(Key("kept"))
    assert isinstance(table, Table)
    return {row[0]: row[1:] for row in table.rows}


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_that_a_share_of_the_labels_is_redrawn_and_a_tenth_of_them_comes_out_right(share: float) -> None:
    changed = mislabelled(DIGITS, share, np.random.default_rng(0))
    assert np.mean(changed.y != DIGITS.y) == pytest.approx(0.9 * share, abs=0.05)
    assert len(changed) == len(DIGITS)


def test_that_what_is_kept_is_what_was_measured_at_the_lowest_validation_loss() -> None:
    made = session(300)
    losses, test = values(made, "validation loss"), values(made, "test accuracy")
    best = int(np.argmin(losses))
    assert 0 < best < len(losses) - 1
    assert values(made, "kept by validation loss")[-1] == test[best]
    assert rows(made)["by validation loss"] == (str(5 * best), str(5 * (best + 4)), f"{test[best]:.3f}")
    curves = made.record(Key("losses"))
    assert isinstance(curves, Curves)
    assert [(point.x, point.y) for point in curves.points] == [(5 * best, losses[best])]
    assert [(span.low, span.high) for span in curves.spans] == [(5 * best, 5 * (best + 4))]


def test_that_a_marked_stop_changes_nothing_in_the_training() -> None:
    one, other = session(200, patience=1), session(200, patience=50)
    assert values(one, "loss") == values(other, "loss")
    assert values(one, "patience left")[-1] == 0 < values(other, "patience left")[-1]
    assert rows(other)["by validation loss"][1] == "not yet"


def test_that_a_stop_for_good_ends_the_run_with_the_best_weights() -> None:
    made = session(1000, stop=True)
    assert made.finished
    assert made.step < 1000
    losses = values(made, "validation loss")
    assert np.argmin(losses) == len(losses) - 1 - 4
    assert any(event.text == "stopped early" for event in made.events)
    kept, now = rows(made)["by validation loss, ends the run"], rows(made)["now: put back"]
    assert (now[0], now[2]) == (kept[0], kept[2])


def test_that_a_longer_patience_counts_at_once() -> None:
    made, other = (session(20, stop=True, patience=1) for _ in range(2))
    made.edit("patience", 50)
    for each in (made, other):
        each.run_to(200)
    assert made.step == 200
    assert other.step < 200


def test_that_wrong_labels_are_shown_with_what_is_answered() -> None:
    made = session(300)
    grid = made.record(Key("digits"))
    assert isinstance(grid, ImageGrid)
    repeated = sum(label == answer for label, answer in (one.split(" → ") for one in grid.captions[0]))
    assert grid.summary == f"{repeated} of these 24 wrong labels are repeated"
    assert values(made, "wrong labels learnt")[-1] > 0.9
    assert 0 <= values(made, "wrong labels learnt")[0] < 0.3
