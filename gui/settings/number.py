"""Numbers: a slider and a number that can be typed."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from typing import Any, cast

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.settings import Field, LogRangeField, RangeField
from gui.settings.editor import CalmSlider, Editor, Entry

POSITIONS = 200  # of a slider over a range without a step


def one_three_ten(low: float, high: float) -> tuple[float, ...]:
    """low, high and every 1·10^k and 3·10^k between them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    # Written out and read back: 3 * 10**-4 is not the double that 0.0003 is.
    grid = (float(f"{digit}e{power}") for power in range(first, last + 1) for digit in (1, 3))
    return (low, *(value for value in grid if low < value < high), high)


def positions(kind: RangeField) -> tuple[float, ...]:
    """The values that the slider of this range can stand at."""
    if isinstance(kind, LogRangeField):
        return one_three_ten(kind.low, kind.high)
    if kind.whole:
        return tuple(range(int(kind.low), int(kind.high) + 1, int(kind.step or 1)))
    step = kind.step or _nice((kind.high - kind.low) / POSITIONS)
    count = round((kind.high - kind.low) / step)
    values = [float(f"{kind.low + k * step:.10g}") for k in range(count + 1)]
    return (*(value for value in values if value < kind.high), kind.high)


def _nice(width: float) -> float:
    """The largest of 1, 2, 5 × 10^k that is not above the width."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * digit for digit in (5, 2, 1) if power * digit <= width * (1 + 1e-9))


class NumberEditor(Editor):
    """RangeField and LogRangeField. A range of more than 10,000 whole numbers has no slider: nobody could aim."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.kind = cast(RangeField, field.kind)
        too_many = self.kind.whole and self.kind.high - self.kind.low > 10_000
        self.values: tuple[float, ...] = () if too_many else positions(self.kind)
        self.slider = CalmSlider(self)
        self.slider.setRange(0, max(0, len(self.values) - 1))
        self.slider.setPageStep(max(1, len(self.values) // 10))
        self.slider.setVisible(not too_many)
        self.slider.valueChanged.connect(self._slid)
        self.entry = Entry(self)
        self.entry.taken.connect(self.offer_text)
        self.entry.left.connect(lambda: self.rejected.emit(""))
        self.entry.stepped.connect(self._step)
        if not too_many:
            self.entry.setObjectName("number")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.entry, 0 if self.values else 1)

    def draw(self, value: Any) -> None:
        self.entry.show_text(self.kind.format(value))
        if self.values:
            self.slider.blockSignals(True)  # showing is not editing
            self.slider.setValue(self._nearest(value))
            self.slider.blockSignals(False)

    def _nearest(self, value: float) -> int:
        right = min(bisect_left(self.values, value), len(self.values) - 1)
        left = max(0, right - 1)
        return left if abs(value - self.values[left]) < abs(self.values[right] - value) else right

    def _slid(self, position: int) -> None:
        self.offer(self.values[position])

    def _step(self, direction: int) -> None:
        """The next value of the slider's grid above or below a value that may lie between two."""
        if not self.values:
            self.offer(min(max(self.value + direction, self.kind.low), self.kind.high))
            return
        at = bisect_right(self.values, self.value) if direction > 0 else bisect_left(self.values, self.value) - 1
        self.offer(self.values[min(max(at, 0), len(self.values) - 1)])
