"""The few icons of the window, drawn: no font glyph that a system may lack, and one shape for both themes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from gui.look.theme import Theme

SIZE = 18  # pixels beside text of 14; the shapes are drawn in a box of 18 × 18
RATIOS = (1, 2, 3)


def icon(name: str, theme: Theme) -> QIcon:
    """reset, back, play, pause, step, end, camera, list, theme, question, dice or more; paler while disabled."""
    made = QIcon()
    for mode, color in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, theme.border)):
        for ratio in RATIOS:
            made.addPixmap(_pixmap(name, color, theme.px(SIZE), ratio), mode)
    return made


def show_icon(button: QToolButton, name: str, theme: Theme) -> None:
    """As large as the text around it."""
    button.setIcon(icon(name, theme))
    button.setIconSize(QSize(theme.px(SIZE), theme.px(SIZE)))


def icon_button(tip: str, parent: QWidget) -> QToolButton:
    """A button for an icon. A click on it leaves the keys to the window."""
    button = QToolButton(parent)
    button.setToolTip(tip)
    button.setAccessibleName(tip.partition(" (")[0])
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _pixmap(name: str, color: str, size: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(size * ratio, size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / SIZE, size / SIZE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        _SHAPES[name](painter, QColor(color))
    finally:
        painter.end()
    return pixmap


def _triangle(painter: QPainter, left: float, right: float) -> None:
    painter.drawPolygon(QPolygonF([QPointF(left, 3), QPointF(right, 9), QPointF(left, 15)]))


def _play(painter: QPainter, color: QColor) -> None:
    _triangle(painter, 4.5, 15)


def _pause(painter: QPainter, color: QColor) -> None:
    painter.drawRoundedRect(QRectF(4, 3, 3.6, 12), 1, 1)
    painter.drawRoundedRect(QRectF(10.4, 3, 3.6, 12), 1, 1)


def _step(painter: QPainter, color: QColor) -> None:
    _triangle(painter, 3, 12)
    painter.drawRoundedRect(QRectF(12.6, 3, 2.6, 12), 1, 1)


def _back(painter: QPainter, color: QColor) -> None:
    _triangle(painter, 15, 6)
    painter.drawRoundedRect(QRectF(2.8, 3, 2.6, 12), 1, 1)


def _end(painter: QPainter, color: QColor) -> None:
    _triangle(painter, 1.5, 8)
    _triangle(painter, 7, 13.5)
    painter.drawRoundedRect(QRectF(13.6, 3, 2.6, 12), 1, 1)


def _reset(painter: QPainter, color: QColor) -> None:
    """An arrow that turns back to where it began."""
    _stroke(painter, color, 2)
    painter.drawArc(QRectF(3.5, 3.5, 11, 11), -140 * 16, 290 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(1.2, 9.6), QPointF(8.2, 9.6), QPointF(4.2, 15.6)]))


def _camera(painter: QPainter, color: QColor) -> None:
    body = QPainterPath()
    body.addRoundedRect(QRectF(1.5, 5, 15, 10.5), 2, 2)
    body.addRoundedRect(QRectF(6, 2.8, 6, 4), 1.2, 1.2)
    hole = QPainterPath()
    hole.addEllipse(QPointF(9, 10.2), 3.4, 3.4)
    painter.drawPath(body.united(body).subtracted(hole).simplified())
    painter.drawEllipse(QPointF(9, 10.2), 1.9, 1.9)


def _list(painter: QPainter, color: QColor) -> None:
    for y in (3.5, 8, 12.5):
        painter.drawRoundedRect(QRectF(2, y, 2.4, 2), 1, 1)
        painter.drawRoundedRect(QRectF(6.2, y, 10, 2), 1, 1)


def _theme(painter: QPainter, color: QColor) -> None:
    """Half a disc is dark."""
    half = QPainterPath(QPointF(9, 3))
    half.arcTo(QRectF(3, 3, 12, 12), 90, 180)
    painter.drawPath(half)
    _stroke(painter, color, 1.8)
    painter.drawEllipse(QPointF(9, 9), 6, 6)


def _more(painter: QPainter, color: QColor) -> None:
    painter.drawPolygon(QPolygonF([QPointF(5, 7), QPointF(13, 7), QPointF(9, 12)]))


def _question(painter: QPainter, color: QColor) -> None:
    painter.drawEllipse(QPointF(9, 14.6), 1.4, 1.4)
    _stroke(painter, color, 2.2)
    mark = QPainterPath(QPointF(5.2, 6.2))
    mark.arcTo(QRectF(5.2, 2.4, 7.6, 7.2), 170, -235)
    mark.lineTo(QPointF(9, 11.2))
    painter.drawPath(mark)


def _dice(painter: QPainter, color: QColor) -> None:
    """Five."""
    for x, y in ((5.6, 5.6), (12.4, 5.6), (9, 9), (5.6, 12.4), (12.4, 12.4)):
        painter.drawEllipse(QPointF(x, y), 1.4, 1.4)
    _stroke(painter, color, 1.8)
    painter.drawRoundedRect(QRectF(2, 2, 14, 14), 3, 3)


def _stroke(painter: QPainter, color: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))


_SHAPES: dict[str, Callable[[QPainter, QColor], None]] = {
    "reset": _reset,
    "back": _back,
    "play": _play,
    "pause": _pause,
    "step": _step,
    "end": _end,
    "camera": _camera,
    "list": _list,
    "theme": _theme,
    "more": _more,
    "question": _question,
    "dice": _dice,
}
