"""Axes without a curve: it is drawn with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.experiments.prediction import Drawing
from gui.look.theme import Theme
from gui.plotting.axes import AxesLook, Plot, draw_axes, lay_out
from gui.plotting.canvas import Canvas
from gui.plotting.curve_drawing import draw_sketch
from gui.plotting.layer import Layer
from gui.view_state import Curve

MARGIN = 16  # pixels: half of the last number stands beyond its axis
NEAR = 1.5  # pixels between two points of a curve


class SketchField(QWidget):
    """A drag draws the curve from left to right; another one begins it anew, or goes on where it ended."""

    drawn = Signal(object)  # Curve

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing: Drawing | None = None
        self._labels = "", ""
        self._points: list[tuple[float, float]] = []
        self._canvas = Canvas(self)
        self._canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ground: Layer = self._canvas.layer(-1)
        self._line: Layer = self._canvas.layer(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Axes to draw the curve on"))

    def show_drawing(self, drawing: Drawing, labels: tuple[str, str], curve: Curve) -> None:
        """Another question. labels: of x and y."""
        self._drawing, self._labels, self._points = drawing, labels, list(curve)
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    @property
    def plot(self) -> Plot:
        """Where the axes stand, in pixels of this widget."""
        theme, area = self._theme, QRectF(self.rect()).adjusted(MARGIN, MARGIN, -2 * MARGIN, -MARGIN)
        drawing = self._drawing or Drawing("", (0, 1), (0, 1))
        return lay_out(theme, area, drawing.x, drawing.y, self._look())

    def _look(self) -> AxesLook:
        return AxesLook(*self._labels, size=16)

    def _draw(self) -> None:
        if self._drawing is None or self.width() < 40:
            return
        plot, theme, look = self.plot, self._theme, self._look()
        self._canvas.fit(QRect(self.rect()), 1.0)
        self._canvas.set_ground(theme.panel)
        self._ground.redraw((plot, look, theme), lambda ground: draw_axes(ground, plot, theme, look))
        with self._line.drawing() as line:
            draw_sketch(line, plot, theme, tuple(self._points))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = self.plot.x_at(event.position().x())
        if self._points and x < self._points[-1][0]:
            self._points = []
        self._add(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._add(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.drawn.emit(tuple(self._points))

    def _add(self, at: QPointF) -> None:
        """A curve has one y for each x: the pen that goes back draws nothing."""
        plot = self.plot
        x = min(max(plot.x_at(at.x()), plot.x[0]), plot.x[1])
        y = min(max(plot.y_at(at.y()), plot.y[0]), plot.y[1])
        least = NEAR * (plot.x[1] - plot.x[0]) / max(plot.frame.width(), 1.0)
        if self._points and x < self._points[-1][0] + least:
            return
        self._points.append((x, y))
        self._draw()
