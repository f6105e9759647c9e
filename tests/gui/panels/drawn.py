"""What a panel drew: its texts with their places, read from an SVG, and its pixels."""

from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from gui.panels.panel import Panel

SVG = "{http://www.w3.org/2000/svg}"


class Drawn(NamedTuple):
    """x, y: the left end of the text on its line."""

    text: str
    x: float
    y: float
    size: float


def texts(panel: Panel) -> list[Drawn]:
    """Every text in the picture, in the order of drawing. Rotated ones have the place that their group gives them."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(panel.size())
    generator.setViewBox(QRect(QPoint(), panel.size()))
    generator.setResolution(96)
    painter = QPainter(generator)
    try:
        QWidget.render(panel, painter, QPoint())
    finally:
        painter.end()
    found = []
    for group in ElementTree.fromstring(content.data()).iter(f"{SVG}g"):
        matrix = [float(v) for v in group.get("transform", "matrix(1,0,0,1,0,0)")[7:-1].split(",")]
        for item in group.findall(f"{SVG}text"):
            x, y = matrix[4] + float(item.get("x", 0)), matrix[5] + float(item.get("y", 0))
            found.append(Drawn((item.text or "").strip(), x, y, float(item.get("font-size", 0))))
    return found


def under(panel: QWidget, at: QPoint) -> tuple[QWidget, QPoint]:
    """The widget that gets the mouse at a place of a panel, and the place in it."""
    widget = panel.childAt(at) or panel
    return widget, widget.mapFrom(panel, at)


def move(panel: Panel, at: QPointF) -> None:
    """The mouse, to a place in pixels of the panel."""
    button = Qt.MouseButton.NoButton
    widget, place = under(panel, at.toPoint())
    there = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, there, there, button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def leave(panel: Panel, at: QPointF) -> None:
    """The mouse goes, from that place."""
    for widget in {under(panel, at.toPoint())[0], panel}:
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def words(panel: Panel) -> list[str]:
    return [one.text for one in texts(panel)]


def image(panel: Panel) -> QImage:
    made = QImage(panel.size(), QImage.Format.Format_ARGB32)
    made.fill(0)
    QWidget.render(panel, made)
    return made


def color(panel: Panel, x: float, y: float) -> str:
    return QColor(image(panel).pixelColor(round(x), round(y))).name()
