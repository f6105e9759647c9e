"""A panel's title, by which the panel is dragged to another place; a mark on the stage shows which."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.look.theme import Theme
from gui.panels.panel import Panel
from gui.shortcut_override import is_escape, overrides_shortcut


class TitleGrip(QWidget):
    """Lies over the title of the panel that is its parent, sees a drag, and leaves everything else to the panel.

    dragged, dropped: the panel's name, and where the mouse is on the screen. cancelled: the drag came to nothing.
    """

    dragged = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    cancelled = Signal()

    def __init__(self, name: str, panel: Panel) -> None:
        super().__init__(panel)
        self.name = name
        self.panel = panel
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setMouseTracking(True)  # what moves over it moves over the panel
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()
        else:
            self.cancel()
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self._dragging or (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.name, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            dragging = self._dragging
            self._let_go()
            if dragging:
                self.dropped.emit(self.name, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()  # the panel's: it fills the stage

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel()
        super().hideEvent(event)

    def cancel(self) -> None:
        """The panel stays where it is, whatever the mouse does until it is pressed again."""
        dragging = self._dragging
        self._let_go()
        if dragging:
            self.cancelled.emit()

    def _let_go(self) -> None:
        self._pressed, self._dragging = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class DropMark(QWidget):
    """Shows where a panel would go. It has the keyboard meanwhile, so that Escape ends the drag.

    escaped: Escape was pressed.
    """

    escaped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._focused: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, rect: QRect | None) -> None:
        """Over everything there; None: the drag goes on, and there is no place."""
        if not self.isVisible():
            self._focused = QApplication.focusWidget()
            self.show()
            self.setFocus()
        self.setGeometry(QRect() if rect is None else rect)
        self.raise_()

    def end(self) -> None:
        """The keyboard goes back to where it was."""
        if self.hasFocus() and self._focused is not None:
            self._focused.setFocus()
        self._focused = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self.theme.accent)
        ground.setAlphaF(0.22)
        painter.setBrush(ground)
        painter.setPen(self.theme.pen(self.theme.accent, 2.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def event(self, event: QEvent) -> bool:
        return overrides_shortcut(event, is_escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_escape(event):
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
