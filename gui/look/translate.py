"""What core names in plain English, in the language of the window: one translation context for all of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def translated(text: str) -> str:
    """A title, label or unit that core gave; what has no translation stays as it is."""
    return QCoreApplication.translate("core", text) if text else ""
