"""An ensemble: its mean by hand, the digits that are disputed, and what makes the members differ."""

from typing import Any

import numpy as np
import pytest

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.normalization_and_generalization.ensemble import (
    BATCHES,
    BOTH,
    NOTHING,
    WEIGHTS,
    EnsembleSettings,
    dropped,
    member,
)
from core.experiments.normalization_and_generalization.ensemble import run as ensemble
from core.experiments.normalization_and_generalization.ensemble_jury import (
    DISAGREE,
    DROPOUT,
    GAIN,
    MEAN,
    MEMBERS,
    NAMES,
    Jury,
)
from core.nn import Dropout, Network
from core.records import Curves, ImageGrid, Matrix
from core.run.session import Session
from core.run.tick import Key

SETTINGS: dict[str, Any] = {"hidden": (20,), "samples": 100, "tested": 100, "every": 1, "updates": 5}
DIGITS = Library().digits("pen digits").flat()
SPLIT = Split(DIGITS.train.first(20), DIGITS.test.first(2))


def session(step: int, **changed: Any) -> Session:
    made = Session(ensemble, EnsembleSettings(**{**SETTINGS, **changed}), Library())
    made.run_to(step)
    return made


def last(made: Session, channel: str, name: str = "") -> float:
    return float(made.series[Key(channel, name)].read()[3][-1])


def nets() -> dict[str, Network]:
    settings = EnsembleSettings(hidden=(4,))
    return {**{name: member(settings, SPLIT, i) for i, name in enumerate(MEMBERS)}, DROPOUT: dropped(settings, SPLIT)}


def asked(chosen: int = 0) -> Jury:
    """On two digits: three of five say the truth of the first, without being sure; all are wrong on the second."""
    jury = Jury(nets(), SPLIT, lambda: chosen)
    truth = jury.truth
    other = (truth + 1) % 10
    jury.probabilities[:3, 0, truth[0]], jury.probabilities[:3, 0, other[0]] = 0.55, 0.45
    jury.probabilities[3:, 0, other[0]] = 1.0
    jury.probabilities[:, 1, other[1]] = 1.0
    list(jury.compare())
    return jury


def test_that_a_sure_minority_outweighs_an_unsure_majority_in_the_mean() -> None:
    """The mean is .55 · 3/5 = .33 for the truth and (.45 · 3 + 2)/5 = .67 for the other."""
    votes = asked().votes()
    truth = asked().truth[0]
    row = votes.values[NAMES.index(MEAN)]
    assert row[truth] == pytest.approx(0.33)
    assert row[(truth + 1) % 10] == pytest.approx(0.67)
    assert votes.highlight[NAMES.index(MEAN)] == (NAMES.index(MEAN), (truth + 1) % 10)


def test_that_only_digits_on_which_they_differ_are_shown_with_every_answer() -> None:
    jury = asked()
    grid = jury.digits()
    t, o = jury.truth[0], (jury.truth[0] + 1) % 10
    assert grid.captions == ((), (f"{t}: {t}{t}{t}{o}{o}",))
    assert [len(group) for group in grid.groups] == [0, 1]
    assert grid.selected == (1, 0)
    assert "1 of 2" in grid.summary


def test_that_the_mean_of_one_is_the_typical_member_and_that_of_five_the_mean() -> None:
    made = session(5)
    record = made.record(Key("by number"))
    assert isinstance(record, Curves)
    means = record.lines["mean of so many"]
    assert means[0] == pytest.approx(np.mean([last(made, "test accuracy", name) for name in MEMBERS]))
    assert means[-1] == pytest.approx(last(made, "test accuracy", MEAN))
    assert last(made, GAIN, MEAN) == pytest.approx(means[-1] - means[0])


def test_that_gap_is_training_minus_test_for_everyone() -> None:
    made = session(2)
    for name in NAMES:
        training, test = (last(made, f"{part} accuracy", name) for part in ("training", "test"))
        assert last(made, "gap", name) == pytest.approx(training - test)


@pytest.mark.parametrize(("differ", "apart"), [(BOTH, True), (WEIGHTS, True), (BATCHES, False), (NOTHING, False)])
def test_that_first_weights_differ_only_where_they_are_to(differ: str, apart: bool) -> None:
    one, two = (member(EnsembleSettings(hidden=(4,), differ=differ), SPLIT, i) for i in (0, 1))
    assert (one.values != two.values).any() == apart


@pytest.mark.parametrize(("differ", "apart"), [(BOTH, True), (WEIGHTS, True), (BATCHES, True), (NOTHING, False)])
def test_that_five_times_the_same_network_never_disagree(differ: str, apart: bool) -> None:
    made = session(5, differ=differ)
    assert (last(made, DISAGREE) > 0) == apart
    if not apart:
        assert last(made, GAIN, MEAN) == 0
        grid = made.record(Key("digits"))
        assert isinstance(grid, ImageGrid)
        assert grid.labels == ("all are right", "all are wrong")
        assert "disagree on 0 of" in grid.summary


def test_that_the_one_with_dropout_begins_as_the_first_of_the_five_and_its_p_is_moved() -> None:
    settings = EnsembleSettings(hidden=(4, 4))
    one, other = member(settings, SPLIT, 0), dropped(settings, SPLIT)
    np.testing.assert_array_equal(one.values, other.values)
    assert sum(isinstance(layer, Dropout) for layer in other.layers) == 2
    made, still = (session(2) for _ in range(2))
    made.edit("p", 0.9)
    for each in (made, still):
        each.run_to(5)
    assert last(made, "loss", DROPOUT) != last(still, "loss", DROPOUT)
    assert last(made, "loss", "net 1") == last(still, "loss", "net 1")


def test_that_a_click_on_a_digit_shows_its_votes() -> None:
    made = session(5)
    grid = made.record(Key("digits"))
    assert isinstance(grid, ImageGrid)
    made.edit("chosen", len(grid.groups[0]))  # the first of those that the mean does not read
    votes, grid = made.record(Key("votes")), made.record(Key("digits"))
    assert isinstance(votes, Matrix)
    assert isinstance(grid, ImageGrid)
    assert grid.selected == (1, 0)
    said = "".join(str(column) for _, column in votes.highlight[:5])
    label = grid.captions[1][0]
    assert label == f"{votes.title.split()[-1]}: {said}"
