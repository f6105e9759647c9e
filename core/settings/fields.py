"""The kinds of settings: what values one may take, its text on the command line, and the sentence when it is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.settings.field import FieldKind
from core.text import counted, number_text


@dataclass(frozen=True)
class RangeField(FieldKind):
    """A number from low to high, both included; a whole number where both bounds are ints."""

    low: float
    high: float
    step: float | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    def allowed(self) -> str:
        return f"a {'whole ' * self.whole}number from {number_text(self.low)} to {number_text(self.high)}"

    def accepts(self, value: Any) -> bool:
        expected: Any = int if self.whole else (int, float)
        return isinstance(value, expected) and not isinstance(value, bool) and self.low <= value <= self.high

    def parse(self, text: str) -> float:
        return int(text) if self.whole else float(text)

    def read(self, text: str) -> Any:
        """A comma is refused: it may part decimals or thousands, and elsewhere it parts the numbers of a list."""
        comma = re.fullmatch(r"\s*([+-]?\d*),(\d+)\s*", text)
        if comma and self.whole:
            raise ValueError(f"must be {self.allowed()}, written without a comma")
        if comma:
            raise ValueError(f"must be {self.allowed()}; write {comma[1]}.{comma[2]} with a point")
        return super().read(text)

    def format(self, value: Any) -> str:
        return number_text(value)


@dataclass(frozen=True)
class LogRangeField(RangeField):
    """A positive number from low to high on a logarithmic scale; the window steps it 1-3-10."""

    @property
    def whole(self) -> bool:
        return False


@dataclass(frozen=True, init=False)
class ChoiceField(FieldKind):
    """One of a few names."""

    options: tuple[str, ...]

    def __init__(self, *options: str) -> None:
        object.__setattr__(self, "options", options)

    def allowed(self) -> str:
        return "one of " + ", ".join(self.options)

    def accepts(self, value: Any) -> bool:
        return value in self.options

    def parse(self, text: str) -> str:
        name = text.strip()
        return next((option for option in self.options if option.lower() == name.lower()), name)


@dataclass(frozen=True)
class FlagField(FieldKind):
    """On or off."""

    def allowed(self) -> str:
        return "on or off"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)

    def parse(self, text: str) -> bool:
        word = text.strip().lower()
        if word in ("on", "true", "yes", "1"):
            return True
        if word in ("off", "false", "no", "0"):
            return False
        raise ValueError(text)

    def format(self, value: Any) -> str:
        return "on" if value else "off"


@dataclass(frozen=True, init=False)
class ManyField(FieldKind):
    """Some of a few names, in the order in which they are offered."""

    options: tuple[str, ...]

    def __init__(self, *options: str) -> None:
        object.__setattr__(self, "options", options)

    def allowed(self) -> str:
        return "at least one of " + ", ".join(self.options)

    def accepts(self, value: Any) -> bool:
        return isinstance(value, tuple) and len(value) > 0 and value == tuple(o for o in self.options if o in value)

    def parse(self, text: str) -> tuple[str, ...]:
        one = ChoiceField(*self.options)
        names = [one.parse(name) for name in text.split(",") if name.strip()]
        unknown = tuple(name for name in names if name not in self.options)
        return unknown or tuple(option for option in self.options if option in names)

    def format(self, value: Any) -> str:
        return ",".join(value)


@dataclass(frozen=True)
class TextField(FieldKind):
    """Free text; `parser` raises a ValueError that says what is wrong with it."""

    parser: Callable[[str], object] = str
    what: str = "text"

    def allowed(self) -> str:
        return self.what

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def check(self, value: Any) -> None:
        super().check(value)
        try:
            self.parser(value)
        except ValueError as wrong:
            raise ValueError(f"must be {self.what}: {wrong}") from None

    def parse(self, text: str) -> str:
        return text


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


@dataclass(frozen=True)
class PointField(FieldKind):
    """A point of a plane, clicked or typed as x,y; or two numbers of other `names`. `limit` bounds them both."""

    limit: float = 100.0
    names: tuple[str, str] = ("x", "y")

    def allowed(self) -> str:
        names = ",".join(self.names)
        return f"a point {names} with both numbers from {number_text(-self.limit)} to {number_text(self.limit)}"

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) == 2
            and all(isinstance(v, int | float) and math.isfinite(v) and abs(v) <= self.limit for v in value)
        )

    def parse(self, text: str) -> tuple[float, ...]:
        return tuple(float(part) for part in text.strip("() ").split(","))

    def format(self, value: Any) -> str:
        return ",".join(number_text(v) for v in value)


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

    def parse(self, text: str) -> tuple[tuple[float, ...], ...]:
        return tuple(PointField(self.limit).parse(part) for part in text.split(";") if part.strip())

    def format(self, value: Any) -> str:
        return ";".join(PointField(self.limit).format(v) for v in value)


@dataclass(frozen=True)
class MatrixField(FieldKind):
    """A small matrix of numbers whose cells are edited, typed as 1,2;3,4."""

    rows: int
    columns: int
    limit: float = 1000.0

    def allowed(self) -> str:
        shape = f"{counted(self.rows, 'row')} of {counted(self.columns, 'number')}"
        return f"{shape}, written 1,2;3,4, none beyond ±{number_text(self.limit)}"

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) == self.rows
            and all(isinstance(row, tuple) and len(row) == self.columns for row in value)
            and all(isinstance(v, int | float) and abs(v) <= self.limit for row in value for v in row)
        )

    def parse(self, text: str) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(float(cell) for cell in row.split(",")) for row in text.split(";"))

    def format(self, value: Any) -> str:
        return ";".join(",".join(number_text(v) for v in row) for row in value)


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


@dataclass(frozen=True)
class FileField(FieldKind):
    """A file that exists, or "" for none. suffixes: (".csv",), or () for any."""

    suffixes: tuple[str, ...] = ()

    def allowed(self) -> str:
        return "an existing file" + (f" ({', '.join(self.suffixes)})" if self.suffixes else "")

    def accepts(self, value: Any) -> bool:
        fits = isinstance(value, str) and (not self.suffixes or Path(value).suffix.lower() in self.suffixes)
        return value == "" or (fits and Path(value).is_file())

    def parse(self, text: str) -> str:
        return text
