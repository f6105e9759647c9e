"""Slopes are slopes, flat parts are flat, and the softmax of a line is an exponential."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.activation_values import FUNCTIONS, Function
from core.experiments.neurons.activations import ActivationSettings
from core.experiments.neurons.activations import run as activations
from core.records import Curves, Histograms, Table
from core.run.session import Session
from core.run.tick import Key

SMOOTH = [name for name in FUNCTIONS if name != "step"]
KINKS = (-1.0, 0.0, 1.0)


def session(settings: ActivationSettings) -> Session:
    made = Session(activations, settings, Library())
    made.run_to(0)
    return made


@pytest.mark.parametrize("name", SMOOTH)
def test_that_a_slope_is_what_finite_differences_say(name: str) -> None:
    function, h = Function.named(name, 0.1), 1e-5
    z = np.linspace(-7.03, 7.01, 300)
    z = z[np.min(np.abs(z[:, None] - np.array(KINKS)), axis=1) > 1e-3]
    central = (function.f(z + h) - function.f(z - h)) / (2 * h)
    assert function.slope(z) == pytest.approx(central, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("sigmoid", -5.98, 5.98),
        ("tanh", -2.99, 2.99),
        ("hard tanh", -1.0, 1.0),
        ("ReLU", 0.0, 20.0),
        ("leaky ReLU", -20.0, 20.0),
        ("identity", -20.0, 20.0),
        ("step", 0.0, 0.0),
    ],
)
def test_where_a_function_is_steep(name: str, low: float, high: float) -> None:
    """σ′ = .01/4 at ln(…) = 5.98; 1 − tanh² = .01 at 2.99."""
    assert Function.named(name, 0.01).steep == pytest.approx((low, high), abs=0.01)


def test_that_the_flat_parts_reach_to_the_ends_of_the_axis() -> None:
    assert Function.named("hard tanh", 0.01).flat(-8, 8) == [(-8, pytest.approx(-1)), (pytest.approx(1), 8)]
    assert Function.named("ReLU", 0.01).flat(-8, 8) == [(-8, pytest.approx(0, abs=0.01))]
    assert Function.named("identity", 0.01).flat(-8, 8) == []
    assert Function.named("step", 0.01).flat(-8, 8) == [(-8, 8)]


def test_that_the_share_that_is_saturated_is_counted() -> None:
    z = np.array([-4.0, -1.0, 0.5, 3.5])
    shares = {name: Function.named(name, 0.01).saturated(z) for name in ("tanh", "ReLU", "step", "identity")}
    assert shares == {"tanh": 0.5, "ReLU": 0.5, "step": 1.0, "identity": 0.0}


def test_that_the_chosen_function_alone_is_shaded_and_every_one_has_its_point() -> None:
    made = session(ActivationSettings(functions=("sigmoid", "tanh"), chosen=1, z=2.0))
    one, other = (made.record(Key("slope", name)) for name in ("sigmoid", "tanh"))
    assert isinstance(one, Curves)
    assert isinstance(other, Curves)
    assert one.spans == ()
    assert [span.label for span in other.spans] == ["tanh", "tanh"]
    assert other.points[0].x == 2.0
    assert other.points[0].y == pytest.approx(1 - np.tanh(2.0) ** 2)


def test_that_what_comes_out_is_counted_in_the_bins_of_what_goes_in() -> None:
    made = session(ActivationSettings(functions=("ReLU",), mu=0.0, sigma=1.0))
    before, after = made.record(Key("signal", "input")), made.record(Key("signal", "ReLU"))
    assert isinstance(before, Histograms)
    assert isinstance(after, Histograms)
    assert np.array_equal(before.edges, after.edges)
    assert after.zeros[0] == before.counts[0][:40].sum() + before.below[0] + np.count_nonzero(made_negative())


def made_negative() -> np.ndarray:
    """Of the bin around 0, those that are negative."""
    from core.random import stream

    drawn = stream(0, "signal").standard_normal(10_000)
    return drawn[(drawn >= -0.05) & (drawn < 0)]


def test_that_a_row_of_the_table_is_right_at_a_place_moved_to() -> None:
    table = session(ActivationSettings(functions=("tanh", "ReLU"), z=-1.5, chosen=5)).record(Key("numbers"))
    assert isinstance(table, Table)
    assert table.columns[1:3] == ("f(−1.5)", "f′(−1.5)")
    assert table.rows[1][:3] == ("ReLU", "0.0000", "0.0000")
    assert table.selected == 1


def test_that_a_line_of_softmax_is_an_exponential_that_sums_to_one() -> None:
    made = session(ActivationSettings(picture="softmax on a line", points=11))
    record = made.record(Key("softmax"))
    assert isinstance(record, Curves)
    y = record.lines[""]
    assert y.sum() == pytest.approx(1, abs=1e-12)
    assert y[1:] / y[:-1] == pytest.approx(np.full(10, np.e))
