"""The mouse over a plot, where pyqtgraph has not taken it to zoom or to pan: names, gestures, the menu, what is read.

A click is a gesture where the view binds one, and a drag only from what it takes hold of. While a plot is zoomed, where
a double click shows all of it again, a click waits until it cannot become the first half of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

if TYPE_CHECKING:
    from gui.panels.plot_panel import PlotPanel

_BUTTONS = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class PlotMouse(QObject):
    """Listens to the canvas of a panel."""

    def __init__(self, panel: PlotPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._waiting: QPointF | None = None  # a click on a zoomed plot
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end_waiting)
        canvas = panel.canvas
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(panel.dispatcher.drag)
        canvas.released.connect(self._on_released)
        canvas.hovered.connect(self._on_hovered)
        canvas.left.connect(self.leave)
        canvas.clicked.connect(self._on_clicked)
        canvas.double_clicked.connect(self._on_double_clicked)

    def leave(self) -> None:
        """It is over the plot no more."""
        self._panel.point_at(None)
        self._panel.pointed.emit(None)

    def _means(self, at: QPointF) -> bool:
        """Whether a gesture may begin there."""
        panel = self._panel
        return bool(panel.dispatcher) and panel.area.contains(at) and not panel.empty

    def _on_pressed(self, event: QMouseEvent, at: QPointF) -> None:
        button, removes = event.button(), _removes(event.button(), event.modifiers())
        if button in _BUTTONS and self._means(at) and self._panel.dispatcher.grabs(at, removes):
            self._panel.dispatcher.press(at, removes)
            self._panel.canvas.hold()
            self._panel.show_gestures()

    def _press_again(self, at: QPointF, removes: bool) -> bool:
        """A gesture that goes on until the button is let go; False where there is none."""
        taken = self._means(at) and self._panel.dispatcher.press(at, removes)
        if taken:
            self._panel.canvas.hold()
            self._panel.show_gestures()
        return taken

    def _on_released(self, at: QPointF) -> None:
        self._panel.dispatcher.release(at)
        self._panel.show_gestures()

    def _on_hovered(self, at: QPointF) -> None:
        panel = self._panel
        panel.point_at(at)
        if not panel.dispatcher.holds:
            panel.canvas.viewport().setCursor(self._shape_at(at))
        panel.pointed.emit(panel.x_at(at))

    def _shape_at(self, at: QPointF) -> Qt.CursorShape:
        if self._panel.lifted:
            return Qt.CursorShape.PointingHandCursor
        return self._panel.dispatcher.cursor(at) if self._means(at) else Qt.CursorShape.ArrowCursor

    def _on_clicked(self, click: Any) -> None:
        """pyqtgraph's: a press and a release at one place."""
        panel, at, button = self._panel, QPointF(click.scenePos()), click.button()
        if panel.empty or button not in _BUTTONS or self._toggle_name(button, click.modifiers(), at):
            return
        self._end_waiting()
        if button is Qt.MouseButton.LeftButton and panel.state.zoomed and not _removes(button, click.modifiers()):
            self._waiting = at
            self._timer.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        elif not self._gesture(at, _removes(button, click.modifiers())) and button is Qt.MouseButton.RightButton:
            panel.menu_requested.emit(click.screenPos().toPoint())

    def _gesture(self, at: QPointF, removes: bool) -> bool:
        """A press and a release; whether they mean anything."""
        if not self._means(at) or not self._panel.dispatcher.press(at, removes):
            return False
        self._on_released(at)
        return True

    def _end_waiting(self) -> None:
        """It was a click and not the first half of two."""
        self._timer.stop()
        at, self._waiting = self._waiting, None
        if at is not None:
            self._gesture(at, removes=False)

    def _toggle_name(self, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier, at: QPointF) -> bool:
        """A click on a name of the legend; whether there is one."""
        entry = self._panel.entry_at(at)
        if entry is None or not entry.label.curve or button is not Qt.MouseButton.LeftButton:
            return False
        self._panel.toggle(entry.label.curve, bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        return True

    def _on_double_clicked(self, event: QMouseEvent, at: QPointF) -> None:
        """All again; where all is there, another click if that has a meaning, and else the panel alone."""
        panel = self._panel
        self._waiting = None
        if panel.empty or self._toggle_name(event.button(), event.modifiers(), at) or panel.entry_at(at) is not None:
            return
        if panel.state.zoomed:
            panel.show_all()
        elif not self._press_again(at, _removes(event.button(), event.modifiers())):
            panel.maximize_requested.emit()


def _removes(button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> bool:
    return button is Qt.MouseButton.RightButton or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
