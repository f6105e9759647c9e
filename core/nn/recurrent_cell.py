"""What a recurrent cell is: the same weights at every time step, the state passed from one to the next."""

from abc import abstractmethod
from typing import ClassVar, NamedTuple

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer, Parameter, slot
from core.nn.recurrent_packing import BufferPool, Packing


class TimeStep(NamedTuple):
    """One time step, n rows, as views of arrays over all time steps; `scratch` and `dbefore` are shared by the
    steps.

    A matrix over all steps has its gates side by side, for BLAS; `a` and `da` show it gate by gate. What is computed
    number by number, `saved` and `scratch`, lies gate after gate: runs of n · hidden numbers, several times as fast.
    """

    a: Array  # (gates, n, hidden): x W + b
    saved: Array  # (saved, n, hidden): what backward needs, the values of the gates first
    extra: Array  # (n, extra · hidden): another matrix over all steps, for dU
    before: Array  # (n, parts · hidden): the state it starts from
    after: Array  # (n, parts · hidden): the state it ends with, the output first
    da: Array  # (gates, n, hidden)
    da_rows: Array  # the same as (n, gates · hidden)
    dafter: Array
    dbefore: Array
    scratch: tuple[Array, ...]  # (width, n, hidden) each


class Cell(Layer):
    """after = step(x W + b, before), time after time        W (n_in, gates · hidden), U (hidden, gates · hidden), b

    x (rows, n_in) -> after (rows, parts · hidden); rows are packed: see Packing. Without a packing each row is a
    sequence of one step. What does not depend on the state is one product over all time steps: x W before the
    first step, and after the last step back  dW = xᵀ da,  dU = beforeᵀ da,  db = Σ da,  dx = da Wᵀ.  Between them,
    backpropagation through time: the gradient of a state is that of its output plus the `dbefore` of the next step.
    `dafter` then holds d loss / d state for every time step. Werbos 1990.
    """

    W: Array = slot()
    U: Array = slot()
    b: Array = slot()
    dW: Array = slot()
    dU: Array = slot()
    db: Array = slot()

    gates: ClassVar[int] = 1
    parts: ClassVar[int] = 1  # arrays that make the state
    saved: ClassVar[int] = 0
    extra: ClassVar[int] = 0
    scratch: ClassVar[tuple[int, ...]] = (1,)

    def __init__(self, n_in: int, hidden: int, backwards: bool = False) -> None:
        self.n_in, self.hidden, self.backwards = n_in, hidden, backwards

    @abstractmethod
    def forward_step(self, now: TimeStep) -> None:
        """From now.a and now.before to now.saved and now.after."""

    @abstractmethod
    def backward_step(self, now: TimeStep) -> None:
        """From now.dafter to now.da and now.dbefore. May overwrite now.dafter's parts beyond the output."""

    def parameters(self) -> dict[str, Parameter]:
        n, h, width = self.n_in, self.hidden, self.gates * self.hidden
        return {
            "W": Parameter((n, width), n, h, blocks=self.gates),
            "U": Parameter((h, width), h, h, blocks=self.gates),
            "b": Parameter((width,), kind="bias"),
        }

    def output_shape(self, shape: Shape) -> Shape:
        if shape[-1] != self.n_in:
            raise ValueError(f"{type(self).__name__} expects {self.n_in} features, got {shape}")
        return *shape[:-1], self.parts * self.hidden

    def forward(
        self, x: Array, training: bool = False, packing: Packing | None = None, start: Array | None = None
    ) -> Array:
        """`start` (sequences, parts · hidden), in the order of the packing; None is 0."""
        packing = packing or Packing(np.ones(len(x), np.intp), 1)
        workspace = (
            self.training_workspace(x, packing) if training else Workspace(self, x, packing, BufferPool(), False)
        )
        workspace.start[...] = 0 if start is None else start
        a = np.dot(x, self.W, workspace.a)
        np.add(a, self.b, a)
        for step, (continued, previous), (started, initial) in workspace.forwards:
            np.copyto(continued, previous)
            np.copyto(started, initial)
            self.forward_step(step)
        if training:
            self.x, self.workspace = x, workspace
        return workspace.after

    def backward_parameters(self, dy: Array) -> None:
        workspace = self.workspace
        workspace.dafter[:, : self.hidden] = dy
        workspace.dafter[:, self.hidden :] = 0
        for step, previous, gradient in workspace.backwards:
            self.backward_step(step)
            np.add(previous, gradient, previous)
        self.x.T.dot(workspace.da, self.dW)
        self.recurrent_gradient(workspace)
        np.ones(len(dy), dy.dtype).dot(workspace.da, self.db)

    def backward(self, dy: Array) -> Array:
        self.backward_parameters(dy)
        return self.workspace.da.dot(self.W.T, self.workspace.dx)

    def recur(self, state: Array, U: Array, out: Array) -> Array:
        """state U, gate by gate: (gates, n, hidden), a view of what BLAS writes into `out`."""
        n = len(state)  # matmul and not dot, which would copy a U that is part of a matrix
        return np.matmul(state, U, out.reshape(n, -1)).reshape(n, -1, self.hidden).swapaxes(0, 1)

    def recurrent_gradient(self, workspace: "Workspace") -> None:
        """dU, over all time steps at once."""
        np.matmul(workspace.before[:, : self.hidden].T, workspace.da, self.dU)

    def training_workspace(self, x: Array, packing: Packing) -> "Workspace":
        """The arrays of the last training step, if the sequences are as long as then."""
        if "workspace" not in self.__dict__:
            self.buffers = BufferPool()
        elif self.workspace.packing is packing and self.workspace.a.dtype == x.dtype:
            return self.workspace
        return Workspace(self, x, packing, self.buffers, True)


class Workspace:
    """A cell's arrays over one packing, and the views of each time step, in the order they are needed."""

    def __init__(self, cell: Cell, x: Array, packing: Packing, buffers: BufferPool, training: bool) -> None:
        def rows(name: str, width: int, count: int = len(packing)) -> Array:
            return buffers.rows(name, count, width * cell.hidden, x)

        n, h = len(packing.order), cell.hidden
        self.packing, self.backwards_in_time = packing, cell.backwards
        self.a, self.saved, self.extra = rows("a", cell.gates), rows("saved", cell.saved), rows("extra", cell.extra)
        self.before, self.after = rows("before", cell.parts), rows("after", cell.parts)
        self.start = rows("start", cell.parts, n)
        self.da, self.dafter = (
            (rows("da", cell.gates), rows("dafter", cell.parts)) if training else (self.a, self.after)
        )
        scratch = [rows(f"scratch {i}", width, n) for i, width in enumerate(cell.scratch)]
        dbefore = rows("dbefore", cell.parts, n)
        if training:
            self.dx = buffers.rows("dx", len(packing), cell.n_in, x)
        self.forwards: list[tuple[TimeStep, tuple[Array, Array], tuple[Array, Array]]] = []
        self.backwards: list[tuple[TimeStep, Array, Array]] = []
        for part, previous, continuing in packing.steps[cell.backwards]:
            n = part.stop - part.start
            before = self.before[part]
            step = TimeStep(
                a=self.a[part].reshape(n, -1, h).swapaxes(0, 1),
                saved=self.saved[part].reshape(-1, n, h),
                extra=self.extra[part],
                before=before,
                after=self.after[part],
                da=self.da[part].reshape(n, -1, h).swapaxes(0, 1),
                da_rows=self.da[part],
                dafter=self.dafter[part],
                dbefore=dbefore[:n],
                scratch=tuple(array[:n].reshape(-1, n, h) for array in scratch),
            )
            continued, started = before[:continuing], before[continuing:]
            self.forwards.append((step, (continued, self.after[previous]), (started, self.start[continuing:n])))
            self.backwards.append((step, self.dafter[previous], dbefore[:continuing]))
        self.backwards.reverse()

    def gates(self) -> Array:
        """(rows, gates · hidden): the values of the gates side by side, for looking at them."""
        gates = np.empty_like(self.a)
        for (part, *_), (step, *_) in zip(self.packing.steps[self.backwards_in_time], self.forwards, strict=True):
            gates[part].reshape(-1, *step.a.shape[::2]).swapaxes(0, 1)[...] = step.saved[: len(step.a)]
        return gates
