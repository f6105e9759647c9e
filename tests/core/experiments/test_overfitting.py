"""Overfitting: labels that are redrawn while a network learns, the maps, and lanes that differ in one remedy alone."""

from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.overfitting import run as overfitting
from core.experiments.normalization_and_generalization.overfitting_map import OverfittingMap
from core.experiments.normalization_and_generalization.overfitting_remedies import (
    BATCH_NORM,
    DROPOUT,
    NOTHING,
    REMEDIES,
    measured,
    network,
)
from core.experiments.normalization_and_generalization.overfitting_settings import (
    FOUR_REMEDIES,
    SAMPLES,
    WIDTHS,
    OverfittingSettings,
)
from core.experiments.shared.wrong_labels import Labels
from core.nn import BatchNorm, Dropout, Linear
from core.records import Curves, Matrix
from core.run.session import Session
from core.run.tick import Key
from core.training import cell

SMALL: dict[str, Any] = {"tested": 50, "every": 1, "updates": 6}
DIGITS = Library().digits("pen digits").flat()


def session(step: int, **changed: Any) -> Session:
    made = Session(overfitting, OverfittingSettings(**{**SMALL, **changed}), Library())
    made.run_to(step)
    return made


def values(made: Session, channel: str, name: str) -> list[float]:
    return [float(value) for value in made.series[Key(channel, name)].read()[3]]


def matrix(made: Session, channel: str) -> Matrix:
    record = made.record(Key(channel))
    assert isinstance(record, Matrix)
    return record


def test_that_a_larger_share_redraws_what_a_smaller_one_does_and_more() -> None:
    share = 0.2
    labels = Labels(DIGITS.train.first(500), lambda: share, 0)
    few = labels.now()
    share = 0.6
    many = labels.now()
    truth = DIGITS.train.y[:500]
    wrong = few != truth
    np.testing.assert_array_equal(many[wrong], few[wrong])
    assert 0.15 < wrong.mean() < 0.2  # a tenth of what is redrawn comes out right by chance
    assert 0.5 < (many != truth).mean() < 0.6
    share = 0.0
    np.testing.assert_array_equal(labels.now(), truth)


def test_that_wrong_labels_are_moved_while_it_learns_and_measured_on_what_is_taught() -> None:
    made, other = (session(3) for _ in range(2))
    made.edit("wrong", 0.9)
    for each in (made, other):
        each.run_to(4)
    name = cell(100, 500)
    before, after = (values(each, "training accuracy", name) for each in (other, made))
    assert after[:4] == before[:4]
    assert after[4] < before[4] - 0.1


def test_that_the_gap_map_is_the_difference_of_the_other_two() -> None:
    made = session(2)
    training, test, gap = (matrix(made, f"{name} map") for name in ("training", "test", "gap"))
    np.testing.assert_allclose(gap.values, training.values - test.values)
    assert training.values.shape == (len(WIDTHS), len(SAMPLES))


def test_that_a_click_on_a_cell_shows_its_curves_and_outlines_it_in_every_map() -> None:
    made = session(3)
    made.edit("chosen", 7)
    curves = made.record(Key("chosen"))
    assert isinstance(curves, Curves)
    np.testing.assert_array_equal(curves.lines["test accuracy"], values(made, "test accuracy", cell(5, 500)))
    assert "5 neurons, 500 digits" in curves.x_label
    assert all(matrix(made, f"{name} map").highlight == ((1, 2),) for name in ("training", "test", "gap"))


@pytest.mark.parametrize(("best", "within"), [(4, "the best"), (2, "within 0.250 of the best")])
def test_that_the_level_says_how_far_the_widest_is_below_the_best(best: int, within: str) -> None:
    maps = OverfittingMap(10, lambda: 0)
    maps.sweep.newest[:] = 0.5
    maps.sweep.newest[1, best, 3] = 0.75
    assert maps.test().summary == f"in every column the widest is {within}"


def test_that_all_remedies_begin_with_the_same_weights() -> None:
    first, *others = (
        [layer.W for layer in network(DIGITS, name, 0).layers if isinstance(layer, Linear)] for name in REMEDIES
    )
    for other in others:
        for one, two in zip(first, other, strict=True):
            np.testing.assert_array_equal(one, two)


def test_that_a_remedy_changes_what_it_is_named_after() -> None:
    def layers(name: str, kind: type) -> int:
        return sum(isinstance(layer, kind) for layer in network(DIGITS, name, 0).layers)

    assert [layers(name, Dropout) for name in REMEDIES] == [0, 0, 6, 0, 0]
    assert [layers(name, BatchNorm) for name in REMEDIES] == [0, 0, 0, 6, 0]


def test_that_the_remedies_are_tabled_with_what_each_gains() -> None:
    made = session(2, compare=FOUR_REMEDIES)
    assert {key.variant for key in made.series} == set(REMEDIES)
    newest = {Key(channel, name): 0.5 for name in REMEDIES for channel in ("training accuracy", "test accuracy", "gap")}
    newest[Key("test accuracy", DROPOUT)] = 0.625
    newest[Key("test accuracy", BATCH_NORM)] = 0.25
    table = measured(newest)
    assert {row[0]: row[-1] for row in table.rows} == dict(
        zip(REMEDIES, ("", "+0.000", "+0.125", "−0.250", "+0.000"), strict=True)
    )
    assert table.rows[0][0] == NOTHING
