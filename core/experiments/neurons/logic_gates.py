"""One neuron that learns a logic gate, or fails to; and gates that are wired to what it cannot learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Self

from core.data.library import Library
from core.experiments.neurons.circuits import CIRCUITS, ROW_NAMES, TARGETS
from core.experiments.neurons.gate_runs import learn, look_up
from core.experiments.shared import fields
from core.experiments.shared.nudges import Entries
from core.run import BarsView, Expected, GraphView, Pace, PlaneView, Preset, Run, Start, TableView, View, experiment
from core.settings import (
    ChoiceField,
    Display,
    FlagField,
    Label,
    Live,
    MatrixField,
    RangeField,
    Settings,
    Shown,
    SparseField,
)

ONE, OWN = "one neuron that learns", "own"
BOOK = "K. Saitoh, Deep Learning from Scratch, chapter 2"
RULE = "Rosenblatt's rule from zeros, by hand"


def edge_count(settings: LogicSettings) -> int:
    """w₁, w₂ and b, or the weights of all gates of the circuit."""
    return 3 if settings.machine == ONE else 2 * len(CIRCUITS[settings.machine].gates)


@dataclass(frozen=True, kw_only=True)
class LogicSettings(Settings):
    """Which machine, what it should answer, and how it is changed by hand."""

    machine: Annotated[str, ChoiceField(ONE, *CIRCUITS)] = ONE
    gate: Annotated[str, ChoiceField(*TARGETS, OWN), Live, Shown("machine", ONE)] = "AND"
    targets: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixField(1, 4, limit=1),
        Live,
        Shown("machine", ONE),
        Label("target", "for 0 0, 0 1, 1 0 and 1 1; everything but 0 counts as 1"),
    ] = (TARGETS["AND"],)
    learning: Annotated[bool, FlagField(), Live, Shown("machine", ONE)] = True
    lr: Annotated[fields.LearningRate, Shown("machine", ONE)] = 1.0
    nudges: Annotated[
        Entries,
        SparseField(edge_count, 10.0),
        Live,
        Label("moved weights", "what was added by hand to which weight, counted from 0"),
    ] = ()
    node: Annotated[
        int, RangeField(0, 5), Display, Shown("machine", *CIRCUITS), Label("gate shown", "in the diagram's order")
    ] = 2

    def following(self, path: str, before: Self) -> Self:
        """A gate has its targets, and targets may be those of a gate; another machine has other weights."""
        if path == "gate" and self.gate != OWN:
            return replace(self, targets=(TARGETS[self.gate],))
        if path == "targets":
            return replace(self, gate=next((gate for gate, t in TARGETS.items() if (t,) == self.targets), OWN))
        if path == "machine":
            return replace(self, nudges=(), node=output_of(self.machine))
        return self


def output_of(machine: str) -> int:
    """The place among the gates of the first output."""
    circuit = CIRCUITS.get(machine)
    return 0 if circuit is None else [gate.name for gate in circuit.gates].index(circuit.outputs[0].gate)


def one_neuron(name: str, gate: str, *corrections: int) -> Preset:
    """Learns from zeros with rate 1, one input a step; corrections: in each pass over the four inputs."""
    end = 4 * len(corrections)
    claims = [Expected("corrections", step=4 * i, value=n, source=RULE) for i, n in enumerate(corrections, 1)]
    most = Expected("most right", step=end, at_most=3, source="No line parts the two: Minsky and Papert 1969")
    claims.append(most if gate == "XOR" else Expected("right", step=end, value=4, source=RULE))
    settings = LogicSettings(gate=gate, targets=(TARGETS[gate],))
    return Preset(name, settings, end, tuple(claims), pace=Pace.STEPPED, steps_per_second=3.0)


def wired(name: str, machine: str) -> Preset:
    """Shows one row of the truth table a step; every output must be what it is wired for."""
    claims = tuple(
        Expected(output.name, row, step, value=target, source=BOOK)
        for output in CIRCUITS[machine].outputs
        for step, (row, target) in enumerate(zip(ROW_NAMES, TARGETS[output.wanted], strict=True), 1)
    )
    settings = LogicSettings(machine=machine, node=output_of(machine))
    return Preset(name, settings, 4, claims, pace=Pace.STEPPED, steps_per_second=1.0)


LEARNS, IS_WIRED = Shown("machine", ONE), Shown("machine", *CIRCUITS)


@experiment(
    id="logic-gates",
    chapter="Neurons",
    order=10,
    settings=LogicSettings,
    presets=(
        one_neuron("Quick", "AND", 2, 3, 3, 2, 1, 0),
        wired("Book", "AND(NAND, OR)"),
        one_neuron("XOR, one neuron", "XOR", 3, 3, 4, 4, 4, 4),
        wired("XOR of four NANDs", "four NANDs"),
        wired("Half adder", "half adder"),
        one_neuron("OR", "OR", 2, 2, 1, 0),
        one_neuron("NAND", "NAND", 1, 3, 3, 2, 1, 0),
    ),
    views=(
        View("plane", PlaneView(flip="targets"), "Click a point to flip what is wanted (ring: wrong)", shown=LEARNS),
        View("neuron", GraphView(weights="nudges"), "The neuron: drag a weight", "side", 1.2, LEARNS),
        View("plane", PlaneView(), "What the chosen gate answers", shown=IS_WIRED),
        View(
            "circuit",
            GraphView(choose_node="node", weights="nudges"),
            "Each gate and its answers",
            "side",
            1.6,
            IS_WIRED,
        ),
        View("table", TableView(), "Truth table", "side"),
        View("corrections", BarsView(), "Corrections in each pass", "side", shown=LEARNS),
    ),
)
def run(settings: LogicSettings, now: Callable[[], LogicSettings], library: Library) -> Run:
    """Can one neuron compute XOR?

    One neuron cuts the plane along a line: AND, OR and NAND lie on two sides of one, XOR does not. Wired from gates
    that can be learnt, XOR is there after two layers.
    """
    yield Start("the four pairs of 0 and 1")
    if settings.machine == ONE:
        yield from learn(now)
    else:
        yield from look_up(CIRCUITS[settings.machine], now)
