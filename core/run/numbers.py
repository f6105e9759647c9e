"""Numbers as they are written in settings, captions and sentences."""

from __future__ import annotations


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: 0.01, 1e-07, 3."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e6)
    return repr(int(value)) if whole else repr(float(value))


def told(value: object) -> str:
    """A wrong value as a sentence says it, cut where it is long."""
    text = number_text(value) if isinstance(value, int | float) and not isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
