"""Where the marks of an axis stand and how its numbers are written."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from core.array import Interval

CONSTANT = 1e-9  # of a value: a range no wider than this share shows one value
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Tick(NamedTuple):
    value: float
    label: str  # "" for a minor mark


def nice_step(span: float, parts: float) -> float:
    """The 1-2-5 step that cuts `span` into about `parts` pieces."""
    raw = span / max(parts, 1e-9)
    power = 10.0 ** math.floor(math.log10(raw))
    return power * next(m for m in (1, 2, 5, 10) if raw <= m * power * (1 + 1e-9))


@lru_cache(maxsize=512)
def linear_ticks(low: float, high: float, parts: float = 5, whole: bool = False) -> tuple[Tick, ...]:
    """Round values within [low, high]; only one where the whole range is but the rounding of a constant."""
    if high - low <= CONSTANT * max(abs(low), abs(high)):
        return (Tick(low, short(low)),)
    step = nice_step(high - low, parts)
    if whole and (step < 1 or high - low <= 2.5 * parts):  # every layer has its number
        step = 1.0
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    values = [i * step for i in range(first, last + 1)]
    return tuple(Tick(v, number(v, step)) for v in values)


@lru_cache(maxsize=512)
def log_ticks(low: float, high: float, parts: float = 5) -> tuple[Tick, ...]:
    """Powers of ten within [low, high] (both positive), and 2 and 5 between them where there is room."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    values = [m * 10.0**e for e in range(first - 1, last + 1) for m in (1, 2, 5)]
    inside = [v for v in values if low * 0.999 <= v <= high * 1.001]
    if 2 <= len(inside) <= parts + 1:
        return tuple(Tick(v, short(v)) for v in inside)
    for stride in range(max(1, math.ceil((last - first) / max(parts, 1))), 0, -1):
        powers = [10.0**e for e in range(first, last + 1) if e % stride == 0]
        shown = [v for v in powers if low * 0.999 <= v <= high * 1.001]
        if len(shown) >= 2:
            return tuple(Tick(v, power_of_ten(v)) for v in shown)
    thinned = inside[:: math.ceil(len(inside) / (parts + 1))] if inside else []
    return tuple(Tick(v, short(v)) for v in thinned) if len(thinned) >= 2 else linear_ticks(low, high, parts)


def power_of_ten(value: float) -> str:
    exponent = round(math.log10(value))
    return short(value) if -3 <= exponent <= 3 else "10" + str(exponent).translate(SUPERSCRIPT)


def number(value: float, step: float) -> str:
    """A tick's number with as many decimals as its step needs; thousands as k, millions as M, tiny ones as powers."""
    if abs(value) < step * 1e-6:
        return "0"
    size = abs(value)
    if step >= 1e6 or size >= 1e7:
        return _trimmed(value / 1e6, step / 1e6) + "M" if size < 1e9 else scientific(value)
    if size >= 1e4:
        return _trimmed(value / 1e3, step / 1e3) + "k"
    if step < 1e-4 and size < 0.01:
        return scientific(value, digits=1 + _power(size) - _power(step))
    return _trimmed(value, step)


def _power(value: float) -> int:
    return math.floor(math.log10(value) + 1e-9)


def _trimmed(value: float, step: float) -> str:
    decimals = max(0, -_power(step))
    return f"{value:.{decimals}f}".replace("-", "−")


def scientific(value: float, digits: int = 2) -> str:
    """3.2×10⁻⁵, as a book prints it."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    times = "" if mantissa in ("1", "-1") else mantissa + "×"
    sign = "-" if mantissa == "-1" else ""
    return (sign + times + "10" + str(int(exponent)).translate(SUPERSCRIPT)).replace("-", "−")


def short(value: float, digits: int = 3, zeros: bool = False) -> str:
    """A value to read off: three significant digits, powers of ten where it is very large or small. zeros: those at the
    end are kept, as beside other values with as many digits."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e5 or size < 1e-3:
        return scientific(value, digits)
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    text = f"{value:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text and not zeros else text).replace("-", "−")


def nice_range(low: float, high: float, parts: float = 5) -> Interval:
    """[low, high] widened to whole steps; from 0 where that costs little."""
    if low > 0 and low < 0.3 * high:
        low = 0.0
    if high < 0 and high > 0.3 * low:
        high = 0.0
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    step = nice_step(high - low, parts * 2)
    below, above = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return min(below, low), max(above, high)  # what is a whole step but for rounding is not outside


def nice_log_range(low: float, high: float) -> Interval:
    """[low, high] widened outwards to 1, 2 or 5 times a power of ten."""
    if high / low < 1.5:
        low, high = low / 1.3, high * 1.3
    return _nice_below(low), 1 / _nice_below(1 / high)


def _nice_below(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return power * next(m for m in (5, 2, 1) if m * power <= value * (1 + 1e-9))
