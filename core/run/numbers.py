"""Numbers as they are written in settings, captions and sentences, and round ones for axes."""

from __future__ import annotations

import math


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: 0.01, 1e-07, 3."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e6)
    return repr(int(value)) if whole else repr(float(value))


def told(value: object) -> str:
    """A wrong value as a sentence says it, cut where it is long."""
    text = number_text(value) if isinstance(value, int | float) and not isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def nice(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8 × 10ⁿ at or above: limits that read well on an axis."""
    if not (math.isfinite(value) and value > 0):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.5, 2, 3, 4, 5, 6, 8)
    return next((step * power for step in steps if step * power >= value * (1 - 1e-9)), 10 * power)
