"""Pen digits: handwritten-looking digits of 28 × 28 pixels, made by the program.

Each picture is one way of writing a digit (`skeletons`), its points moved a little, slanted, turned, stretched and
bent, drawn with a pen of random width (`pen`) and placed as MNIST places its digits. Picture i depends on the data seed
and i alone: not on the run's seed, nor on which pictures were made before.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from core.array import Array
from core.data.dataset import Dataset, Split
from core.data.pen_digits import chance, pen
from core.data.pen_digits.strokes import MOST_CONTROLS, SAMPLES, all_ways
from core.data.samples import First

NAME = "pen digits"
MOST_TRAIN, MOST_TEST = 60_000, 10_000
BLOCK = 250  # pictures made at once: their arrays stay in the cache of the processor
WAVES = 4


@dataclass(frozen=True)
class Hand:
    """How much the writing varies: standard deviations unless said. Lengths are shares of the digit's height."""

    jitter: float = 0.05  # of each control point
    lean: float = 0.22  # mean shear of x by y: right-handed writing leans to the right
    slant: float = 0.25  # spread of the shear
    turn: float = 0.15  # radians
    stretch: float = 0.2  # of ln(width / height)
    bend: float = 0.036  # of each wave of the elastic distortion
    radius: tuple[float, float] = (0.75, 2.0)  # of the pen, in pixels, from … to
    edge: tuple[float, float] = (0.9, 1.6)  # width of the ink's border, in pixels
    off_centre: float = 1.0  # pixels


HAND = Hand()


def labels(seed: int, rows: Array) -> Array:
    """The digit of each picture: every ten rows hold each digit once, in a random order        (n,) int64"""
    order = np.argsort(chance.bits(seed, rows // 10, 10), axis=1)
    digit: Array = order[np.arange(len(rows)), rows % 10]
    return digit


def pictures(seed: int, rows: Array, hand: Hand = HAND) -> Array:
    """Ink from 0 to 1 of the pictures with these numbers        rows (n,) -> (n, 28, 28) float32"""
    normal = chance.bell(seed + 1, rows, 2 * MOST_CONTROLS + 5 + 2 * WAVES)
    even = chance.uniform(seed + 2, rows, 3 + 2 * WAVES)
    way = _choose_way(labels(seed, rows), even[:, 0])
    moved = _TOGETHER @ normal[:, : 2 * MOST_CONTROLS].reshape(-1, MOST_CONTROLS, 2)
    path = _BASIS[way] @ (_CONTROLS[way] + np.float32(hand.jitter) * moved)
    rest = normal[:, 2 * MOST_CONTROLS :]
    path = _bent(path, rest[:, 5:].reshape(-1, WAVES, 2), even[:, 3:].reshape(-1, WAVES, 2), hand)
    path = path @ _affine(rest[:, :3], hand)
    radius = np.float32(hand.radius[0]) + np.float32(hand.radius[1] - hand.radius[0]) * even[:, 1]
    edge = np.float32(hand.edge[0]) + np.float32(hand.edge[1] - hand.edge[0]) * even[:, 2]
    path = pen.fit_to_box(path, radius)
    length = pen.lengths(path, _JOINED[way])
    path = pen.centre(path, length) + np.float32(hand.off_centre) * rest[:, None, 3:5]
    return pen.draw(path, length, radius, edge)


def _choose_way(digit: Array, chosen: Array) -> Array:
    """The number of a way of this digit, by their shares        digit (n,), chosen (n,) in 0…1 -> (n,)"""
    way: Array = (digit[:, None] + chosen[:, None] >= _UNTIL).sum(axis=1)
    return way


def _affine(normal: Array, hand: Hand) -> Array:
    """The matrices (n, 2, 2) that slant, stretch and turn row vectors (x, y)        normal (n, 3)"""
    slant, turn, stretch = (
        hand.lean + normal[:, 0] * hand.slant,
        normal[:, 1] * hand.turn,
        np.exp(normal[:, 2] * hand.stretch),
    )
    c, s, zero = np.cos(turn), np.sin(turn), np.zeros_like(turn)
    # y grows downwards, so a slant to the right takes x away as y grows
    stretched = np.stack([stretch, zero, -slant, 1 + zero], axis=1).reshape(-1, 2, 2)
    turned = np.stack([c, s, -s, c], axis=1).reshape(-1, 2, 2)
    return np.asarray(stretched @ turned, np.float32)


def _bent(path: Array, amplitude: Array, wave: Array, hand: Hand) -> Array:
    """Elastic distortion: path + Σ a sin(2π (f u·path + φ)), slow waves of direction u, frequency f, phase φ.

    amplitude (n, WAVES, 2) standard normal, wave (n, WAVES, 2) in 0…1: direction and phase.
    """
    angle = np.pi * wave[:, :, 0]
    frequency = np.linspace(0.6, 1.5, WAVES, dtype=np.float32)
    direction = frequency[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
    phase = path @ direction.transpose(0, 2, 1) + wave[:, None, :, 1]
    bent: Array = path + np.sin(2 * np.pi * phase).astype(np.float32) @ (np.float32(hand.bend) * amplitude)
    return bent


@dataclass(frozen=True)
class PenPictures:
    """The pictures from number `start`, each made when first asked for and kept as bytes; a `Samples`.

    The bytes are those that MNIST would store, so the figures of a run do not depend on what is already kept.
    """

    seed: int
    start: int
    count: int
    _bytes: Array = field(init=False, repr=False)
    _made: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # zeroed memory costs nothing until a picture is written into it
        object.__setattr__(self, "_bytes", np.zeros((self.count, pen.SIDE, pen.SIDE, 1), np.uint8))
        object.__setattr__(self, "_made", np.zeros(self.count, bool))

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, height, width, 1)"""
        return self._bytes.shape

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: int | slice | Array) -> Array:
        if not np.all(self._made[rows]):
            wanted = np.atleast_1d(np.arange(self.count)[rows])
            missing = np.unique(wanted[~self._made[wanted]])
            for at in range(0, len(missing), BLOCK):
                self._make(missing[at : at + BLOCK])
        return np.multiply(self._bytes[rows], np.float32(1 / 255), dtype=np.float32)

    def _make(self, rows: Array) -> None:
        ink = pictures(self.seed, rows + self.start)
        self._bytes[rows, :, :, 0] = np.rint(ink * 255).astype(np.uint8)
        self._made[rows] = True  # last: another thread never takes a picture that is half made


@cache
def _parts(seed: int) -> tuple[PenPictures, PenPictures]:
    return PenPictures(seed, 0, MOST_TRAIN), PenPictures(seed, MOST_TRAIN, MOST_TEST)


def pen_digits(train: int, test: int, seed: int = 0) -> Split:
    """The first `train` pictures to learn from, and the first `test` of others that are never learned from.

    x (n, 28, 28, 1) in 0…1, y (n,) int64. The counts are limited to 60,000 and 10,000, as in MNIST.
    """
    parts = []
    for pictures_of_part, count in zip(_parts(seed), (train, test), strict=True):
        count = min(count, pictures_of_part.count)
        y = labels(seed, np.arange(count) + pictures_of_part.start)
        parts.append(Dataset(NAME, First(pictures_of_part, count), y, tuple("0123456789"), "/255"))
    return Split(*parts)


def _stacked() -> tuple[Array, Array, Array, Array]:
    """The ways as arrays: controls and basis padded with zeros, pen lifts, where each share ends (digit + 0…1)."""
    ways = all_ways()
    controls = np.zeros((len(ways), MOST_CONTROLS, 2), np.float32)
    basis = np.zeros((len(ways), SAMPLES, MOST_CONTROLS), np.float32)
    shares = np.zeros((10, len(ways)))
    for number, way in enumerate(ways):
        controls[number, : len(way.controls)] = way.controls
        basis[number, :, : len(way.controls)] = way.basis
        shares[way.digit, number] = way.share
    until = np.cumsum((shares / shares.sum(axis=1, keepdims=True)).sum(axis=0))
    return controls, basis, np.array([way.joined for way in ways], np.float32), until


def _together(reach: float = 1.4) -> Array:
    """A matrix that makes neighbours on the path move alike, with the same standard deviation as before.

    Without it the pen trembles; a hand does not.
    """
    number = np.arange(MOST_CONTROLS)
    weight = np.exp(-0.5 * ((number[:, None] - number) / reach) ** 2)
    return np.asarray(weight / np.linalg.norm(weight, axis=1, keepdims=True), np.float32)


_CONTROLS, _BASIS, _JOINED, _UNTIL = _stacked()
_TOGETHER = _together()
