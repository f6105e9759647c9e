"""The line at the foot of the window: what was trained on, from which seed, how far and how fast."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.run.frame import Frame
from core.run.session import Session
from core.settings import SeededSettings
from gui.keys import Shortcut, with_key
from gui.look.elided import ElidedLabel
from gui.look.theme import Theme
from gui.luck.chip import SeedsChip
from gui.worker.commands import RunState

PERIOD = 0.5  # seconds between two readings of the rates, so that they can be read


class Meter:
    """Steps and frames per second over the last half second. clock: in seconds."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self.steps = 0.0
        self.frames = 0.0
        self._since = clock()
        self._first_step = 0
        self._frames = 0

    def restart(self, step: int = 0) -> None:
        self.steps = self.frames = 0.0
        self._since, self._first_step, self._frames = self._clock(), step, 0

    def count(self, step: int, drawn: bool) -> bool:
        """Take in one pull of the window; True when there is a new reading."""
        self._frames += drawn
        passed = self._clock() - self._since
        if passed < PERIOD:
            return False
        steps, frames = max(0, step - self._first_step) / passed, self._frames / passed
        self.restart(step)
        self.steps, self.frames = steps, frames
        return True


class StatusLine(QWidget):
    """Chips on the left, figures on the right; a sentence in between when something needs saying."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = Meter()
        self.data = self._label(self.tr("Data and what was done to it"))
        self.seed = self._label(self.tr("All randomness follows from the seed"))
        self.fair = self._label(self.tr("The variants share their first weights and their batches"))
        self.fair.setText(self.tr("fair"))
        self.recorded = self._label(self.tr("Played from a file, without its data and without the time it took"))
        self.recorded.setText(self.tr("recorded run"))
        self.ghost = self._label(with_key(self.tr("The run before the last change, drawn dotted"), Shortcut.GHOST))
        self.seeds = SeedsChip(theme, self)
        self.message = ElidedLabel(self)
        self.speed = self._label(self.tr("Updates and pictures per second"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        for chip in (self.recorded, self.data, self.seed, self.fair, self.ghost):
            chip.setProperty("chip", True)
            row.addWidget(chip)
        row.addWidget(self.seeds)
        row.addWidget(self.message, 1)
        row.addWidget(self.speed)
        self.speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.apply_theme(theme)
        self.show_nothing()

    def _label(self, tip: str) -> QLabel:
        label = QLabel(self)
        label.setToolTip(tip)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QLabel {{ color: {theme.secondary}; }}"
            f'QLabel[chip="true"] {{ color: {theme.text}; background: {theme.panel}; border: 1px solid {theme.border};'
            f" border-radius: {theme.px(11)}px; padding: {theme.px(2)}px {theme.px(10)}px; }}"
        )
        self.setFixedHeight(theme.px(32))  # chips that come and go must not move the stage
        for label in (self.recorded, self.data, self.seed, self.fair, self.ghost, self.message, self.speed):
            label.setFont(theme.font(14))
        self.seeds.apply_theme(theme)

    def show_nothing(self) -> None:
        """No session: nothing is known."""
        for label in (self.recorded, self.data, self.seed, self.fair, self.ghost):
            label.hide()
        self.speed.clear()
        self.message.show_text("")

    def show_session(self, session: Session) -> None:
        self.recorded.setVisible(bool(session.experiment.recorded))
        self.data.setText(session.data)
        self.data.setVisible(bool(session.data))
        seed = session.settings.seed if isinstance(session.settings, SeededSettings) else None
        self.seed.setText(self.tr("seed {0}").format(seed))
        self.seed.setVisible(seed is not None)
        self.fair.setVisible(session.start is not None and session.start.fair)
        self.meter.restart(session.step)

    def show_state(self, state: RunState) -> None:
        """Data that is made or read for the first time can take seconds."""
        self.speed.setText(self.tr("preparing…") if state is RunState.LOADING else "")

    def show_ghost(self, difference: str) -> None:
        """What the run has otherwise than the one before; "" where that is not seen."""
        self.ghost.setText(self.tr("dotted: before {0}").format(difference))
        self.ghost.setVisible(bool(difference))

    def show_message(self, text: str) -> None:
        self.message.show_text(text)

    def show_pull(self, frame: Frame | None, last: Frame | None) -> bool:
        """Called at every pull, whether there was something new or not. True when the rates were read anew."""
        shown = frame or last
        if shown is None or not self.meter.count(shown.step, frame is not None):
            return False
        if self.meter.steps > 0:
            rates = self.tr("{0} steps/s · {1} frames/s")
            self.speed.setText(rates.format(_rate(self.meter.steps), f"{self.meter.frames:.0f}"))
        else:
            self.speed.setText("")
        return True


def _rate(value: float) -> str:
    """Two figures are enough for a rate that changes all the time: 7.5, 120, 24 000."""
    if value < 10:
        return f"{value:.1f}"
    digits = max(0, len(str(int(value))) - 2)
    return f"{round(value, -digits):,.0f}".replace(",", "\u2009")
