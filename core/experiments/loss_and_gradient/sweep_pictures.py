"""Pictures of a weight that is moved: the curves over all its places, and the digits at one of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.experiments.loss_and_gradient.weight_sweep import SHIFTS, Reader, Sweep
from core.records import Axes, Curves, LinesMark, Matrix, Plane, Point, PointsMark, Record, Text
from core.run import Key


class Pictures:
    """chosen: what the weight that is chosen now does; shift: by how much it is moved now."""

    def __init__(
        self, reader: Reader, classes: tuple[str, ...], chosen: Callable[[], Sweep], shift: Callable[[], float]
    ) -> None:
        self.reader, self.classes, self.chosen, self.shift = reader, classes, chosen, shift

    def views(self) -> dict[Key, Callable[[], Record]]:
        """What each panel asks for."""
        return {
            Key("loss"): lambda: self.curve(self.chosen().loss, "cross entropy"),
            Key("accuracy"): lambda: self.curve(self.chosen().accuracy, "accuracy"),
            Key("slope"): lambda: self.curve(self.chosen().gradient, "∂L/∂w"),
            Key("margins"): self.margins,
            Key("said"): self.said,
            Key("weights"): self.weights,
        }

    @property
    def at(self) -> int:
        """The place in SHIFTS."""
        return int(np.abs(SHIFTS - self.shift()).argmin())

    def curve(self, values: Array, label: str) -> Curves:
        """Over all places of the weight, and the point where it is."""
        here = Point(float(SHIFTS[self.at]), float(values[self.at]), f"{values[self.at]:.4g}".replace("-", "−"))
        return Curves(SHIFTS, {"": values}, f"{self.chosen().name} moved by", label, points=(here,))

    def margins(self) -> Plane:
        """Every digit, sorted by its margin before the weight is moved; correct above 0."""
        margins = self.chosen().margins
        now = margins[self.at, margins[len(SHIFTS) // 2].argsort()]
        height = (float(margins.min()) - 0.3, float(margins.max()) + 0.3)
        axes = Axes((0.0, len(now) + 1.0), height, "digit", "score above rival")
        order = np.arange(1, len(now) + 1)
        return Plane(
            axes,
            (
                LinesMark(np.array(axes.x), np.zeros(2), "wrong below, right above", dashed=True, color=3),
                PointsMark(order, now, (now > 0).astype(np.int64), name="digit"),
            ),
        )

    def said(self) -> Text:
        """What loss and accuracy tell of the way to go."""
        found = self.chosen()
        slope, loss, accuracy = found.gradient[self.at], found.loss[self.at], found.accuracy[self.at]
        way = "smaller" if slope > 0 else "larger"
        advice = f"says: make it {way}." if slope else "says nothing: its slope is 0."
        losses, accuracies = len(np.unique(found.loss)), len(np.unique(found.accuracy))
        steps = "accuracy" if accuracies == 1 else "accuracies"
        number = f"{found.value + SHIFTS[self.at]:.3f}".replace("-", "−")
        return Text(
            f"{found.name} = {number}\n"
            f"Loss {loss:.4f} {advice}\n"
            f"Accuracy {accuracy:.2f} says nothing: its slope is 0.\n"
            f"Over {len(SHIFTS)} places: {losses} losses, {accuracies} {steps}."
        )

    def weights(self) -> Matrix:
        """W2ᵀ: a row for each class, a column for each hidden neuron."""
        values = self.reader.w2.T
        name = self.chosen().name
        hidden, digit = (int(part) for part in name[name.index("[") + 1 : -1].split(", "))
        here = ((digit, hidden),) if name.startswith("W2") else ()
        return Matrix(
            values, self.classes, row_label="class", column_label="hidden neuron", signed=True, highlight=here
        )
