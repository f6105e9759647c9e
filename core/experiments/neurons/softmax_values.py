"""Softmax as it is written and as it is computed, its Jacobian, and the largest exponents of the types."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.array import Array
from core.nn import Softmax

TYPES: dict[str, npt.DTypeLike] = {"float32": np.float32, "float64": np.float64}


def naive(z: Array, dtype: npt.DTypeLike) -> Array:
    """e^z / Σ e^z as it is written, in that type: inf / inf is no number, and 0 / 0 neither."""
    with np.errstate(all="ignore"):
        e = np.exp(z.astype(dtype))
        return np.asarray(e / e.sum())


def log_softmax(z: Array) -> Array:
    """ln p = z − max z − ln Σ e^(z − max z): exact also where p is 0 to the computer."""
    above = z - z.max()
    return np.asarray(above - np.log(np.exp(above).sum()))


def jacobian(z: Array, temperature: float) -> Array:
    """(classes, classes): ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ) / T, a row for each way back through the layer."""
    layer, n = Softmax(), len(z)
    layer.forward(np.tile(z, (n, 1)), training=True)
    return layer.backward(np.eye(n)) / temperature


def largest_exponent(dtype: npt.DTypeLike) -> int:
    """The largest whole z with a finite e^z."""
    with np.errstate(over="ignore"):
        return int(np.flatnonzero(np.isfinite(np.exp(np.arange(1000).astype(dtype))))[-1])
