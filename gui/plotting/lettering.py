"""Lettering in panels: where text stands, how it is cut or wrapped for want of room, numbers as a book prints them."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

from gui.plotting.ticks import SUPERSCRIPT

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LINE_END = "\u2028"  # as Qt's layout of text knows it
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def width_of(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def line_of(font: QFont) -> float:
    """Pixels from one line to the next."""
    return QFontMetricsF(font).lineSpacing()


def elided(text: str, font: QFont, width: float) -> str:
    """The text, or as much of it as fits with "…"; "" where not even one letter does."""
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
    return "" if cut == "…" else cut


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """The text in lines of at most that width, broken between words where they can be."""
    if "\n" not in text and width_of(text, font) <= width:
        return [text] if text else []
    layout = QTextLayout(text.replace("\n", LINE_END), font)
    layout.beginLayout()
    units, lines = text.encode("utf-16-le"), []  # Qt counts in these
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = 2 * line.textStart(), 2 * line.textLength()
        lines.append(units[start : start + length].decode("utf-16-le").strip())
    layout.endLayout()
    return lines


def wrapped_height(text: str, font: QFont, width: float) -> float:
    """Pixels that the text takes when it is broken into lines of that width."""
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1e5), int(WRAPPED), text).height() if text else 0.0


def cut_to(text: str, font: QFont, width: float, height: float) -> str:
    """As many words of the text as have room in lines of that width, and "…" where some have not."""
    if wrapped_height(text, font, width) <= height:
        return text
    ends = [found.start() for found in re.finditer(r"\s", text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        fits = wrapped_height(text[: ends[middle - 1]] + " …", font, width) <= height
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[: ends[low - 1]] + " …" if low else "…"


_MINUS = re.compile(r"(?<![\w).])-(?=[\d.])")
_POWER = re.compile(r"(?<=\d)e([+-])0*(\d+)\b")


def typeset(text: str) -> str:
    """A number as a book prints it, not as a programming language does: −3.2×10⁻⁵ for -3.2e-05."""
    powers = _POWER.sub(lambda found: "×10" + (found[1].strip("+") + found[2]).translate(SUPERSCRIPT), text)
    return _MINUS.sub("−", powers)


def in_two(label: str) -> str:
    """The label in two lines, broken where the longer one is shortest; a single word stays whole."""
    words = label.split(" ")
    splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return "\n".join(min(splits, key=lambda lines: max(map(len, lines)))) if splits else label
