"""Axes move rarely while a run goes on, and stand by the data alone once it is settled."""

import numpy as np
import pytest

from gui.plotting.ranges import XRange, YRange, extent


def test_that_x_doubles_while_running_and_ends_at_the_data_when_settled() -> None:
    x = XRange()
    ends = [x.update(0, step, settled=False)[1] for step in range(0, 300, 10)]
    assert sorted(set(ends)) == [64, 128, 256, 512]
    assert x.update(0, 290, settled=True) == (0, 290)


def test_that_x_begins_at_zero_where_that_is_near() -> None:
    assert XRange().update(1, 300, settled=True) == (0, 300)
    assert XRange().update(1, 5, settled=True) == (1, 5)
    assert XRange().update(-3, 3, settled=True) == (-3, 3)


def test_that_y_keeps_its_range_until_data_leave_it_or_fill_less_than_half() -> None:
    y = YRange(log=False)
    first = y.update(0.0, 2.3, settled=False)
    assert y.update(0.0, 1.6, settled=False) == first
    assert y.update(0.0, 0.4, settled=False)[1] == pytest.approx(0.4)
    assert y.update(0.0, 3.0, settled=False)[1] >= 3.0


@pytest.mark.parametrize("log", [False, True])
def test_that_a_settled_range_forgets_what_was_seen_before(log: bool) -> None:
    travelled = YRange(log)
    for high in (9.0, 5.0, 3.0):
        travelled.update(0.01, high, settled=False)
    assert travelled.update(0.02, 2.0, settled=True) == YRange(log).update(0.02, 2.0, settled=True)


def test_that_the_experiments_own_range_rules() -> None:
    assert YRange(log=False, fixed=(0.0, 1.0)).update(-5, 5, settled=False) == (0.0, 1.0)


def test_that_the_steep_beginning_of_a_loss_is_seen() -> None:
    loss = 0.2 + 2.1 * np.exp(-np.arange(3000) / 15)
    assert extent([loss], log=False)[1] == pytest.approx(loss.max())


def test_that_a_few_values_out_of_all_proportion_do_not_flatten_the_others() -> None:
    loss = np.concatenate([np.linspace(2, 1, 990), np.full(10, 1e9)])
    assert extent([loss], log=False)[1] < 4


def test_that_only_finite_values_count_and_only_positive_ones_on_a_logarithmic_axis() -> None:
    values = np.array([np.nan, np.inf, -1.0, 0.0, 0.5, 2.0])
    assert extent([values], log=False) == (-1.0, 2.0)
    assert extent([values], log=True) == (0.5, 2.0)
    assert extent([], log=True) == (0.1, 1.0)
    assert extent([np.array([np.nan])], log=False) == (0.0, 1.0)
