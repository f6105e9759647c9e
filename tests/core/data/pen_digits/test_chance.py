import numpy as np
import pytest

from core.data.pen_digits.chance import bell, bits, uniform

ROWS = np.arange(5000)


def test_that_a_row_depends_on_its_own_number_alone() -> None:
    whole = bits(7, ROWS, 9)
    assert np.array_equal(bits(7, np.array([4321, 12]), 9), whole[[4321, 12]])
    assert np.array_equal(bits(7, ROWS, 4), whole[:, :4])


def split_mix(state: int, count: int) -> list[int]:
    """The published generator, in whole numbers of Python."""
    numbers = []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        numbers.append(z ^ z >> 31)
    return numbers


def test_that_the_numbers_are_those_of_splitmix_on_every_machine() -> None:
    assert split_mix(1234567, 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    key = split_mix(5, 1)[0]
    for row in (0, 1, 60_000):
        # the row's own state is itself mixed, so that neighbouring rows have nothing in common
        start = split_mix((row - 1) * 0x9E3779B97F4A7C15 + key, 1)[0]
        assert bits(5, np.array([row]), 3)[0].tolist() == split_mix(start, 3)


def test_that_seeds_rows_and_columns_are_independent() -> None:
    numbers = uniform(1, ROWS, 6)
    others = [uniform(2, ROWS, 6), np.roll(numbers, 1, axis=0), np.roll(numbers, 1, axis=1)]
    assert all(abs(np.corrcoef(numbers.ravel(), other.ravel())[0, 1]) < 0.02 for other in others)
    assert len(np.unique(bits(1, ROWS, 6))) == 30_000


def test_that_uniform_numbers_fill_the_unit_interval() -> None:
    numbers = uniform(3, ROWS, 20)
    assert numbers.dtype == np.float32
    assert numbers.min() >= 0
    assert numbers.max() < 1
    assert np.histogram(numbers, 10, (0, 1))[0] / 1e5 == pytest.approx([0.1] * 10, abs=0.005)


def test_that_bell_numbers_are_standard_and_bounded() -> None:
    numbers = bell(3, ROWS, 20)
    assert numbers.dtype == np.float32
    assert numbers.mean() == pytest.approx(0, abs=0.01)
    assert numbers.std() == pytest.approx(1, abs=0.01)
    assert np.abs(numbers).max() <= 2 * 3**0.5
