"""How weights start. `init(shape, fan_in, fan_out, rng, dtype)` gives an array; biases always start at 0.

A fan counts the terms of one sum: n_in and n_out of a linear layer, k·k·channels of a convolution.
Numbers are drawn in float64 and then rounded, so a float32 and a float64 network start from the same weights.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.array import Array, Shape

Rule = Callable[[Shape, int, int, np.random.Generator], Array]


@dataclass(frozen=True)
class Initializer:
    """A named rule. Two with the same label are the same rule."""

    label: str
    rule: Rule = field(repr=False, compare=False)

    def __call__(
        self, shape: Shape, fan_in: int, fan_out: int, rng: np.random.Generator, dtype: npt.DTypeLike = np.float32
    ) -> Array:
        return self.rule(shape, fan_in, fan_out, rng).astype(dtype, copy=False)


def constant(c: float) -> Initializer:
    """Every weight is c. All neurons of a layer then stay equal for ever."""
    return Initializer(f"constant {c:g}", lambda shape, _in, _out, _rng: np.full(shape, c))


def normal(sigma: float) -> Initializer:
    """N(0, σ²)."""
    return Initializer(f"normal σ = {sigma:g}", lambda shape, _in, _out, rng: rng.normal(0.0, sigma, shape))


def uniform(limit: float) -> Initializer:
    """U(−limit, limit), whose standard deviation is limit / √3."""
    return Initializer(f"uniform ± {limit:g}", lambda shape, _in, _out, rng: rng.uniform(-limit, limit, shape))


def _normal(label: str, variance: Callable[[int, int], float]) -> Initializer:
    def rule(shape: Shape, fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
        return rng.normal(0.0, np.sqrt(variance(fan_in, fan_out)), shape)

    return Initializer(label, rule)


def _uniform(label: str, variance: Callable[[int, int], float]) -> Initializer:
    def rule(shape: Shape, fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
        limit = np.sqrt(3.0 * variance(fan_in, fan_out))  # U(−a, a) has variance a²/3
        return rng.uniform(-limit, limit, shape)

    return Initializer(label, rule)


def _identity(shape: Shape, fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """A matrix that copies its input; for a kernel, its centre does."""
    *window, n_in, n_out = shape
    weights = np.zeros(shape)
    weights[tuple(k // 2 for k in window)] = np.eye(n_in, n_out)
    return weights


def _orthogonal(shape: Shape, fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Orthonormal columns (or rows, if there are fewer rows). Saxe et al. 2013."""
    columns = shape[-1]
    rows = int(np.prod(shape[:-1], dtype=int))
    q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diag(r))  # otherwise the distribution is not uniform over rotations
    result: Array = (q if rows >= columns else q.T).reshape(shape)
    return result


zeros = Initializer("zeros", lambda shape, _in, _out, _rng: np.zeros(shape))
identity = Initializer("identity", _identity)
lecun_normal = _normal("LeCun normal", lambda n_in, _: 1.0 / n_in)  # LeCun et al. 1998
lecun_uniform = _uniform("LeCun uniform", lambda n_in, _: 1.0 / n_in)
xavier_normal = _normal("Xavier normal", lambda n_in, n_out: 2.0 / (n_in + n_out))  # Glorot & Bengio 2010
xavier_uniform = _uniform("Xavier uniform", lambda n_in, n_out: 2.0 / (n_in + n_out))
he_normal = _normal("He normal", lambda n_in, _: 2.0 / n_in)  # He et al. 2015
he_uniform = _uniform("He uniform", lambda n_in, _: 2.0 / n_in)
orthogonal = Initializer("orthogonal", _orthogonal)
