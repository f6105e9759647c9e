"""The fully connected layer."""

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer, Parameter, slot


class Linear(Layer):
    """y = x W + b        x (batch, n_in) -> y (batch, n_out);  W (n_in, n_out), b (n_out,)

    dW = xᵀ dy,  db = Σ_batch dy,  dx = dy Wᵀ.        More axes before the last are treated as more batch.
    """

    W: Array = slot()
    b: Array = slot()
    dW: Array = slot()
    db: Array = slot()

    def __init__(self, n_in: int, n_out: int, bias: bool = True) -> None:
        self.n_in, self.n_out, self.bias = n_in, n_out, bias

    def parameters(self) -> dict[str, Parameter]:
        weights = Parameter((self.n_in, self.n_out), self.n_in, self.n_out)
        return {"W": weights, "b": Parameter((self.n_out,), kind="bias")} if self.bias else {"W": weights}

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 2 or shape[-1] != self.n_in:
            hint = "; add Flatten first" if int(np.prod(shape[1:])) == self.n_in and len(shape) > 2 else ""
            raise ValueError(f"Linear expects {self.n_in} features, got {shape}{hint}")
        return (*shape[:-1], self.n_out)

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.rows, self.dx_rows = self.y.reshape(-1, self.n_out), self.dx.reshape(-1, self.n_in)
        self.ones = np.ones(len(self.rows), x.dtype)

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            y = np.empty(self.output_shape(x.shape), x.dtype)
            self.matrix(x).dot(self.W, y.reshape(-1, self.n_out))
        else:
            if x.shape != self.prepared:
                self.prepare(x)
            self.x, y = x if x.ndim == 2 else self.matrix(x), self.y
            self.x.dot(self.W, self.rows)
        if self.bias:
            np.add(y, self.b, y)
        return y

    def backward_parameters(self, dy: Array) -> None:
        if dy.ndim != 2:
            dy = self.matrix(dy)
        self.x.T.dot(dy, self.dW)
        if self.bias:
            self.ones.dot(dy, self.db)  # a product with ones is the sum over the batch, at a third of the cost

    def backward(self, dy: Array) -> Array:
        if dy.ndim != 2:
            dy = self.matrix(dy)
        self.backward_parameters(dy)
        dy.dot(self.W.T, self.dx_rows)
        return self.dx

    @staticmethod
    def matrix(a: Array) -> Array:
        """A batch of sequences as one of rows: only a product of two matrices goes to BLAS."""
        return a.reshape(-1, a.shape[-1])
