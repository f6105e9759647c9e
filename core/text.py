"""Numbers as they are written in settings, captions and sentences, and round ones for axes."""

from __future__ import annotations

import math


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: 0.01, 1e-07, 3."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e6)
    return repr(int(value)) if whole else repr(float(value))


def counted(n: int, noun: str) -> str:
    """1 weight, 3 weights"""
    return f"{n} {noun}" + "s" * (n != 1)


def quoted(value: object) -> str:
    """A wrong value as a sentence says it: as it would be typed, and cut where it is long. "" for an empty list."""
    text = _typed(value)
    return text if len(text) <= 60 else text[:60] + "…"


def one_line(text: str, longest: int = 60) -> str:
    """Text from outside as a sentence can hold it: without line breaks and the like, and cut where it is long."""
    line = "".join(c if c.isprintable() else "?" for c in text[: longest + 1])
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def _typed(value: object) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case int() | float():
            return number_text(value)
        case bytes():
            return value.hex()
        case tuple() | list():
            nested = any(isinstance(one, tuple | list) for one in value)
            return (";" if nested else ",").join(one if isinstance(one, str) else _typed(one) for one in value)
    return repr(value)


def nice(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8 × 10ⁿ at or above: limits that read well on an axis."""
    if not (math.isfinite(value) and value > 0):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.5, 2, 3, 4, 5, 6, 8)
    return next((step * power for step in steps if step * power >= value * (1 - 1e-9)), 10 * power)
