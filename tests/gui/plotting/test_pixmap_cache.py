"""A part of a picture that stays is painted once for a key, and its copy has the pixels that painting has."""

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPicture
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.plotting.pixmap_cache import PixmapCache

BOX = QRectF(10, 10, 100, 60)


class Drawing:
    """Draws a disc and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, painter: QPainter) -> None:
        self.times += 1
        painter.setBrush(QColor("#0b63ce"))
        painter.drawEllipse(QRectF(20.3, 20.7, 61.2, 33.3))


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(200, 120)
    return made


def canvas() -> QImage:
    made = QImage(200, 120, QImage.Format.Format_RGB32)
    made.fill(QColor("#ffffff"))
    return made


def painted(
    widget: QWidget, kept: PixmapCache, draw: Drawing, key: object, zoom: float = 1.0, scale: float = 1.0
) -> QImage:
    made = canvas()
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom * scale, zoom * scale)
    kept.paint(painter, widget, zoom, key, BOX, draw)
    painter.end()
    return made


def test_that_nothing_is_painted_where_there_is_no_room(widget: QWidget) -> None:
    kept, draw = PixmapCache(), Drawing()
    made = canvas()
    painter = QPainter(made)
    for box in (QRectF(10, 10, 0, 60), QRectF(10, 10, 60, 0), QRectF(500, 500, 20, 20)):
        kept.paint(painter, widget, 1.0, "a", box, draw)
    painter.end()
    assert draw.times == 0
    assert made == canvas()


def test_that_it_is_painted_once_for_an_equal_key(widget: QWidget) -> None:
    kept, draw = PixmapCache(), Drawing()
    pictures = [painted(widget, kept, draw, ("a", 1)) for _ in range(3)]
    assert draw.times == 1
    assert pictures[0] == pictures[2]
    painted(widget, kept, draw, ("a", 2))
    assert draw.times == 2


@pytest.mark.parametrize("zoom", [1.0, 16 / 14])
def test_that_a_copy_looks_like_what_it_is_copied_from(widget: QWidget, zoom: float) -> None:
    made, direct = painted(widget, PixmapCache(), Drawing(), 0, zoom), canvas()
    painter = QPainter(direct)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    Drawing()(painter)
    painter.end()
    for x in range(0, 200, 7):
        for y in range(0, 120, 5):
            one, other = made.pixelColor(x, y), direct.pixelColor(x, y)
            assert abs(one.red() - other.red()) <= 2
            assert abs(one.blue() - other.blue()) <= 2


def test_that_another_size_or_zoom_is_painted_anew(widget: QWidget) -> None:
    kept, draw = PixmapCache(), Drawing()
    painted(widget, kept, draw, 0)
    painted(widget, kept, draw, 0, zoom=2.0)
    assert draw.times == 2
    widget.resize(90, 50)
    painted(widget, kept, draw, 0, zoom=2.0)
    assert draw.times == 3


def test_that_a_larger_scale_and_a_file_of_shapes_are_painted_themselves(widget: QWidget) -> None:
    kept, draw = PixmapCache(), Drawing()
    painted(widget, kept, draw, 0, scale=2.0)
    painted(widget, kept, draw, 0, scale=2.0)
    assert draw.times == 2
    picture = QPicture()
    painter = QPainter(picture)
    kept.paint(painter, widget, 1.0, 0, BOX, draw)
    painter.end()
    assert draw.times == 3


def test_that_a_place_on_a_sheet_is_kept(widget: QWidget) -> None:
    """The painter of a widget that is rendered into a larger picture is moved, not scaled."""
    kept, made = PixmapCache(), QImage(260, 180, QImage.Format.Format_RGB32)
    made.fill(QColor("#ffffff"))
    painter = QPainter(made)
    painter.translate(QPoint(40, 30))
    kept.paint(painter, widget, 1.0, 0, BOX, Drawing())
    painter.end()
    assert made.pixelColor(40 + 50, 30 + 37).name() == "#0b63ce"
    assert made.pixelColor(15, 37).name() == "#ffffff"
