"""How the digits are written: for each digit a few ways, as the path of the pen.

A way is a share (how common it is) and points on a field of 100 × 100, x to the right and y down. The pen runs smoothly
through the points; `|` makes a corner at the point before it, `/` lifts the pen.

Between the points the path is a Catmull–Rom spline, which is linear in the points: so a way becomes one matrix, and
the same matrix serves the ten thousand versions of it whose points were moved a little.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.array import Array

SAMPLES = 96  # points of the drawn path: less than one pixel apart on the longest digit
MOST_CONTROLS = 20

WAYS: dict[int, tuple[str, ...]] = {
    0: (
        "4: 55,0 22,12 5,50 20,88 50,100 82,85 95,50 82,14 52,0 38,5",
        "2: 75,12 45,0 15,25 5,58 22,92 55,98 88,75 92,38 75,10 55,5",
        "2: 60,3 35,20 25,55 32,90 52,100 72,82 78,45 68,12 50,2",
        "1: 30,12 8,50 25,92 60,98 92,60 85,18 50,0 20,18",
        "1: 50,10 25,22 8,60 25,95 60,98 90,65 88,25 60,2 36,10 48,24",
        "1: 35,6 10,45 20,90 55,100 88,70 85,25 62,8",
    ),
    1: (
        "8: 50,0 50,50 50,100",
        "2: 25,24 50,0 | 50,50 50,100",
        "1: 25,22 50,0 | 50,50 50,100 / 18,100 50,99 82,100",
    ),
    2: (
        "4: 10,25 25,5 55,0 82,18 78,45 45,75 10,100 | 50,98 95,97",
        "3: 8,25 28,3 60,0 85,22 75,50 45,80 20,97 8,88 18,76 38,82 60,97 95,93",
        "2: 12,20 35,0 70,3 82,28 60,62 12,97 | 40,92 68,99 95,92",
        "1: 20,12 55,0 85,22 65,58 25,88 12,98 30,90 55,92 92,100",
        "2: 25,15 45,0 70,12 68,40 35,90 20,98 18,86 32,84 55,97 85,92",
        "2: 15,22 45,0 80,10 78,45 50,82 15,98 2,86 18,72 50,84 98,98",
        "2: 12,12 | 40,5 80,8 | 50,50 12,95 | 50,92 95,90",
    ),
    3: (
        "4: 10,12 40,0 75,8 82,28 60,44 35,48 | 70,52 90,75 70,95 40,100 8,88",
        "3: 12,15 38,0 78,6 80,32 42,46 | 85,55 88,82 55,100 10,92",
        "2: 15,10 50,0 80,15 70,40 45,48 40,44 58,46 85,60 85,85 50,100 8,90",
        "1: 10,3 50,3 88,3 | 45,42 | 80,52 92,75 70,97 35,100 5,88",
        "2: 25,8 60,0 70,20 45,42 | 68,58 62,85 35,100 8,92",
        "1: 20,12 60,2 75,20 50,45 | 85,60 78,90 45,100 15,90 14,78",
    ),
    4: (
        "3: 25,5 15,30 8,58 | 50,56 98,52 / 75,0 70,50 65,100",
        "3: 12,5 8,35 22,52 55,48 85,40 / 88,0 80,50 72,100",
        "2: 68,0 36,32 5,65 | 50,65 98,62 / 70,2 67,50 66,100",
        "2: 10,0 8,38 25,52 60,48 85,32 92,2 | 85,50 80,100",
        "1: 70,0 40,25 12,52 | 45,54 72,48 72,2 | 68,50 64,100",
        "2: 30,10 15,52 | 50,52 92,45 / 85,5 60,55 45,100",
    ),
    5: (
        "3: 88,3 50,2 28,4 | 22,25 18,45 | 45,38 78,48 88,72 70,95 40,100 8,90",
        "3: 25,5 20,42 | 50,38 82,52 85,78 60,98 30,100 5,88 / 25,5 55,3 94,0",
        "2: 90,5 45,2 20,18 30,40 62,52 82,72 68,95 35,100 5,90",
        "1: 98,0 65,8 38,10 | 30,30 28,45 | 60,42 78,62 62,90 30,100 2,92",
        "2: 95,2 50,8 38,10 | 22,45 | 50,42 68,60 55,88 15,98",
        "2: 70,2 30,5 | 22,40 | 55,38 78,55 75,85 50,100 22,95",
    ),
    6: (
        "4: 70,0 40,20 15,52 8,78 25,98 55,100 80,85 76,64 52,56 28,66 12,85",
        "3: 60,0 32,35 15,75 30,100 62,96 72,76 55,62 32,70 18,88",
        "2: 88,4 55,6 25,35 8,70 25,97 60,98 85,78 70,58 40,60 15,78",
        "1: 40,0 22,35 14,75 30,98 65,98 85,80 68,64 38,68 18,85",
        "2: 45,0 15,35 5,70 20,97 60,98 92,80 85,62 55,58 25,75 20,85",
    ),
    7: (
        "5: 5,8 45,6 92,3 | 70,40 52,70 40,100",
        "2: 8,25 10,6 | 50,6 92,4 | 72,38 55,70 45,100",
        "2: 5,8 45,6 92,3 | 70,40 52,70 40,100 / 32,54 58,50 86,47",
        "2: 5,15 28,3 60,9 90,2 85,20 62,60 50,100",
        "2: 8,40 10,8 | 45,8 85,5 | 80,40 70,70 65,100",
        "2: 25,15 50,5 72,8 | 60,50 45,100",
        "1: 10,10 60,2 88,22 75,60 50,100",
    ),
    8: (
        "4: 80,15 50,0 22,12 25,32 55,48 82,68 78,92 48,100 18,90 20,68 50,48 78,30 82,14 68,5",
        "2: 50,0 25,12 28,38 50,46 75,35 75,10 48,0 / 50,46 15,62 15,90 50,100 85,90 83,60 48,46",
        "2: 88,8 55,2 28,15 35,36 60,55 72,80 48,100 22,88 30,65 60,42 85,18 90,6",
        "1: 50,48 22,28 35,3 68,3 78,25 50,48 22,72 30,97 62,98 75,75 50,48 40,40",
        "3: 85,10 60,40 25,75 28,97 60,98 68,78 45,50 25,25 35,5 65,2 84,12",
    ),
    9: (
        "4: 80,20 55,2 22,12 15,38 40,52 70,40 82,16 | 80,55 75,100",
        "2: 80,18 52,0 20,12 18,40 48,50 80,22 | 85,55 68,90 40,100 15,92",
        "3: 78,15 45,0 12,20 20,45 50,48 75,28 82,8 72,55 52,100",
        "1: 90,8 55,0 18,22 22,46 55,45 88,10 | 70,50 55,100",
        "2: 75,10 45,0 22,18 35,42 65,38 78,12 | 82,50 75,85 50,100 20,92 25,80",
        "3: 72,12 48,0 28,10 25,30 42,38 65,28 75,8 | 60,60 40,100",
    ),
}


@dataclass(frozen=True)
class Way:
    """One way to write a digit.

    controls (c, 2): the points, in 0…1; basis (SAMPLES, c): path = basis @ controls; joined (SAMPLES − 1,) is 0 where
    the pen is lifted between a sample and the next.
    """

    digit: int
    share: float
    controls: Array
    basis: Array
    joined: Array


def read_way(digit: int, text: str) -> Way:
    """The way described by one line of `WAYS`."""
    share, _, path = text.partition(":")
    controls: list[tuple[float, float]] = []
    pieces: list[list[int]] = []  # numbers of the control points of each smooth piece
    lifts: list[bool] = []  # whether the pen was lifted before the piece
    for stroke in path.split("/"):
        for number, piece in enumerate(stroke.split("|")):
            corner = [len(controls) - 1] if number else []
            points = [(float(x) / 100, float(y) / 100) for x, y in (pair.split(",") for pair in piece.split())]
            pieces.append(corner + list(range(len(controls), len(controls) + len(points))))
            lifts.append(number == 0)
            controls += points
    table = np.array(controls)
    basis, joined = _basis(table, pieces, lifts)
    return Way(digit, float(share), table, basis, joined)


def _basis(controls: Array, pieces: list[list[int]], lifts: list[bool]) -> tuple[Array, Array]:
    """The samples are shared out among the pieces by their length, at least three to each."""
    chords = [np.linalg.norm(np.diff(controls[piece], axis=0), axis=1) for piece in pieces]
    lengths = np.array([chord.sum() for chord in chords])
    counts = np.maximum(3, np.floor(SAMPLES * lengths / lengths.sum())).astype(int)
    counts[np.argmax(counts)] += SAMPLES - counts.sum()
    basis = np.zeros((SAMPLES, len(controls)))
    joined = np.ones(SAMPLES - 1)
    start = 0
    for piece, chord, count, lifted in zip(pieces, chords, counts, lifts, strict=True):
        basis[start : start + count, piece] = catmull_rom(chord, count)
        if lifted and start:
            joined[start - 1] = 0
        start += count
    return basis, joined


def catmull_rom(chords: Array, samples: int) -> Array:
    """The matrix (samples, points) from control points to samples of the smooth curve through them.

    chords (points − 1,): the distances between the points, so that the samples lie evenly and the line is even.
    Between p₁ and p₂, t from 0 to 1: ½ (2p₁ + (p₂−p₀) t + (2p₀−5p₁+4p₂−p₃) t² + (3p₁−p₀−3p₂+p₃) t³).
    Beyond the ends the neighbour is mirrored: p₋₁ = 2p₀ − p₁.
    """
    points = len(chords) + 1
    distance = np.concatenate([[0], np.cumsum(chords)])
    along = np.interp(np.linspace(0, distance[-1], samples), distance, np.arange(points))
    first = np.minimum(along.astype(int), points - 2)
    t = (along - first)[:, None]
    padded = np.zeros((points + 2, points))
    padded[1:-1] = np.eye(points)
    padded[0] = 2 * padded[1] - padded[2]
    padded[-1] = 2 * padded[-2] - padded[-3]
    p0, p1, p2, p3 = (padded[first + k] for k in range(4))
    sampled: Array = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return sampled


@cache
def all_ways() -> tuple[Way, ...]:
    """Read when the first digit is drawn: importing a module should not take 20 ms."""
    return tuple(read_way(digit, text) for digit, texts in WAYS.items() for text in texts)
