"""What a recurrent cell is: the same weights at every time step, the state handed on."""

from abc import abstractmethod
from typing import ClassVar, NamedTuple

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer, Parameter, slot
from core.nn.recurrent_packing import BufferPool, Packing


class Moment(NamedTuple):
    """One time step, n rows, as views of arrays over all time steps; `work` and `dbefore` are shared by the steps.

    A matrix over all steps has its gates side by side, for BLAS; `a` and `da` show it gate by gate. What is computed
    number by number, `kept` and `work`, lies gate after gate: runs of n · hidden numbers, several times as fast.
    """

    a: Array  # (gates, n, hidden): x W + b
    kept: Array  # (kept, n, hidden): what backward wants to know, the values of the gates first
    extra: Array  # (n, extra · hidden): another matrix over all steps, for dU
    before: Array  # (n, parts · hidden): the state it starts from
    after: Array  # (n, parts · hidden): the state it ends with, the output first
    da: Array  # (gates, n, hidden)
    da_rows: Array  # the same as (n, gates · hidden)
    dafter: Array
    dbefore: Array
    work: tuple[Array, ...]  # (width, n, hidden) each


class Cell(Layer):
    """after = step(x W + b, before), time after time        W (n_in, gates · hidden), U (hidden, gates · hidden), b

    x (rows, n_in) -> after (rows, parts · hidden); rows are packed: see Packing. Without a packing each row is a
    sequence of one step. What does not depend on the state is one product over all time steps: x W before the walk,
    and after the walk back  dW = xᵀ da,  dU = beforeᵀ da,  db = Σ da,  dx = da Wᵀ.  Between them, backpropagation
    through time: the gradient of a state is what its output gets plus what the next step hands back; where the walk
    began, it ends. `dafter` then holds d loss / d state for every time step. Werbos 1990.
    """

    W: Array = slot()
    U: Array = slot()
    b: Array = slot()
    dW: Array = slot()
    dU: Array = slot()
    db: Array = slot()

    gates: ClassVar[int] = 1
    parts: ClassVar[int] = 1  # arrays that make the state
    kept: ClassVar[int] = 0
    extra: ClassVar[int] = 0
    work: ClassVar[tuple[int, ...]] = (1,)

    def __init__(self, n_in: int, hidden: int, backwards: bool = False) -> None:
        self.n_in, self.hidden, self.backwards = n_in, hidden, backwards

    @abstractmethod
    def step(self, now: Moment) -> None:
        """From now.a and now.before to now.kept and now.after."""

    @abstractmethod
    def step_back(self, now: Moment) -> None:
        """From now.dafter to now.da and now.dbefore. May use now.dafter's parts beyond the output as it likes."""

    def parameters(self) -> dict[str, Parameter]:
        n, h, wide = self.n_in, self.hidden, self.gates * self.hidden
        return {
            "W": Parameter((n, wide), n, h, side_by_side=self.gates),
            "U": Parameter((h, wide), h, h, side_by_side=self.gates),
            "b": Parameter((wide,), kind="bias"),
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
        run = self.kept_run(x, packing) if training else Run(self, x, packing, BufferPool(), training)
        run.start[...] = 0 if start is None else start
        a = np.dot(x, self.W, run.a)
        np.add(a, self.b, a)
        for moment, (onward, source), (fresh, given) in run.forwards:
            np.copyto(onward, source)
            np.copyto(fresh, given)
            self.step(moment)
        if training:
            self.x, self.run = x, run
        return run.after

    def backward_parameters(self, dy: Array) -> None:
        run = self.run
        run.dafter[:, : self.hidden] = dy
        run.dafter[:, self.hidden :] = 0
        for moment, target, back in run.backwards:
            self.step_back(moment)
            np.add(target, back, target)
        self.x.T.dot(run.da, self.dW)
        self.recurrent_gradient(run)
        np.ones(len(dy), dy.dtype).dot(run.da, self.db)

    def backward(self, dy: Array) -> Array:
        self.backward_parameters(dy)
        return self.run.da.dot(self.W.T, self.run.dx)

    def recur(self, state: Array, U: Array, work: Array) -> Array:
        """state U, gate by gate: (gates, n, hidden), a view of what BLAS writes into `work`."""
        n = len(state)  # matmul and not dot, which would copy a U that is part of a matrix
        return np.matmul(state, U, work.reshape(n, -1)).reshape(n, -1, self.hidden).swapaxes(0, 1)

    def recurrent_gradient(self, run: "Run") -> None:
        """dU, over all time steps at once."""
        np.matmul(run.before[:, : self.hidden].T, run.da, self.dU)

    def kept_run(self, x: Array, packing: Packing) -> "Run":
        """The arrays of the last training step, if the sequences are as long as then."""
        if "buffers" not in self.__dict__:
            self.buffers = BufferPool()
        elif self.run.packing is packing and self.run.a.dtype == x.dtype:
            return self.run
        return Run(self, x, packing, self.buffers, True)


class Run:
    """A cell's arrays over one packing, and the views of each time step, in the order they are needed."""

    def __init__(self, cell: Cell, x: Array, packing: Packing, buffers: BufferPool, training: bool) -> None:
        def rows(name: str, width: int, count: int = len(packing)) -> Array:
            return buffers.rows(name, count, width * cell.hidden, x)

        n, h = len(packing.order), cell.hidden
        self.packing, self.backwards_in_time = packing, cell.backwards
        self.a, self.kept, self.extra = rows("a", cell.gates), rows("kept", cell.kept), rows("extra", cell.extra)
        self.before, self.after = rows("before", cell.parts), rows("after", cell.parts)
        self.start = rows("start", cell.parts, n)
        self.da, self.dafter = (
            (rows("da", cell.gates), rows("dafter", cell.parts)) if training else (self.a, self.after)
        )
        dbefore, work = rows("dbefore", cell.parts, n), [rows(f"work {i}", w, n) for i, w in enumerate(cell.work)]
        if training:
            self.dx = buffers.rows("dx", len(packing), cell.n_in, x)
        self.forwards: list[tuple[Moment, tuple[Array, Array], tuple[Array, Array]]] = []
        self.backwards: list[tuple[Moment, Array, Array]] = []
        for here, source, goes_on in packing.steps[cell.backwards]:
            n = here.stop - here.start
            before, after, back = self.before[here], self.after[here], dbefore[:n]
            moment = Moment(
                a=self.a[here].reshape(n, -1, h).swapaxes(0, 1),
                kept=self.kept[here].reshape(-1, n, h),
                extra=self.extra[here],
                before=before,
                after=after,
                da=self.da[here].reshape(n, -1, h).swapaxes(0, 1),
                da_rows=self.da[here],
                dafter=self.dafter[here],
                dbefore=back,
                work=tuple(w[:n].reshape(-1, n, h) for w in work),
            )
            begun = before[goes_on:], self.start[goes_on:n]
            self.forwards.append((moment, (before[:goes_on], self.after[source]), begun))
            self.backwards.append((moment, self.dafter[source], back[:goes_on]))
        self.backwards.reverse()

    def gates(self) -> Array:
        """(rows, gates · hidden): the values of the gates side by side, for looking at them."""
        gates = np.empty_like(self.a)
        for step, (moment, *_) in zip(self.packing.steps[self.backwards_in_time], self.forwards, strict=True):
            gates[step.here].reshape(-1, *moment.a.shape[::2]).swapaxes(0, 1)[...] = moment.kept[: len(moment.a)]
        return gates
