"""How the rows of the gallery look: chapters small and grey, experiments a picture beside their title."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

from core.run.experiment import Experiment
from gui.gallery.thumbnails import thumbnail
from gui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex
EXPERIMENT = Qt.ItemDataRole.UserRole
QUESTION = Qt.ItemDataRole.UserRole + 1

# Pixels beside text of 100 %.
PICTURE, SMALL_PICTURE = QSize(96, 54), QSize(72, 41)
NARROW = 230  # pixels of a list with small pictures and titles
WORDY = 310  # pixels of a list that has room for the questions too
EDGE = 10  # pixels left of the pictures
GAP = 8
CHAPTER = 14  # pixels around a chapter's name, most of them above it


class Look(NamedTuple):
    """What a list of one width can afford."""

    picture: QSize
    title: int  # pixels
    question: bool

    @classmethod
    def at(cls, width: int) -> Look:
        if width < NARROW:
            return cls(SMALL_PICTURE, 14, False)
        return cls(PICTURE, 16, width >= WORDY)


class Line(NamedTuple):
    """One line of text."""

    text: str
    font: QFont
    color: str

    @property
    def height(self) -> int:
        return QFontMetrics(self.font).height()


class RowDelegate(QStyledItemDelegate):
    """The open experiment is marked by a bar and by its ground; pictures are loaded when their row is first seen."""

    def __init__(self, theme: Theme, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree
        self.hidden: str | None = None  # the experiment whose picture would tell what is asked
        self.apply_theme(theme)
        self._pictures: dict[tuple[str, str], QPixmap] = {}

    def apply_theme(self, theme: Theme) -> None:
        """A row is laid out and drawn as beside text of 100 %, and the painter makes it larger."""
        self.theme, self._scale = theme.scaled(1.0), theme.scale

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = int(self._tree.viewport().width() / self._scale)
        return QSize(120, ceil(self._scale * self._height(index, width)))

    def _height(self, index: Index, width: int) -> int:
        if index.data(EXPERIMENT) is None:
            return QFontMetrics(self.theme.font(14, True)).height() + CHAPTER
        high = sum(line.height for line in self._lines(index, width))
        return max(Look.at(width).picture.height(), high) + GAP + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole: QRect = option.rect
        rect = QRect(0, 0, ceil(whole.width() / self._scale), int(whole.height() / self._scale))
        painter.save()
        painter.translate(whole.topLeft())
        painter.scale(self._scale, self._scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if index.data(EXPERIMENT) is None:
            self._paint_chapter(painter, rect, str(index.data()), bool(option.state & QStyle.StateFlag.State_Open))
        else:
            self._paint_ground(painter, rect, option.state)
            self._paint_entry(painter, rect, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.theme.accent))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def picture(self, experiment: Experiment) -> QPixmap:
        """Loaded once for each theme."""
        key = experiment.id, self.theme.name
        if key not in self._pictures:
            self._pictures[key] = thumbnail(experiment, self.theme)
        return self._pictures[key]

    def _paint_chapter(self, painter: QPainter, rect: QRect, name: str, opened: bool) -> None:
        """A triangle that points down while the chapter is unfolded, and its name."""
        font = self.theme.font(14, True)
        metrics = QFontMetrics(font)
        line = QRect(rect.x(), rect.bottom() - metrics.height() - 3, rect.width(), metrics.height())
        at = QPointF(EDGE + 4, line.center().y() + 1)
        tip = ((-4, -2), (4, -2), (0, 3)) if opened else ((-2, -4), (-2, 4), (3, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.secondary))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in tip]))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        left = EDGE + 8 + GAP
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, rect.width() - left)
        painter.drawText(rect.x() + left, line.y() + metrics.ascent(), short)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(self.theme.panel if current else self.theme.grid))
        if current:
            painter.fillRect(QRect(rect.x(), rect.y() + 4, 3, rect.height() - 8), QColor(self.theme.accent))

    def _paint_entry(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The picture, and beside it the lines of text, around the same middle."""
        size = Look.at(rect.width()).picture
        corner = rect.topLeft() + QPoint(EDGE, (rect.height() - size.height()) // 2)
        if index.data(EXPERIMENT).id != self.hidden:
            painter.drawPixmap(QRect(corner, size), self.picture(index.data(EXPERIMENT)))
        lines = self._lines(index, rect.width())
        y = rect.y() + (rect.height() - sum(line.height for line in lines)) // 2
        for line in lines:
            painter.setFont(line.font)
            painter.setPen(QColor(line.color))
            painter.drawText(rect.x() + EDGE + size.width() + GAP, y + QFontMetrics(line.font).ascent(), line.text)
            y += line.height

    def _lines(self, index: Index, width: int) -> list[Line]:
        look = Look.at(width)
        room = width - EDGE - look.picture.width() - 2 * GAP
        parts = [(str(index.data()), self.theme.font(look.title), self.theme.text)]
        if look.question:
            parts.append((str(index.data(QUESTION)), self.theme.font(14), self.theme.secondary))
        return [
            # What just fits by one way of measuring is too long by the other: half of the gap is theirs.
            Line(QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, room + GAP // 2), font, color)
            for text, font, color in parts
            for line in wrap(text, QFontMetrics(font), room, at_most=2)
        ]


def wrap(text: str, metrics: QFontMetrics, width: int, at_most: int) -> list[str]:
    """Break into lines at spaces; what does not fit stays on the last one, to be elided."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (metrics.horizontalAdvance(longer) <= width or len(lines) == at_most):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
