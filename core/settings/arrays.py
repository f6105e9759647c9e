"""Fields of several numbers: whole numbers, points of a plane, a matrix, a sparse row, the pixels of a drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from core.settings.field import FieldKind
from core.text import counted, number_text

Count: TypeAlias = int | tuple[int, int] | Callable[[Any], int]
AUTOMATIC = "automatic"


@dataclass(frozen=True)
class IntsField(FieldKind):
    """A short list of whole numbers: the sizes of the hidden layers."""

    low: int
    high: int
    at_most: int = 8
    at_least: int = 0

    def allowed(self) -> str:
        return f"{self.at_least} to {self.at_most} whole numbers from {self.low} to {self.high}, such as 8,8"

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and self.at_least <= len(value) <= self.at_most
            and all(type(v) is int and self.low <= v <= self.high for v in value)
        )

    def parse(self, text: str) -> tuple[int, ...]:
        parts = re.split(r",|(?<=\d)-", text)  # 8-8 as in the name of a net, but -8 is a negative number
        return tuple(int(part) for part in parts if part.strip())

    def format(self, value: Any) -> str:
        return ",".join(map(str, value))

    def describe(self, value: Any) -> str:
        return ", ".join(map(str, value)) or "none"


@dataclass(frozen=True)
class PointField(FieldKind):
    """A point of a plane, clicked or typed as x,y; or two numbers of other `names`. `limit` bounds them both. optional:
    None is allowed too, typed as "automatic"."""

    limit: float = 100.0
    names: tuple[str, str] = ("x", "y")
    optional: bool = False

    def allowed(self) -> str:
        names, otherwise = ",".join(self.names), f"{AUTOMATIC}, or " if self.optional else ""
        limits = f"from {number_text(-self.limit)} to {number_text(self.limit)}"
        return f"{otherwise}a point {names} with both numbers {limits}"

    def accepts(self, value: Any) -> bool:
        return (value is None and self.optional) or (
            isinstance(value, tuple)
            and len(value) == 2
            and all(isinstance(v, int | float) and math.isfinite(v) and abs(v) <= self.limit for v in value)
        )

    def parse(self, text: str) -> tuple[float, ...] | None:
        if self.optional and text.strip() == AUTOMATIC:
            return None
        return tuple(float(part) for part in text.strip("() ").split(","))

    def format(self, value: Any) -> str:
        return AUTOMATIC if value is None else ",".join(number_text(v) for v in value)

    def describe(self, value: Any) -> str:
        """To as many digits as the form shows: a clicked point has more."""
        if value is None:
            return AUTOMATIC
        return ", ".join(f"{name} {_short(v)}" for name, v in zip(self.names, value, strict=True))


@dataclass(frozen=True)
class PointsField(FieldKind):
    """Several points of a plane, clicked, or typed as x,y;x,y."""

    limit: float = 100.0
    at_most: int = 1000

    def allowed(self) -> str:
        low, high = number_text(-self.limit), number_text(self.limit)
        return f"at most {counted(self.at_most, 'point')} x,y;x,y with numbers from {low} to {high}"

    def accepts(self, value: Any) -> bool:
        point = PointField(self.limit)
        return isinstance(value, tuple) and len(value) <= self.at_most and all(point.accepts(v) for v in value)

    def parse(self, text: str) -> tuple[tuple[float, ...] | None, ...]:
        return tuple(PointField(self.limit).parse(part) for part in text.split(";") if part.strip())

    def format(self, value: Any) -> str:
        return ";".join(PointField(self.limit).format(v) for v in value)

    def describe(self, value: Any) -> str:
        return counted(len(value), "point")


@dataclass(frozen=True)
class MatrixField(FieldKind):
    """A small matrix of numbers whose cells are edited, typed as 1,2;3,4. rows, columns: so many, from … to, or what
    finds their number for the other settings: the weights of a layer have the shape that the chosen network gives."""

    rows: Count
    columns: Count
    limit: float = 1000.0

    def bound(self, settings: Any) -> MatrixField:
        rows, columns = (n(settings) if callable(n) else n for n in (self.rows, self.columns))
        return MatrixField(rows, columns, self.limit)

    def allowed(self) -> str:
        shape = f"{_counted(self.rows, 'row')} of {_counted(self.columns, 'number')}"
        return f"{shape}, written 1,2;3,4, none beyond ±{number_text(self.limit)}"

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and _among(self.rows, len(value))
            and all(isinstance(row, tuple) and len(row) == len(value[0]) for row in value)
            and all(_among(self.columns, len(row)) for row in value)
            and all(isinstance(v, int | float) and abs(v) <= self.limit for row in value for v in row)
        )

    def parse(self, text: str) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(float(cell) for cell in row.split(",")) for row in text.split(";"))

    def format(self, value: Any) -> str:
        return ";".join(",".join(number_text(v) for v in row) for row in value)


@dataclass(frozen=True)
class SparseField(FieldKind):
    """A long row of numbers of which most are 0: the others as (index, number) in order, typed as 3:0.5,17:-1.

    length: of the row, or what finds it for the other settings.
    """

    length: int | Callable[[Any], int]
    limit: float = 1000.0

    def bound(self, settings: Any) -> SparseField:
        return self if isinstance(self.length, int) else SparseField(self.length(settings), self.limit)

    def allowed(self) -> str:
        places = f" with places from 0 to {self.length - 1}" if isinstance(self.length, int) else ""
        return f"none, or place:number{places}, such as 0:0.5,2:-1 with numbers up to ±{number_text(self.limit)}"

    def accepts(self, value: Any) -> bool:
        pairs = isinstance(value, tuple) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value)
        if not pairs or not all(type(i) is int and isinstance(v, int | float) for i, v in value):
            return False
        end = self.length if isinstance(self.length, int) else math.inf
        in_order = all(a < b for (a, _), (b, _) in pairwise(value))
        return in_order and all(0 <= i < end and 0 < abs(v) <= self.limit for i, v in value)

    def parse(self, text: str) -> tuple[tuple[int, float], ...]:
        if text.strip().lower() in ("none", ""):
            return ()
        pairs = (part.split(":") for part in text.split(","))
        return tuple(sorted((int(place), float(number)) for place, number in pairs if float(number)))

    def format(self, value: Any) -> str:
        return ",".join(f"{place}:{number_text(number)}" for place, number in value) or "none"

    def describe(self, value: Any) -> str:
        """Counted from 1, as readers do."""
        return ", ".join(f"no. {place + 1}: {_short(number)}" for place, number in value) or "none"


def _short(number: float) -> str:
    return f"{number:.4g}".replace("-", "−")


def _among(count: Count, n: int) -> bool:
    if callable(count):
        return n >= 1
    low, high = (count, count) if isinstance(count, int) else count
    return low <= n <= high


def _counted(count: Count, noun: str) -> str:
    if callable(count):
        return f"some {noun}s"
    return counted(count, noun) if isinstance(count, int) else f"{count[0]} to {counted(count[1], noun)}"


@dataclass(frozen=True)
class PixelsField(FieldKind):
    """A drawn picture of size × size grey values 0–255, written as hexadecimal digits; "" is an empty sheet."""

    size: int = 28

    def allowed(self) -> str:
        return f"empty or {2 * self.size**2} hexadecimal digits, two for each of {self.size} × {self.size} pixels"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bytes) and len(value) in (0, self.size**2)

    def parse(self, text: str) -> bytes:
        return bytes.fromhex(text)

    def format(self, value: Any) -> str:
        return bytes(value).hex()

    def describe(self, value: Any) -> str:
        return "drawn by hand" if value else "empty"
