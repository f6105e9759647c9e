"""Several runs and what they have in common, with numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.array import Array
from core.run.expected import Verdict
from core.run.seeds import Log, SeedRun, Seeds, spread_of
from core.run.session import Event
from core.run.tick import DIVERGED, Key


def curve(*points: tuple[int, float]) -> tuple[Array, Array]:
    steps, values = zip(*points, strict=True)
    return np.array(steps), np.array(values)


def test_that_three_curves_have_lowest_middle_and_highest() -> None:
    spread = spread_of([curve((0, 5.0), (1, 1.0)), curve((0, 2.0), (1, 9.0)), curve((0, 3.0), (1, 4.0))])
    assert spread.steps.tolist() == [0, 1]
    assert (spread.low.tolist(), spread.median.tolist(), spread.high.tolist()) == ([2, 1], [3, 4], [5, 9])
    assert spread.curves.tolist() == [3, 3]


def test_that_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    spread = spread_of([curve((0, value)) for value in (4.0, 1.0, 100.0, 2.0)])
    assert spread.median.tolist() == [3.0]


def test_that_a_curve_that_has_ended_is_not_carried_on() -> None:
    spread = spread_of([curve((0, 1.0), (1, 1.0)), curve((0, 3.0), (1, 3.0), (2, 3.0))])
    assert spread.curves.tolist() == [2, 2, 1]
    assert spread.median.tolist() == [2, 2, 3]
    assert spread.low.tolist() == [1, 1, 3]


def test_that_a_curve_counts_between_two_of_its_points_and_not_before_the_first() -> None:
    spread = spread_of([curve((2, 1.0), (4, 2.0)), curve((0, 7.0), (3, 8.0), (4, 9.0))])
    assert spread.steps.tolist() == [0, 2, 3, 4]
    assert spread.low.tolist() == [7, 1, 1, 2]
    assert spread.curves.tolist() == [1, 2, 2, 2]


def test_that_what_is_no_number_does_not_count() -> None:
    spread = spread_of([curve((0, np.nan), (1, np.inf)), curve((0, 2.0), (1, -np.inf))])
    assert spread.curves.tolist() == [1, 0]
    assert spread.high[0] == 2
    assert np.isnan([spread.low[1], spread.median[1], spread.high[1]]).all()


def test_that_no_curve_has_no_spread() -> None:
    assert spread_of([]).steps.tolist() == []
    assert spread_of([(np.empty(0, np.int64), np.empty(0))]).steps.tolist() == []


def test_that_long_curves_are_thinned_to_rows_that_are_exact() -> None:
    rng = np.random.default_rng(0)
    curves = [(np.arange(1000), rng.normal(size=1000)) for _ in range(5)]
    thin, full = spread_of(curves, most=100), spread_of(curves)
    assert len(thin.steps) <= 101
    assert (thin.steps[0], thin.steps[-1]) == (0, 999)
    assert np.array_equal(thin.median, full.median[thin.steps])
    assert np.array_equal(thin.high, full.high[thin.steps])


@pytest.mark.parametrize(("step", "end"), [(2, 2), (3, 2), (4, 4), (99, 4), (-1, None)])
def test_that_a_part_goes_up_to_a_step(step: int, end: int | None) -> None:
    part = spread_of([curve((0, 1.0), (2, 2.0), (4, 3.0))]).until(step)
    assert (part.steps[-1] if end is not None else None) == end
    assert len(part.low) == len(part.curves) == len(part.steps)


def run(seed: int, *holds: bool | None, events: tuple[Event, ...] = ()) -> SeedRun:
    verdicts = tuple(Verdict("loss", "at most 1", 0.5, one, "") for one in holds)
    return SeedRun(seed, 10, {Key("loss"): Log(np.arange(3), np.ones(3))}, events, verdicts)


def test_that_claims_are_counted_over_all_runs_that_have_come_to_the_step() -> None:
    seeds = Seeds((run(0, True, None), run(1, False, True), run(2, True, False)), 10, 3)
    assert seeds.holding() == ((2, 3), (1, 2))
    assert Seeds((run(0), run(1)), 10, 2).holding() == ()


def test_that_divergences_are_counted_up_to_a_step() -> None:
    lost = (Event(7, Key("loss", "SGD"), DIVERGED), Event(3, Key("loss", "Adam"), "stopped early"))
    seeds = Seeds((run(0, events=lost), run(1), run(2, events=lost[:1])), 10, 3)
    assert [seeds.diverged("SGD", step) for step in (6, 7, 99)] == [0, 2, 2]
    assert seeds.diverged("Adam", 99) == 0
