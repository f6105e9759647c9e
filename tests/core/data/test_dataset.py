import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.data.samples import Bytes


def pictures(n: int = 12) -> Dataset:
    pixels = np.arange(n * 6, dtype=np.uint8).reshape(n, 2, 3, 1)
    return Dataset("dots", Bytes(pixels), np.arange(n) % 3, ("a", "b", "c"), "/255")


def test_that_bytes_become_float32_between_0_and_1_when_taken() -> None:
    bytes_ = Bytes(np.array([[0], [51], [255]], np.uint8))
    assert bytes_[:].dtype == np.float32
    assert bytes_[np.array([2, 1])].ravel() == pytest.approx([1.0, 0.2])


@pytest.mark.parametrize("rows", [3, -1, slice(2, 9, 3), np.array([5, 0, 5]), np.arange(0), np.arange(12) > 7], ids=str)
def test_that_every_kind_of_index_gives_the_same_rows_flat_or_not(rows: object) -> None:
    data = pictures()
    taken, flat = data.x[rows], data.flat().x[rows]
    assert flat.shape[-1] == 6
    assert np.array_equal(flat.ravel(), taken.ravel())


def test_that_the_first_samples_are_those_of_the_whole() -> None:
    data = pictures()
    part = data.first(5)
    assert part.x.shape == (5, 2, 3, 1)
    assert np.array_equal(part.x[-1], data.x[4])
    assert np.array_equal(part.x[:], data.x[:5])
    assert len(data.first(100)) == 12


def test_that_rows_beyond_the_first_samples_are_refused() -> None:
    with pytest.raises(IndexError):
        pictures().first(5).x[np.array([5])]


def test_that_standardizing_is_told_in_the_note() -> None:
    data = pictures().standardized(0.1307, 0.3081)
    assert data.note == "/255, (x − .1307)/.3081"
    assert data.caption == "dots · 12 · /255, (x − .1307)/.3081"
    assert data.x[2] == pytest.approx((pictures().x[2] - 0.1307) / 0.3081, rel=1e-6)
    assert data.x[2].dtype == np.float32


def test_that_a_split_changes_both_parts_alike() -> None:
    split = Split(pictures(), pictures(6)).flat().standardized(0.5, 2)
    assert split.train.x.shape == (12, 6)
    assert split.test.x.shape == (6, 6)
    assert split.train.note == split.test.note == "/255, (x − .5)/2"


def test_that_samples_without_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="3 samples but 2 answers"):
        Dataset("odd", np.zeros((3, 1)), np.zeros(2), (), "")
