"""Layers that bring numbers to mean 0 and standard deviation 1, then let the network choose its own."""

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer, Parameter, slot


class Normalization(Layer):
    """x̂ = (x − μ) / √(σ² + ε),  y = γ x̂ + β;   γ, β (features,): the last axis

    dβ = Σ dy,  dγ = Σ dy x̂,  and with m the mean that μ is:  dx = (g − m(g) − x̂ m(g x̂)) / √(σ² + ε),  g = γ dy.
    The two means are there because every x moves its μ and its σ too.
    """

    gamma: Array = slot()
    beta: Array = slot()
    dgamma: Array = slot()
    dbeta: Array = slot()

    def __init__(self, features: int, eps: float = 1e-5) -> None:
        self.features, self.eps = features, eps

    def parameters(self) -> dict[str, Parameter]:
        shape = (self.features,)
        return {"gamma": Parameter(shape, kind="scale", start=1.0), "beta": Parameter(shape, kind="bias")}

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 2 or shape[-1] != self.features:
            raise ValueError(f"{type(self).__name__} expects {self.features} features or channels, got {shape}")
        return shape

    def mean_of(self, rows: Array) -> Array:
        """m: the mean of (rows, features) that this layer takes, in a shape that broadcasts."""
        raise NotImplementedError

    def normalize(self, x: Array, training: bool) -> Array:
        """γ x̂ + β with the statistics of x itself, kept if training."""
        rows = x.reshape(-1, self.features)
        mean = self.mean_of(rows)
        hat = np.subtract(rows, mean, out=self.hat if training else None)
        y = np.multiply(hat, hat, out=self.y.reshape(rows.shape) if training else None)
        variance = self.mean_of(y)
        inverse = 1 / np.sqrt(variance + self.eps)
        hat *= inverse
        if training:
            self.mean_now, self.variance_now, self.inverse = mean, variance, inverse
        np.multiply(hat, self.gamma, y)
        y += self.beta
        return y.reshape(x.shape)

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.hat = np.empty((x.size // self.features, self.features), x.dtype)
        self.ones = np.ones(len(self.hat), x.dtype)

    def backward(self, dy: Array) -> Array:
        dy, hat, dx = dy.reshape(self.hat.shape), self.hat, self.dx.reshape(self.hat.shape)
        np.multiply(dy, hat, dx)
        self.ones.dot(dy, self.dbeta)
        self.ones.dot(dx, self.dgamma)
        dx *= self.gamma
        along = self.mean_of(dx)
        np.multiply(dy, self.gamma, dx)
        dx -= self.mean_of(dx)
        dx -= hat * along
        dx *= self.inverse
        return self.dx


class BatchNorm(Normalization):
    """Each feature, or channel, over the batch (and all places):  y = γ (x − μ) / √(σ² + ε) + β

    x (batch, …, features), μ and σ² (features,): of this batch when training, else running averages, which follow as
    mean ← decay · mean + (1 − decay) μ, and variance with σ² likewise. (PyTorch: momentum = 1 − decay, and the running
    variance is σ² · n / (n − 1).) Ioffe & Szegedy 2015.
    """

    mean: Array
    variance: Array

    def __init__(self, features: int, eps: float = 1e-5, decay: float = 0.9) -> None:
        super().__init__(features, eps)
        self.decay = decay

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        self.mean, self.variance = np.zeros(self.features, values.dtype), np.ones(self.features, values.dtype)

    def state(self) -> dict[str, Array]:
        return {"mean": self.mean, "variance": self.variance} if self.attached else {}

    def mean_of(self, rows: Array) -> Array:
        mean: Array = self.ones.dot(rows)
        mean /= len(rows)
        return mean

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
            scale = self.gamma / np.sqrt(self.variance + x.dtype.type(self.eps))
            y: Array = x * scale + (self.beta - self.mean * scale)
            return y
        if x.shape != self.prepared:
            self.prepare(x)
        y = self.normalize(x, training)
        for kept, now in ((self.mean, self.mean_now), (self.variance, self.variance_now)):
            kept *= self.decay
            kept += (1 - self.decay) * now
        return y


class LayerNorm(Normalization):
    """Each sample (and place) over its features:  y = γ (x − μ) / √(σ² + ε) + β

    x (batch, …, features), μ and σ² (batch, …, 1). The same in training and inference. Ba et al. 2016.
    """

    def mean_of(self, rows: Array) -> Array:
        mean: Array = rows.mean(-1, keepdims=True)
        return mean

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
        elif x.shape != self.prepared:
            self.prepare(x)
        return self.normalize(x, training)


class LocalResponseNorm(Layer):
    """y = x / s^β,  s = k + α Σ x²  over `size` neighbouring channels, this one in the middle

    dx = dy / s^β − 2 α β x Σ dy x / s^(β+1).  The constants are AlexNet's; PyTorch divides α by size.
    Krizhevsky et al. 2012.
    """

    def __init__(self, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> None:
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.s, self.shrink, self.pull = np.empty_like(self.y), np.empty_like(self.y), np.empty_like(self.y)
        self.near = self.neighbours(x)

    def forward(self, x: Array, training: bool = False) -> Array:
        if training:
            if x.shape != self.prepared:
                self.prepare(x)
            self.x, y, s, shrink, near = x, self.y, self.s, self.shrink, self.near
        else:
            y, s, shrink, near = np.empty_like(x), np.empty_like(x), np.empty_like(x), self.neighbours(x)
        channels = x.shape[-1]
        np.multiply(x, x, y).reshape(-1, channels).dot(near, s.reshape(-1, channels))
        s *= self.alpha
        s += self.k
        return np.multiply(x, negative_power(s, self.beta, shrink, y), y)

    def backward(self, dy: Array) -> Array:
        channels, dx = dy.shape[-1], self.dx
        np.multiply(dy, self.y, dx)
        dx /= self.s
        pull = self.pull
        dx.reshape(-1, channels).dot(self.near.T, pull.reshape(-1, channels))
        pull *= self.x
        pull *= 2 * self.alpha * self.beta
        np.multiply(dy, self.shrink, dx)
        dx -= pull
        return dx

    def neighbours(self, x: Array) -> Array:
        """A matrix with a 1 where channel i counts for channel j: x @ it is a sum over neighbours."""
        channel = np.arange(x.shape[-1])
        distance = channel[:, None] - channel
        return ((-(self.size // 2) <= distance) & (distance <= (self.size - 1) // 2)).astype(x.dtype)


def negative_power(s: Array, beta: float, out: Array, work: Array) -> Array:
    """1 / s^β. The root of s times its own root is s^¾, to the last bit or two and in a quarter of the time."""
    if beta != 0.75:
        return np.power(s, -beta, out)
    np.sqrt(s, out)
    np.multiply(out, np.sqrt(out, work), out)
    return np.reciprocal(out, out)
