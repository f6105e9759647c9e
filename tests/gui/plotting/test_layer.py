"""Layers: shapes are used again, what stays is one picture on a screen, and no larger than what is seen of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QGraphicsRectItem, QGraphicsScene
from pytestqt.qtbot import QtBot

from gui.plotting.layer import Layer

PEN = QPen(Qt.GlobalColor.black, 2)
FRAME = QRectF(0, 0, 100, 80)


@pytest.fixture
def scene(qtbot: QtBot) -> QGraphicsScene:
    return QGraphicsScene()


@pytest.fixture
def clipped(scene: QGraphicsScene) -> Layer:
    """Inside the frame of a plot."""
    clip = QGraphicsRectItem(FRAME)
    clip.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
    scene.addItem(clip)
    return Layer(clip)


def shown(layer: Layer) -> list[QGraphicsItem]:
    return [item for item in layer.root.childItems() if item.isVisible()]


def picture(layer: Layer) -> QGraphicsPixmapItem | None:
    return next((item for item in shown(layer) if isinstance(item, QGraphicsPixmapItem)), None)


def test_that_the_next_picture_uses_the_items_of_the_one_before(clipped: Layer) -> None:
    def draw(count: int) -> None:
        with clipped.drawing() as layer:
            for i in range(count):
                layer.rect(QRectF(i, i, 5, 5), PEN)

    draw(3)
    items = shown(clipped)
    draw(2)
    assert shown(clipped) == items[:2]
    draw(3)
    assert shown(clipped) == items


def test_that_a_shape_of_another_kind_takes_the_place(clipped: Layer) -> None:
    for _ in range(2):
        with clipped.drawing() as layer:
            layer.rect(FRAME, PEN)
        with clipped.drawing() as layer:
            layer.polyline(np.arange(5.0), np.arange(5.0), PEN)
        assert len(clipped.root.childItems()) == 1


def test_that_what_stays_is_drawn_once_for_a_key_that_is_equal(clipped: Layer) -> None:
    drawn: list[int] = []
    for key in ((1, "a"), (1, "a"), (2, "a"), (2, "a")):
        clipped.redraw(key, lambda layer: (drawn.append(1), layer.rect(FRAME, PEN)))
    assert len(drawn) == 2


def test_that_what_stays_is_one_picture_on_a_screen_and_shapes_in_a_file(clipped: Layer) -> None:
    clipped.redraw("key", lambda layer: [layer.rect(QRectF(i, 10, 5, 5), PEN) for i in range(20)])
    assert len(shown(clipped)) == 20
    clipped.set_scale(2.0)
    assert len(shown(clipped)) == 1
    found = picture(clipped)
    assert found is not None
    assert found.pixmap().devicePixelRatio() == 2.0
    clipped.set_scale(0.0)
    assert len(shown(clipped)) == 20


@pytest.mark.parametrize("far", [1e3, 1e6, 1e9])
def test_that_a_picture_is_no_larger_than_the_frame_that_clips_it(clipped: Layer, far: float) -> None:
    clipped.set_scale(1.0)
    clipped.redraw("key", lambda layer: layer.rect(QRectF(-far, -far, 2 * far, 2 * far), brush="#ff0000"))
    found = picture(clipped)
    assert found is not None
    assert found.pixmap().width() <= FRAME.width() + 4
    assert found.pixmap().height() <= FRAME.height() + 4
    assert found.pixmap().toImage().pixelColor(50, 40).name() == "#ff0000"


def test_that_what_is_wholly_clipped_is_no_picture(clipped: Layer) -> None:
    clipped.set_scale(1.0)
    clipped.redraw("key", lambda layer: layer.rect(QRectF(1e6, 0, 50, 50), brush="#ff0000"))
    found = picture(clipped)
    assert found is not None
    assert found.pixmap().isNull()


def test_that_an_image_is_stretched_over_its_box(clipped: Layer, scene: QGraphicsScene) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixel(0, 0, 0xFF0000)
    image.setPixel(1, 0, 0x0000FF)
    with clipped.drawing() as layer:
        layer.image(image, QRectF(10, 10, 40, 20))
    assert shown(clipped)[0].sceneBoundingRect() == QRectF(10, 10, 40, 20)
