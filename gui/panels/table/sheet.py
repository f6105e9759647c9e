"""Tables as one sheet, and the type and widths with which it fits a panel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from core.records import Table
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.plotting.legend import SAMPLE
from gui.plotting.lettering import in_two, typeset, width_of, wrapped

LEGIBLE = 12  # pixels of type
LOOSE, TIGHT = 1.75, 1.4  # height of a row, in sizes of its type


class Type(NamedTuple):
    """Size of the type, height of a row in sizes of the type, and whether the header is broken into two lines, and
    sentences into several."""

    size: int
    leading: float
    broken: bool
    folded: bool = False


# From the largest to the smallest: the first with which everything is seen.
TRIES = tuple(
    Type(size, leading, broken, folded)
    for size, leading in ((20, LOOSE), (16, LOOSE), (14, LOOSE), (12, LOOSE), (12, TIGHT), (11, TIGHT))
    for folded in (False, True)
    for broken in (False, True)
)
HEADER = 1.25  # height of a line among several, in sizes of the type
SENTENCE, NARROWEST = 24, 12.0  # letters of a cell that may be broken, and sizes of the type that it needs
PAD = 0.9  # between columns, in sizes of the type
SWATCH = SAMPLE + 10.0  # pixels of a variant's line before its name
STRETCH = 1.7  # a table grows no wider than that, or its columns lose each other

_NUMBER = re.compile(r"^[(~≈<>±]?\s*[+\-−]?\s*(\d|\.\d|∞|nan|inf)")


class RowIndex(NamedTuple):
    """One row: of which variant's table, counted from 0."""

    variant: str
    row: int


class Sheet(NamedTuple):
    """All rows under one header, as they are printed, and which columns hold numbers. places: where each row is from;
    selected: those that are chosen."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    places: tuple[RowIndex, ...] = ()
    selected: tuple[int, ...] = ()

    def scrolled(self, skipped: int) -> Sheet:
        """Without so many columns after the first, which names the rows and stays."""
        rest = slice(1 + skipped, None)
        return self._replace(
            columns=self.columns[:1] + self.columns[rest],
            rows=tuple(row[:1] + row[rest] for row in self.rows),
            numeric=self.numeric[:1] + self.numeric[rest],
        )


class Fit(NamedTuple):
    """The type, the header as it is broken, the widths of those columns that are shown, and how many rows there is room
    for. folded: the cells of all rows with their breaks, where sentences are broken."""

    type: Type
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: int
    swatches: bool = False
    folded: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> int:
        """Of the type, in pixels."""
        return self.type.size

    @property
    def pad(self) -> float:
        return PAD * self.size

    @property
    def line(self) -> float:
        """Pixels of a row."""
        return self.type.leading * self.size

    @property
    def head(self) -> float:
        """Pixels of the header."""
        lines = max(column.count("\n") + 1 for column in self.columns[: len(self.widths)])
        return self.size * (self.type.leading if lines == 1 else lines * HEADER + 0.5)

    def high(self, row: int) -> float:
        """Pixels of a row, counted from the first that is shown."""
        lines = max(cell.count("\n") + 1 for cell in self.folded[row]) if self.folded else 1
        return self.line + (lines - 1) * HEADER * self.size

    def top(self, row: int) -> float:
        """Pixels from the sheet's top to a row's, counted likewise."""
        return self.head + (sum(map(self.high, range(row))) if self.folded else row * self.line)


def sheet_of(tables: Mapping[str, Table]) -> Sheet:
    several = len(tables) > 1
    columns = next((table.columns for table in tables.values()), ())
    rows = tuple(
        ((name,) if several else ()) + tuple(typeset(cell) for cell in row)
        for name, table in tables.items()
        for row in table.rows
    )
    places = tuple(RowIndex(name, i) for name, table in tables.items() for i in range(len(table.rows)))
    chosen = {RowIndex(name, table.selected) for name, table in tables.items() if table.selected is not None}
    selected = tuple(i for i, place in enumerate(places) if place in chosen)
    told_columns = (("",) if several else ()) + tuple(translated(column) for column in columns)
    return Sheet(told_columns, rows, numeric_columns(rows, len(told_columns)), places, selected)


def numeric_columns(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[bool, ...]:
    """Which columns are numbers, blanks and a word here and there ("diverged") apart; never the first."""
    kinds = [[bool(_NUMBER.match(row[j])) for row in rows if j < len(row) and row[j]] for j in range(columns)]
    return tuple(j > 0 and (sum(kind) * 2 > len(kind) or not kind) for j, kind in enumerate(kinds))


def fit(sheet: Sheet, theme: Theme, width: float, height: float, swatches: bool) -> Fit:
    """The largest type that shows every row and elides nothing; where there is none, the smallest that shows every
    column, else the smallest. swatches: whether samples of variants' lines stand before the rows."""
    return _Fitting(sheet, theme, width, height).found(swatches)


def fit_scrolled(sheet: Sheet, theme: Theme, width: float, height: float, like: Fit) -> Fit:
    """A sheet of which some columns were scrolled away, in the type as before, and with as many rows if the header of
    other columns is no higher."""
    fitting = _Fitting(sheet, theme, width, height)
    found = fitting.cut(fitting.of_type(like.type, like.swatches), width + like.pad)
    return found._replace(rows=min(like.rows, max(int((height - found.head) / found.line) - 1, 0)))


def _tries(swatches: bool) -> list[tuple[Type, bool]]:
    """With samples of the lines as long as the type is LEGIBLE: the lines are named beside other plots, too."""
    legible = [one for one in TRIES if one.size >= LEGIBLE]
    rest = [one for one in TRIES if one.size < LEGIBLE]
    kinds = (swatches, False) if swatches else (False,)
    return [(one, swatched) for types in (legible, rest) for swatched in kinds for one in types]


class _Fitting:
    def __init__(self, sheet: Sheet, theme: Theme, width: float, height: float) -> None:
        self.sheet, self.theme, self.width, self.height = sheet, theme, width, height

    def found(self, swatches: bool) -> Fit:
        count = len(self.sheet.rows)
        tries = [self.of_type(one, swatched) for one, swatched in _tries(swatches)]
        broad = [one for one in tries if sum(one.widths) - one.pad <= self.width]
        whole = (one for one in broad if one.top(count) <= self.height)
        plain = [one for one in broad if not one.folded] or tries[-1:]
        chosen = next(whole, None) or min(plain, key=lambda one: (one.line, one.type.broken))
        if self.height < chosen.head + 2 * chosen.line:  # a header of two lines would be all there is
            chosen = chosen._replace(columns=self.sheet.columns, type=chosen.type._replace(broken=False))
        chosen = self.cut(chosen, self.width + chosen.pad)
        room = int((self.height - chosen.head) / chosen.line)
        seen = room >= count and len(chosen.widths) == len(chosen.columns)
        return chosen._replace(rows=count if seen else min(max(room - 1, 0), count))

    def of_type(self, type: Type, swatches: bool) -> Fit:
        """All of the sheet."""
        columns = self._header(type.size) if type.broken else self.sheet.columns
        found = Fit(type, columns, self._natural(columns, type.size, swatches), len(self.sheet.rows), swatches)
        return self._folded(found) if type.folded else found

    def _folded(self, fit: Fit) -> Fit:
        """With the sentences of its widest column after the first broken into the lines for which there is room; else
        as it was. Figures are never broken, nor is the name of the column cut."""
        words = (k for k in range(1, len(fit.widths)) if not self.sheet.numeric[k])
        j = max(words, key=lambda k: fit.widths[k], default=0)
        room = self.width - (sum(fit.widths) - fit.widths[j])
        letters = max((len(row[j]) for row in self.sheet.rows if j < len(row)), default=0)
        if not j or letters < SENTENCE or room >= fit.widths[j] - fit.pad or room < NARROWEST * fit.size:
            return fit
        font, before, after = self.theme.font(fit.size), slice(j), slice(j + 1, None)
        folded = tuple(
            (*row[before], *("\n".join(wrapped(cell, font, room)) for cell in row[j : j + 1]), *row[after])
            for row in self.sheet.rows
        )
        column = [fit.columns[j], *(cell for row in folded for cell in row[j : j + 1])]
        if any(width_of(line, font) > room for cell in column for line in cell.split("\n")):
            return fit  # a word is longer than that
        return fit._replace(widths=(*fit.widths[before], room + fit.pad, *fit.widths[after]), folded=folded)

    def cut(self, fit: Fit, width: float) -> Fit:
        """In that width: figures are shown whole, so rather fewer columns, but two at least."""
        shown = fit.widths
        plain = (shown[0] - SWATCH, *shown[1:])
        if fit.swatches and sum(shown) > width and (sum(plain) <= width or sum(shown[:2]) > width):
            fit, shown = fit._replace(swatches=False), plain  # other panels have a legend, figures stand only here
        while sum(shown) > width and len(shown) > 2:
            shown = shown[:-1]
        if sum(shown) > width:
            shown = narrowed(shown, width)
            return fit._replace(widths=shown, swatches=fit.swatches and shown[0] > SWATCH + 4 * fit.size)
        factor = min(width / sum(shown), STRETCH)
        return fit._replace(widths=tuple(w * factor for w in shown))

    def _header(self, size: int) -> tuple[str, ...]:
        """The header with those names in two lines that are wider than what stands below them."""
        font = self.theme.font(size)
        wide = (width_of(name, font) > self._below(j, size) for j, name in enumerate(self.sheet.columns))
        return tuple(in_two(name) if long else name for name, long in zip(self.sheet.columns, wide, strict=True))

    def _below(self, j: int, size: int) -> float:
        """Pixels of the widest cell of a column."""
        font = self.theme.font(size)
        return max((width_of(row[j], font) for row in self.sheet.rows if j < len(row)), default=0.0)

    def _natural(self, columns: tuple[str, ...], size: int, swatches: bool) -> tuple[float, ...]:
        """Widths that elide nothing, in steps of 4 so that they do not tremble with the digits."""
        font = self.theme.font(size)
        heads = [max((width_of(line, font) for line in name.splitlines()), default=0.0) for name in columns]
        widths = [max(head, self._below(j, size)) + PAD * size for j, head in enumerate(heads)]
        widths[0] += SWATCH if swatches else 0.0
        return tuple(4.0 * -(-width // 4) for width in widths)


def narrowed(widths: tuple[float, ...], room: float) -> tuple[float, ...]:
    """The widths in less room: the widest columns give first."""
    left, cap = room, room
    for i, width in enumerate(sorted(widths)):
        cap = left / (len(widths) - i)
        if width > cap:
            break
        left -= width
    return tuple(min(width, cap) for width in widths)
