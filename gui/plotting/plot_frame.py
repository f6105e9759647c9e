"""One pair of axes with what is drawn between them: pyqtgraph's view box and axes for the mouse, layers for the eye.

The ranges are the panel's: pyqtgraph's automatic ones lay out every axis anew at every update. What the mouse does to
them (wheel, drag, rectangle, one axis alone) is pyqtgraph's.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from core.array import Interval
from gui.plotting.axes import Plot
from gui.plotting.canvas import Canvas
from gui.plotting.layer import Layer
from gui.plotting.shapes import NO_PEN, holder

AXIS = 44.0  # pixels beside a plot in which the wheel and a drag move that axis alone
DEEPEST = 1e-6  # of the whole range can be zoomed to
FARTHEST = 20.0  # times the whole range
MARGIN = 0.5  # lengths of the whole x, on either side, where beyond its ends there is nothing to be seen
FINEST = 1e-12  # of its ends, that a range is long: less is lost in their rounding
LEAST = 1e-290
MOST = 1e307  # what pyqtgraph takes for no end


class PlotSpec(NamedTuple):
    """Where a plot stands and what it shows when nobody has zoomed. y_unit: in what zoomed y are counted, where plots
    of one panel have different scales. fixed_x, fixed_y: cannot be zoomed. locked: both axes zoom together. deepest:
    the least share of the whole range that can be zoomed to. margin_x: how far beyond the whole x can be moved, in
    lengths of it."""

    key: object
    plot: Plot
    y_unit: float = 1.0
    fixed_x: bool = False
    fixed_y: bool = False
    locked: bool = False
    deepest: float = DEEPEST
    margin_x: float = math.inf


class PlotView(pg.ViewBox):  # type: ignore[misc]
    """Shift makes a drag a rectangle. Clicks are the panel's."""

    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.disableAutoRange()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape, False)  # its shape() is Python
        self.childGroup.setVisible(False)
        self.background.setVisible(False)
        self.locked = False
        self.sigRangeChangedManually.connect(self.zoomed)

    def mouseClickEvent(self, event: Any) -> None:
        event.ignore()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() is Qt.MouseButton.RightButton:
            event.ignore()
            return
        if event.isStart():
            rectangle = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and axis is None
            self.setMouseMode(self.RectMode if rectangle else self.PanMode)
        super().mouseDragEvent(event, axis)
        if event.isFinish():
            if self.state["mouseMode"] == self.RectMode:
                self.zoomed.emit()  # pyqtgraph tells of no rectangle
            self.setMouseMode(self.PanMode)

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        super().wheelEvent(event, None if self.locked else axis)

    def scaleBy(self, s: Any = None, center: Any = None, x: float | None = None, y: float | None = None) -> None:
        """No farther than the limits: pyqtgraph would go beyond them, come back around the middle, and so move on. Axes
        that are asked to zoom alike end together, or the one that can go on would be squeezed."""
        asked = (x, y) if s is None else (s[0], s[1])
        factors = [None if by is None else self._within(axis, by) for axis, by in enumerate(asked)]
        if self.locked or asked[0] == asked[1]:
            factors = [min((by for by in factors if by is not None), key=lambda by: abs(math.log(by)), default=1.0)] * 2
        super().scaleBy(factors, center)

    def _within(self, axis: int, factor: float) -> float:
        low, high = self.viewRange()[axis]
        least, most = self.state["limits"][f"{'xy'[axis]}Range"]
        return float(min(max(factor, (least or 0.0) / (high - low)), (most or math.inf) / (high - low)))


class PlotAxis(pg.AxisItem):  # type: ignore[misc]
    """Where the mouse moves one axis alone. What is seen of it is drawn with the plot: stock axes take 3 ms each to
    draw, in Python."""

    def __init__(self, orientation: str, view: PlotView) -> None:
        super().__init__(orientation)
        self.linkToView(view)
        self.label.setVisible(False)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        if orientation == "bottom":
            self.setHeight(AXIS)
        else:
            self.setWidth(AXIS)

    def linkedViewChanged(self, view: PlotView, newRange: object = None) -> None:
        """Nothing is drawn here that would follow it."""


class PlotFrame:
    """ground: under what is clipped by the frame (`behind`, `data`, and over it the `sheets`); front: over all of
    them."""

    def __init__(self, canvas: Canvas) -> None:
        scene = canvas.scene()
        self._canvas = canvas
        self._sheets: list[Layer] = []
        self.plot = Plot(QRectF(0, 0, 1, 1), (0, 1), (0, 1))
        self.spec = PlotSpec(None, self.plot)
        self.view = PlotView()
        self.axes = (PlotAxis("bottom", self.view), PlotAxis("left", self.view))
        self._root, self._beside = holder(None), holder(None)
        self._beside.setZValue(-1)  # in a grid of plots, axes lie under the plots next to them
        for item in (self._root, self._beside):
            scene.addItem(item)
        self.view.setParentItem(self._root)
        for axis in self.axes:
            axis.setParentItem(self._beside)
        self.clip = QGraphicsRectItem(self._root)
        self.clip.setPen(NO_PEN)
        self.clip.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self.clip.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.ground, self.data, self.front = Layer(self._root, -1), Layer(self.clip), Layer(self._root, 1)
        self.behind = Layer(self.clip, -1)
        for layer in (self.ground, self.behind, self.data, self.front):
            canvas.add_layer(layer)

    def sheet(self, place: int) -> Layer:
        """One of several layers over `data`, so that some can stay while others are drawn."""
        while place >= len(self._sheets):
            self._sheets.append(Layer(self.clip, 1 + len(self._sheets)))
            self._canvas.add_layer(self._sheets[-1])
        return self._sheets[place]

    def clear_sheets(self, first: int) -> None:
        """From this one on."""
        for layer in self._sheets[first:]:
            layer.clear()

    def set_visible(self, visible: bool) -> None:
        self._root.setVisible(visible)
        self._beside.setVisible(visible)

    def place(self, spec: PlotSpec, x: Interval | None, y: Interval | None, clip: float = 0.0) -> None:
        """x, y: what the lecturer has zoomed to, in data. clip: pixels beyond the frame that are still drawn."""
        home = spec.plot
        unit = spec.y_unit
        zoomed_y = (y[0] * unit, y[1] * unit) if y is not None else None
        self.spec = spec
        shown = sound(x, home.log_x) or home.x, sound(zoomed_y, home.log_y) or home.y
        self.plot = Plot(home.frame, *shown, home.log_y, home.log_x)
        frame = home.frame
        if self.view.geometry() != frame:
            self.view.setGeometry(frame)
            self.axes[0].setGeometry(QRectF(frame.left(), frame.bottom(), frame.width(), AXIS))
            self.axes[1].setGeometry(QRectF(frame.left() - AXIS, frame.top(), AXIS, frame.height()))
        box = frame.adjusted(-clip, -clip, clip, clip)
        if self.clip.rect() != box:
            self.clip.setRect(box)
        self.view.locked = spec.locked
        self.view.setMouseEnabled(not spec.fixed_x, not spec.fixed_y)
        wanted = _units(self.plot.x, home.log_x), _units(self.plot.y, home.log_y)
        self._limit(0, _units(home.x, home.log_x), wanted[0])
        self._limit(1, _units(home.y, home.log_y), wanted[1])
        if [list(one) for one in wanted] != self.view.viewRange():
            self.view.setRange(xRange=wanted[0], yRange=wanted[1], padding=0, disableAutoRange=True)
        self.view.prepareForPaint()  # the mouse is reckoned with it, and pyqtgraph's own painting never comes

    def _limit(self, axis: int, home: Interval, shown: Interval) -> None:
        """From `deepest` to FARTHEST of the whole, and to what is shown, which may come from a run of other steps."""
        span, now, name = home[1] - home[0], shown[1] - shown[0], "XY"[axis]
        margin = self.spec.margin_x if axis == 0 else math.inf
        ends = min(home[0] - margin * span, shown[0]), max(home[1] + margin * span, shown[1])
        farthest = max(min(FARTHEST * span, ends[1] - ends[0]), now)
        wanted = [min(self.spec.deepest * span, now), farthest], [max(ends[0], -MOST), min(ends[1], MOST)]
        limits = self.view.state["limits"]
        if (limits[f"{name.lower()}Range"], limits[f"{name.lower()}Limits"]) != wanted:
            names = f"min{name}Range", f"max{name}Range", f"{name.lower()}Min", f"{name.lower()}Max"
            self.view.setLimits(**dict(zip(names, (*wanted[0], *wanted[1]), strict=True)))

    @property
    def ranges(self) -> tuple[Interval, Interval]:
        """What pyqtgraph shows now, in data; y counted in the unit of the plot."""
        x, y = self.view.viewRange()
        y = _data(y, self.plot.log_y)
        return _data(x, self.plot.log_x), (y[0] / self.spec.y_unit, y[1] / self.spec.y_unit)

    @property
    def zoomed(self) -> tuple[Interval | None, Interval | None]:
        """The same where it is not the whole; None for an axis that shows all."""
        (x, y), home, unit = self.ranges, self.spec.plot, self.spec.y_unit
        whole_y = home.y[0] / unit, home.y[1] / unit
        return None if _close(x, home.x) else x, None if _close(y, whole_y) else y

    def zoom_by(self, factor: float, across: float = 0.0, down: float = 0.0) -> None:
        """Around the middle, and moved by shares of the ranges, as far as the mouse may, too."""
        moves_x, moves_y = self.view.mouseEnabled()
        self.view.scaleBy((factor if moves_x else 1.0, factor if moves_y else 1.0))
        (left, right), (low, high) = self.view.viewRange()
        self.view.translateBy(x=across * (right - left) * moves_x, y=down * (low - high) * moves_y)


def sound(span: Interval | None, log: bool) -> Interval | None:
    """A range that the axis can have: a logarithmic one has no place for 0, and its ends must be different numbers."""
    if span is None or (log and span[0] <= 0):
        return None
    low, high = _units(span, log)
    return span if high - low > max(FINEST * max(abs(low), abs(high)), LEAST) else None


def _units(span: Interval, log: bool) -> Interval:
    """pyqtgraph counts a logarithmic axis in powers of ten."""
    return (math.log10(span[0]), math.log10(span[1])) if log else span


def _data(span: Any, log: bool) -> Interval:
    return (10.0 ** span[0], 10.0 ** span[1]) if log else (float(span[0]), float(span[1]))


def _close(a: Interval, b: Interval) -> bool:
    slack = 1e-9 * (b[1] - b[0])
    return abs(a[0] - b[0]) <= slack and abs(a[1] - b[1]) <= slack
