"""Gates by hand, gates that are learnt, and the one that no neuron learns."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.circuits import BY_HAND, CIRCUITS, ROWS, TARGETS, answers, boundary
from core.experiments.neurons.logic_gates import OWN, LogicSettings
from core.experiments.neurons.logic_gates import run as logic_gates
from core.nn import Perceptron
from core.records import Bars, EllipseMark, Graph, Plane, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetCell, SetEntry, with_value


def session(preset: str, step: int) -> Session:
    made = Session(logic_gates, logic_gates.preset(preset).settings, Library(), preset=logic_gates.preset(preset))
    made.run_to(step)
    return made


def learn(gate: str, steps: int, lr: float = 1.0) -> Session:
    made = Session(logic_gates, LogicSettings(gate=gate, targets=(TARGETS[gate],), lr=lr), Library())
    made.run_to(steps)
    return made


def corrections(made: Session) -> list[float]:
    return list(made.series[Key("corrections")].read()[3])


def rings(made: Session) -> list[tuple[float, ...]]:
    record = made.record(Key("plane"))
    assert isinstance(record, Plane)
    return [tuple(mark.centre) for mark in record.layers if isinstance(mark, EllipseMark)]


@pytest.mark.parametrize("gate", BY_HAND)
def test_that_the_weights_set_by_hand_give_the_truth_table(gate: str) -> None:
    neuron = Perceptron(2)
    w1, w2, neuron.b = BY_HAND[gate]
    neuron.w = np.array([w1, w2])
    assert tuple(neuron.forward(ROWS)) == TARGETS[gate]


@pytest.mark.parametrize("name", CIRCUITS)
def test_that_every_output_of_a_circuit_is_what_it_is_wired_for(name: str) -> None:
    circuit = CIRCUITS[name]
    found = answers(circuit, ROWS, np.zeros(2 * len(circuit.gates)))
    for output in circuit.outputs:
        assert tuple(found[output.gate]) == TARGETS[output.wanted]


def test_that_the_half_adder_adds() -> None:
    found = answers(CIRCUITS["half adder"], ROWS, np.zeros(8))
    assert list(2 * found["carry"] + found["sum"]) == list(ROWS.sum(axis=1))


def test_that_no_line_answers_more_than_three_rows_of_xor_and_every_other_gate_has_one() -> None:
    """A line may be turned until it passes two of nine half-way points without another answer, so these are all."""
    numbers = np.arange(-3, 3.5, 0.5)
    w = np.array(list(product(numbers, repeat=3)))
    tables = (ROWS @ w[:, :2].T + w[:, 2] >= 0).T
    assert len({tuple(table) for table in tables.tolist()}) == 14
    right = {gate: int((tables == np.array(target)).sum(axis=1).max()) for gate, target in TARGETS.items()}
    assert right == {"AND": 4, "NAND": 4, "OR": 4, "XOR": 3}


def test_that_and_is_learnt_in_six_passes_with_rate_1_and_in_four_with_a_rate_that_rounds() -> None:
    assert corrections(learn("AND", 32)) == [2, 3, 3, 2, 1, 0, 0, 0]
    assert corrections(learn("AND", 16, lr=0.1))[-1] == 0
    assert 0 not in corrections(learn("AND", 12, lr=0.1))


def test_that_a_flip_amid_the_run_is_learnt_from_where_the_neuron_stands() -> None:
    made = learn("AND", 24)
    assert rings(made) == []
    made.change(SetCell("targets", 0, 1, 1.0).apply(made.settings))
    assert made.settings.gate == OWN
    assert rings(made) == [(0.0, 1.0)]
    made.run_to(64)
    assert rings(made) == []
    assert corrections(made)[-1] == 0


def test_that_a_target_that_makes_another_gate_is_called_by_its_name() -> None:
    settings = with_value(LogicSettings(), "targets", (TARGETS["OR"],))
    assert settings.gate == "OR"
    assert with_value(settings, "gate", "XOR").targets == (TARGETS["XOR"],)


def test_that_a_dragged_weight_is_shown_at_once_and_learnt_on() -> None:
    made = learn("AND", 24)
    made.change(SetEntry("nudges", 2, 5.0).apply(made.settings))
    graph, table = made.record(Key("neuron")), made.record(Key("table"))
    assert isinstance(graph, Graph)
    assert isinstance(table, Table)
    assert [edge.weight for edge in graph.edges[:3]] == [2, 1, 2]
    assert [row[2] for row in table.rows] == ["2", "3", "4", "5"]
    made.run_to(80)
    assert corrections(made)[-1] == 0


def test_that_a_neuron_that_does_not_learn_stays_as_it_is() -> None:
    made = Session(logic_gates, LogicSettings(learning=False), Library())
    made.run_to(8)
    assert made.series[Key("weight", "b")].read()[3][-1] == 0
    assert corrections(made) == [0, 0]


def test_that_the_bars_are_the_corrections_of_the_last_passes() -> None:
    made = learn("XOR", 80)
    bars = made.record(Key("corrections"))
    assert isinstance(bars, Bars)
    assert bars.names == tuple(str(i) for i in range(9, 21))
    assert bars.heights.tolist() == [[4] * 12]


def test_that_the_truth_table_is_filled_row_by_row() -> None:
    table = session("Book", 2).record(Key("table"))
    assert isinstance(table, Table)
    assert [row[2:5] for row in table.rows] == [("1", "0", "0"), ("1", "1", "1"), ("", "", ""), ("", "", "")]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ((1.0, 0.0, -1.0), [(1.0, -0.5), (1.0, 1.5)]),
        ((1.0, 1.0, 0.0), [(-0.5, 0.5), (0.5, -0.5)]),
        ((1.0, 1.0, 9.0), []),
        ((0.0, 0.0, 1.0), []),
    ],
)
def test_where_a_boundary_enters_and_leaves_the_square(
    line: tuple[float, float, float], ends: list[tuple[float, float]]
) -> None:
    x, y = boundary(line, (-0.5, 1.5))
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == ends
