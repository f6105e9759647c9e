"""The buttons of a media player: Reset, Step back, Play or Pause, Step, the speed, and the step counter."""

from __future__ import annotations

from time import monotonic
from typing import get_args

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from core.run.experiment import Pace, Preset
from gui.keys import Shortcut, with_key
from gui.look.icons import icon_button, show_icon
from gui.look.theme import Theme, palette
from gui.speed import Speed
from gui.worker.commands import RunState, Unit

COUNT = 0.1  # seconds between two figures of the step counter

_CAN_RESET = {RunState.PAUSED, RunState.RUNNING, RunState.FINISHED, RunState.FAILED}
_CAN_PLAY = {RunState.HELD, RunState.PAUSED, RunState.RUNNING, RunState.FINISHED, RunState.LOADING}
_CAN_STEP = {RunState.HELD, RunState.PAUSED, RunState.RUNNING}
_CAN_STEP_BACK = {RunState.PAUSED, RunState.RUNNING, RunState.FINISHED, RunState.FAILED}


class Transport(QWidget):
    """It says what the reader wants and shows the state it is told; it never decides what happens. counter: the step
    that is shown; whoever has room for it places it."""

    reset = Signal()
    play = Signal()
    pause = Signal()
    step = Signal(str)  # a Unit
    step_back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit: Unit = "update"
        self._state = RunState.EMPTY
        self._pace = Pace.STREAMED
        self._counted = 0.0
        self._step = 0
        self._wordy = True
        self._past = False
        self.reset_button = self._button(
            self.tr("Reset ({0}): the same seed from the start").format(Shortcut.RESET.label), self.reset.emit
        )
        self.back_button = self._button(with_key(self.tr("Step back"), Shortcut.STEP_BACK), self.step_back.emit)
        self.play_button = self._button("", self.toggle)
        self.step_button = self._button(with_key(self.tr("Step"), Shortcut.STEP), self.emit_step)
        self.unit_button = self._button(self.tr("How far a step goes"), self._show_units)
        self._add_units()
        self.speed = Speed(self)
        self.counter = QLabel(self)
        # It changes thirty times a second, and all that lies beneath a translucent label is painted with it.
        self.counter.setAutoFillBackground(True)
        self._lay_out()
        self.apply_theme(theme)
        self.show_step(0)
        self.show_state(RunState.EMPTY)

    def _button(self, tip: str, clicked: object) -> QToolButton:
        button = icon_button(tip, self)
        button.clicked.connect(clicked)
        return button

    def _add_units(self) -> None:
        names = {"update": self.tr("One update"), "epoch": self.tr("One epoch"), "100": self.tr("100 updates")}
        self._units = QActionGroup(self)
        self.units = QMenu(self)
        for unit in get_args(Unit):
            action = QAction(names[unit], self._units)
            action.setCheckable(True)
            action.setChecked(unit == self.unit)
            action.setData(unit)
            self.units.addAction(action)
        self._units.triggered.connect(self._choose_unit)
        self.step_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.step_button.setText("1")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.reset_button, self.back_button, self.play_button, self.step_button, self.unit_button):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.speed)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        self.counter.setPalette(palette(theme))
        self._theme = theme
        self.unit_button.setStyleSheet(f"QToolButton {{ padding: {theme.px(4)}px 0; min-width: {theme.px(18)}px; }}")
        show_icon(self.reset_button, "reset", theme)
        show_icon(self.back_button, "back", theme)
        show_icon(self.step_button, "step", theme)
        show_icon(self.unit_button, "more", theme)
        self.counter.setFont(theme.font(14))
        self.speed.apply_theme(theme)
        self._show_counter()
        self._show_play()

    def show_words(self, wordy: bool) -> None:
        """Where there is little room the speed has no words, and the counter is a bare number."""
        self._wordy = wordy
        self.speed.words.setVisible(wordy)
        self._show_counter()

    def _show_counter(self) -> None:
        words = self.tr("step {0}") if self._wordy else "{0}"
        self.counter.setMinimumWidth(self.counter.fontMetrics().horizontalAdvance(words.format("0000000")))
        text = words.format(f"{self._step:,}".replace(",", "\u2009"))
        if text != self.counter.text():
            self.counter.setText(text)

    def show_preset(self, preset: Preset) -> None:
        """What the preset's pace leaves of the buttons, and its own speed."""
        self._pace = preset.pace
        instant = self._pace is Pace.INSTANT
        for widget in (
            self.back_button,
            self.play_button,
            self.step_button,
            self.unit_button,
            self.speed,
            self.counter,
        ):
            widget.setVisible(not instant)
        for action in self._units.actions():
            action.setVisible(action.data() != "epoch" or self._pace is Pace.STREAMED)
        self._choose_unit(self._units.actions()[0])
        self.speed.show_speed(preset.steps_per_second)

    def show_state(self, state: RunState) -> None:
        self._state = state
        self.reset_button.setEnabled(state in _CAN_RESET)
        self.play_button.setEnabled(state in _CAN_PLAY)
        self._show_ways()
        self._show_play()

    def show_past(self, past: bool) -> None:
        """Whether a step of the past is shown: then there is a way forward even where the run has ended."""
        self._past = past
        self._show_ways()

    def _show_ways(self) -> None:
        self.step_button.setEnabled(self._past or self._state in _CAN_STEP)
        self.back_button.setEnabled(self._state in _CAN_STEP_BACK and self._step > 0)

    def show_step(self, step: int, settled: bool = True) -> None:
        """While a run goes on the figures change ten times a second: nobody reads more, and each costs a layout."""
        self._step = step
        self._show_ways()
        now = monotonic()
        if not settled and now - self._counted < COUNT:
            return
        self._counted = now
        self._show_counter()

    def can_reset(self) -> bool:
        return self.reset_button.isEnabled()

    def can_play(self) -> bool:
        return self.play_button.isEnabled() and self._pace is not Pace.INSTANT

    def can_step(self) -> bool:
        return self.step_button.isEnabled() and self._pace is not Pace.INSTANT

    def can_step_back(self) -> bool:
        return self.back_button.isEnabled() and self._pace is not Pace.INSTANT

    @Slot()
    def toggle(self) -> None:
        """Play or pause, whichever the button shows."""
        if self.can_play():
            (self.pause if self._state is RunState.RUNNING else self.play).emit()

    @Slot()
    def emit_step(self) -> None:
        if self.can_step():
            self.step.emit(self.unit)

    @Slot()
    def emit_step_back(self) -> None:
        if self.can_step_back():
            self.step_back.emit()

    @Slot()
    def emit_reset(self) -> None:
        if self.can_reset():
            self.reset.emit()

    @Slot()
    def _show_units(self) -> None:
        """A menu that pops up on its own: one that belongs to a button would run an event loop inside this one."""
        self.units.popup(self.unit_button.mapToGlobal(self.unit_button.rect().bottomLeft()))

    def _show_play(self) -> None:
        running = self._state is RunState.RUNNING
        show_icon(self.play_button, "pause" if running else "play", self._theme)
        text = with_key(self.tr("Pause") if running else self.tr("Play"), Shortcut.PLAY)
        self.play_button.setToolTip(text)
        self.play_button.setAccessibleName(text.partition(" (")[0])

    @Slot(QAction)
    def _choose_unit(self, action: QAction) -> None:
        action.setChecked(True)
        self.unit = action.data()
        short = {"update": "1", "epoch": self.tr("epoch"), "100": "100"}
        self.step_button.setText(short[self.unit])
