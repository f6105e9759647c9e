"""Logic gates as neurons with weights set by hand, and circuits that are wired from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.array import Array, Interval
from core.nn import Perceptron

INPUTS = ("x₁", "x₂")
ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # of every truth table
ROW_NAMES = ("0 0", "0 1", "1 0", "1 1")
TARGETS: dict[str, tuple[float, ...]] = {
    "AND": (0.0, 0.0, 0.0, 1.0),
    "NAND": (1.0, 1.0, 1.0, 0.0),
    "OR": (0.0, 1.0, 1.0, 1.0),
    "XOR": (0.0, 1.0, 1.0, 0.0),
}
BY_HAND: dict[str, tuple[float, float, float]] = {
    "AND": (0.5, 0.5, -0.7),
    "NAND": (-0.5, -0.5, 0.7),
    "OR": (0.5, 0.5, -0.2),
}  # w₁, w₂, b


class Gate(NamedTuple):
    """y = 1 if w₁ a + w₂ b + bias ≥ 0 else 0, where a and b are inputs of the circuit or answers of earlier gates.

    kind: which row of `BY_HAND` its weights are. column, row: its place in the diagram, the inputs in column 0.
    """

    name: str
    kind: str
    inputs: tuple[str, str]
    column: int
    row: float


class Output(NamedTuple):
    """What a gate of the circuit is read as, and which of `TARGETS` it should give."""

    name: str
    gate: str
    wanted: str


class Circuit(NamedTuple):
    """gates: each after those that it needs. The first output is the one that is shown at first."""

    gates: tuple[Gate, ...]
    outputs: tuple[Output, ...]


CIRCUITS: dict[str, Circuit] = {
    "AND(NAND, OR)": Circuit(
        (
            Gate("NAND", "NAND", INPUTS, 1, 0),
            Gate("OR", "OR", INPUTS, 1, 2),
            Gate("AND", "AND", ("NAND", "OR"), 2, 1),
        ),
        (Output("XOR", "AND", "XOR"),),
    ),
    "four NANDs": Circuit(
        (
            Gate("NAND₁", "NAND", INPUTS, 1, 1),
            Gate("NAND₂", "NAND", ("x₁", "NAND₁"), 2, 0),
            Gate("NAND₃", "NAND", ("NAND₁", "x₂"), 2, 2),
            Gate("NAND₄", "NAND", ("NAND₂", "NAND₃"), 3, 1),
        ),
        (Output("XOR", "NAND₄", "XOR"),),
    ),
    "half adder": Circuit(
        (
            Gate("NAND", "NAND", INPUTS, 1, 0),
            Gate("OR", "OR", INPUTS, 1, 1.5),
            Gate("sum", "AND", ("NAND", "OR"), 2, 0.75),
            Gate("carry", "AND", INPUTS, 1, 3),
        ),
        (Output("sum", "sum", "XOR"), Output("carry", "carry", "AND")),
    ),
}


def edges_of(circuit: Circuit) -> tuple[tuple[str, str, float], ...]:
    """(source, target, weight set by hand) of every edge, gate by gate."""
    return tuple(
        (source, gate.name, weight)
        for gate in circuit.gates
        for source, weight in zip(gate.inputs, BY_HAND[gate.kind], strict=False)
    )


def answers(circuit: Circuit, x: Array, added: Array) -> dict[str, Array]:
    """What every gate answers on x (n, 2), each (n,) of 0 and 1. added (edges,): to the weights set by hand."""
    values: dict[str, Array] = {name: x[:, i] for i, name in enumerate(INPUTS)}
    for i, gate in enumerate(circuit.gates):
        neuron = Perceptron(2)
        w1, w2, neuron.b = BY_HAND[gate.kind]
        neuron.w = np.array([w1, w2]) + added[2 * i : 2 * i + 2]
        values[gate.name] = neuron.forward(np.stack([values[name] for name in gate.inputs], axis=1))
    return values


def boundary(weights: Sequence[float], span: Interval) -> tuple[Array, Array]:
    """The two ends x, y (2,) of the line w₁x + w₂y + b = 0 within the square of that span; none (0,) where it misses
    it. weights: w₁, w₂, b."""
    (w1, w2, b), (low, high) = weights, span
    ends = []
    for at in (low, high):
        if w2:
            ends.append((at, -(w1 * at + b) / w2))
        if w1:
            ends.append((-(w2 * at + b) / w1, at))
    near, far = low - 1e-9, high + 1e-9  # a corner is not missed by its rounding
    inside = sorted((x, y) for x, y in ends if near <= x <= far and near <= y <= far)
    kept = np.array([inside[0], inside[-1]] if len(inside) > 1 else []).reshape(-1, 2)
    return kept[:, 0], kept[:, 1]
