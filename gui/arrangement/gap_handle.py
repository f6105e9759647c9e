"""The gap between two panels: dragged by the mouse, moved by the arrow keys, put back by a double click or Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.arrangement.layout import Gap
from gui.look.theme import Theme
from gui.shortcut_override import overrides_shortcut

STEP = 16  # pixels that an arrow key moves it
FARTHEST = 2**15
LINE = 3.0  # pixels
KEYS = {
    True: {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP, Qt.Key.Key_Home: -FARTHEST, Qt.Key.Key_End: FARTHEST},
    False: {Qt.Key.Key_Up: -STEP, Qt.Key.Key_Down: STEP, Qt.Key.Key_Home: -FARTHEST, Qt.Key.Key_End: FARTHEST},
}
BACK = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GapHandle(QWidget):
    """Stands in a gap of the stage that is its parent, and is seen under the mouse and while it has the keyboard.

    moved: the gap, and where along its split it shall begin. put_back: the gap.
    """

    moved = Signal(object, int)
    put_back = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.gap: Gap | None = None
        self._grip: int | None = None  # pixels from the gap's beginning to where it is held
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the keyboard from the window
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleDescription(self.tr("The arrow keys move it, Enter puts it back."))

    def show_gap(self, gap: Gap | None, titles: tuple[str, str] = ("", "")) -> None:
        """Stand in this gap, between panels of these titles; None: there is none."""
        self.gap = gap
        self.setVisible(gap is not None)
        if gap is not None:
            self.setGeometry(gap.rect)
            self.setCursor(Qt.CursorShape.SplitHCursor if gap.across else Qt.CursorShape.SplitVCursor)
            self.setAccessibleName(self.tr("Gap between {0} and {1}").format(*titles))

    def apply_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._grip is None and not self.hasFocus() and not self.underMouse():
            return
        whole = QRectF(self.rect())
        across = self.gap is not None and self.gap.across
        inside = ((whole.width() if across else whole.height()) - LINE) / 2
        line = whole.adjusted(inside, 0, -inside, 0) if across else whole.adjusted(0, inside, 0, -inside)
        strong = self._grip is not None or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent if strong else self.theme.secondary))
        painter.drawRoundedRect(line, LINE / 2, LINE / 2)
        painter.end()

    def _along(self, event: QMouseEvent) -> int:
        """Where the mouse is on the stage, along the split."""
        at: QPoint = self.mapToParent(event.position().toPoint())
        return at.x() if self.gap is not None and self.gap.across else at.y()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.gap is not None and event.button() is Qt.MouseButton.LeftButton:
            self._grip = self._along(event) - self.gap.at
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.gap is not None and self._grip is not None:
            self.moved.emit(self.gap, self._along(event) - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.gap is not None and event.button() is Qt.MouseButton.LeftButton:
            self.put_back.emit(self.gap)

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def _let_go(self) -> None:
        self._grip = None
        self.update()

    def event(self, event: QEvent) -> bool:
        # Bare keys are the window's; these are the gap's while it has the focus.
        return overrides_shortcut(event, self._takes) or super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        return self.gap is not None and (key in KEYS[self.gap.across] or key in (*BACK, Qt.Key.Key_Escape))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.gap is None or not self._takes(event):
            super().keyPressEvent(event)
        elif event.key() in BACK:
            self.put_back.emit(self.gap)
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            self.moved.emit(self.gap, self.gap.at + KEYS[self.gap.across][Qt.Key(event.key())])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
