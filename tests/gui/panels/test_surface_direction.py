"""From where a surface is seen: its own direction, by turning it, and with numbers that can be read from any side."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments.optimizers.optimizer_paths import run as paths
from core.records import Plane
from core.run.session import Session
from core.run.tick import Key
from core.run.views import SurfaceView, View
from core.settings import with_value
from core.surfaces.functions import SURFACES
from gui.panels.surface.lettering import ticks_of
from gui.panels.surface.mesh import PIECES, Grid
from gui.panels.surface.panel import SurfacePanel
from gui.panels.surface.projection import Projection, View3
from gui.panels.surface.visibility import box_heights, hidden
from tests.gui.panels.drawn import image, texts
from tests.gui.panels.surfaces import FRAME, LIGHT, drag, field_of, panel_of, seen_from, valley


@pytest.mark.parametrize("size", [(280, 240), (528, 350)])
def test_that_no_number_stands_on_another_from_any_side(qtbot: QtBot, size: tuple[int, int]) -> None:
    panel = panel_of(qtbot, field_of(valley()), size=size)
    metrics = QFontMetricsF(LIGHT.font(14))
    for azimuth in range(-180, 180, 20):
        for elevation in (10.0, 42.0, 80.0):
            seen_from(panel, (float(azimuth), elevation))
            found = [one for one in texts(panel) if one.text != panel.title]
            boxes = [
                QRectF(one.x, one.y - 10, metrics.horizontalAdvance(one.text), 10).adjusted(1, 1, -1, -1)
                for one in found
            ]
            for i, box in enumerate(boxes):
                assert not any(box.intersects(other) for other in boxes[:i]), (azimuth, elevation, found[i].text)


def test_that_an_axis_of_uneven_length_has_more_numbers_than_its_middle() -> None:
    assert [tick.value for tick in ticks_of((-4.5, 4.5))] == [-4, -2, 0, 2, 4]
    assert len(ticks_of((-10.0, 10.0))) == 5


DEEP = ("Rastrigin", "three trenches")  # holes that are deeper than they are wide: only their rims are seen


@pytest.mark.parametrize("name", SURFACES)
def test_that_start_and_lowest_point_are_seen_from_the_side(qtbot: QtBot, name: str) -> None:
    session = Session(paths, with_value(paths.preset("Quick").settings, "surface", name), Library())
    session.run_to(0)
    panel = SurfacePanel(paths.view("surface"), LIGHT)
    qtbot.addWidget(panel)
    record = session.record(Key("surface", "SGD"))
    assert isinstance(record, Plane)
    panel.show_records({"SGD": record})
    surface = SURFACES[name]
    points = np.array([surface.start, *surface.minima]).T
    view = Projection.fitting(panel.direction, record.axes.x, record.axes.y, panel.nodes.limits, FRAME)
    box = view.boxed(*points, np.asarray(surface.f(*points)))
    behind = hidden(*box, box_heights(panel.nodes), panel.direction)
    assert not behind[0]
    assert name in DEEP or not behind[1:].all()


def test_that_dragging_turns_the_box_and_sets_the_setting_once_at_its_end(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    panel.show()
    told: list[tuple[str, tuple[float, float]]] = []
    panel.edited.connect(lambda change: told.append((change.path, change.new)))
    before, picture = panel.direction, image(panel)
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    for x in range(260, 320, 10):
        QTest.mouseMove(panel, QPoint(x, 180))
    assert panel.direction != before
    assert told == []
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=QPoint(310, 180))
    after = panel.direction
    assert after.azimuth < before.azimuth
    assert after.elevation < before.elevation
    assert image(panel) != picture
    assert told == [("direction", (after.azimuth, after.elevation))]
    assert after.azimuth == round(after.azimuth)
    QTest.mouseMove(panel, QPoint(100, 100))
    assert panel.direction == after


def test_that_a_drag_of_132_pixels_turns_the_box_by_45_degrees(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    panel.show()
    seen_from(panel, (-60.0, 40.0))
    drag(panel, QPoint(250, 200), QPoint(250 - 132, 200))
    assert panel.direction == View3(-15.0, 40.0)


def test_that_a_turned_box_does_not_jump_back_until_the_setting_arrives(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    panel.show()
    drag(panel, QPoint(250, 200), QPoint(310, 180))
    turned = panel.direction
    seen_from(panel, None)  # computed before the worker has heard of it
    assert panel.direction == turned
    seen_from(panel, (turned.azimuth, turned.elevation))
    assert panel.direction == turned
    seen_from(panel, None)  # the setting was put back
    assert panel.direction == panel_of(qtbot, field_of(valley())).direction


def test_that_a_new_panel_shows_the_direction_of_the_record(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    panel.show()
    drag(panel, QPoint(250, 200), QPoint(310, 180))
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))  # and with it the hint for the mouse
    other = panel_of(qtbot, field_of(valley()))
    seen_from(other, (panel.direction.azimuth, panel.direction.elevation))
    assert image(other) == image(panel)
    seen_from(other, (190.0, 120.0))
    assert other.direction == View3(-170.0, 90.0)


def test_that_an_edge_that_is_looked_along_has_neither_numbers_nor_a_name(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    for direction, gone in (((0.0, 0.0), "x"), ((-90.0, 0.0), "y"), ((30.0, 90.0), "f")):
        seen_from(panel, direction)
        assert panel.direction == View3(*direction)
        named = {one.text for one in texts(panel)} & {"x", "y", "f"}
        assert named == {"x", "y", "f"} - {gone}


def test_that_a_click_turns_nothing_and_a_view_without_a_setting_cannot_be_turned(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    fixed = SurfacePanel(View("surface", SurfaceView()), LIGHT)
    qtbot.addWidget(fixed)
    fixed.resize(500, 350)
    fixed.show_records(panel.records)
    for one in (panel, fixed):
        one.show()
        with qtbot.assertNotEmitted(one.edited):
            drag(one, QPoint(250, 200), QPoint(250, 200) if one is panel else QPoint(310, 180))
    assert fixed.direction == panel.direction


def test_that_the_direction_of_a_new_panel_depends_on_the_field_alone(qtbot: QtBot) -> None:
    first, second = (panel_of(qtbot, field_of(valley())) for _ in range(2))
    assert image(first) == image(second)
    first.show_records(dict(panel_of(qtbot, field_of(valley(False))).records))
    assert image(first) == image(panel_of(qtbot, field_of(valley(False))))


def test_that_while_it_is_turned_a_fine_surface_has_fewer_pieces_and_the_same_edges(qtbot: QtBot) -> None:
    fine = Grid.of(field_of(valley()))
    assert len(fine.coarse.x) == PIECES // 2 + 1
    assert (fine.coarse.x[[0, -1]] == fine.x[[0, -1]]).all()
    small = Grid.of(field_of(np.arange(12.0).reshape(3, 4)))
    assert small.coarse is small
    panel = panel_of(qtbot, field_of(valley()))
    panel.show()
    before = image(panel)
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert image(panel) != before
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert image(panel) == before
