"""Undo goes back to the settings before an edit; a drag is one edit, two clicks are two."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from core.settings import (
    AddPoint,
    Change,
    MatrixField,
    MovePoint,
    PaintPixels,
    PixelsField,
    PointsField,
    RangeField,
    SetCell,
    SetEntry,
    Settings,
    SetValue,
    SparseField,
)
from gui.settings.undo import PAUSE, UndoStack
from tests.gui.fake_clock import FakeClock


@dataclass(frozen=True, kw_only=True)
class Example(Settings):
    rate: Annotated[float, RangeField(0.0, 9.0)] = 1.0
    size: Annotated[int, RangeField(0, 9)] = 1
    points: Annotated[tuple[tuple[float, float], ...], PointsField()] = ()
    cells: Annotated[tuple[tuple[float, ...], ...], MatrixField(1, 2)] = ((0.0, 0.0),)
    weights: Annotated[tuple[tuple[int, float], ...], SparseField(9)] = ()
    ink: Annotated[bytes, PixelsField(2)] = b""


class Edited:
    """Settings that are edited, undone and redone."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.stack = UndoStack(self.clock)
        self.now = Example()

    def edit(self, change: Change, after: float = 0.1) -> None:
        self.clock.advance(after)
        before, self.now = self.now, change.apply(self.now)
        self.stack.push(change, before, self.now)

    def undo(self) -> bool:
        settings = self.stack.undo()
        self.now = settings or self.now
        return settings is not None

    def redo(self) -> bool:
        settings = self.stack.redo()
        self.now = settings or self.now
        return settings is not None


def test_that_a_dragged_slider_is_undone_at_once() -> None:
    edited = Edited()
    for rate in (2.0, 3.0, 4.0):
        edited.edit(SetValue("rate", rate))
    assert edited.undo()
    assert edited.now == Example()
    assert not edited.undo()
    assert edited.redo()
    assert edited.now.rate == 4.0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ([MovePoint("points", 0, (n, n)) for n in (1.0, 2.0, 3.0)], MovePoint("points", 1, (1.0, 1.0))),
        ([SetCell("cells", 0, 0, n) for n in (1.0, 2.0, 3.0)], SetCell("cells", 0, 1, 1.0)),
        ([SetEntry("weights", 4, n) for n in (0.1, 0.2, 0.3)], SetEntry("weights", 5, 0.1)),
        ([PaintPixels("ink", ((n, 255),), 2) for n in (0, 1, 2)], SetValue("ink", b"")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_that_a_drag_in_a_picture_is_one_edit_and_one_elsewhere_another(here: list[Change], there: Change) -> None:
    edited = Edited()
    edited.now = before = Example(points=((0.0, 0.0), (0.0, 0.0)))
    for change in here:
        edited.edit(change)
    dragged = edited.now
    edited.edit(there)
    assert edited.undo()
    assert edited.now == dragged
    assert edited.undo()
    assert edited.now == before
    assert not edited.undo()


def test_that_two_drags_and_two_fields_are_two_edits() -> None:
    edited = Edited()
    edited.edit(SetValue("rate", 2.0))
    edited.edit(SetValue("rate", 3.0), after=2 * PAUSE)
    edited.edit(SetValue("size", 5))
    found = []
    while edited.undo():
        found.append((edited.now.rate, edited.now.size))
    assert found == [(3.0, 1), (2.0, 1), (1.0, 1)]


def test_that_two_quick_clicks_are_two_edits() -> None:
    edited = Edited()
    edited.edit(AddPoint("points", (1.0, 1.0)))
    edited.edit(AddPoint("points", (2.0, 2.0)))
    edited.undo()
    assert edited.now.points == ((1.0, 1.0),)


def test_that_what_was_undone_cannot_be_redone_after_another_edit() -> None:
    edited = Edited()
    edited.edit(SetValue("rate", 2.0))
    edited.undo()
    edited.edit(SetValue("size", 3))
    assert not edited.redo()


def test_that_an_edit_that_changes_nothing_is_not_kept() -> None:
    edited = Edited()
    edited.edit(SetValue("rate", 1.0))
    assert not edited.undo()
