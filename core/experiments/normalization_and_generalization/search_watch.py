"""What a search has found so far: in the plane of its two settings, over each of them, as curves and as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from core.array import Array, Interval
from core.records import Axes, LinesMark, Mark, Plane, PointsMark, Table, Text
from core.run import Key
from core.text import counted
from core.training.search import Outcome

BEST = 10  # whose rates are compared with the ends of the range
NEAR = 0.1  # of a range, in the logarithm: how near to its end is at the edge
CURVES, ROWS = 20, 12
TREND = 2.5  # standard deviations 1/√n: below them a correlation of n trials may well be chance
NARROW = 1e-2  # where the book's range of rates ends
RATE, DECAY = "lr", "decay"
LABELS = {RATE: "learning rate", DECAY: "weight decay λ"}
LEVEL: Interval = (0.0, 1.0)  # of accuracies
SIZE = 2.0  # of a dot, in usual ones


class Ranges(NamedTuple):
    """From where to where rates and decays are drawn."""

    lr: Interval
    decay: Interval


class SearchWatch:
    """total: outcomes of the whole search; of a trial that was trained again, longer, the longest counts. epochs: of
    the longest training."""

    def __init__(self, ranges: Ranges, total: int, epochs: int) -> None:
        self.ranges, self.total, self.epochs = ranges, total, epochs
        self.count = self.trained = 0
        self.best: list[Outcome] = []  # the best first
        self._latest: dict[int, Outcome] = {}

    def add(self, outcome: Outcome, epochs: int) -> None:
        """One more; epochs: how long it was trained."""
        self.count += 1
        self.trained += epochs
        self._latest[outcome.trial.number] = outcome
        self.best = sorted(self._latest.values(), key=lambda one: one.rank)

    def scalars(self) -> Mapping[Key, float]:
        """Of the best: validation and test accuracy, its rate, how much better it is than the best rate up to .01.
        Of the ten best: the least rate. r: the correlation of accuracy and log λ."""
        first = self.best[0]
        narrow = next((one.score for one in self.best if one.trial.settings[RATE] <= NARROW), math.nan)
        found = {
            Key("accuracy of the best", "validation"): first.score,
            Key("accuracy of the best", "test"): first.others[0],
            Key("rate of the best"): first.trial.settings[RATE],
            Key("gain over rates to 0.01"): first.score - narrow,
            Key("epochs trained"): float(self.trained),
            Key("r of decay"): self.correlation(DECAY),
            Key("r of rate"): self.correlation(RATE),
        }
        if len(self.best) >= BEST:
            found[Key("least of the ten best rates")] = min(self.values(RATE)[:BEST])
        return found

    def values(self, name: str) -> list[float]:
        """Of every trial, the best first."""
        return [one.trial.settings[name] for one in self.best]

    @property
    def scores(self) -> Array:
        """Of every trial, the best first; nan where it diverged."""
        return np.array([one.score for one in self.best])

    def correlation(self, name: str) -> float:
        """Of the validation accuracy with the logarithm of a setting; 0 where either is the same everywhere."""
        there = np.isfinite(self.scores)
        x, y = np.log10(self.values(name))[there], self.scores[there]
        return float(np.corrcoef(x, y)[0, 1]) if len(x) > 1 and x.std() > 1e-9 and y.std() > 1e-9 else 0.0

    def at_edge(self, name: str) -> tuple[int, int, float] | None:
        """(how many, of how many, the edge) of the best that crowd at one end of the range: at least half of them, and
        a share more than three times that of all trials, for a grid has many there."""
        low, high = getattr(self.ranges, name)
        reach = NEAR * math.log10(high / low)
        values = np.log10(self.values(name))
        best = values[: min(BEST, max(3, len(values) // 4))]
        for edge in (low, high) if reach else ():
            near, all_near = (np.abs(part - math.log10(edge)) <= reach + 1e-9 for part in (best, values))
            if near.mean() >= max(0.5, 3 * all_near.mean() + 1e-9):
                return int(near.sum()), len(best), edge
        return None

    # Pictures

    def plane(self, chosen: int) -> Plane:
        """Every trial where it was drawn, its colour the validation accuracy; dashed are the edges of the range."""
        (left, right), (low, high) = self.ranges
        box = LinesMark(np.array([left, right, right, left, left]), np.array([low, low, high, high, low]), dashed=True)
        axes = Axes(padded(self.ranges.lr), padded(self.ranges.decay), LABELS[RATE], LABELS[DECAY],
                    log_x=True, log_y=True)  # fmt: skip
        x, y = np.array(self.values(RATE)), np.array(self.values(DECAY))
        return Plane(axes, (box, *self.marks(x, y, chosen, "validation accuracy")))

    def marginal(self, name: str, chosen: int) -> Plane:
        """The validation accuracy over one setting, whatever the other was."""
        span: Interval = getattr(self.ranges, name)
        edges = [LinesMark(np.full(2, edge), np.array(LEVEL), dashed=True) for edge in span]
        axes = Axes(padded(span), (-0.06, 1.0), LABELS[name], "accuracy", log_x=True)
        return Plane(axes, (*edges, *self.marks(np.array(self.values(name)), np.nan_to_num(self.scores), chosen)))

    def marks(self, x: Array, y: Array, chosen: int, label: str = "") -> tuple[Mark, ...]:
        """A dot for every trial, the best first, and a cross on those that diverged. label: of the colours, where no
        axis tells the same."""
        n = int(np.isfinite(self.scores).sum())  # those that diverged come last
        ring = self.place(chosen) if 0 <= self.place(chosen) < n else None
        dots = PointsMark(x[:n], y[:n], values=self.scores[:n], limits=LEVEL, sizes=np.full(n, SIZE), highlight=ring,
                          label=label)  # fmt: skip
        return (dots, PointsMark(x[n:], y[n:], marker="cross")) if n < len(x) else (dots,)

    def place(self, chosen: int) -> int:
        """Among those that are there; −1 where there is none."""
        return min(chosen, len(self.best) - 1)

    def curves(self, chosen: int) -> Plane:
        """Validation accuracy over epochs: of the best, and of the chosen one."""
        axes = Axes((0.0, self.epochs), LEVEL, "epoch", "accuracy")
        shown = [*self.best[:CURVES], *self.best[self.place(chosen) :][:1]]
        lines = [(np.arange(1.0, len(one.curve) + 1), np.array(one.curve)) for one in shown]
        faint = [LinesMark(*line, faint=True) for line in lines[:-1]]
        return Plane(axes, (*faint, *(LinesMark(*line, color=0) for line in lines[-1:])))

    def table(self, chosen: int) -> Table:
        """The best, chosen by validation; what they do on digits that chose nothing stands beside it."""
        rows = tuple(
            (
                f"{place}",
                f"{one.trial.settings[RATE]:.2g}",
                f"{one.trial.settings[DECAY]:.1g}",
                f"{len(one.curve)}",
                "diverged" if math.isnan(one.score) else f"{one.score:.2f}",
                f"{one.others[0]:.2f}",
            )
            for place, one in enumerate(self.best[:ROWS], 1)
        )
        selected = self.place(chosen) if rows and self.place(chosen) < ROWS else None
        return Table(("place", "rate", "λ", "epochs", "validation", "test"), rows, selected)

    def verdict(self) -> Text:
        """What can be read off so far."""
        if not self.best:
            return Text(f"0 of {self.total} trainings have ended.")
        rates = len(set(self.values(RATE)))
        said = [f"{self.count} of {self.total} trainings, {self.trained:,} epochs, {counted(rates, 'different rate')}."]
        crowds = [(name, found) for name in (RATE, DECAY) if (found := self.at_edge(name)) is not None]
        for name, (near, among, edge) in crowds if len(self.best) >= BEST else []:
            said.append(f"{near} of the {among} best sit at the edge of the {LABELS[name]}, {edge:g}: widen.")
        if len(self.best) >= BEST:
            r = round(self.correlation(DECAY), 2) + 0.0  # no −0
            said.append(
                f"λ and accuracy: r = {r:.2f}{', no trend' * (abs(r) <= TREND / math.sqrt(len(self.best)))}.".replace(
                    "-", "−"
                )
            )
        return Text(" ".join(said))


def padded(span: Interval) -> Interval:
    """A range with an eighth of itself on either side, in the logarithm, so that its edges are seen."""
    more = max((span[1] / span[0]) ** 0.125, 1.5)
    return span[0] / more, span[1] * more
