"""The scene of one panel's plots: pyqtgraph's view and mouse, painted by Qt alone, in layout pixels."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEngine, QPainter, QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from gui.plotting.layer import Layer

pg.setConfigOption("mouseRateLimit", -1)  # else quick moves are dropped, and what the mouse draws has corners


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """A place in the scene is the place in layout pixels in the panel that the canvas is a child of.

    pressed: a button, before pyqtgraph makes a click or a drag of it; whoever takes it says so by `hold`, and gets
    `dragged` and `released` in place of pyqtgraph. clicked: pyqtgraph's click that is no drag.
    """

    pressed = Signal(object, QPointF)
    dragged = Signal(QPointF)
    released = Signal(QPointF)
    hovered = Signal(QPointF)
    left = Signal()
    clicked = Signal(object)
    double_clicked = Signal(object, QPointF)

    # pyqtgraph's own is Python, and with Python on the stack all painting holds the interpreter.
    paintEvent = QGraphicsView.paintEvent

    def __init__(self, parent: QWidget) -> None:
        self._zoom = 1.0
        super().__init__(parent)
        self.setCentralItem(None)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        hints = QPainter.RenderHint
        self.setRenderHints(hints.Antialiasing | hints.TextAntialiasing | hints.LosslessImageRendering)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its brush fills it: else the panel beneath, which is painted in Python, is painted with it every time.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # a dropped file is the window's
        scene = self.scene()
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.sigMouseClicked.connect(self.clicked)
        self.layers: list[Layer] = []
        self._holds = False
        self._scale = 0.0
        self._ground = ""

    def layer(self, z: float) -> Layer:
        """One more, over the whole canvas."""
        made = Layer(None, z)
        self.scene().addItem(made.root)
        self.add_layer(made)
        return made

    def set_ground(self, color: str) -> None:
        """What all is drawn on; another one paints everything anew."""
        if color != self._ground:
            self._ground = color
            self.setBackground(color)

    def add_layer(self, layer: Layer) -> None:
        self.layers.append(layer)
        layer.set_scale(self._scale)

    def set_screen(self, screen: bool) -> None:
        """Whether pixels are kept for the next painting: on a screen, but not in a picture for a file."""
        scale = self._zoom * self.devicePixelRatioF() if screen else 0.0
        if scale != self._scale:
            self._scale = scale
            for layer in self.layers:
                layer.set_scale(scale)

    def fit(self, place: QRect, zoom: float) -> None:
        """Cover these pixels of the parent, each layout pixel `zoom` of them."""
        if place == self.geometry() and zoom == self._zoom:
            return
        self._zoom = zoom
        self.setGeometry(place)
        self.viewport().setGeometry(0, 0, place.width(), place.height())
        self.updateMatrix()

    def updateMatrix(self, propagate: bool = True) -> None:
        """pyqtgraph knows a scale of 1 or one that leaves a margin (`fitInView`): the scale is ours."""
        zoom, place = self._zoom, QRectF(self.geometry())
        self.range = QRectF(place.topLeft() / zoom, place.size() / zoom)
        self.setSceneRect(self.range)
        self.setTransform(QTransform.fromScale(zoom, zoom))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self.updateMatrix()

    def place(self, event: QMouseEvent) -> QPointF:
        """Of the mouse, in layout pixels."""
        return (QPointF(self.geometry().topLeft()) + event.position()) / self._zoom

    def hold(self) -> None:
        """The press that is just told is taken."""
        self._holds = True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(event, self.place(event))
        if not self._holds:
            super().mousePressEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Of the left button. With another one it is a second click."""
        if event.button() is not Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
            return
        self.double_clicked.emit(event, self.place(event))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self.place(event))
        if self._holds:
            self.dragged.emit(self.place(event))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._holds:
            self._holds = False
            self.released.emit(self.place(event))
        else:
            super().mouseReleaseEvent(event)
        event.accept()

    def leaveEvent(self, event: object) -> None:
        self.left.emit()
        super().leaveEvent(event)


def is_screen(painter: QPainter, widget: QWidget, zoom: float) -> bool:
    """Whether each pixel that is kept is one pixel of what is painted on."""
    ratio = widget.devicePixelRatioF()
    if painter.paintEngine().type() is not QPaintEngine.Type.Raster or ratio != round(ratio):
        return False
    return abs(painter.deviceTransform().m11() - zoom * ratio) < 1e-9
