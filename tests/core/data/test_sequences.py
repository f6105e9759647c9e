"""Batches of sequences: filled up, and with little to fill."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.data.sequences import Padded, batches_by_length, padded, unpadded

WORDS = [np.array([3, 1, 2]), np.array([5]), np.array([4, 4])]


def test_that_ends_are_filled_up_and_the_mask_tells() -> None:
    batch = padded(WORDS, filler=-1)
    assert batch.values.tolist() == [[3, 1, 2], [5, -1, -1], [4, 4, -1]]
    assert batch.values.dtype == np.int64
    assert batch.lengths.tolist() == [3, 1, 2]
    assert batch.mask.tolist() == [[True, True, True], [True, False, False], [True, True, False]]


def test_that_sequences_of_vectors_and_a_given_time_are_padded() -> None:
    batch = padded([np.ones((2, 3), np.float32), np.ones((1, 3), np.float32)], time=4)
    assert batch.values.shape == (2, 4, 3)
    assert batch.values.dtype == np.float32
    assert batch.values.sum() == 9


def test_that_padding_is_undone() -> None:
    for before, after in zip(WORDS, unpadded(padded(WORDS)), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(
    ("sequences", "time", "told"),
    [
        ([], None, "at least one"),
        ([np.zeros(2), np.zeros(0)], None, "at least one step"),
        ([np.zeros((1, 2)), np.zeros((1, 3))], None, "have one shape"),
        ([np.zeros(3)], 2, "3 steps does not fit into 2"),
    ],
)
def test_that_impossible_batches_are_refused(sequences: list[np.ndarray], time: int | None, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        padded(sequences, time=time)


def test_that_batches_by_length_use_every_sequence_once_and_waste_little() -> None:
    lengths = np.random.default_rng(0).integers(1, 50, 330)

    def epoch(pool: int) -> list[np.ndarray]:
        return list(islice(batches_by_length(lengths, 16, np.random.default_rng(1), pool), 21))

    def share_filled_up(batches: list[np.ndarray]) -> float:
        return 1 - lengths.sum() / sum(lengths[rows].max() * len(rows) for rows in batches)

    for pool in (1, 4, 100):
        assert sorted(np.concatenate(epoch(pool))) == list(range(330))
    assert share_filled_up(epoch(100)) < 0.06 < 0.3 < share_filled_up(epoch(1))


def test_that_a_batch_may_be_of_one_sequence() -> None:
    found = list(islice(batches_by_length(np.array([3, 1, 2]), 1, np.random.default_rng(0), pool=1), 3))
    assert sorted(map(int, np.concatenate(found))) == [0, 1, 2]
    assert [len(batch) for batch in found] == [1, 1, 1]


def test_that_short_batches_do_not_always_come_first() -> None:
    lengths = np.arange(1, 65)
    first = {int(lengths[next(batches_by_length(lengths, 8, np.random.default_rng(seed)))].max()) for seed in range(9)}
    assert len(first) > 3


def test_that_a_mask_needs_no_values() -> None:
    assert Padded(np.zeros((2, 2)), np.array([0, 2])).mask.tolist() == [[False, False], [True, True]]


def test_that_batches_without_size_are_refused() -> None:
    with pytest.raises(ValueError, match="got 2, 0, 20"):
        batches_by_length(np.array([1, 2]), 0, np.random.default_rng(0))


@settings(max_examples=40)
@given(
    sequences=st.lists(arrays.arrays(np.int64, st.integers(1, 9), elements=st.integers(0, 5)), min_size=1, max_size=6),
    filler=st.integers(-3, 3),
    extra=st.integers(0, 4),
)
def test_that_a_mask_tells_the_sequences_from_any_filler(sequences: list[np.ndarray], filler: int, extra: int) -> None:
    batch = padded(sequences, filler, max(map(len, sequences)) + extra)
    np.testing.assert_array_equal(batch.values[batch.mask], np.concatenate(sequences))
    assert (batch.values[~batch.mask] == filler).all()
    for before, after in zip(sequences, unpadded(batch), strict=True):
        np.testing.assert_array_equal(before, after)
