"""The gallery's small pictures: what `make pictures` has stored for an experiment, or a miniature of its panels."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from core.run.experiment import Experiment
from gui.arrangement.automatic import arrange
from gui.look.theme import Theme

SIZE = QSize(192, 108)  # pixels of a file; shown at half of it, so that it is sharp on a fine screen
RATIO = 2
STAGE = 5  # times larger is the stage that a miniature shows: large enough for every panel to have its place
MARGIN = 24  # pixels of that stage
CORNER = 4.0  # layout pixels


def thumbnail(experiment: Experiment, theme: Theme) -> QPixmap:
    """96 × 54 layout pixels with round corners and a thin border."""
    image = _stored(experiment.id, theme)
    image = miniature(experiment, theme) if image.isNull() else image
    framed = QPixmap(SIZE)
    framed.fill(Qt.GlobalColor.transparent)
    painter = QPainter(framed)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.pen(theme.border, RATIO))
    painter.setBrush(QBrush(image))
    inner = QRectF(framed.rect()).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(inner, RATIO * CORNER, RATIO * CORNER)
    painter.end()
    framed.setDevicePixelRatio(RATIO)
    return framed


def _stored(id: str, theme: Theme) -> QImage:
    """A null image where there is none that can be read."""
    file = files("resources") / "thumbnails" / theme.name / f"{id}.png"
    image = QImage.fromData(file.read_bytes()) if file.is_file() else QImage()
    return image if image.size() == SIZE else QImage()


def miniature(experiment: Experiment, theme: Theme) -> QImage:
    """The panels of its stage where they stand, each a card with a line for its title."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cells = arrange(experiment.views, QRect(MARGIN, MARGIN, *(STAGE * side - 2 * MARGIN for side in SIZE.toTuple())))
    for view, cell in zip(experiment.views, cells, strict=True):
        card = QRectF(cell.x() / STAGE, cell.y() / STAGE, cell.width() / STAGE, cell.height() / STAGE)
        card.adjust(1, 1, -1, -1)
        painter.setPen(theme.pen(theme.border, 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(card, 4, 4)
        title = QRectF(card.x() + 6, card.y() + 6, min(0.45 * card.width(), 40), 4)
        painter.fillRect(title, QColor(theme.accent if view.area == "main" else theme.border))
    painter.end()
    return image
