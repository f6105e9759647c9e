"""Marks of axes stand at round values and are written as a book writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plotting.ticks import linear_ticks, log_ticks, nice_log_range, nice_range, nice_step, number, scientific, short


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-2, 2, ["−2", "−1", "0", "1", "2"]),
        (0, 100_000, ["0", "20k", "40k", "60k", "80k", "100k"]),
        (0, 3e-5, ["0", "5×10⁻⁶", "10⁻⁵", "1.5×10⁻⁵", "2×10⁻⁵", "2.5×10⁻⁵", "3×10⁻⁵"]),
    ],
)
def test_that_ticks_are_round(low: float, high: float, labels: list[str]) -> None:
    assert [tick.label for tick in linear_ticks(low, high, len(labels) - 1)] == labels


@pytest.mark.parametrize(("low", "high"), [(5, 5 + 1e-12), (-5e-3, -5e-3 + 1e-14), (1.2e-8, 1.2e-8), (3e6, 3e6 + 1e-4)])
def test_that_a_constant_has_one_tick(low: float, high: float) -> None:
    assert [tick.label for tick in linear_ticks(low, high)] == [short(low)]


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.50007), (5, 5.0001), (0.0012, 0.00121), (1e-7, 1.01e-7)])
def test_that_ticks_close_together_are_told_apart(low: float, high: float) -> None:
    labels = [tick.label for tick in linear_ticks(low, high)]
    assert len(set(labels)) == len(labels) >= 3


def test_that_whole_numbers_have_no_halves() -> None:
    assert [tick.value for tick in linear_ticks(0, 2, 5, whole=True)] == [0, 1, 2]


def test_that_every_layer_has_its_number() -> None:
    assert [tick.label for tick in linear_ticks(1, 5, 3, whole=True)] == ["1", "2", "3", "4", "5"]


def test_that_two_and_five_stand_between_powers_of_ten_where_there_is_room() -> None:
    assert [tick.label for tick in log_ticks(0.1, 5, 6)] == ["0.1", "0.2", "0.5", "1", "2", "5"]
    assert [tick.label for tick in log_ticks(0.1, 5, 3)] == ["0.1", "1"]


def test_that_powers_of_ten_are_superscripts_where_they_are_far_from_one() -> None:
    assert [t.label for t in log_ticks(1e-4, 1.0)] == ["10⁻⁴", "0.001", "0.01", "0.1", "1"]
    assert [t.label for t in log_ticks(1e-9, 1e6, 5)][-1] == "10⁶"


def test_that_a_narrow_logarithmic_range_still_has_two_ticks() -> None:
    assert len(log_ticks(0.3, 0.6)) >= 2
    assert len(log_ticks(2.0, 2.4)) >= 2


@pytest.mark.parametrize(("low", "high"), [(0.05, 10), (0.2, 5), (0.05, 5), (1e-3, 3), (1e-14, 1), (3e-5, 2e-3)])
def test_that_a_short_logarithmic_axis_has_few_ticks(low: float, high: float) -> None:
    assert 2 <= len(log_ticks(low, high, 2)) <= 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (1234, "1234"),
        (0.00012, "1.2×10⁻⁴"),
        (-3.14159, "−3.14"),
        (2e7, "2×10⁷"),
        (1e-5, "10⁻⁵"),
    ],
)
def test_that_a_value_is_read_off_shortly(value: float, text: str) -> None:
    assert short(value) == text


def test_that_what_is_no_number_is_said_in_words() -> None:
    assert short(float("nan")) == "not a number"
    assert short(float("-inf")) == "−∞"


def test_that_negative_powers_keep_their_sign() -> None:
    assert scientific(-1e-7) == "−10⁻⁷"
    assert number(-2e-5, 1e-5) == "−2×10⁻⁵"


@given(st.floats(1e-30, 1e30), st.floats(1, 10))
def test_that_a_step_is_one_two_or_five(span: float, parts: float) -> None:
    step = nice_step(span, parts)
    mantissa = float(f"{step:e}".split("e")[0])
    assert mantissa in (pytest.approx(1), pytest.approx(2), pytest.approx(5))
    assert span / step <= parts * (1 + 1e-6)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_that_a_nice_range_holds_the_data_and_is_not_much_wider(low: float, width: float) -> None:
    high = low + width
    a, b = nice_range(low, high)
    assert a <= low <= high <= b
    assert b > a


@given(st.floats(1e-12, 1e6), st.floats(1, 1e9))
def test_that_a_nice_logarithmic_range_holds_the_data(low: float, ratio: float) -> None:
    a, b = nice_log_range(low, low * ratio)
    assert 0 < a <= low * (1 + 1e-8)
    assert b >= low * ratio * (1 - 1e-8)
