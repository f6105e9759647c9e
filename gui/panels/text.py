"""The panel of a sentence or a few lines, and of a formula beneath."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.records import Text
from gui.notes.formula import Formula, FormulaError, set_formula
from gui.panels.panel import Panel
from gui.plotting.lettering import WRAPPED, cut_to, elided, line_of, wrapped_height

SIZES = (20, 16, 14, 12)
GAP = 10.0
FORMULA = 1.25  # a formula's size in sizes of the text


class TextPanel(Panel):
    """Text in the largest size at which all of it is seen."""

    def draw(self, painter: QPainter, area: QRectF) -> None:
        size = next((s for s in SIZES if self._height(area.width(), s) <= area.height()), SIZES[-1])
        painter.save()
        painter.setClipRect(area)
        top = area.top()
        for name, text in self._texts().items():
            top = self._draw_text(
                painter, name, text, QRectF(area.left(), top, area.width(), area.bottom() - top), size
            )
        painter.restore()

    def _texts(self) -> dict[str, Text]:
        return {name: record for name, record in self.records.items() if isinstance(record, Text)}

    def _height(self, width: float, size: int) -> float:
        return sum(self._height_of(name, text, width, size) for name, text in self._texts().items()) - GAP

    def _height_of(self, name: str, text: Text, width: float, size: int) -> float:
        font = self.theme.font(size)
        formula = self._formula(text, size)
        high = (formula.ascent + formula.descent) * _shrunk(formula, width) if formula is not None else 0.0
        head = line_of(font) if name and len(self.records) > 1 else 0.0
        return head + wrapped_height(_said(text, formula), font, width) + (high + GAP if high else 0.0) + GAP

    def _formula(self, text: Text, size: int) -> Formula | None:
        """None where there is no formula, or one that cannot be set: it is then shown as it is written."""
        if not text.formula:
            return None
        try:
            return set_formula(text.formula, self.theme.text, FORMULA * size, inline=False)
        except FormulaError:
            return None

    def _draw_text(self, painter: QPainter, name: str, text: Text, area: QRectF, size: int) -> float:
        """Returns where the next one begins."""
        font, formula = self.theme.font(size), self._formula(text, size)
        top = area.top()
        if name and len(self.records) > 1:
            strong = self.theme.font(size, bold=True)
            painter.setFont(strong)
            painter.setPen(QColor(self.style_of(name).color))
            line = QRectF(area.left(), top, area.width(), line_of(font))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, elided(name, strong, area.width()))
            top += line_of(font)
        below = (
            (formula.ascent + formula.descent) * _shrunk(formula, area.width()) + GAP if formula is not None else 0.0
        )
        words = cut_to(_said(text, formula), font, area.width(), area.bottom() - top - below)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(QRectF(area.left(), top, area.width(), 1e5), int(WRAPPED), words)
        top += wrapped_height(words, font, area.width()) + GAP
        if formula is not None:
            factor = _shrunk(formula, area.width())
            painter.save()
            painter.translate(QPointF(area.left(), top))
            painter.scale(factor, factor)
            formula.draw(painter, 0, formula.ascent)
            painter.restore()
            top += (formula.ascent + formula.descent) * factor + GAP
        return top


def _said(text: Text, formula: Formula | None) -> str:
    return f"{text.text}\n{text.formula}" if text.formula and formula is None else text.text


def _shrunk(formula: Formula, width: float) -> float:
    return min(1.0, width / formula.width) if formula.width else 1.0
