"""Long short-term memory: beside the output a cell that only addition reaches."""

import numpy as np

from core.nn.activation import sigmoid
from core.nn.recurrent import Recurrent
from core.nn.recurrent_cell import Cell, Moment


class LSTMCell(Cell):
    """i, f, o = σ(x W + h_prev U + b),  g = tanh(x W + h_prev U + b),  c = f c_prev + i g,  h = o tanh c

    W, U and b hold the four side by side: i, f, o, g; the state is [h c].
    dc = (what the next step hands back) + dh o (1 − tanh² c),  di = dc g,  df = dc c_prev,  do = dh tanh c,  dg = dc i,
    dc_prev = dc f: along c the gradient meets no matrix and no slope, only the gate f.
    """

    gates, parts, extra, work = 4, 2, 1, (4, 1)

    def step(self, now: Moment) -> None:
        h, (s, u), a, tanh_c = self.hidden, now.work, now.a, now.extra
        i, f, o, g = a[:, :h], a[:, h : 2 * h], a[:, 2 * h : 3 * h], a[:, 3 * h :]
        c = now.after[:, h:]
        np.add(a, np.dot(now.before[:, :h], self.U, s), a)
        sigmoid(a[:, : 3 * h], a[:, : 3 * h])
        np.tanh(g, g)
        np.multiply(f, now.before[:, h:], c)
        np.add(c, np.multiply(i, g, u), c)
        np.tanh(c, tanh_c)
        np.multiply(o, tanh_c, now.after[:, :h])

    def step_back(self, now: Moment) -> None:
        h, (s, u), a, da, tanh_c = self.hidden, now.work, now.a, now.da, now.extra
        i, f, o, g = a[:, :h], a[:, h : 2 * h], a[:, 2 * h : 3 * h], a[:, 3 * h :]
        dh, dc = now.dafter[:, :h], now.dafter[:, h:]
        np.multiply(dh, o, u)
        np.add(dc, u, dc)
        np.multiply(u, tanh_c, u)
        np.subtract(dc, np.multiply(u, tanh_c, u), dc)
        np.multiply(dc, g, da[:, :h])
        np.multiply(dc, now.before[:, h:], da[:, h : 2 * h])
        np.multiply(dh, tanh_c, da[:, 2 * h : 3 * h])
        np.multiply(dc, i, da[:, 3 * h :])
        np.multiply(a, a, s)
        np.subtract(a[:, : 3 * h], s[:, : 3 * h], s[:, : 3 * h])  # σ′ = σ (1 − σ)
        np.subtract(1, s[:, 3 * h :], s[:, 3 * h :])  # tanh′ = 1 − tanh²
        np.multiply(da, s, da)
        np.multiply(dc, f, now.dbefore[:, h:])
        now.dbefore[:, :h] = np.dot(da, self.U.T, u)


class LSTM(Recurrent):
    """c = f c_prev + i g,  h = o tanh c        Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000."""

    def cell(self, n_in: int, backwards: bool) -> Cell:
        return LSTMCell(n_in, self.hidden, backwards)
