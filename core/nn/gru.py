"""The gated recurrent unit: a state that stays as it is unless a gate lets it change."""

from dataclasses import dataclass

import numpy as np

from core.array import Array
from core.nn.activation import sigmoid
from core.nn.layer import Parameter, slot
from core.nn.recurrent import Recurrent
from core.nn.recurrent_cell import Cell, TimeStep, Workspace


class GRUCell(Cell):
    """z, r = σ(x W + h_prev U + b),  h̃ = tanh(x W + (r ⊙ h_prev) U + b),  h = (1 − z) h_prev + z h̃

    W, U and b are the three concatenated: z, r, h̃.
    dz = dh (h̃ − h_prev),  dh̃ = dh z,  d(r ⊙ h_prev) = dh̃ (1 − h̃²) Uᵀ,
    dh_prev = dh (1 − z) + the three gradients through U.
    """

    gates, saved, extra, scratch = 3, 4, 1, (2, 2, 1)

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        self.U_zr, self.U_h = self.U[:, : 2 * self.hidden], self.U[:, 2 * self.hidden :]

    def forward_step(self, now: TimeStep) -> None:
        (z, r, candidate, change), zr, before, (s, _, (u,)) = now.saved, now.saved[:2], now.before, now.scratch
        np.add(now.a[:2], self.recur(before, self.U_zr, s), zr)
        sigmoid(zr, zr)
        np.multiply(r, before, now.extra)
        np.matmul(now.extra, self.U_h, u)
        np.add(now.a[2], u, u)
        np.tanh(u, candidate)
        np.subtract(candidate, before, change)
        np.multiply(change, z, u)
        np.add(before, u, now.after)

    def backward_step(self, now: TimeStep) -> None:
        (z, r, candidate, change), zr, before, (s, t, (u,)) = now.saved, now.saved[:2], now.before, now.scratch
        dh, back, two = now.dafter, now.dbefore, 2 * self.hidden
        np.multiply(dh, z, u)
        np.subtract(dh, u, back)
        np.multiply(candidate, candidate, t[0])
        np.multiply(u, t[0], t[0])
        np.subtract(u, t[0], now.da[2])
        np.matmul(now.da_rows[:, two:], self.U_h.T, u)  # d(r ⊙ h_prev)
        np.multiply(dh, change, s[0])
        np.multiply(u, before, s[1])
        np.multiply(u, r, u)
        np.add(back, u, back)
        np.multiply(zr, zr, t)
        np.subtract(zr, t, t)
        np.multiply(s, t, now.da[:2])
        np.add(back, np.matmul(now.da_rows[:, :two], self.U_zr.T, u), back)

    def recurrent_gradient(self, workspace: Workspace) -> None:
        h = self.hidden
        np.matmul(workspace.before.T, workspace.da[:, : 2 * h], self.dU[:, : 2 * h])
        np.matmul(workspace.extra.T, workspace.da[:, 2 * h :], self.dU[:, 2 * h :])


class ResetAfterCell(GRUCell):
    """z, r = σ(x W + h_prev U + b),  h̃ = tanh(x W + b + r ⊙ q),  q = h_prev U + c,  h = (1 − z) h̃ + z h_prev

    What PyTorch computes: z says how much of the old stays, and r comes after U, so that one product serves all three;
    therefore U's share of h̃ has a bias of its own, c (hidden,).
    dz = dh (h_prev − h̃),  dh̃ = dh (1 − z),  dr = dh̃ (1 − h̃²) q,  dq = dh̃ (1 − h̃²) r,  dc = Σ dq.
    """

    c: Array = slot()
    dc: Array = slot()
    saved, extra, scratch = 5, 1, (3, 2, 1)

    def parameters(self) -> dict[str, Parameter]:
        return super().parameters() | {"c": Parameter((self.hidden,), kind="bias")}

    def forward_step(self, now: TimeStep) -> None:
        (z, r, candidate, change, q), zr, before, (s, _, (u,)) = now.saved, now.saved[:2], now.before, now.scratch
        all_three = self.recur(before, self.U, s)
        np.add(now.a[:2], all_three[:2], zr)
        sigmoid(zr, zr)
        np.add(all_three[2], self.c, q)
        np.multiply(r, q, u)
        np.add(now.a[2], u, u)
        np.tanh(u, candidate)
        np.subtract(before, candidate, change)
        np.multiply(change, z, u)
        np.add(candidate, u, now.after)

    def backward_step(self, now: TimeStep) -> None:
        (z, r, candidate, change, q), zr, dq, (s, t, (u,)) = now.saved, now.saved[:2], now.extra, now.scratch
        dh, back, da_zr = now.dafter, now.dbefore, now.da_rows[:, : 2 * self.hidden]
        np.multiply(dh, z, back)
        np.subtract(dh, back, u)
        np.multiply(candidate, candidate, t[0])
        np.multiply(u, t[0], t[0])
        np.subtract(u, t[0], u)  # what a gets
        np.copyto(now.da[2], u)
        np.multiply(dh, change, s[0])
        np.multiply(u, q, s[1])
        np.multiply(u, r, dq)
        np.multiply(zr, zr, t)
        np.subtract(zr, t, t)
        np.multiply(s[:2], t, now.da[:2])
        np.add(back, np.matmul(da_zr, self.U_zr.T, u), back)
        np.add(back, np.matmul(dq, self.U_h.T, u), back)

    def recurrent_gradient(self, workspace: Workspace) -> None:
        h = self.hidden
        np.matmul(workspace.before.T, workspace.da[:, : 2 * h], self.dU[:, : 2 * h])
        np.matmul(workspace.before.T, workspace.extra, self.dU[:, 2 * h :])
        np.sum(workspace.extra, 0, out=self.dc)


@dataclass(eq=False, repr=False)
class GRU(Recurrent):
    """h = (1 − z) h_prev + z h̃,  h̃ = tanh(x W + (r ⊙ h_prev) U + b)        Cho et al. 2014.

    A larger z means more of the new. Texts differ: in the other convention z keeps the old and r is applied after U;
    that is `reset_after=True`, and what PyTorch computes.
    """

    reset_after: bool = False

    def cell(self, n_in: int, backwards: bool) -> Cell:
        return (ResetAfterCell if self.reset_after else GRUCell)(n_in, self.hidden, backwards)
