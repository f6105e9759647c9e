"""One neuron that learns, an input at a time; and a circuit whose truth table is filled, a row at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from core.array import Array
from core.experiments.neurons.circuits import INPUTS, ROW_NAMES, ROWS, TARGETS, Circuit, answers
from core.experiments.neurons.gate_pictures import circuit_graph, circuit_plane, neuron_graph, neuron_plane, signed
from core.nn import Perceptron
from core.records import Bars, Graph, Plane, Record, Table
from core.run import Key, Tick, Ticks

if TYPE_CHECKING:
    from core.experiments.neurons.logic_gates import LogicSettings

SHOWN_PASSES = 12


def added(settings: LogicSettings, edges: int) -> Array:
    """What was added by hand to the weight of each edge."""
    row = np.zeros(edges)
    for place, number in settings.nudges:
        row[place] = number
    return row


class Learner:
    """A perceptron from zeros, which is shown the four inputs in turn. learnt (3,): w₁, w₂ and b without what was added
    by hand."""

    def __init__(self, now: Callable[[], LogicSettings]) -> None:
        self.now = now
        self.learnt = np.zeros(3)
        self.step = 0
        self.passes = [0]  # corrections in each, the last one still going on
        self.most = 0
        self.said = "All weights are 0, and 0 ≥ 0: the neuron answers 1 to everything."
        self._look()

    @property
    def w(self) -> Array:
        """w₁, w₂, b as they are now."""
        found: Array = self.learnt + added(self.now(), 3)
        return found

    @property
    def targets(self) -> Array:
        """(4,) of 0 and 1: what is wanted now."""
        return np.asarray(np.array(self.now().targets[0]) != 0, dtype=float)

    @property
    def right(self) -> Array:
        """(4,): which of the inputs are answered as they should be."""
        return np.asarray((ROWS @ self.w[:2] + self.w[2] >= 0) == self.targets, dtype=bool)

    def learn(self) -> None:
        """The next input: where it is answered wrongly, w ← w + η (t − y) x and b ← b + η (t − y)."""
        settings, row = self.now(), self.step % 4
        if row == 0 and self.step:
            self.passes.append(0)
        self.step += 1
        neuron = Perceptron(2, settings.lr)
        before = self.w
        neuron.w, neuron.b = before[:2].copy(), float(before[2])
        wrong = neuron.learn(ROWS[row : row + 1], self.targets[row : row + 1])
        self._say(row, bool(wrong), settings.learning)
        if settings.learning:
            self.passes[-1] += wrong
            self.learnt = self.learnt + (np.array([*neuron.w, neuron.b]) - before)
        self._look()

    def _look(self) -> None:
        self.most = max(self.most, int(self.right.sum()))

    def _say(self, row: int, wrong: bool, learning: bool) -> None:
        head = f"Pass {len(self.passes)}, input {ROW_NAMES[row]}: "
        if not wrong:
            self.said = head + "right, so nothing changes."
            return
        wanted = int(self.targets[row])
        change = f"({', '.join(ROW_NAMES[row].split())}, 1)"
        verb = f"add {change} to" if wanted else f"take {change} from"
        rate = "" if self.now().lr == 1 else f"{signed(self.now().lr)} · "
        verb = verb.replace("(", f"{rate}(", 1)
        self.said = head + f"answers {1 - wanted}, wanted {wanted}" + (f": {verb} (w₁, w₂, b)." if learning else ".")

    def tick(self) -> Tick:
        """How things stand; the corrections of a pass once it is complete."""
        scalars = {Key("right"): float(self.right.sum()), Key("most right"): float(self.most)}
        scalars |= {Key("weight", name): float(w) for name, w in zip(("w₁", "w₂", "b"), self.w, strict=True)}
        if self.step and self.step % 4 == 0:
            scalars[Key("corrections")] = self.passes[-1]
        views = {
            Key("plane"): self.plane,
            Key("neuron"): self.graph,
            Key("table"): self.table,
            Key("corrections"): self.bars,
        }
        return Tick(self.step, self.step / 4, scalars=scalars, views=views)

    def plane(self) -> Plane:
        """The answer everywhere, and the four points."""
        return neuron_plane(self.w, self.targets, self.right)

    def graph(self) -> Graph:
        """The neuron with its weights, and what was done last."""
        return neuron_graph(self.w, self.said)

    def table(self) -> Table:
        """Each input with its sum, its answer and what was wanted."""
        sums = ROWS @ self.w[:2] + self.w[2]
        rows = [
            (*row.split(), signed(z), "1" if z >= 0 else "0", str(int(t)), "" if fine else "✗")
            for row, z, t, fine in zip(ROW_NAMES, sums.tolist(), self.targets, self.right, strict=True)
        ]
        columns = (*INPUTS, "w₁x₁ + w₂x₂ + b", "answer", "wanted", "wrong")
        return Table(columns, tuple(rows), selected=(self.step - 1) % 4 if self.step else None)

    def bars(self) -> Bars:
        """Corrections of the last passes."""
        first = max(len(self.passes) - SHOWN_PASSES, 0)
        shown = self.passes[first:]
        names = tuple(str(i) for i in range(first + 1, len(self.passes) + 1))
        return Bars(names, ("corrections",), np.array([shown], dtype=float), "corrections")


def learn(now: Callable[[], LogicSettings]) -> Ticks:
    """Goes on for ever: what is learnt may be spoilt by hand."""
    learner = Learner(now)
    yield learner.tick()
    while True:
        learner.learn()
        yield learner.tick()


def look_up(circuit: Circuit, now: Callable[[], LogicSettings]) -> Ticks:
    """Step n shows the n-th row of the truth table."""
    for step in range(len(ROWS) + 1):
        scalars = {}
        if step:
            row = ROW_NAMES[step - 1]
            found = row_answers(circuit, now())
            scalars = {Key(out.name, row): float(found[out.gate][step - 1]) for out in circuit.outputs}
        views: dict[Key, Callable[[], Record]] = {
            Key("plane"): partial(wired_plane, circuit, now),
            Key("circuit"): partial(wired_graph, circuit, now, step),
            Key("table"): partial(truth_table, circuit, now, step),
        }
        yield Tick(step, total=len(ROWS), scalars=scalars, views=views)


def row_answers(circuit: Circuit, settings: LogicSettings) -> dict[str, Array]:
    """What every gate answers on the four rows."""
    return answers(circuit, ROWS, added(settings, 2 * len(circuit.gates)))


def shown_gate(circuit: Circuit, settings: LogicSettings) -> str:
    """The gate, or the input, that the plane shows."""
    names = (*(gate.name for gate in circuit.gates), *INPUTS)
    return names[min(settings.node, len(names) - 1)]


def wired_plane(circuit: Circuit, now: Callable[[], LogicSettings]) -> Plane:
    """An output has targets; any other gate shows what it answers, which is never wrong."""
    settings = now()
    shown, found = shown_gate(circuit, settings), row_answers(circuit, settings)
    wanted = {out.gate: np.array(TARGETS[out.wanted]) for out in circuit.outputs}
    targets = wanted.get(shown, found[shown])
    return circuit_plane(circuit, added(settings, 2 * len(circuit.gates)), shown, targets, found[shown] == targets)


def wired_graph(circuit: Circuit, now: Callable[[], LogicSettings], step: int) -> Graph:
    """The circuit, and what its gates answer to the input of this step."""
    settings = now()
    caption = "What does each gate answer to the four inputs?"
    if step:
        found = row_answers(circuit, settings)
        said = ", ".join(f"{gate.name} {found[gate.name][step - 1]}" for gate in circuit.gates)
        caption = f"Input {ROW_NAMES[step - 1]}: {said}."
    return circuit_graph(circuit, added(settings, 2 * len(circuit.gates)), shown_gate(circuit, settings), caption)


def truth_table(circuit: Circuit, now: Callable[[], LogicSettings], step: int) -> Table:
    """Filled as far as the rows have been looked up."""
    found, names = row_answers(circuit, now()), [gate.name for gate in circuit.gates]
    wanted = [TARGETS[out.wanted] for out in circuit.outputs]
    rows = []
    for i, row in enumerate(ROW_NAMES):
        known = [str(found[name][i]) if i < step else "" for name in names]
        rows.append((*row.split(), *known, *(str(int(t[i])) for t in wanted)))
    columns = (*INPUTS, *names, *(f"{out.wanted}, wanted" for out in circuit.outputs))
    return Table(columns, tuple(rows), selected=step - 1 if step else None)
