"""The gated recurrent unit: a state that is kept unless a gate lets it change."""

import numpy as np

from core.nn.activation import sigmoid
from core.nn.array import Array
from core.nn.layer import Parameter, slot
from core.nn.recurrent import Recurrent
from core.nn.recurrent_cell import Cell, Moment, Run


class GRUCell(Cell):
    """z, r = σ(x W + h_prev U + b),  h̃ = tanh(x W + (r ⊙ h_prev) U + b),  h = (1 − z) h_prev + z h̃

    W, U and b hold the three side by side: z, r, h̃.
    dz = dh (h̃ − h_prev),  dh̃ = dh z,  d(r ⊙ h_prev) = dh̃ (1 − h̃²) Uᵀ,  dh_prev = dh (1 − z) + the three ways through U.
    """

    gates, extra, work = 3, 1, (2, 1)

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        self.U_zr, self.U_h = self.U[:, : 2 * self.hidden], self.U[:, 2 * self.hidden :]

    def step(self, now: Moment) -> None:
        h, (s, u), before, kept = self.hidden, now.work, now.before, now.extra
        zr, candidate = now.a[:, : 2 * h], now.a[:, 2 * h :]
        np.add(zr, np.dot(before, self.U_zr, s), s)
        sigmoid(s, zr)
        np.multiply(zr[:, h:], before, kept)  # r ⊙ h_prev
        np.add(candidate, np.dot(kept, self.U_h, u), u)
        np.tanh(u, candidate)
        np.subtract(candidate, before, u)
        np.multiply(u, zr[:, :h], u)
        np.add(before, u, now.after)

    def step_back(self, now: Moment) -> None:
        h, (s, u), before, dh, da, back = self.hidden, now.work, now.before, now.dafter, now.da, now.dbefore
        zr, z, r, candidate = now.a[:, : 2 * h], now.a[:, :h], now.a[:, h : 2 * h], now.a[:, 2 * h :]
        np.multiply(dh, z, u)
        np.subtract(dh, u, back)
        np.multiply(u, candidate, s[:, :h])
        np.multiply(s[:, :h], candidate, s[:, :h])
        np.subtract(u, s[:, :h], da[:, 2 * h :])
        np.dot(da[:, 2 * h :], self.U_h.T, u)  # d(r ⊙ h_prev)
        np.subtract(candidate, before, da[:, :h])
        np.multiply(da[:, :h], dh, da[:, :h])
        np.multiply(u, before, da[:, h : 2 * h])
        np.multiply(u, r, u)
        np.add(back, u, back)
        np.multiply(zr, zr, s)
        np.subtract(zr, s, s)
        np.multiply(da[:, : 2 * h], s, da[:, : 2 * h])
        np.add(back, np.dot(da[:, : 2 * h], self.U_zr.T, u), back)

    def recurrent_gradient(self, run: Run) -> None:
        h = self.hidden
        self.dU[:, : 2 * h] = run.before.T.dot(run.da[:, : 2 * h])
        self.dU[:, 2 * h :] = run.extra.T.dot(run.da[:, 2 * h :])


class ResetAfterCell(GRUCell):
    """z, r = σ(x W + h_prev U + b),  h̃ = tanh(x W + b + r ⊙ q),  q = h_prev U + c,  h = (1 − z) h̃ + z h_prev

    What PyTorch computes: z says how much of the old stays, and r comes after U, so that one product serves all three;
    therefore U's share of h̃ has a bias of its own, c (hidden,).
    dz = dh (h_prev − h̃),  dh̃ = dh (1 − z),  dr = dh̃ (1 − h̃²) q,  dq = dh̃ (1 − h̃²) r,  dc = Σ dq.
    """

    c: Array = slot()
    dc: Array = slot()
    extra, work = 2, (3, 1)

    def parameters(self) -> dict[str, Parameter]:
        return super().parameters() | {"c": Parameter((self.hidden,), kind="bias")}

    def step(self, now: Moment) -> None:
        h, (s, u), before, q = self.hidden, now.work, now.before, now.extra[:, : self.hidden]
        zr, candidate = now.a[:, : 2 * h], now.a[:, 2 * h :]
        np.dot(before, self.U, s)
        np.add(zr, s[:, : 2 * h], zr)
        sigmoid(zr, zr)
        np.add(s[:, 2 * h :], self.c, q)
        np.multiply(zr[:, h:], q, u)
        np.add(candidate, u, u)
        np.tanh(u, candidate)
        np.subtract(before, candidate, u)
        np.multiply(u, zr[:, :h], u)
        np.add(candidate, u, now.after)

    def step_back(self, now: Moment) -> None:
        h, (s, u), dh, back, dzr = self.hidden, now.work, now.dafter, now.dbefore, now.da[:, : 2 * self.hidden]
        zr, z, r, candidate = now.a[:, : 2 * h], now.a[:, :h], now.a[:, h : 2 * h], now.a[:, 2 * h :]
        q, dq, dcandidate, s = now.extra[:, :h], now.extra[:, h:], now.da[:, 2 * h :], s[:, : 2 * h]
        np.multiply(dh, z, back)
        np.subtract(dh, back, u)
        np.multiply(candidate, candidate, dq)
        np.multiply(dq, u, dq)
        np.subtract(u, dq, dcandidate)
        np.subtract(now.before, candidate, dzr[:, :h])
        np.multiply(dzr[:, :h], dh, dzr[:, :h])
        np.multiply(dcandidate, q, dzr[:, h:])
        np.multiply(dcandidate, r, dq)
        np.multiply(zr, zr, s)
        np.subtract(zr, s, s)
        np.multiply(dzr, s, dzr)
        np.add(back, np.dot(dzr, self.U_zr.T, u), back)
        np.add(back, np.dot(dq, self.U_h.T, u), back)

    def recurrent_gradient(self, run: Run) -> None:
        h = self.hidden
        self.dU[:, : 2 * h] = run.before.T.dot(run.da[:, : 2 * h])
        self.dU[:, 2 * h :] = run.before.T.dot(run.extra[:, h:])
        np.sum(run.extra[:, h:], 0, out=self.dc)


class GRU(Recurrent):
    """h = (1 − z) h_prev + z h̃,  h̃ = tanh(x W + (r ⊙ h_prev) U + b)        Cho et al. 2014.

    A larger z means more of the new. Texts differ: in the other convention z keeps the old and r is applied after U;
    that is `reset_after=True`, and what PyTorch computes.
    """

    def __init__(
        self,
        n_in: int,
        hidden: int,
        layers: int = 1,
        bidirectional: bool = False,
        last_only: bool = False,
        dropout: float = 0.0,
        rng: np.random.Generator | None = None,
        carry: bool = False,
        reset_after: bool = False,
    ) -> None:
        self.reset_after = reset_after
        super().__init__(n_in, hidden, layers, bidirectional, last_only, dropout, rng, carry)

    def cell(self, n_in: int, backwards: bool) -> Cell:
        return (ResetAfterCell if self.reset_after else GRUCell)(n_in, self.hidden, backwards)
