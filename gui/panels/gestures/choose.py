"""Choosing one of many: a cell, a picture, a bar, a node, an edge, a block, a row, a small plot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from gui.panels.gestures.gesture import ARROWS, Binding, Gesture, step_of


class Choose(Gesture):
    """A press sets the index of what is under the mouse; keys go from one to the next.

    index_at: of a place, None for nothing; next_index: of an index, and steps to the right and down.
    """

    def __init__(
        self,
        binding: Binding,
        index_at: Callable[[QPointF], int | None],
        next_index: Callable[[int, int, int], int],
        keys: frozenset[Qt.Key] = ARROWS,
    ) -> None:
        self._binding, self._index_at, self._next_index = binding, index_at, next_index
        self.keys = keys

    @property
    def index(self) -> int:
        """What is chosen."""
        return int(self._binding.value or 0)

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "click chooses the {0}").format(self._binding.label)

    def press(self, at: QPointF, removes: bool) -> bool:
        index = None if removes else self._index_at(at)
        if index is not None:
            self._binding.set(index)
        return index is not None

    def key(self, event: QKeyEvent) -> bool:
        self._binding.set(self._next_index(self.index, *step_of(event)))
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        return None if self._index_at(at) is None else Qt.CursorShape.PointingHandCursor
