"""What the base of all panels does for each: choosing records, the header, the placeholder, the zoom."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.records import Text
from core.run.frame import Frame
from core.run.tick import Key
from core.run.views import TextView, View
from gui.look.theme import Theme
from gui.panels.text import TextPanel
from tests.gui.panels.drawn import texts, words


def panel_of(qtbot: QtBot, title: str = "What happened", size: tuple[int, int] = (500, 350)) -> TextPanel:
    panel = TextPanel(View("story", TextView(), title), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    panel.show()
    return panel


def frame_of(records: dict[Key, Text], settled: bool = True) -> Frame:
    return Frame(1, 0.1, {}, records, (), settled)  # type: ignore[arg-type]


def test_that_a_panel_takes_the_records_of_its_channel_in_the_order_of_the_variants(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_variants(("SGD", "Adam"))
    mine = {Key("story", "Adam"): Text("fast"), Key("story", "SGD"): Text("slow")}
    panel.show_frame(frame_of(mine | {Key("other", "SGD"): Text("not mine")}))
    assert list(panel.records) == ["SGD", "Adam"]
    assert panel.describe() == "SGD: slow; Adam: fast"


def test_that_an_empty_panel_says_that_it_waits(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    assert words(panel) == ["What happened", "waiting for the first figures"]
    assert panel.describe() == "nothing to show yet"


def test_that_a_channel_without_a_title_is_a_sentence(qtbot: QtBot) -> None:
    assert panel_of(qtbot, title="").title == "Story"


def test_that_a_title_too_long_is_shortened(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, "A very long title that has no room in a panel as narrow as this one is", (200, 150))
    assert words(panel)[0].endswith("…")


@pytest.mark.parametrize(
    ("size", "pixels"), [((839, 900), 14), ((960, 549), 16), ((1680, 960), 28), ((3840, 2160), 56)]
)
def test_that_text_grows_with_the_room(qtbot: QtBot, size: tuple[int, int], pixels: int) -> None:
    panel = panel_of(qtbot, size=size)
    assert panel.zoom * 14 == pytest.approx(pixels)
    assert {round(one.size) for one in texts(panel)} == {14, 16}  # as set; the painter enlarges them


def test_that_the_mouse_is_understood_in_an_enlarged_panel(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, size=(1680, 960))
    at = QPointF(600, 400)
    button = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseButtonPress, at, at, button, button, Qt.KeyboardModifier.NoModifier)
    assert panel.place(event) == QPointF(300, 200)
    assert np.allclose((panel.area.right(), panel.area.bottom()), (840 - 12, 480 - 12))


def test_that_only_the_left_button_maximizes(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    with qtbot.assertNotEmitted(panel.maximize_requested):
        qtbot.mouseDClick(panel, Qt.MouseButton.RightButton, pos=QPoint(30, 15))


def test_that_a_settled_frame_is_taken_even_with_the_same_records(qtbot: QtBot) -> None:
    panel, records = panel_of(qtbot), {Key("story"): Text("the same")}
    panel.show_frame(frame_of(records, settled=False))
    assert not panel.settled
    panel.show_frame(frame_of(records, settled=True))
    assert panel.settled


def test_that_the_description_is_the_accessible_one(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_frame(frame_of({Key("story"): Text("read me aloud")}))
    QApplication.processEvents()
    assert panel.accessibleDescription() == "read me aloud"
    panel.clear()
    assert panel.accessibleDescription() == "nothing to show yet"
