from itertools import islice

import numpy as np
import pytest

from core.data.batches import batches, updates_per_epoch


def take(count: int, n: int, size: int, **how: object) -> list[np.ndarray]:
    return list(islice(batches(n, size, np.random.default_rng(1), **how), count))  # type: ignore[arg-type]


def test_that_a_shuffled_epoch_uses_every_sample_once() -> None:
    for epoch in (take(3, 10, 4), take(6, 10, 4)[3:]):
        assert [len(batch) for batch in epoch] == [4, 4, 2]
        assert sorted(np.concatenate(epoch)) == list(range(10))


def test_that_two_epochs_have_different_orders() -> None:
    first, second = take(2, 50, 50)
    assert not np.array_equal(first, second)


def test_that_unshuffled_batches_follow_the_set_and_draw_nothing() -> None:
    rng = np.random.default_rng(1)
    found = list(islice(batches(5, 2, rng, shuffled=False), 4))
    assert [batch.tolist() for batch in found] == [[0, 1], [2, 3], [4], [0, 1]]
    assert rng.bit_generator.state == np.random.default_rng(1).bit_generator.state


def test_that_a_dropped_remainder_leaves_full_batches_only() -> None:
    assert [len(batch) for batch in take(5, 10, 4, last="drop")] == [4, 4, 4, 4, 4]


def test_that_a_short_batch_is_all_there_is_where_the_size_is_larger_than_the_set() -> None:
    assert sorted(take(1, 3, 100)[0]) == [0, 1, 2]


def test_that_batches_with_replacement_repeat_samples_and_leave_others_out() -> None:
    drawn = np.concatenate(take(10, 1000, 100, with_replacement=True))
    assert len(drawn) == 1000
    assert 0.58 < len(np.unique(drawn)) / 1000 < 0.68  # 1 − 1/e = .632


def test_that_every_sample_can_be_drawn_and_no_other() -> None:
    assert set(np.concatenate(take(20, 4, 5, with_replacement=True))) == {0, 1, 2, 3}


def test_that_the_smallest_batches_and_a_batch_of_the_whole_set_are_possible() -> None:
    assert [batch.tolist() for batch in take(2, 1, 1)] == [[0], [0]]
    assert sorted(take(1, 4, 4, last="drop")[0]) == [0, 1, 2, 3]


def test_that_the_generator_alone_decides_the_batches() -> None:
    for how in (True, False):
        twice = [take(4, 30, 7, with_replacement=how) for _ in range(2)]
        assert all(np.array_equal(a, b) for a, b in zip(*twice, strict=True))


@pytest.mark.parametrize(
    ("how", "expected"),
    [({}, 3), ({"last": "drop"}, 2), ({"with_replacement": True}, 2.5)],
)
def test_that_updates_per_epoch_follow_the_rule(how: dict[str, object], expected: float) -> None:
    assert updates_per_epoch(10, 4, **how) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "size", "last"), [(0, 4, "short"), (4, 0, "short"), (4, 5, "drop")])
def test_that_impossible_batches_are_refused_at_once(n: int, size: int, last: str) -> None:
    with pytest.raises(ValueError, match="batch"):
        batches(n, size, np.random.default_rng(0), last=last)  # type: ignore[arg-type]
