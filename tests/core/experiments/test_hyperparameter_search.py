"""One trial of the search, what is read off many of them, and whatever executes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.library import Library
from core.data.samples import Bytes
from core.experiments.normalization_and_generalization import hyperparameter_search as experiment
from core.experiments.normalization_and_generalization.search_job import Digits, Training, in_memory
from core.experiments.normalization_and_generalization.search_watch import DECAY, RATE, Ranges, SearchWatch
from core.records import Plane, PointsMark, Table, Text
from core.run import Key
from core.run.session import Advance, Session
from core.settings import with_value
from core.training.search import Outcome, Trial

T = TypeVar("T")
RANGES = Ranges((1e-6, 1e-2), (1e-8, 1e-4))
SEARCH = experiment.run


def value_of(generator: Generator[None, None, T]) -> T:
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


def digits(train: int, test: int) -> Digits:
    split = Library().digits("pen digits", train, test).flat()
    learnt, tested = value_of(in_memory(split.train)), value_of(in_memory(split.test))
    return Digits(learnt, tested, tested)


def watched(*found: tuple[float, float, float]) -> SearchWatch:
    """(rate, λ, accuracy) of each trial, all with a test accuracy of 0.5."""
    watch = SearchWatch(RANGES, len(found), 3)
    for i, (rate, decay, score) in enumerate(found):
        watch.add(Outcome(Trial(i, {RATE: rate, DECAY: decay}), score, (0.1, 0.2, score), (0.5,)), 3)
    return watch


def test_that_digits_held_in_memory_are_the_same_bits_in_a_quarter_of_the_room() -> None:
    data = Library().digits("pen digits", 150, 10).flat().train
    held = value_of(in_memory(data))
    assert isinstance(held.x, Bytes)
    assert held.x.pixels.nbytes == 150 * 784
    np.testing.assert_array_equal(held.x[:], data.x[:])


def test_that_numbers_that_are_no_bytes_are_held_as_they_are() -> None:
    x = np.random.default_rng(0).normal(size=(120, 3)).astype(np.float32)
    held = value_of(in_memory(Dataset("table", x, np.zeros(120, np.int64), ("a", "b"), "")))
    np.testing.assert_array_equal(held.x[:], x)


def test_that_a_trial_scores_the_validation_after_every_epoch_and_the_test_at_the_end() -> None:
    job = Training(digits(200, 50), (20,), 4, seed=0)
    score = job(Trial(0, {RATE: 0.1, DECAY: 0.0}))
    assert len(score.curve) == 4
    assert score.value == score.curve[-1] == score.others[0]  # here both are the same digits
    assert len(job(Trial(0, {RATE: 0.1, DECAY: 0.0}, budget=7)).curve) == 7
    assert job(Trial(0, {RATE: 0.1, DECAY: 0.0}, budget=7)).curve[:4] == score.curve


def test_that_a_trial_has_weights_and_batches_of_its_own() -> None:
    job = Training(digits(200, 50), (20,), 2, seed=0)
    first, again, other = (job(Trial(i, {RATE: 1e-9, DECAY: 0.0})) for i in (0, 0, 1))
    assert first == again != other


def test_that_weight_decay_is_applied() -> None:
    job = Training(digits(200, 50), (20,), 4, seed=0)
    assert job(Trial(0, {RATE: 0.1, DECAY: 0.0})).curve != job(Trial(0, {RATE: 0.1, DECAY: 1.0})).curve


def test_that_a_trial_that_diverges_has_no_score() -> None:
    with np.errstate(all="ignore"):
        assert math.isnan(Training(digits(200, 50), (20, 20), 4, seed=0)(Trial(0, {RATE: 1e4, DECAY: 0.0})).value)


def test_that_the_figures_are_those_of_the_best() -> None:
    found = watched((1e-4, 1e-8, 0.2), (1e-2, 1e-6, 0.6), (1e-3, 1e-4, math.nan), (3e-2, 1e-7, 0.9))
    scalars = found.scalars()
    assert scalars[Key("accuracy of the best", "validation")] == 0.9
    assert scalars[Key("accuracy of the best", "test")] == 0.5
    assert scalars[Key("rate of the best")] == 3e-2
    assert scalars[Key("gain over rates to 0.01")] == pytest.approx(0.3)
    assert scalars[Key("epochs trained")] == 12
    assert Key("least of the ten best rates") not in scalars
    x, y = np.array([-8.0, -6.0, -7.0]), np.array([0.2, 0.6, 0.9])
    by_hand = ((x - x.mean()) * (y - y.mean())).mean() / (x.std() * y.std())
    assert scalars[Key("r of decay")] == pytest.approx(by_hand)


def test_that_the_least_of_the_ten_best_rates_is_no_other_s() -> None:
    found = watched(*((10**-i, 1e-6, 1 / i) for i in range(2, 14)))
    assert found.scalars()[Key("least of the ten best rates")] == 10**-11


@pytest.mark.parametrize("edge", [1e-6, 1e-2])
def test_that_a_crowd_at_either_edge_is_seen(edge: float) -> None:
    inwards = -1 if edge == 1e-2 else 1
    crowd = [(edge * 10 ** (inwards * 0.039 * i), 1e-6, 0.9 - i / 100) for i in range(10)]
    rest = [(10**-4.0, 10 ** -(4 + i / 10), 0.1) for i in range(30)]
    found = watched(*crowd, *rest)
    assert found.at_edge(RATE) == (10, 10, edge)
    assert found.at_edge(DECAY) is None
    assert f"10 of the 10 best sit at the edge of the learning rate, {edge:g}: widen." in found.verdict().text


def test_that_a_grid_is_said_to_crowd_only_where_its_last_column_is_better_than_the_one_before() -> None:
    def grid(slope: float) -> list[tuple[float, float, float]]:
        cells = [(i, j) for i in range(5) for j in range(4)]
        return [(10.0 ** -(2 + i), 10.0 ** -(4 + j), 0.9 - slope * i - (i + j) % 4 / 100) for i, j in cells]

    assert watched(*grid(0.0)).at_edge(RATE) is None
    assert watched(*grid(0.1)).at_edge(RATE) == (4, 5, 1e-2)


def test_that_no_crowd_is_seen_where_the_best_lie_inside() -> None:
    found = watched(*((1e-4 * 1.1**i, 10 ** -(4 + 7 * i % 40 / 10), 1 - i / 100) for i in range(40)))
    assert found.at_edge(RATE) is None
    assert "widen" not in found.verdict().text


def test_that_a_trial_that_was_trained_again_counts_once_with_its_longest_training() -> None:
    watch = SearchWatch(RANGES, 2, 2)
    for budget, score in ((1, 0.9), (2, 0.4)):
        trial = Trial(7, {RATE: 1e-3, DECAY: 1e-6}, budget)
        watch.add(Outcome(trial, score, (score,) * budget, (0.3,)), budget)
    assert [outcome.score for outcome in watch.best] == [0.4]
    assert (watch.count, watch.trained) == (2, 3)


def test_that_the_points_are_in_the_order_of_the_table_and_the_diverged_are_crosses() -> None:
    found = watched((1e-4, 1e-8, 0.2), (1e-3, 1e-4, math.nan), (1e-2, 1e-6, 0.6))
    dots, crosses = (mark for mark in found.plane(1).layers if isinstance(mark, PointsMark))
    assert dots.x.tolist() == [1e-2, 1e-4]
    assert dots.highlight == 1
    assert (crosses.marker, crosses.x.tolist()) == ("cross", [1e-3])
    table = found.table(1)
    assert [row[4] for row in table.rows] == ["0.60", "0.20", "diverged"]
    assert table.selected == 1


@pytest.mark.parametrize(
    ("method", "trials", "epochs", "expected"),
    [
        ("random", 20, 10, (20, 10)),
        ("grid", 20, 10, (20, 10)),
        ("grid", 7, 10, (6, 10)),
        ("successive halving", 32, 32, (63, 32)),
        ("successive halving", 20, 10, (20 + 10 + 5 + 2 + 1, 16)),
    ],
)
def test_that_a_run_has_as_many_steps_as_it_says(
    method: str, trials: int, epochs: int, expected: tuple[int, int]
) -> None:
    settings = experiment.SearchSettings(method=method, trials=trials, epochs=epochs)
    chosen = experiment.chosen_trials(settings, RANGES)
    assert experiment.extent(settings, len(chosen)) == expected


def small(method: str = "random", **more: Any) -> experiment.SearchSettings:
    return experiment.SearchSettings(method=method, trials=9, epochs=2, samples=100, hidden=(10,), lr_to=1.0, **more)


class Counting(Executor):
    """Runs every job at once, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def submit(self, job: Callable[..., T], /, *args: Any, **more: Any) -> Future[T]:
        self.count += 1
        future: Future[T] = Future()
        future.set_result(job(*args, **more))
        return future


def finished(settings: experiment.SearchSettings, executor: Executor | None) -> Session:
    made = Session(SEARCH, settings, Library(executor=executor))
    made.run_to(10_000)
    return made


def series(made: Session) -> dict[Key, list[bytes]]:
    return {key: [column.tobytes() for column in found.read()] for key, found in made.series.items()}


@pytest.mark.parametrize("method", ["random", "grid", "successive halving"])
def test_that_a_run_is_the_same_bits_whatever_executes_its_trials(method: str) -> None:
    counting = Counting()
    here = finished(small(method), counting)
    assert here.tick is not None
    assert counting.count == here.step == here.tick.total
    with ThreadPoolExecutor(3) as threads:
        assert series(finished(small(method), threads)) == series(here)
    assert series(finished(small(method), None)) == series(here)


def test_that_an_executor_that_is_lent_stays_open_when_a_run_is_closed() -> None:
    with ThreadPoolExecutor(1) as threads:
        made = Session(SEARCH, small(), Library(executor=threads))
        made.run_to(1)
        made.close()
        assert made.advance() is Advance.END
        assert threads.submit(int).result() == 0


def test_that_the_chosen_trial_is_the_blue_curve_the_ring_and_the_row() -> None:
    made = finished(small(), Counting())
    made.edit("chosen", 2)
    table, plane = made.record(Key("best")), made.record(Key("over rate"))
    assert isinstance(table, Table)
    assert isinstance(plane, Plane)
    assert table.selected == 2
    assert next(mark for mark in plane.layers if isinstance(mark, PointsMark)).highlight == 2
    curves = made.record(Key("curves"))
    assert isinstance(curves, Plane)
    blue = curves.layers[-1]
    assert f"{blue.y[-1]:.2f}" == table.rows[2][4]  # type: ignore[union-attr]


def test_that_ranges_given_the_wrong_way_round_or_as_one_value_run() -> None:
    made = Session(
        SEARCH, with_value(small(lr_from=0.1, decay_from=1e-3), "decay_to", 1e-3), Library(executor=Counting())
    )
    made.run_to(3)
    plane, said = made.record(Key("trials")), made.record(Key("verdict"))
    assert isinstance(plane, Plane)
    assert isinstance(said, Text)
    assert plane.axes.y[0] < 1e-3 < plane.axes.y[1]
