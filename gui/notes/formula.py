"""Formulas as vectors: LaTeX set by ziamath, drawn by Qt at any scale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer
from ziamath import zmath
from ziamath.config import config

config.svg2 = False  # Qt knows SVG 1.1 only: without this every formula is an empty box


LONGEST = 300  # characters; a sheet is no wider
DEEPEST = 6  # brackets within brackets: each level doubles the time that setting takes
_OPENING = re.compile(r"\\\\|\\[{}]|\{|\}|\\(?:left|right|begin|end)(?![a-z])")


class FormulaError(ValueError):
    """The text is no formula that ziamath can set."""


class Formula(NamedTuple):
    """svg; width, ascent above the baseline and descent below it, in layout pixels."""

    svg: bytes
    width: float
    ascent: float
    descent: float

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draw it with its left end at x, standing on the baseline."""
        height = self.ascent + self.descent
        QSvgRenderer(QByteArray(self.svg)).render(painter, QRectF(x, baseline - self.ascent, self.width, height))


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
    return Formula(svg.encode(), box.width(), -box.top(), box.bottom())


def _depth(latex: str) -> int:
    """How deep braces, \\left … \\right and environments are nested."""
    depth = deepest = 0
    for found in _OPENING.finditer(latex):
        depth += {"{": 1, "\\left": 1, "\\begin": 1, "}": -1, "\\right": -1, "\\end": -1}.get(found.group(), 0)
        deepest = max(deepest, depth)
    return deepest
