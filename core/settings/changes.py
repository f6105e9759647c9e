"""Changes of settings as values: what the form or a gesture in a panel asks for.

A change is applied to the newest settings, not to those that the panel drew when the mouse went down. So of two quick
clicks that each add a point both arrive. `with_value` checks the result; its ValueError is a sentence for the reader.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, TypeVar

from core.settings.settings import Settings, get, with_value

S = TypeVar("S", bound=Settings)
Coordinates = tuple[float, float]


@dataclass(frozen=True)
class Change:
    """A change of the field at `path`."""

    path: str

    @abstractmethod
    def value(self, current: Any) -> Any:
        """The new value of the field, made from its current one."""

    def apply(self, settings: S) -> S:
        """The settings with this change; ValueError where the new value is not allowed."""
        return with_value(settings, self.path, self.value(get(settings, self.path)))


@dataclass(frozen=True)
class SetValue(Change):
    """Another value: typed, chosen, or set by a click or a drag."""

    new: Any

    def value(self, current: Any) -> Any:
        return self.new


@dataclass(frozen=True)
class AddPoint(Change):
    """One more point at the end of a PointsField."""

    point: Coordinates

    def value(self, current: Any) -> Any:
        return (*current, self.point)


@dataclass(frozen=True)
class MovePoint(Change):
    """The point of a PointsField with this index goes elsewhere; nothing happens where it is gone by now."""

    index: int
    point: Coordinates

    def value(self, current: Any) -> Any:
        return tuple(self.point if i == self.index else point for i, point in enumerate(current))


@dataclass(frozen=True)
class RemovePoint(Change):
    """A PointsField without the point of this index."""

    index: int

    def value(self, current: Any) -> Any:
        return tuple(point for i, point in enumerate(current) if i != self.index)


@dataclass(frozen=True)
class SetCell(Change):
    """Another number in one cell of a MatrixField. A list of numbers, such as the weights of edges, is one row."""

    row: int
    column: int
    number: float

    def value(self, current: Any) -> Any:
        return tuple(
            tuple(self.number if (i, j) == (self.row, self.column) else cell for j, cell in enumerate(row))
            for i, row in enumerate(current)
        )


@dataclass(frozen=True)
class SetEntry(Change):
    """Another number at one place of a SparseField."""

    index: int
    number: float

    def value(self, current: Any) -> Any:
        entries = {**dict(current), self.index: self.number}
        return tuple(sorted((place, number) for place, number in entries.items() if number))


@dataclass(frozen=True)
class PaintPixels(Change):
    """Ink on a PixelsField: each (index, grey value) makes its pixel at least that bright; `erase` clears them."""

    pixels: tuple[tuple[int, int], ...]
    size: int
    erase: bool = False

    def value(self, current: Any) -> Any:
        sheet = bytearray(current or bytes(self.size**2))
        for index, grey in self.pixels:
            sheet[index] = 0 if self.erase else max(sheet[index], grey)
        return bytes(sheet) if any(sheet) else b""
