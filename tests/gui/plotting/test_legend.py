"""Legends stay inside their area, and a sample looks the same wherever a variant is named."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.legend import SAMPLE, paint_sample, patches, patches_height

LIGHT = Theme.named("light")


def test_that_patches_go_on_in_the_next_line_where_one_is_full(qtbot: QtBot) -> None:
    wanted = [("", "price"), *(("#0072b2", f"series number {i}") for i in range(6))]
    area = QRectF(12, 34, 300, 200)
    placed = patches(LIGHT, area, wanted)
    assert [one.text for one in placed] == [text for _, text in wanted]
    assert placed[0].at == area.topLeft()
    assert {one.at.x() for one in placed} > {area.left()}
    rows = sorted({one.at.y() for one in placed})
    assert len(rows) > 1
    assert all(one.at.x() == area.left() for one in placed if one.at.y() > rows[-1])
    assert patches_height(LIGHT, area, placed) > rows[-1] - area.top()
    assert patches_height(LIGHT, area, []) == 0


def test_that_a_sample_is_as_long_as_it_says_and_in_the_variants_colour(qtbot: QtBot) -> None:
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    style = LIGHT.styles(("SGD",))["SGD"]
    paint_sample(painter, LIGHT, style, QPointF(10, 10))
    painter.end()
    colored = [x for x in range(60) if image.pixelColor(x, 10).name() == style.color.lower()]
    assert abs(colored[0] - 10) <= 1
    assert abs(colored[-1] - (10 + SAMPLE)) <= 1
