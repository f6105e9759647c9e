"""A panel on a bench with a receiver for its edits, and a mouse and keys for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.records import (
    Record,
)
from core.run.views import (
    View,
    ViewOptions,
)
from core.settings import (
    Change,
    Display,
    MatrixField,
    PixelsField,
    PointField,
    PointsField,
    RangeField,
    Settings,
    SparseField,
)
from gui.look.theme import Theme
from gui.panels import make_panel
from tests.gui.panels.drawn import image, under

Left, Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


Key, Shift, Plain = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, kw_only=True)
class Bound(Settings):
    """A field of every kind that a gesture sets."""

    index: Annotated[int, RangeField(0, 99), Display] = 0
    other: Annotated[int, RangeField(0, 99), Display] = 0
    at: Annotated[float, RangeField(0.0, 9.0), Display] = 5.0
    point: Annotated[tuple[float, float], PointField()] = (0.0, 0.0)
    points: Annotated[tuple[tuple[float, float], ...], PointsField(at_most=4)] = ((-5.0, 0.0), (5.0, 0.0))
    direction: Annotated[tuple[float, float], PointField(180), Display] = (-60.0, 30.0)
    cells: Annotated[tuple[tuple[float, ...], ...], MatrixField(2, 3, limit=50)] = ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))
    row: Annotated[tuple[tuple[float, ...], ...], MatrixField(1, 3, limit=50)] = ((4.0, 8.0, 2.0),)
    added: Annotated[tuple[tuple[int, float], ...], SparseField(3, limit=50)] = ()
    digit: Annotated[bytes, PixelsField(8)] = b""


class Bench:
    """A panel, and the newest settings, to which every edit is applied. A ValueError is noted, as the window does."""

    def __init__(self, qtbot: QtBot, options: ViewOptions, record: Record, settings: Bound | None = None) -> None:
        self.settings = settings or Bound()
        self.changes: list[Change] = []
        self.refused: list[str] = []
        self.panel: Any = make_panel(View("picture", options), Theme.named("light"))
        qtbot.addWidget(self.panel)
        self.panel.edited.connect(self.receive)
        self.panel.show_settings(self.settings)
        self.panel.resize(640, 420)
        self.panel.show()
        self.panel.show_records({"": record})
        image(self.panel)

    def receive(self, change: Change) -> None:
        self.changes.append(change)
        try:
            self.settings = change.apply(self.settings)
        except ValueError as wrong:
            self.refused.append(str(wrong))
        self.panel.show_settings(self.settings)

    def seen(self, at: QPointF) -> QPoint:
        """A place of the picture in pixels of the widget."""
        return (at * self.panel.zoom).toPoint()

    def click(self, at: QPointF, button: Qt.MouseButton = Left, modifier: Qt.KeyboardModifier = Plain) -> None:
        widget, place = under(self.panel, self.seen(at))
        QTest.mouseClick(widget, button, modifier, place)

    def drag(self, *places: QPointF, button: Qt.MouseButton = Left) -> None:
        widget, start = under(self.panel, self.seen(places[0]))
        QTest.mousePress(widget, button, Plain, start)
        for at in places[1:]:
            QTest.mouseMove(widget, widget.mapFrom(self.panel, self.seen(at)))
        QTest.mouseRelease(widget, button, Plain, widget.mapFrom(self.panel, self.seen(places[-1])))

    def shape_at(self, at: QPointF) -> Qt.CursorShape:
        """Of the mouse, moved there."""
        widget, place = under(self.panel, self.seen(at))
        QTest.mouseMove(widget, place)
        return widget.cursor().shape()

    def type(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Plain) -> None:
        for key in keys:
            QTest.keyClick(self.panel, key, modifier)

    def place(self, hit: Callable[[QPointF], object], wanted: object) -> QPointF:
        """A place amid those for which `hit` gives what is wanted."""
        found = [p for p in self.places() if hit(p) == wanted]
        assert found, f"{wanted} is nowhere"
        middle = QPointF(sum(p.x() for p in found) / len(found), sum(p.y() for p in found) / len(found))
        return min(found, key=lambda p: (p - middle).manhattanLength())

    def places(self) -> list[QPointF]:
        area = self.panel.area
        return [
            QPointF(x, y)
            for x in np.arange(area.left(), area.right(), 4.0)
            for y in np.arange(area.top(), area.bottom(), 4.0)
        ]

    def point(self, x: float, y: float) -> QPointF:
        """A point of the axes."""
        at = self.panel._plot.point(x, y)
        assert isinstance(at, QPointF)
        return at
