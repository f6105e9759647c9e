"""A panel with a surface in it, turned by a drag or by its record."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.array import Array
from core.records import Axes, FieldMark, PathMark, Plane
from core.run.views import SurfaceView, View
from gui.look.theme import Theme
from gui.panels.surface.panel import SurfacePanel

LIGHT = Theme.named("light")
FRAME = QRectF(40, 40, 400, 300)


def field_of(values: Array, limits: tuple[float, float] | None = None) -> FieldMark:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return FieldMark(values, (-10.0, 10.0), (-10.0, 10.0), limits or (low, high), label="f")


def valley(along_x: bool = True) -> Array:
    x, y = np.meshgrid(np.linspace(-10, 10, 61), np.linspace(-10, 10, 61))
    return x**2 / 20 + y**2 if along_x else y**2 / 20 + x**2


def panel_of(qtbot: QtBot, field: FieldMark, *paths: PathMark, size: tuple[int, int] = (500, 350)) -> SurfacePanel:
    axes = Axes(field.x, field.y, "x", "y")
    panel = SurfacePanel(View("surface", SurfaceView(direction="direction")), LIGHT)
    qtbot.addWidget(panel)
    names = tuple(f"v{i}" for i in range(max(len(paths), 1)))
    panel.set_variants(names)
    panel.resize(*size)
    layers: list[tuple[FieldMark | PathMark, ...]] = [(field, *paths[:1]), *((path,) for path in paths[1:])]
    panel.show_records({name: Plane(axes, own) for name, own in zip(names, layers, strict=True)})
    return panel


def drag(panel: SurfacePanel, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(panel, end)
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=end)


def seen_from(panel: SurfacePanel, direction: tuple[float, float] | None) -> None:
    plane = next(iter(panel.records.values()))
    assert isinstance(plane, Plane)
    panel.show_records({"v0": replace(plane, direction=direction)})
