"""Legends stay inside their area, and a sample looks the same wherever a variant is named."""

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


def labels_of(count: int, text: str = "optimizer {}") -> list[Label]:
    styles = list(LIGHT.styles(tuple(str(i) for i in range(count))).values())
    return [Label(text.format(i), style, 0.1 * i) for i, style in enumerate(styles)]


def test_that_names_stand_beside_a_plot_which_they_would_make_low(qtbot: QtBot) -> None:
    low, high = (legend_room(LIGHT, labels_of(4), QRectF(0, 0, 290, height)) for height in (120, 300))
    assert low.right > 0 == low.below
    assert high.below > 0 == high.right
    assert low.size <= high.size == 14


def test_that_names_are_small_before_they_are_left_out(qtbot: QtBot) -> None:
    area = QRectF(0, 0, 503, 170)
    room = legend_room(LIGHT, labels_of(11), area)
    assert (room.named, room.size) == (True, 12)
    entries = legend_entries(LIGHT, labels_of(11), room, Plot(area, (0, 1), (0, 1)), area)
    assert [one.label.text for one in entries] == [one.text for one in labels_of(11)]
    assert all(area.contains(one.box) for one in entries)
    assert not [1 for i, one in enumerate(entries) for other in entries[:i] if one.box.intersects(other.box)]


def test_that_colours_alone_are_left_where_names_have_no_room(qtbot: QtBot) -> None:
    assert not legend_room(LIGHT, labels_of(11), QRectF(0, 0, 200, 100)).named


def test_that_a_plot_without_names_needs_no_room(qtbot: QtBot) -> None:
    assert legend_room(LIGHT, [], QRectF(0, 0, 200, 100)) == LegendRoom()
