"""Softmax: shares that a shift does not move, its Jacobian, and the ends of the types."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.softmax import SoftmaxSettings
from core.experiments.neurons.softmax import run as experiment
from core.experiments.neurons.softmax_pictures import SHIFTS, overflow
from core.experiments.neurons.softmax_values import jacobian, largest_exponent, log_softmax, naive
from core.nn.softmax import softmax
from core.records import Bars, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetCell

Z = np.array([1.0, 3.0, -1.0, 2.0, 0.0])


@pytest.mark.parametrize("temperature", [0.2, 1.0, 7.0])
def test_that_the_jacobian_is_what_finite_differences_say(temperature: float) -> None:
    h = 1e-6
    columns = [
        (softmax((Z + h * unit) / temperature) - softmax((Z - h * unit) / temperature)) / (2 * h) for unit in np.eye(5)
    ]
    assert jacobian(Z / temperature, temperature) == pytest.approx(np.stack(columns, axis=1), abs=1e-9)
    assert np.abs(jacobian(Z / temperature, temperature).sum(axis=1)).max() < 1e-12


@pytest.mark.parametrize("c", [-700.0, -3.25, 1e-3, 88.0, 1000.0])
def test_that_a_shift_moves_no_probability(c: float) -> None:
    assert softmax(Z + c) == pytest.approx(softmax(Z), abs=1e-12)


@pytest.mark.parametrize(("dtype", "last"), [(np.float32, 88), (np.float64, 709)])
def test_that_the_naive_softmax_ends_where_the_type_ends(dtype: type, last: int) -> None:
    assert largest_exponent(dtype) == last
    assert np.isfinite(naive(np.array([float(last), 0.0]), dtype)).all()
    assert np.isnan(naive(np.array([last + 1.0, 0.0]), dtype)).any()
    assert softmax(np.array([last + 1.0, 0.0]).astype(dtype)).sum() == 1


def test_that_the_logarithm_is_exact_where_the_probability_is_zero() -> None:
    assert log_softmax(np.array([0.0, -2000.0])) == pytest.approx([0.0, -2000.0])
    assert log_softmax(Z) == pytest.approx(np.log(softmax(Z)))


def test_that_the_line_of_a_type_stops_where_it_overflows_and_where_nothing_is_left() -> None:
    found = overflow(np.zeros(2), 1.0)
    single, double, shifted = found.lines.values()
    assert SHIFTS[np.isfinite(single)][[0, -1]].tolist() == [-103, 88]
    assert SHIFTS[np.isfinite(double)][-1] == 709
    assert shifted == pytest.approx(np.full(len(SHIFTS), np.log10(2)))
    assert [(span.low, span.high) for span in found.spans] == [(89, 710), (710, 1000)]


def test_that_a_dragged_bar_is_a_new_logit_and_the_largest_stays_the_largest() -> None:
    settings = SetCell("logits", 0, 4, 9.0).apply(SoftmaxSettings())
    made = Session(experiment, settings, Library())
    made.run_to(0)
    bars = made.record(Key("probabilities"))
    assert isinstance(bars, Bars)
    assert bars.selected == 4
    assert bars.heights[0] == pytest.approx(softmax(np.array([1.0, 3.0, 0.5, 2.0, 9.0])))


def test_that_the_table_says_nan_where_the_naive_way_has_no_number() -> None:
    made = Session(experiment, SoftmaxSettings(shift=100.0), Library())
    made.run_to(0)
    table = made.record(Key("numbers"))
    assert isinstance(table, Table)
    assert {row[2] for row in table.rows} == {"nan"}
    assert table.rows[1][3] == table.rows[1][4] == "0.6116"
