"""Legends stay inside their area, and a sample looks the same wherever a variant is named."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.axes import Plot
from gui.plotting.legend import (
    SAMPLE,
    Label,
    LegendRoom,
    legend_entries,
    legend_room,
    paint_sample,
    patches,
    patches_height,
)

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


def labels(count: int, text: str = "rule {0}") -> list[Label]:
    names = [text.format(i) for i in range(count)]
    styles = LIGHT.styles(names)
    return [Label(name, styles[name], y=0.5, curve=name) for name in names]


@pytest.mark.parametrize("text", ["{0}", "rule {0}", "a rule with a name that is very long indeed, number {0}"])
@pytest.mark.parametrize("count", [1, 3, 8, 16, 40])
def test_that_every_name_has_a_place_of_its_own_inside_the_area(qtbot: QtBot, count: int, text: str) -> None:
    area = QRectF(12, 34, 420, 300)
    found = labels(count, text)
    room = legend_room(LIGHT, found, area)
    plot = Plot(area.adjusted(40, 0, -room.right - 10, -room.below - 40), (0, 1), (0, 1))
    entries = legend_entries(LIGHT, found, room, plot, area)
    assert {entry.label.curve for entry in entries} == {label.curve for label in found}
    boxes = [entry.box.adjusted(0.1, 1, -0.1, -1) for entry in entries]
    assert all(area.adjusted(-1, -1, 1, 1).contains(box) for box in boxes)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert plot.frame.height() > 0.4 * area.height()


def test_that_without_names_no_room_is_taken(qtbot: QtBot) -> None:
    room = legend_room(LIGHT, [], QRectF(0, 0, 400, 300))
    assert room == LegendRoom()
    assert legend_entries(LIGHT, [], room, Plot(QRectF(0, 0, 1, 1), (0, 1), (0, 1)), QRectF(0, 0, 400, 300)) == []
