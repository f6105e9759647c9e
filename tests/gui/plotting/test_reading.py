"""The box beside the cursor: inside its area, with all values, and clear of what is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.layer import Layer
from gui.plotting.reading import AWAY, Reading, Row, draw_reading

LIGHT = Theme.named("light")
AREA = QRectF(12, 34, 400, 300)


def drawn(reading: Reading, at: QPointF) -> tuple[QRectF, list[str]]:
    """The box, and the texts."""
    layer = Layer()
    with layer.drawing():
        draw_reading(layer, LIGHT, AREA, reading, at)
    items = [item for item in layer.root.childItems() if item.isVisible()]
    texts = [item for item in items if hasattr(item, "text")]
    boxes = [item.path().boundingRect() for item in items if hasattr(item, "path")]
    whole = max(boxes, key=lambda box: box.width() * box.height())
    return whole, [item.text() for item in texts]


def rows(count: int) -> tuple[Row, ...]:
    return tuple(Row(f"curve {i}", f"{i / 7:.3f}", "#0072b2", QPointF(200, 100)) for i in range(count))


@pytest.mark.parametrize("at", [AREA.topLeft(), AREA.topRight(), AREA.bottomLeft(), AREA.bottomRight(), AREA.center()])
def test_that_the_box_is_inside_the_area_beside_the_cursor(qtbot: QtBot, at: QPointF) -> None:
    box, _ = drawn(Reading("step 10", rows(3)), at)
    assert AREA.adjusted(-1, -1, 1, 1).contains(box)
    assert box.left() >= at.x() + AWAY - 1 or box.right() <= at.x() - AWAY + 1


def test_that_all_values_are_there_also_where_there_are_many(qtbot: QtBot) -> None:
    box, texts = drawn(Reading("step 10", rows(40)), AREA.topLeft())
    assert texts == ["step 10", *(row.text for row in rows(40))]
    assert box.height() <= AREA.height()


def test_that_a_reading_without_values_is_its_title(qtbot: QtBot) -> None:
    assert drawn(Reading("nothing here"), AREA.center())[1] == ["nothing here"]
    assert Reading("nothing here").text == "nothing here"


def test_that_a_reading_is_one_line_of_text() -> None:
    assert Reading("step 3", (Row("a", "1"), Row("", "2"))).text == "step 3 · a 1, 2"
    assert Reading("", (Row("a", "1"),)).text == "a 1"
