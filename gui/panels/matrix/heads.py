"""How the names of a matrix's columns stand above them: across, in two lines, or turned."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont

from gui.plotting.lettering import in_two, line_of, width_of

APART = 6.0  # pixels between two names
HIGHEST = 0.35  # of a panel's height is left to turned names at most
LONGEST = 90.0  # pixels of a name where some must be left out


class Heads(NamedTuple):
    """names: as they are printed, a line break in those of two lines. turned: they are read from below."""

    names: tuple[str, ...] = ()
    turned: bool = False

    def widest(self, font: QFont) -> float:
        """Pixels of the longest line."""
        return max((width_of(line, font) for name in self.names for line in name.splitlines()), default=0.0)

    def height(self, font: QFont) -> float:
        """Pixels above the cells."""
        lines = max((name.count("\n") + 1 for name in self.names), default=0)
        return self.widest(font) + APART if self.turned else lines * line_of(font) + 2 * bool(lines)

    def least(self, font: QFont) -> float:
        """Pixels of a cell's width with which every name is shown."""
        return line_of(font) if self.turned else self.widest(font) + APART * bool(self.names)

    def stride(self, font: QFont, width: int) -> int:
        """Every how-manieth name is shown above cells of that width, so that no two touch."""
        return 1 if self.turned else max(1, -(-int(min(self.least(font), LONGEST)) // width))


NO_HEADS = Heads()


def heads_of(names: tuple[str, ...], font: QFont, wide: float, height: float) -> Heads:
    """The first way that shows every name above cells that may be so wide, in a panel of that height; else across."""
    across, turned = Heads(names), Heads(names, turned=True)
    for way in (across, Heads(tuple(map(in_two, names))), turned):
        if way.least(font) <= wide and (way is across or way.height(font) <= HIGHEST * height):
            return way
    return across
