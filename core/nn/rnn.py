"""The plain recurrent layer."""

from dataclasses import dataclass

import numpy as np

from core.nn.recurrent import Recurrent
from core.nn.recurrent_cell import Cell, TimeStep


class RNNCell(Cell):
    """h = tanh(x W + h_prev U + b)

    dh = dy + dh_prev of the next step,  da = dh (1 − h²),  dh_prev = da Uᵀ.        linear: h = a, da = dh.
    """

    def __init__(self, n_in: int, hidden: int, backwards: bool = False, linear: bool = False) -> None:
        super().__init__(n_in, hidden, backwards)
        self.linear = linear

    scratch = ()

    def forward_step(self, now: TimeStep) -> None:
        h = np.dot(now.before, self.U, now.after)
        np.add(now.a[0], h, h)
        if not self.linear:
            np.tanh(h, h)

    def backward_step(self, now: TimeStep) -> None:
        da, dh = now.da_rows, now.dafter
        if self.linear:
            np.copyto(da, dh)
        else:
            np.multiply(now.after, now.after, da)
            np.multiply(da, dh, da)
            np.subtract(dh, da, da)
        np.dot(da, self.U.T, now.dbefore)


@dataclass(eq=False, repr=False)
class RNN(Recurrent):
    """h_t = tanh(x_t W + h_{t−1} U + b)        Elman 1990.

    `linear=True` leaves the tanh out: then Uᵗ alone says what is remembered after t steps.
    """

    linear: bool = False

    def cell(self, n_in: int, backwards: bool) -> Cell:
        return RNNCell(n_in, self.hidden, backwards, self.linear)
