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
        if not isinstance(features, int | np.integer):
            raise ValueError(f"{type(self).__name__} takes the length of the last axis, one number; got {features!r}")
        self.features, self.eps = features, eps

    def parameters(self) -> dict[str, Parameter]:
        shape = (self.features,)
        return {"gamma": Parameter(shape, kind="scale", start=1.0), "beta": Parameter(shape, kind="bias")}

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 2 or shape[-1] != self.features:
            raise ValueError(f"{type(self).__name__} expects {self.features} features or channels, got {shape}")
        return shape

    def mean_of(self, rows: Array, batch: int) -> Array:
        """m: the mean of (rows, features) that this layer takes, in a shape that broadcasts. `batch` samples."""
        raise NotImplementedError

    def normalize(self, x: Array, training: bool) -> Array:
        """γ x̂ + β with the statistics of x itself, stored if training."""
        rows = x.reshape(-1, self.features)
        mean = self.mean_of(rows, len(x))
        hat = np.subtract(rows, mean, out=self.hat if training else None)
        y = np.multiply(hat, hat, out=self.y.reshape(rows.shape) if training else None)
        variance = self.mean_of(y, len(x))
        inverse = 1 / np.sqrt(variance + self.eps)
        hat *= inverse
        if training:
            self.batch_mean, self.batch_variance, self.inverse = mean, variance, inverse
        np.multiply(hat, self.gamma, y)
        y += self.beta
        return y.reshape(x.shape)

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.hat = np.empty((x.size // self.features, self.features), x.dtype)
        self.ones = np.ones(len(self.hat), x.dtype)

    def backward(self, dy: Array) -> Array:
        batch, hat = len(dy), self.hat
        dy, dx = dy.reshape(hat.shape), self.dx.reshape(hat.shape)
        np.multiply(dy, hat, dx)
        self.ones.dot(dy, self.dbeta)
        self.ones.dot(dx, self.dgamma)
        dx *= self.gamma
        projection = self.mean_of(dx, batch)
        np.multiply(dy, self.gamma, dx)
        dx -= self.mean_of(dx, batch)
        dx -= hat * projection
        dx *= self.inverse
        return self.dx


class BatchNorm(Normalization):
    """Each feature, or channel, over the batch (and all places):  y = γ (x − μ) / √(σ² + ε) + β

    x (batch, …, features), μ and σ² (features,): of this batch when training, else running averages, which follow as
    mean ← decay · mean + (1 − decay) μ, and variance with σ² likewise. (PyTorch: momentum = 1 − decay, and the running
    variance is σ² · n / (n − 1).) Ioffe & Szegedy 2015.
    """

    mean: Array = slot()
    variance: Array = slot()

    def __init__(self, features: int, eps: float = 1e-5, decay: float = 0.9) -> None:
        super().__init__(features, eps)
        self.decay = decay

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        mean, variance = np.zeros(self.features, values.dtype), np.ones(self.features, values.dtype)
        self.__dict__.update(mean=mean, variance=variance)

    def state(self) -> dict[str, Array]:
        return {"mean": self.mean, "variance": self.variance} if self.attached else {}

    def mean_of(self, rows: Array, batch: int) -> Array:
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
        for running, new in ((self.mean, self.batch_mean), (self.variance, self.batch_variance)):
            running *= self.decay
            running += (1 - self.decay) * new
        return y


class LayerNorm(Normalization):
    """Each sample (and place) over its features:  y = γ (x − μ) / √(σ² + ε) + β

    x (batch, …, features), μ and σ² (batch, …, 1). The same in training and inference. Ba et al. 2016.
    """

    def mean_of(self, rows: Array, batch: int) -> Array:
        mean: Array = rows.mean(-1, keepdims=True)
        return mean

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
        elif x.shape != self.prepared:
            self.prepare(x)
        return self.normalize(x, training)


class GroupNorm(LayerNorm):
    """Each sample over its places and a group of channels:  y = γ (x − μ) / √(σ² + ε) + β

    x (batch, …, features), μ and σ² (batch, groups). What a batch of one sample can do as well as a large one. With 1
    group all channels are normalized together, with as many groups as channels each by itself (instance norm).
    Wu & He 2018.
    """

    def __init__(self, groups: int, features: int, eps: float = 1e-5) -> None:
        super().__init__(features, eps)
        if groups < 1 or features % groups:
            raise ValueError(f"GroupNorm cannot split {features} channels into {groups} equal groups")
        self.groups = groups

    def mean_of(self, rows: Array, batch: int) -> Array:
        grouped = rows.reshape(batch, -1, self.groups, self.features // self.groups)
        mean = grouped.mean((1, 3), keepdims=True)
        return np.broadcast_to(mean, grouped.shape).reshape(rows.shape)
