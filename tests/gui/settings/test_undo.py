"""Undo goes back to the settings before an edit; a drag is one edit, two clicks are two."""

from dataclasses import dataclass
from typing import Annotated

from core.settings import AddPoint, PointsField, RangeField, Settings, SetValue
from gui.settings.undo import PAUSE, UndoStack
from tests.gui.fake_clock import FakeClock


@dataclass(frozen=True, kw_only=True)
class Example(Settings):
    rate: Annotated[float, RangeField(0.0, 9.0)] = 1.0
    size: Annotated[int, RangeField(0, 9)] = 1
    points: Annotated[tuple[tuple[float, float], ...], PointsField()] = ()


class Edited:
    """Settings that are edited, undone and redone."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.stack = UndoStack(self.clock)
        self.now = Example()

    def edit(self, change: SetValue | AddPoint, after: float = 0.1) -> None:
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
