"""How tests drag files over the window and drop them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

BUTTON, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
OFFERED = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def carrying(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(path) if isinstance(path, str) else QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hover(target: QWidget, data: QMimeData) -> bool:
    """Whether the cursor says that a drop would be taken."""
    enters = QDragEnterEvent(QPoint(300, 300), OFFERED, data, BUTTON, KEYS)
    QApplication.sendEvent(target, enters)
    moves = QDragMoveEvent(QPoint(310, 300), OFFERED, data, BUTTON, KEYS)
    QApplication.sendEvent(target, moves)
    assert enters.isAccepted() is moves.isAccepted()
    return moves.isAccepted()


def drop(target: QWidget, data: QMimeData) -> QDropEvent:
    hover(target, data)
    event = QDropEvent(QPointF(310, 300), OFFERED, data, BUTTON, KEYS)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(target, event)
    return event
