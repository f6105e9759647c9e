"""Long short-term memory: beside the output a cell state that is changed by addition only."""

import numpy as np

from core.array import Array
from core.nn.activation import sigmoid
from core.nn.recurrent import Recurrent
from core.nn.recurrent_cell import Cell, TimeStep


class LSTMCell(Cell):
    """i, f, o = σ(x W + h_prev U + b),  g = tanh(x W + h_prev U + b),  c = f c_prev + i g,  h = o tanh c

    W, U and b hold the four side by side: i, f, o, g; the state is [h c].
    dc = (dc_prev of the next step) + dh o (1 − tanh² c),  di = dc g,  df = dc c_prev,  do = dh tanh c,  dg = dc i,
    dc_prev = dc f: along c the gradient is multiplied by no matrix and no slope, only by the gate f.
    """

    gates, parts, saved, scratch = 4, 2, 5, (4, 4, 1)

    def forward_step(self, now: TimeStep) -> None:
        (i, f, o, g, tanh_c), gates, (s, _, (u,)) = now.saved, now.saved[:4], now.scratch
        h_prev, c_prev, h, c = *self.halves(now.before), *self.halves(now.after)
        np.add(now.a, self.recur(h_prev, self.U, s), gates)
        sigmoid(gates[:3], gates[:3])
        np.tanh(g, g)
        np.multiply(f, c_prev, c)
        np.add(c, np.multiply(i, g, u), c)
        np.tanh(c, tanh_c)
        np.multiply(o, tanh_c, h)

    def backward_step(self, now: TimeStep) -> None:
        (i, f, o, g, tanh_c), gates, (s, t, (u,)) = now.saved, now.saved[:4], now.scratch
        (dh, dc), (dh_prev, dc_prev) = self.halves(now.dafter), self.halves(now.dbefore)
        np.multiply(dh, o, u)
        np.add(dc, u, dc)
        np.multiply(u, tanh_c, u)
        np.subtract(dc, np.multiply(u, tanh_c, u), dc)
        np.multiply(dc, g, s[0])
        np.multiply(dc, self.halves(now.before)[1], s[1])
        np.multiply(dh, tanh_c, s[2])
        np.multiply(dc, i, s[3])
        np.multiply(gates, gates, t)
        np.subtract(gates[:3], t[:3], t[:3])  # σ′ = σ (1 − σ)
        np.subtract(1, t[3], t[3])  # tanh′ = 1 − tanh²
        np.multiply(s, t, now.da)
        np.multiply(dc, f, dc_prev)
        np.copyto(dh_prev, np.matmul(now.da_rows, self.U.T, u))

    def halves(self, state: Array) -> tuple[Array, Array]:
        """h and c."""
        return state[:, : self.hidden], state[:, self.hidden :]


class LSTM(Recurrent):
    """c = f c_prev + i g,  h = o tanh c        Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000."""

    def cell(self, n_in: int, backwards: bool) -> Cell:
        return LSTMCell(n_in, self.hidden, backwards)
