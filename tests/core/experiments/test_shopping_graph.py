"""The shopping graph: the textbook's numbers, one node a step, and what the pictures say."""

import pytest

from core.data.library import Library
from core.experiments.backpropagation.shopping_graph import APPLES, BOTH, SQUARE, ShoppingSettings
from core.experiments.backpropagation.shopping_graph import run as shopping
from core.experiments.notes import load_note
from core.records import Graph, Table
from core.run.session import Session
from core.run.tick import Key


def session(settings: ShoppingSettings, step: int = 99) -> Session:
    made = Session(shopping, settings, Library())
    made.run_to(step)
    return made


def graph(made: Session) -> Graph:
    record = made.record(Key("graph"))
    assert isinstance(record, Graph)
    return record


def table(made: Session) -> Table:
    record = made.record(Key("derivatives"))
    assert isinstance(record, Table)
    return record


@pytest.mark.parametrize(
    ("settings", "total", "slopes"),
    [
        (
            ShoppingSettings(graph=BOTH),
            715,
            {"apple price": 2.2, "apple number": 110, "orange price": 3.3, "orange number": 165, "tax": 650},
        ),
        (ShoppingSettings(graph=APPLES), 220, {"apple price": 2.2, "apple number": 110, "tax": 200}),
    ],
)
def test_that_the_totals_and_derivatives_are_the_textbooks(
    settings: ShoppingSettings, total: float, slopes: dict[str, float]
) -> None:
    made = session(settings)
    assert made.series[Key("value", "total")].read()[3][-1] == pytest.approx(total, abs=1e-9)
    for label, slope in slopes.items():
        assert made.series[Key("derivative", label)].read()[3][-1] == pytest.approx(slope, abs=1e-9)


def test_that_the_square_of_a_sum_has_the_derivative_worked_out_by_hand() -> None:
    made = session(ShoppingSettings(graph=SQUARE, x=3.0, y=4.0))
    assert made.series[Key("value", "z")].read()[3][-1] == 49
    assert made.series[Key("derivative", "x")].read()[3][-1] == made.series[Key("derivative", "y")].read()[3][-1] == 14


def test_that_a_walk_is_the_start_every_node_forward_one_turn_and_every_node_back() -> None:
    made = session(ShoppingSettings(graph=BOTH))
    assert made.step == 9
    assert made.finished


def test_that_values_appear_one_node_at_a_time_and_no_gradient_before_the_turn() -> None:
    made = Session(shopping, ShoppingSettings(graph=BOTH), Library())
    shown = []
    for step in range(5):
        made.run_to(step)
        edges = graph(made).edges
        shown.append(sum(bool(edge.above) for edge in edges))
        assert not any(edge.below for edge in edges)
    assert shown == [5, 6, 7, 8, 9]


def test_that_gradients_appear_from_the_result_backwards() -> None:
    made = Session(shopping, ShoppingSettings(graph=BOTH), Library())
    below = []
    for step in range(5, 10):
        made.run_to(step)
        below.append({edge.below for edge in graph(made).edges if edge.below})
    assert below[0] == {"1"}
    assert below[1] == {"1", "1.1", "650"}
    assert below[4] == {"1", "1.1", "650", "2.2", "110", "3.3", "165"}


def test_that_exactly_the_node_at_work_is_highlighted() -> None:
    made = Session(shopping, ShoppingSettings(graph=APPLES), Library())
    active = []
    for step in range(6):
        made.run_to(step)
        active.append({node.label for node in graph(made).nodes if node.state == "active"})
    assert active == [set(), {"×"}, {"×", "total"}, {"×", "total"}, {"×", "total"}, {"×"}]


def test_that_the_sentences_carry_the_numbers_of_the_step() -> None:
    made = session(ShoppingSettings(graph=APPLES), step=1)
    assert graph(made).caption == "Forward: apples = 100 × 2 = 200."
    made.run_to(4)
    assert "1 arrives" in graph(made).caption
    assert "1.1 to apples and 200 to tax" in graph(made).caption


def test_that_the_table_leaves_a_derivative_open_until_it_is_whole() -> None:
    made = session(ShoppingSettings(graph=APPLES), step=4)
    assert table(made).rows == (
        ("apple price", "100", "", ""),
        ("apple number", "2", "", ""),
        ("tax", "1.1", "200", "+2"),
    )
    made.run_to(5)
    assert table(made).rows[0] == ("apple price", "100", "2.2", "+0.022")


def test_that_the_move_of_a_nudged_input_is_really_computed_not_foretold() -> None:
    made = session(ShoppingSettings(graph=SQUARE, x=3.0, y=4.0))
    assert table(made).rows[0] == ("x", "3", "14", "+0.1401")


def test_that_other_prices_give_other_numbers() -> None:
    made = session(ShoppingSettings(graph=APPLES, apple_price=50.0, apple_number=4.0, tax=1.5))
    assert made.series[Key("value", "total")].read()[3][-1] == 300
    assert made.series[Key("derivative", "apple price")].read()[3][-1] == 6


def test_that_the_note_speaks_of_the_graph_that_is_shown_first() -> None:
    note = load_note("shopping-graph")
    first = shopping.presets[0]
    assert isinstance(first.settings, ShoppingSettings)
    assert first.settings.graph == APPLES
    assert f"pay ten per cent tax (preset {first.name})" in note.body
    for claim in first.expected:
        assert f"{claim.value:g}" in note.body
