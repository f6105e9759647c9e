"""Local response normalization, AlexNet's: each channel is damped where its neighbours are large."""

import numpy as np

from core.array import Array
from core.nn.layer import Layer


class LocalResponseNorm(Layer):
    """y = x / s^β,  s = k + α Σ x²  over `size` neighbouring channels, this one in the middle

    dx = dy / s^β − 2 α β x Σ dy x / s^(β+1).  The constants are AlexNet's; PyTorch divides α by size.
    Krizhevsky et al. 2012.
    """

    def __init__(self, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> None:
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.s, self.power, self.pooled = np.empty_like(self.y), np.empty_like(self.y), np.empty_like(self.y)
        self.band = self.neighbours(x)

    def forward(self, x: Array, training: bool = False) -> Array:
        if training:
            if x.shape != self.prepared:
                self.prepare(x)
            self.x, y, s, power, band = x, self.y, self.s, self.power, self.band
        else:
            # C order whatever that of x: the reshapes below must be views
            y, s, power = (np.empty(x.shape, x.dtype) for _ in range(3))
            band = self.neighbours(x)
        channels = x.shape[-1]
        np.multiply(x, x, y).reshape(-1, channels).dot(band, s.reshape(-1, channels))
        s *= self.alpha
        s += self.k
        return np.multiply(x, negative_power(s, self.beta, power, y), y)

    def backward(self, dy: Array) -> Array:
        channels, dx, pooled = dy.shape[-1], self.dx, self.pooled
        np.multiply(dy, self.y, dx)
        dx /= self.s
        dx.reshape(-1, channels).dot(self.band.T, pooled.reshape(-1, channels))
        pooled *= self.x
        pooled *= 2 * self.alpha * self.beta
        np.multiply(dy, self.power, dx)
        dx -= pooled
        return dx

    def neighbours(self, x: Array) -> Array:
        """(channels, channels), 1 where channel i is a neighbour of j: x @ band sums over neighbours."""
        channel = np.arange(x.shape[-1])
        distance = channel[:, None] - channel
        return ((-(self.size // 2) <= distance) & (distance <= (self.size - 1) // 2)).astype(x.dtype)


def negative_power(s: Array, beta: float, out: Array, scratch: Array) -> Array:
    """1 / s^β. The root of s times its own root is s^¾, to the last bit or two and in a quarter of the time."""
    if beta != 0.75:
        return np.power(s, -beta, out)
    np.sqrt(s, out)
    np.multiply(out, np.sqrt(out, scratch), out)
    return np.reciprocal(out, out)
