"""Fields of one value: a number, a name, several names, on or off, text, a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.settings.field import FieldKind
from core.text import number_text, one_line

QUOTED = frozenset(',"')  # signs for which a name in a row of names is put in quotes
LISTED = 12  # names that a sentence lists, where they come from a reader's own data


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
    """One of a few names. listed: how many a sentence names, where there may be hundreds; None for all."""

    options: tuple[str, ...]
    listed: int | None

    def __init__(self, *options: str, listed: int | None = None) -> None:
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "listed", listed)

    def allowed(self) -> str:
        if not any(self.options):
            return "empty, since the other settings offer no name"
        left = len(self.options[self.listed :]) if self.listed is not None else 0
        names = ", ".join(one_line(option) for option in self.options[: self.listed])
        return f"one of {names}" + (f" and {left} more" if left else "")

    def accepts(self, value: Any) -> bool:
        return value in self.options

    def parse(self, text: str) -> str:
        name = text.strip()
        return next((option for option in self.options if option.lower() == name.lower()), name)


@dataclass(frozen=True)
class ChoiceFromField(FieldKind):
    """One of the names that `options` finds for the other settings: a column of the chosen table.

    The names come in the order of the menu. Where `options` finds none, only "" is allowed.
    """

    options: Callable[[Any], tuple[str, ...]]

    def bound(self, settings: Any) -> FieldKind:
        return ChoiceField(*(self.options(settings) or ("",)), listed=LISTED)

    def allowed(self) -> str:
        return "a name that the other settings offer"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def parse(self, text: str) -> str:
        return text.strip()


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

    def describe(self, value: Any) -> str:
        return ", ".join(value)


@dataclass(frozen=True)
class ManyFromField(FieldKind):
    """Some of the names that `options` finds for the other settings, in their order, or none: columns of the chosen
    table. Typed as a row of a CSV file, since such a name may hold a comma. offered: what it has found."""

    options: Callable[[Any], tuple[str, ...]]
    offered: tuple[str, ...] | None = None

    def bound(self, settings: Any) -> FieldKind:
        return ManyFromField(self.options, self.options(settings))

    def allowed(self) -> str:
        if self.offered is None:
            return "none, or some names that the other settings offer"
        if not self.offered:
            return "none"
        left = len(self.offered) - LISTED
        more = f" and {left} more" if left > 0 else ""
        return f"none, or some of {', '.join(map(one_line, self.offered[:LISTED]))}{more}"

    def accepts(self, value: Any) -> bool:
        names = isinstance(value, tuple) and all(isinstance(name, str) for name in value)
        return names and (self.offered is None or value == tuple(one for one in self.offered if one in value))

    def parse(self, text: str) -> tuple[str, ...]:
        if text.strip().lower() in ("none", ""):
            return ()
        names = [name.strip() for row in csv.reader([text], skipinitialspace=True) for name in row]
        if self.offered is None or set(names) - set(self.offered):
            return tuple(names)
        return tuple(one for one in self.offered if one in names)

    def format(self, value: Any) -> str:
        return ",".join(
            name if QUOTED.isdisjoint(name) else f'"{name.replace(chr(34), 2 * chr(34))}"' for name in value
        )

    def describe(self, value: Any) -> str:
        return ", ".join(map(one_line, value)) or "none"


@dataclass(frozen=True)
class TextField(FieldKind):
    """Free text; `parser` raises a ValueError that says what is wrong with it. examples: texts that are right."""

    parser: Callable[[str], object] = str
    what: str = "text"
    examples: tuple[str, ...] = ("hello",)

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
class FileField(FieldKind):
    """A file that exists, or "" for none. suffixes: (".csv",), or () for any. reader: looks into it, and raises a
    ValueError that says what is wrong, so that a wrong file is refused before a run has begun with it."""

    suffixes: tuple[str, ...] = ()
    reader: Callable[[Path], object] | None = None

    def allowed(self) -> str:
        return "an existing file" + (f" ({', '.join(self.suffixes)})" if self.suffixes else "")

    def accepts(self, value: Any) -> bool:
        fits = isinstance(value, str) and (not self.suffixes or Path(value).suffix.lower() in self.suffixes)
        return value == "" or (fits and Path(value).is_file())

    def check(self, value: Any) -> None:
        super().check(value)
        if value and self.reader is not None:
            try:
                self.reader(Path(value))
            except ValueError as wrong:
                raise ValueError(f"cannot be used: {wrong}") from None

    def parse(self, text: str) -> str:
        return text

    def describe(self, value: Any) -> str:
        """Without its folders."""
        return Path(value).name if value else "none"
