"""Logs stay small, lose no extreme, and can be read while they are written."""

import math
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.run.series import SampleLog, Series


def filled(values: list[float], capacity: int = 2**17) -> Series:
    series = Series(capacity)
    for step, value in enumerate(values):
        series.append(step, value)
    return series


def test_that_a_short_series_is_exact() -> None:
    values = [3.0, 1.0, 2.0] * 400
    series = filled(values)
    steps, lows, highs, lasts = series.read()
    assert series.resolution == 1
    assert steps.tolist() == list(range(1200))
    assert lows.tolist() == highs.tolist() == lasts.tolist() == values


@given(st.integers(1, 300), st.sampled_from([2, 4, 8, 10, 64]), st.integers(0, 2**32 - 1))
def test_that_compaction_keeps_lowest_highest_and_last_of_every_bucket(count: int, capacity: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=count)
    series = filled(values.tolist(), capacity)
    steps, lows, highs, lasts = series.read()
    size = series.resolution
    assert len(steps) == math.ceil(count / size) <= capacity
    for row, start in enumerate(range(0, count, size)):
        bucket = values[start : start + size]
        assert (lows[row], highs[row], lasts[row]) == (bucket.min(), bucket.max(), bucket[-1])
        assert steps[row] == start + len(bucket) - 1
    assert series.count == count
    assert series.read()[3][-1] == values[-1]


def test_that_a_million_points_stay_within_their_capacity() -> None:
    series = filled([0.0] * 1_000_000, capacity=2**10)
    columns = series.read()
    assert len(columns[0]) <= 2**10
    assert sum(c.base.nbytes if c.base is not None else c.nbytes for c in columns) <= 4 * 8 * 2**10
    assert columns[0][-1] == 999_999
    assert series.resolution == 2**10


def test_that_one_spike_survives_any_number_of_compactions() -> None:
    values = [0.0] * 5000
    values[1234] = 9.0
    assert filled(values, capacity=8).read()[2].max() == 9.0


def test_that_nan_hides_no_neighbour() -> None:
    series = filled([1.0, math.nan, 3.0, math.nan, math.nan, math.nan, 7.0, 8.0], capacity=4)
    _, lows, highs, _ = series.read()
    assert series.resolution == 2
    np.testing.assert_array_equal(lows, [1.0, 3.0, math.nan, 7.0])
    np.testing.assert_array_equal(highs, [1.0, 3.0, math.nan, 8.0])


@pytest.mark.parametrize("capacity", [0, 1, 7])
def test_that_a_capacity_that_cannot_be_halved_is_refused(capacity: int) -> None:
    with pytest.raises(ValueError, match="must be even"):
        Series(capacity)
    with pytest.raises(ValueError, match="must be even"):
        SampleLog((), capacity)


def test_that_values_are_found_by_step() -> None:
    series = Series()
    for step in (0, 10, 20):
        series.append(step, float(step))
    assert math.isnan(series.at(-1))
    assert [series.at(step) for step in (0, 9, 10, 15, 99)] == [0.0, 0.0, 10.0, 10.0, 20.0]
    assert series.mean_before(20, 2) == 15.0
    assert series.mean_before(10, 99) == 5.0
    assert math.isnan(series.mean_before(-1, 3))
    assert math.isnan(Series().at(0))


def test_that_a_reader_never_sees_a_half_written_row() -> None:
    series, log = Series(capacity=256), SampleLog((4,), capacity=64)
    seen: list[str] = []
    done = threading.Event()

    def write() -> None:
        for step in range(60_000):
            series.append(step, float(step))
            log.append(step, np.full(4, step))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        steps, lows, highs, lasts = (column.copy() for column in series.read())
        # the last bucket is still being filled: its columns may be a point apart
        whole = slice(0, max(0, len(steps) - 1))
        if not (np.diff(steps) > 0).all() or not (steps[whole] == lasts[whole]).all():
            seen.append("rows out of order")
        if not ((lows <= lasts) & (lasts <= highs))[whole].all():
            seen.append("last outside its bounds")
        at, samples = log.read()
        if not (samples == at[:, np.newaxis]).all():
            seen.append("half a sample")
    writer.join()
    assert seen == []
    assert series.read()[0][-1] == 59_999


@given(st.integers(1, 400), st.sampled_from([2, 4, 6, 32, 64]))
def test_that_samples_are_thinned_evenly(count: int, capacity: int) -> None:
    log = SampleLog((2,), capacity)
    for step in range(count):
        log.append(10 * step, np.array([step, -step]))
    steps, samples = log.read()
    assert len(steps) <= capacity
    assert steps.tolist() == list(range(0, 10 * count, 10 * log.stride))
    assert samples.shape == (len(steps), 2)
    assert (samples[:, 0] == steps / 10).all()


def test_that_a_log_owns_its_samples() -> None:
    log, sample = SampleLog((2,)), np.array([1.0, 2.0])
    log.append(0, sample)
    sample[:] = 0
    assert log.read()[1].tolist() == [[1.0, 2.0]]
