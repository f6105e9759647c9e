"""Undo and redo of settings: every edit is a pair of settings values, so going back needs no inverse of any gesture."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from core.settings import Change, MovePoint, PaintPixels, SetCell, SetEntry, Settings, SetValue

PAUSE = 0.7  # seconds: edits of one drag follow each other faster
MOST = 100
# changes that come by the dozen while a mouse button is down
DRAGGED = (SetValue, MovePoint, SetCell, SetEntry, PaintPixels)


class _Edit(NamedTuple):
    change: Change
    before: Settings
    after: Settings
    time: float


class UndoStack:
    """The edits of one experiment's visit, newest last. What a drag changes step by step is one edit."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []

    def drags(self, change: Change) -> bool:
        """Whether this change, made now, goes on with the drag that made the last one."""
        return bool(self._done) and self._continues(self._done[-1], change, self._clock())

    def push(self, change: Change, before: Settings, after: Settings) -> None:
        """An edit was made; what was undone before it cannot be redone any more."""
        self._undone.clear()
        now = self._clock()
        if self.drags(change):
            before = self._done.pop().before
        if before != after:
            self._done.append(_Edit(change, before, after, now))
            del self._done[:-MOST]

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> Settings | None:
        """The settings before the last edit; None where there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1].before

    def redo(self) -> Settings | None:
        """The settings after the edit that was undone last; None where there is none."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1].after

    @staticmethod
    def _continues(last: _Edit, change: Change, now: float) -> bool:
        """Whether both are of one drag: the same kind of change of the same thing, hardly a moment later."""
        if not isinstance(change, DRAGGED) or type(change) is not type(last.change) or now - last.time > PAUSE:
            return False
        return _target(change) == _target(last.change)


def _target(change: Change) -> tuple[object, ...]:
    match change:
        case MovePoint(path, index) | SetEntry(path, index):
            return path, index
        case SetCell(path, row, column):
            return path, row, column
    return (change.path,)
