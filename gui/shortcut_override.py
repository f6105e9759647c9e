"""Keys that a widget with the focus wants for itself although they are shortcuts of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def overrides_shortcut(event: QEvent, wants: Callable[[QKeyEvent], bool]) -> bool:
    """For a widget's `event`: Qt asks by a ShortcutOverride whether the widget takes the key. Whether it does."""
    if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and wants(event):
        event.accept()
        return True
    return False


def is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
