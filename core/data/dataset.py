"""What an experiment trains on."""

from dataclasses import dataclass, replace

import numpy as np

from core.array import Array
from core.data.samples import First, Flat, Samples, Standardized


@dataclass(frozen=True)
class Dataset:
    """Samples x with their answers y.

    x (n, …) float32 when indexed; pictures are (n, height, width, channel). y (n,): class indices (int64), or numbers.
    `note` says what was done to the numbers, such as "/255": it is shown wherever the data is named.
    """

    name: str
    x: Samples
    y: Array
    classes: tuple[str, ...]
    note: str
    columns: tuple[str, ...] = ()  # names of the features of a table

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y):
            raise ValueError(f"{self.name}: {len(self.x)} samples but {len(self.y)} answers")

    def __len__(self) -> int:
        return len(self.y)

    @property
    def caption(self) -> str:
        """The text of the data chip: `pen digits · 10,000 · /255`."""
        return " · ".join(part for part in (self.name, f"{len(self):,}", self.note) if part)

    def flat(self) -> "Dataset":
        """Every sample as one row, for networks that begin with Linear."""
        return replace(self, x=Flat(self.x))

    def first(self, count: int) -> "Dataset":
        """The first `count` samples, or all where there are fewer."""
        count = min(count, len(self))
        return replace(self, x=First(self.x, count), y=self.y[:count])

    def standardized(self, mean: float, std: float) -> "Dataset":
        """(x − mean) / std, with the figures added to the note."""
        formula = f"(x − {_short(mean)})/{_short(std)}"
        note = f"{self.note}, {formula}" if self.note else formula
        return replace(self, x=Standardized(self.x, mean, std), note=note)

    def batch(self, rows: Array) -> tuple[Array, Array]:
        """The chosen samples and their answers."""
        return self.x[rows], np.asarray(self.y[rows])


@dataclass(frozen=True)
class Split:
    """What is learned from, and what only measures: no sample is in both."""

    train: Dataset
    test: Dataset

    def flat(self) -> "Split":
        """Both parts with every sample as one row."""
        return Split(self.train.flat(), self.test.flat())

    def standardized(self, mean: float, std: float) -> "Split":
        """Both parts by the same figures: the test part never has statistics of its own."""
        return Split(self.train.standardized(mean, std), self.test.standardized(mean, std))


def _short(number: float) -> str:
    """.1307 and not 0.1307, as the syllabus prints figures."""
    return f"{number:.4g}".replace("0.", ".", 1) if abs(number) < 1 else f"{number:.4g}"
