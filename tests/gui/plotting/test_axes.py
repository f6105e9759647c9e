"""Axes that can be read: numbers that say the scale, and where 0 is when it is not shown."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsSimpleTextItem
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.axes import AxesLook, Plot, draw_axes, lay_out
from gui.plotting.layer import Layer

LIGHT = Theme.named("light")


def drawn(plot: Plot, look: AxesLook) -> dict[str, QRectF]:
    """The texts of the axes and where they stand."""
    layer = Layer()
    with layer.drawing():
        draw_axes(layer, plot, LIGHT, look)
    items = [item for item in layer.root.childItems() if isinstance(item, QGraphicsSimpleTextItem)]
    return {item.text(): item.mapRectToParent(item.boundingRect()) for item in items}


@pytest.mark.parametrize("height", [105, 120, 160, 300])
@pytest.mark.parametrize("high", [0.8, 0.9, 0.45, 3.0])
def test_that_a_low_axis_has_more_numbers_than_its_two_ends(qtbot: QtBot, height: int, high: float) -> None:
    look = AxesLook()
    plot = lay_out(LIGHT, QRectF(0, 0, 300, height), (0, 100), (0.0, high), look)
    boxes = [box for box in drawn(plot, look).values() if box.right() < plot.frame.left()]
    assert len(boxes) >= 3
    boxes.sort(key=QRectF.top)
    assert all(below.top() > above.top() + 14 for above, below in pairwise(boxes))


def test_that_even_a_very_low_axis_has_two_numbers(qtbot: QtBot) -> None:
    look = AxesLook(size=12)
    plot = Plot(QRectF(40, 10, 120, 34), (0, 100), (0.0, 0.45))
    assert len([box for box in drawn(plot, look).values() if box.right() < plot.frame.left()]) == 2


@pytest.mark.parametrize(
    ("span", "hint"), [((0.6, 0.9), "↓ 0"), ((-0.9, -0.6), "↑ 0"), ((0.0, 0.9), ""), ((-1, 1), "")]
)
@pytest.mark.parametrize("label", ["step", ""])
def test_that_an_axis_without_zero_says_where_it_is_and_not_over_data(
    qtbot: QtBot, span: tuple[float, float], hint: str, label: str
) -> None:
    look = AxesLook(label, zero_hint=True)
    area = QRectF(0, 0, 300, 200)
    plot = lay_out(LIGHT, area, (0, 100), span, look)
    texts = drawn(plot, look)
    assert {one for one in texts if "↓" in one or "↑" in one} == ({hint} if hint else set())
    if hint:
        box = texts.pop(hint)
        assert not box.intersects(plot.frame)
        assert area.adjusted(-1, -1, 1, 1).contains(box)
        ink = box.adjusted(0, 4, 0, -4)  # of its line of text
        assert not [text for text, other in texts.items() if ink.intersects(other.adjusted(0, 4, 0, -4))]


def test_that_numbers_keep_between_the_ends_of_an_axis_with_another_beside_it(qtbot: QtBot) -> None:
    plot = Plot(QRectF(40, 10, 120, 80), (0, 100), (0.0, 1.0))
    inside, beyond = (drawn(plot, AxesLook(within=within)) for within in (True, False))
    assert inside["100"].right() <= plot.frame.right() + 1
    assert beyond["100"].right() > plot.frame.right() + 8
