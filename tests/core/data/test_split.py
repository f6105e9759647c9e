"""Cutting a data set into three parts."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.split import split
from core.data.tables import table
from core.random import stream

TEN = Dataset("ten", np.arange(20, dtype=np.float32).reshape(10, 2), np.arange(10), tuple("0123456789"), "/1")


def test_that_parts_have_their_shares_and_no_sample_twice() -> None:
    parts = split(TEN, stream(0, "split"))
    assert [len(part) for part in parts] == [6, 2, 2]
    assert sorted(np.concatenate([part.y for part in parts])) == list(range(10))
    assert [len(part) for part in split(table("iris"), stream(0, "split"))] == [90, 30, 30]


def test_that_samples_keep_their_answers_and_the_data_its_name() -> None:
    for part in split(TEN, stream(3, "split")):
        np.testing.assert_array_equal(part.x[:], TEN.x[part.y])
        np.testing.assert_array_equal(part.x[0], TEN.x[part.y[0]])
        assert part.x.shape == (len(part), 2)
        assert (part.name, part.note, part.classes) == (TEN.name, TEN.note, TEN.classes)


def test_that_the_seed_decides_and_a_sorted_table_is_mixed() -> None:
    iris = table("iris")
    one, again, other = (split(iris, stream(seed, "split")).train.y for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
    assert set(one[:10]) == {0, 1, 2}


def test_that_a_part_may_be_empty() -> None:
    assert [len(part) for part in split(TEN, stream(0, "split"), (0.8, 0.2, 0))] == [8, 2, 0]
    assert [len(part) for part in split(TEN, stream(0, "split"), (0.1, 0.4, 0.5))] == [1, 4, 5]


@pytest.mark.parametrize("shares", [(0.5, 0.2, 0.2), (1.2, -0.2, 0), (0, 0.5, 0.5)])
def test_that_impossible_shares_are_refused(shares: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"add up to 1|learn from"):
        split(TEN, stream(0, "split"), shares)
