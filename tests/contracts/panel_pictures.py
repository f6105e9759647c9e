"""Panels of the cases as a window shows them, and their pictures."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.panel import Panel
from tests.contracts.panel_cases import CASES, Case

LIGHT, DARK = Theme.named("light"), Theme.named("dark")


EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def panel_of(qtbot: QtBot, case: Case, theme: Theme = LIGHT, size: tuple[int, int] = (500, 350)) -> Panel:
    panel = make_panel(case.view, theme)
    qtbot.addWidget(panel)
    panel.set_variants(case.variants)
    panel.resize(*size)
    return panel


def shown(panel: Panel) -> Panel:
    panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    panel.show()
    return panel


def picture(panel: Panel, scale: float = 1) -> np.ndarray:
    """(height, width, 4) bytes."""
    image = QImage(panel.size() * scale, QImage.Format.Format_RGBA8888)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    QWidget.render(panel, image)
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


def same(first: np.ndarray, second: np.ndarray) -> bool:
    return first.shape == second.shape and bool((first == second).all())
