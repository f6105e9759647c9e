"""From a path of the pen to a picture of 28 × 28 pixels.

Ink is laid as Gaussian spots along the path. A spot is a product of a factor in x and a factor in y, so all the spots
of a picture are one matrix product, and a block of pictures is a batch of them:

    F[row, column] = Σ_p weight_p · gy[row, p] · gx[column, p]        weight_p = length of path at p / (s √(2π))

Beside a long straight line F = exp(−d²/(2s²)), so d = s √(−2 ln F) is the distance to the line; beside a bend or where
two lines cross it is a little less, as where wet ink runs together. The ink is then a ramp round the radius of the pen.
"""

import numpy as np

from core.array import Array

SIDE = 28
BOX = 20.0  # the digit fills a box of 20 × 20 pixels, as in MNIST
SPOT = np.float32(0.55)  # s, in pixels


def fit_to_box(path: Array, radius: Array) -> Array:
    """The path (n, samples, 2) in pixels: the longer side of the ink, with a pen of this radius (n,), is 20."""
    low, high = path.min(axis=1), path.max(axis=1)
    longest = np.maximum((high - low).max(axis=1), np.float32(1e-3))
    fitted: Array = (path - low[:, None]) * ((BOX - 2 * radius) / longest)[:, None, None]
    return fitted


def lengths(path: Array, joined: Array) -> Array:
    """The length of path that each sample stands for: half of both neighbouring segments        (n, samples)"""
    segments = np.linalg.norm(np.diff(path, axis=1), axis=2) * joined
    padded = np.pad(segments, ((0, 0), (1, 1)))
    halves: Array = np.float32(0.5) * (padded[:, 1:] + padded[:, :-1])
    return halves


def centre(path: Array, length: Array) -> Array:
    """The path moved so that its centre of mass lies in the middle of the picture, as in MNIST."""
    mass = np.einsum("np,npk->nk", length, path) / length.sum(axis=1)[:, None]
    centred: Array = path + (np.float32((SIDE - 1) / 2) - mass)[:, None]
    return centred


def draw(path: Array, length: Array, radius: Array, edge: Array) -> Array:
    """Ink from 0 to 1        path (n, samples, 2), radius and width of ramp (n,), in pixels -> (n, 28, 28)"""
    pixels = np.arange(SIDE, dtype=np.float32)[:, None]
    x, y = (np.exp(np.square(pixels - path[:, None, :, axis]) * (-0.5 / SPOT**2)) for axis in (0, 1))
    x *= (length / (SPOT * np.float32(np.sqrt(2 * np.pi))))[:, None]
    density = y @ x.transpose(0, 2, 1)
    distance = SPOT * np.sqrt(-2 * np.log(np.clip(density, np.float32(1e-20), 1)))
    ink: Array = (radius[:, None, None] - distance) / edge[:, None, None] + 0.5
    return ink.clip(0, 1)
