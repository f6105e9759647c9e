"""How fast Play goes: steps per second in steps of 1-3-10, up to as fast as possible."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gui.look.theme import Theme

SPEEDS: tuple[float | None, ...] = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, None)  # None: full speed


class Speed(QWidget):
    """A slider and its value in words."""

    changed = Signal(object)  # steps per second, None for as fast as possible

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, len(SPEEDS) - 1)
        self.slider.setValue(len(SPEEDS) - 1)
        self.slider.setPageStep(1)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setToolTip(self.tr("Steps per second"))
        self.slider.setAccessibleName(self.tr("Speed"))
        self.slider.valueChanged.connect(self._change)
        self.words = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider)
        row.addWidget(self.words)

    @property
    def value(self) -> float | None:
        return SPEEDS[self.slider.value()]

    def show_speed(self, speed: float | None) -> None:
        """The nearest of the speeds on offer, by ratio; it is announced even where it has not changed."""
        offered = [s for s in SPEEDS if s is not None]
        nearest = None if speed is None else min(offered, key=lambda s: max(s / speed, speed / s))
        self.slider.blockSignals(True)
        self.slider.setValue(SPEEDS.index(nearest))
        self.slider.blockSignals(False)
        self._change()

    def apply_theme(self, theme: Theme) -> None:
        self.slider.setFixedWidth(theme.px(96))
        self.words.setFont(theme.font(14))
        widest = max(self.words.fontMetrics().horizontalAdvance(self._text(speed)) for speed in (3000.0, None))
        self.words.setMinimumWidth(widest)
        self.words.setText(self._text(self.value))

    @Slot()
    def _change(self) -> None:
        self.words.setText(self._text(self.value))
        self.changed.emit(self.value)

    def _text(self, speed: float | None) -> str:
        if speed is None:
            return self.tr("full speed")
        return self.tr("1 step/s") if speed == 1 else self.tr("{0} steps/s").format(f"{speed:.0f}")
