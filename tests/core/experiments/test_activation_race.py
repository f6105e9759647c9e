"""What is measured of rectifiers, and the two rates of a hot start."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.activation_lanes import Lane, silence, silent
from core.experiments.neurons.activation_race import HOT, LEAKY, RELU, SIGMOID, RaceSettings
from core.experiments.neurons.activation_race import run as activation_race
from core.nn import constant, he_normal
from core.optim import SGD
from core.records import CurvesGrid, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value


def at(settings: RaceSettings, step: int) -> Session:
    session = Session(activation_race, settings, Library())
    session.run_to(step)
    return session


def test_that_units_are_counted_of_rectifiers_only_and_by_layer() -> None:
    grid = at(RaceSettings(), 50).record(Key("silence"))
    assert isinstance(grid, CurvesGrid)
    assert grid.titles == ("layer 1", "layer 2", "layer 3")
    assert [list(cell.lines) for cell in grid.filled] == [[RELU, LEAKY]] * 3
    assert list(grid.filled[0].x) == [0, 50]


def test_that_a_relu_that_no_digit_reaches_is_silent_and_gives_zeros() -> None:
    split = Library().digits("pen digits").flat()
    lane = Lane(RELU, split, (8, 8), constant(-0.1), 0)
    for tick in lane.train(SGD(0.1), lambda _: 0.1, 0, 10):
        if tick is not None:
            break
    assert lane.history == {0: {silent(1): 1.0, "zero layer 1": 1.0, silent(2): 1.0, "zero layer 2": 1.0}}
    assert np.ptp(silence({RELU: lane}, 2).filled[0].lines[RELU]) == 0


def test_that_the_hot_rate_ends_after_its_updates() -> None:
    settings = with_value(with_value(HOT, "activations", (SIGMOID,)), "hot", 2)
    changed = at(with_value(settings, "lr", 0.2), 5), at(settings, 5)
    losses = [one.series[Key("loss", SIGMOID)].read()[3] for one in changed]
    assert list(losses[0][:3]) == list(losses[1][:3])
    assert losses[0][4] != losses[1][4]


def test_that_the_table_has_zeros_of_every_layer_and_says_what_diverged() -> None:
    lane = Lane(RELU, Library().digits("pen digits").flat(), (8,), he_normal, 0)
    lane.history[0] = {silent(1): 0.25, "zero layer 1": 0.5}
    lane.accuracy = 0.9
    assert lane.row(RELU, 1) == (RELU, "", "0.900", "50")
    lane.diverged = True
    assert lane.row(RELU, 1) == (RELU, "diverged", "", "50")


@pytest.mark.parametrize("step", [0, 3])
def test_that_all_activations_stand_in_the_table(step: int) -> None:
    table = at(RaceSettings(), step).record(Key("standings"))
    assert isinstance(table, Table)
    assert len(table.rows) == 4
