"""The pictures of a sweep over first spreads, with and without batch norm."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from core.array import Array
from core.records import Curves, CurvesGrid
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, Sweep

PLAIN, BATCH_NORM = "without", "with batch norm"
LARGEST, SMALLEST = 1.0, 1e-4


def spreads(count: int) -> tuple[str, ...]:
    """σ from 1 to 0.0001 in equal ratios, as they are named: every third of 16 is one of 6."""
    return tuple(f"{sigma:.3g}" for sigma in np.geomspace(LARGEST, SMALLEST, count))


class SpreadGrid:
    """count: of spreads; chosen: the place of the one that is shown large, where there are as many."""

    def __init__(self, count: int, updates: int, chosen: Callable[[], int]) -> None:
        self.sigmas = spreads(count)
        self._chosen = chosen
        channels = (TRAINING_ACCURACY, TEST_ACCURACY)
        self.sweep = Sweep((PLAIN, BATCH_NORM), self.sigmas, channels, column_label="σ", y_label="accuracy",
                           y_range=(0.0, 1.0), total=updates)  # fmt: skip

    def chosen_place(self) -> int:
        """Of the plot that is outlined."""
        return min(self._chosen(), len(self.sigmas) - 1)

    def newest(self, channel: str) -> Iterator[tuple[str, Array]]:
        """Of each row its values (spreads,) now."""
        yield from zip((PLAIN, BATCH_NORM), self.sweep.newest[self.sweep.channels.index(channel)], strict=True)

    def plots(self, steps: Array, samples: Array) -> CurvesGrid:
        """Training accuracy, a plot for each σ; a run that diverged ends there, and its plot says so."""
        across = math.ceil(math.sqrt(len(self.sigmas)))
        made = self.sweep.curves_by_row(TRAINING_ACCURACY, across)(steps, samples)
        ended = np.isnan(samples[-1, 0]) if len(samples) else np.zeros((2, len(self.sigmas)), bool)
        titles = tuple(
            f"{title} · {PLAIN}: diverged" if over else title for title, over in zip(made.titles, ended[0], strict=True)
        )
        return replace(made, titles=titles, selected=self.chosen_place())

    def chosen(self, steps: Array, samples: Array) -> Curves:
        """Both networks of the chosen σ, on training and, dashed, on test digits."""
        place = self.chosen_place()
        rows = (PLAIN, BATCH_NORM)
        lines = {
            f"{row}, {part}": samples[:, i, j, place]
            for i, part in enumerate(("training", "test"))
            for j, row in enumerate(rows)
        }
        pairs = {f"{row}, test": f"{row}, training" for row in rows}
        return Curves(steps, lines, f"step, at σ {self.sigmas[place]}", "accuracy", paired=pairs)

    def over_spreads(self) -> Curves:
        """The newest test accuracy of every network, over σ from small to large."""
        lines = {row: accuracies[::-1] for row, accuracies in self.newest(TEST_ACCURACY)}
        x = np.array([float(sigma) for sigma in self.sigmas[::-1]])
        return Curves(x, lines, "σ of the first weights", "accuracy", log_x=True)
