"""What is measured of a run that may stop early, the flags at its best moments, and the digits with wrong labels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.nn import Network
from core.records import Curves, ImageGrid, Point, Span, Table
from core.run import Key, Tick
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, EarlyStopping

SHOWN = 24  # digits with wrong labels
VALIDATION_LOSS, VALIDATION_ACCURACY = Key("validation loss"), Key("validation accuracy")
TEST, TRAINING, LEARNT = Key(TEST_ACCURACY), Key(TRAINING_ACCURACY), Key("wrong labels learnt")
LOSS, MEAN_LOSS = Key("loss"), Key("training loss")
MEASURED = (VALIDATION_LOSS, VALIDATION_ACCURACY, TEST, TRAINING, LEARNT, MEAN_LOSS)


class StoppingWatch:
    """stops: by what each judges, the validation loss and the validation accuracy. truth: the labels before some of
    those of `training` were redrawn."""

    def __init__(self, net: Network, training: Dataset, truth: Array, stops: Mapping[Key, EarlyStopping]) -> None:
        self.net, self.training, self.truth, self.stops = net, training, truth, stops
        self.wrong = np.flatnonzero(training.y != truth)
        self.steps: list[int] = []
        self.measured: dict[Key, list[float]] = {key: [] for key in MEASURED}
        self.stopped_at: dict[Key, int] = {}
        self._losses: list[float] = []

    def seen(self, tick: Tick) -> Tick:
        """The tick with the measurements that patience still waits for; where accuracies were measured, also with the
        test accuracy of the weights that each criterion would keep, and how much running on gains over the first."""
        if LOSS in tick.scalars:
            self._losses.append(tick.scalars[LOSS])
        for key, stop in self.stops.items():
            if stop.stopped:
                self.stopped_at.setdefault(key, tick.step)
        waiting = self.stops[VALIDATION_LOSS]
        left = {Key("patience left"): float(max(waiting.patience - waiting.waited, 0))}
        if VALIDATION_LOSS not in tick.scalars:
            return tick._replace(scalars={**tick.scalars, **left})
        mean = float(np.mean(self._losses)) if self._losses else np.nan
        self._losses.clear()
        self.steps.append(tick.step)
        for key in MEASURED:
            self.measured[key].append(mean if key == MEAN_LOSS else tick.scalars[key])
        kept = {Key(f"kept by {key.channel}"): self.kept(key) for key in self.stops}
        more = {Key("running on gains"): tick.scalars[TEST] - self.kept(VALIDATION_LOSS)}
        return tick._replace(scalars={**tick.scalars, **left, **kept, **more})

    def kept(self, key: Key) -> float:
        """The test accuracy of the best weights by this criterion."""
        return self.measured[TEST][self.steps.index(self.stops[key].best_step)]

    def best(self, key: Key) -> tuple[Point, ...]:
        """The dot at the criterion's best moment, on its line."""
        step = self.stops[key].best_step
        return (Point(step, self.measured[key][self.steps.index(step)], line=key.channel),)

    def losses(self) -> Curves:
        """The loss on training batches and on validation digits; shaded is the patience, from the flag on."""
        stop = self.stops[VALIDATION_LOSS]
        end = self.stopped_at.get(VALIDATION_LOSS, self.steps[-1])
        spans = (Span(stop.best_step, end, "patience"),) if end > stop.best_step else ()
        return self._curves((MEAN_LOSS, VALIDATION_LOSS), "cross entropy",
                            self.best(VALIDATION_LOSS), spans)  # fmt: skip

    def accuracies(self) -> Curves:
        """Read correctly, and the share of wrong labels that are repeated."""
        stop = self.stops[VALIDATION_ACCURACY]
        end = self.stopped_at.get(VALIDATION_ACCURACY, self.steps[-1])
        spans = (Span(stop.best_step, end, "patience"),) if end > stop.best_step else ()
        flags = self.best(VALIDATION_ACCURACY)
        return self._curves(
            (VALIDATION_ACCURACY, TEST, LEARNT) if len(self.wrong) else (VALIDATION_ACCURACY, TEST),
            "share",
            flags,
            spans,
        )

    def _curves(
        self, keys: tuple[Key, ...], y_label: str, points: tuple[Point, ...], spans: tuple[Span, ...]
    ) -> Curves:
        lines = {key.channel: np.array(self.measured[key]) for key in keys}
        return Curves(np.array(self.steps), lines, y_label=y_label, points=points, spans=spans)

    def table(self) -> Table:
        """What each criterion keeps, and what running on gives."""
        rows = [
            (
                f"by {key.channel}" + (", ends the run" if stop.stop else ""),
                f"{stop.best_step}",
                str(self.stopped_at.get(key, "not yet")),
                f"{self.kept(key):.3f}",
            )
            for key, stop in self.stops.items()
        ]
        put_back = next((key for key, stop in self.stops.items() if stop.stop and stop.stopped), None)
        accuracy = self.measured[TEST][-1] if put_back is None else self.kept(put_back)
        step = self.steps[-1] if put_back is None else self.stops[put_back].best_step
        now = "now" if put_back is None else "now: put back"
        return Table(
            ("weights kept", "of update", "stopped at", "test"), (*rows, (now, f"{step}", "", f"{accuracy:.3f}"))
        )

    def digits(self) -> ImageGrid:
        """Digits with wrong labels, and what they are read as now."""
        rows = self.wrong[:SHOWN] if len(self.wrong) else np.arange(SHOWN)
        x, labels = self.training.batch(rows)
        read = self.net.forward(x).argmax(axis=1)
        learnt = int((read == labels).sum())
        side = int(np.sqrt(x.shape[1]))
        captions = tuple(f"{label} → {answer}" for label, answer in zip(labels, read, strict=True))
        what = "wrong labels are repeated" if len(self.wrong) else "labels, all right, are repeated"
        summary = f"{learnt} of these {len(rows)} {what}"
        return ImageGrid(("",), (x.reshape(-1, side, side),), ((0.0, 1.0),), "grey", (captions,), summary, noun="digit")
