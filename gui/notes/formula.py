"""Formulas as vectors: LaTeX set by ziamath, drawn by Qt at any scale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import fromstring

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer
from ziamath import zmath
from ziamath.config import config

config.svg2 = False  # Qt knows SVG 1.1 only: without this every formula is an empty box


LONGEST = 300  # characters; a sheet is no wider
DEEPEST = 6  # brackets within brackets: each level doubles the time that setting takes
_COMMAND = re.compile(r"([MLQZ])([^MLQZ]*)")
_OPENING = re.compile(r"\\\\|\\[{}]|\{|\}|\\(?:left|right|begin|end)(?![a-z])")


class FormulaError(ValueError):
    """The text is no formula that ziamath can set."""


class Formula(NamedTuple):
    """svg; width, ascent above the baseline and descent below it, in layout pixels; outlines: what is filled with the
    colour, the left end of the baseline at (left, 0)."""

    svg: bytes
    width: float
    ascent: float
    descent: float
    left: float
    outlines: QPainterPath
    color: str

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draw it with its left end at x, standing on the baseline.

        Not by QSvgRenderer: it leaves a pen of no colour on, with which pictures in SVG and PDF are stroked in black.
        """
        painter.save()
        painter.translate(x - self.left, baseline)
        painter.fillPath(self.outlines, QColor(self.color))
        painter.restore()


@lru_cache(maxsize=512)
def set_formula(latex: str, color: str, size: float, inline: bool = True) -> Formula:
    """Set LaTeX without its dollars in a colour and a font size in pixels; 7 to 27 ms the first time."""
    if len(latex) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters, not {len(latex):,}")
    if _depth(latex) > DEEPEST:
        raise FormulaError(f"a formula has brackets at most {DEEPEST} deep: {latex!r}")
    try:
        svg = zmath.Latex(latex, size=size, color=color, inline=inline).svg()
    except Exception as wrong:  # the two libraries below raise whatever they trip over
        raise FormulaError(f"the formula {latex!r} cannot be set: {wrong}") from wrong
    box = QSvgRenderer(QByteArray(svg.encode())).viewBoxF()
    return Formula(svg.encode(), box.width(), -box.top(), box.bottom(), box.left(), _outlines(svg), color)


def _outlines(svg: str) -> QPainterPath:
    """The paths (M, L, Q and Z with absolute coordinates) and rectangles of which ziamath makes a formula."""
    outlines = QPainterPath()
    outlines.setFillRule(Qt.FillRule.WindingFill)
    for element in fromstring(svg).iter():
        match element.tag.rpartition("}")[2]:
            case "path":
                for command, numbers in _COMMAND.findall(element.get("d", "")):
                    _follow(outlines, command, [float(number) for number in numbers.split()])
            case "rect":
                outlines.addRect(QRectF(*(float(element.get(name, "0")) for name in ("x", "y", "width", "height"))))
    return outlines


def _follow(outlines: QPainterPath, command: str, numbers: list[float]) -> None:
    points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    match command:
        case "M":
            outlines.moveTo(points[0])
        case "L":
            outlines.lineTo(points[0])
        case "Q":
            outlines.quadTo(points[0], points[1])
        case "Z":
            outlines.closeSubpath()


def _depth(latex: str) -> int:
    """How deep braces, \\left … \\right and environments are nested."""
    depth = deepest = 0
    for found in _OPENING.finditer(latex):
        depth += {"{": 1, "\\left": 1, "\\begin": 1, "}": -1, "\\right": -1, "\\end": -1}.get(found.group(), 0)
        deepest = max(deepest, depth)
    return deepest
