"""The slider under the transport: how far a run has come, and back to any step of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QWidget

from gui.keys import Shortcut, with_key
from gui.look.icons import icon_button, show_icon
from gui.look.theme import Theme

HEIGHT = 16  # pixels beside text of 100 %
TRACK = 4
HANDLE = 6  # radius
NEAR = 6  # pixels: a click so near to a step that is kept means that one


class Track(QWidget):
    """The line itself. newest: the step the run has come to; position: the one that is shown, None for the newest;
    reach: the last step that can be asked for; kept: steps that are shown at once; replay: how far a replay has come on
    its way to one that is not, None where there is none."""

    sought = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.total = self.newest = self.reach = 0
        self.position: int | None = None
        self.replay: int | None = None
        self.kept: Sequence[int] = ()
        self._theme = theme
        self._painted: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.update()

    def refresh(self) -> None:
        """Paint where anything has moved by a pixel: it is told of every frame."""
        shown = self.newest if self.position is None else self.position
        marks = [*self.kept, self.newest, shown, self.reach, -1 if self.replay is None else self.replay]
        drawn = (self.position is None, *(round(self.x_of(step)) for step in marks))
        if drawn != self._painted:
            self._painted = drawn
            self.update()

    def x_of(self, step: int) -> float:
        """Where a step stands."""
        room = self.width() - 2 * HANDLE
        return HANDLE + room * min(1.0, max(0, step) / max(1, self.total))

    def step_at(self, x: float) -> int:
        """The step at this place: one that is kept, if there is one near."""
        near = [step for step in (*self.kept, self.newest) if abs(self.x_of(step) - x) <= NEAR and step <= self.reach]
        if near:
            return min(near, key=lambda step: abs(self.x_of(step) - x))
        share = (x - HANDLE) / max(1, self.width() - 2 * HANDLE)
        return min(self.reach, max(0, round(share * self.total)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.sought.emit(self.step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position().x())
        QToolTip.showText(event.globalPosition().toPoint(), self.tr("step {0}").format(_spaced(step)), self)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(step)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme, middle = self._theme, self.height() / 2
        self._bar(painter, theme.border, self.x_of(self.total))
        self._bar(painter, theme.secondary, self.x_of(self.newest))
        if self.replay is not None:
            self._bar(painter, theme.accent, self.x_of(self.replay))
        painter.setBrush(QColor(theme.window))
        for step in self.kept:
            painter.drawEllipse(QPointF(self.x_of(step), middle), 1.2, 1.2)
        back = self.position is not None
        painter.setBrush(QColor(theme.accent if back else theme.secondary))
        at = self.newest if self.position is None else self.position
        painter.drawEllipse(QPointF(self.x_of(at), middle), HANDLE, HANDLE)
        painter.end()

    def _bar(self, painter: QPainter, color: str, end: float) -> None:
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(QRectF(HANDLE, (self.height() - TRACK) / 2, end - HANDLE, TRACK), 2, 2)


class Scrubber(QWidget):
    """The track, and beside it the step that is shown, of how many, or, while it is one of the past, what that means.
    The track keeps its length, so that a drag does not slip."""

    sought = Signal(int)  # show this step
    returned = Signal()  # back to now

    def __init__(self, theme: Theme, counter: QLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track = Track(theme, self)
        self.track.sought.connect(self.sought)
        self.track.setAccessibleName(self.tr("Step that is shown"))
        self.words = QLabel(self)
        self._color = ""
        self.now_button = icon_button(with_key(self.tr("Back to now"), Shortcut.NOW), self)
        self.now_button.clicked.connect(self.returned)
        keeps_room = self.now_button.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.now_button.setSizePolicy(keeps_room)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.track, 1)
        row.addWidget(counter)
        row.addWidget(self.words)
        row.addWidget(self.now_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.apply_theme(theme)
        self.show_now()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.track.apply_theme(theme)
        self.words.setFont(theme.font(14))
        show_icon(self.now_button, "end", theme)
        self.now_button.setStyleSheet("QToolButton { border: none; background: none; padding: 0; }")
        self.setFixedHeight(theme.px(HEIGHT + 6))
        self._show_words(self.words.text())

    def show_run(self, newest: int, total: int, reach: int, kept: Sequence[int]) -> None:
        """How far the run has come, of how many steps (0 where there is no end), and to which of them one can go."""
        track = self.track
        track.newest, track.reach, track.total, track.kept = newest, reach, max(total, newest, 1), kept
        track.refresh()
        if track.position is None:
            self._show_words(self.tr("of {0}").format(_spaced(total)) if 0 < newest <= total else "")

    def show_now(self) -> None:
        """The newest step is shown."""
        self.track.position = self.track.replay = None
        self.now_button.hide()
        self.track.refresh()

    def show_past(self, step: int, newest: int) -> None:
        """A step of the past is shown, of a run that has come to `newest`."""
        self.track.position, self.track.replay = step, None
        self._show_words(self.tr("changes act at {0}").format(_spaced(newest)))

    def show_replay(self, step: int, target: int) -> None:
        """A replay is on its way to a step that was not kept."""
        self.track.replay, self.track.position = step, target
        share = 100 * step // max(1, target)
        self._show_words(self.tr("computing {0}: {1} %").format(_spaced(target), share))

    def _show_words(self, words: str) -> None:
        """At least as wide as any that may stand there in this run."""
        back, theme = self.track.position is not None, self._theme
        self.now_button.setVisible(back)
        most = _spaced(self.track.total)
        widest = self.tr("computing {0}: {1} %").format(most, 100)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(widest))
        color = theme.accent if back else theme.secondary
        if color != self._color:
            self._color = color
            self.words.setStyleSheet(f"color: {color};")
        if words != self.words.text():
            self.words.setText(words)
        self.track.refresh()


def _spaced(step: int) -> str:
    return f"{step:,}".replace(",", "\N{THIN SPACE}")
