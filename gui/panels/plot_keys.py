"""The keys of a plot that has the focus: what the mouse does, for those who cannot use one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from gui.panels.plot_panel import PlotPanel

CLOSER = 0.8  # of the range is left after a key that zooms
STEP = 0.1  # of the range that an arrow moves it

_PANS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_CLOSER = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}
_FARTHER = {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}
_ALL = {Qt.Key.Key_0, Qt.Key.Key_Home}
_MENU = {Qt.Key.Key_Menu, Qt.Key.Key_M}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_plot_key(event: QKeyEvent) -> bool:
    """+ and − zoom, Shift and an arrow move, 0 or Home shows all, L makes y logarithmic, M or Menu opens the menu."""
    key = event.key()
    if event.modifiers() & _COMMANDS:
        return False
    if key in _PANS:
        return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return key in _CLOSER | _FARTHER | _ALL | _MENU or key == Qt.Key.Key_L


def act(panel: PlotPanel, event: QKeyEvent) -> None:
    key = event.key()
    if key in _CLOSER:
        panel.zoom_by(CLOSER)
    elif key in _FARTHER:
        panel.zoom_by(1 / CLOSER)
    elif key in _ALL:
        panel.show_all()
    elif key in _PANS:
        across, down = _PANS[Qt.Key(key)]
        panel.zoom_by(1.0, STEP * across, STEP * down)
    elif key == Qt.Key.Key_L:
        panel.toggle_log_y()
    else:
        panel.menu_requested.emit(panel.mapToGlobal(panel.rect().center()))
