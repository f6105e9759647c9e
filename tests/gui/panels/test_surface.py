"""A surface is seen from where its valley is open, paths lie on it and turn pale behind it, dragging turns the box."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.array import Array
from core.data.library import Library
from core.experiments.optimizers.optimizer_paths import run as paths
from core.records import Axes, FieldMark, PathMark, Plane, PointsMark
from core.run.session import Session
from core.run.tick import Key
from core.run.views import SurfaceView, View
from core.settings import with_value
from core.surfaces.functions import SURFACES
from gui.look.theme import Theme
from gui.panels.surface.box import ticks_of
from gui.panels.surface.mesh import PIECES, Grid, bilinear
from gui.panels.surface.panel import SurfacePanel
from gui.panels.surface.projection import HALF_HEIGHT, Projection, View3
from gui.panels.surface.visibility import best_view, box_heights, hidden
from tests.gui.panels.drawn import image, texts, words

LIGHT = Theme.named("light")
FRAME = QRectF(40, 40, 400, 300)


def field_of(values: Array, limits: tuple[float, float] | None = None) -> FieldMark:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return FieldMark(values, (-10.0, 10.0), (-10.0, 10.0), limits or (low, high), label="f")


def valley(along_x: bool = True) -> Array:
    x, y = np.meshgrid(np.linspace(-10, 10, 61), np.linspace(-10, 10, 61))
    return x**2 / 20 + y**2 if along_x else y**2 / 20 + x**2


def panel_of(qtbot: QtBot, field: FieldMark, *paths: PathMark, size: tuple[int, int] = (500, 350)) -> SurfacePanel:
    axes = Axes(field.x, field.y, "x", "y")
    panel = SurfacePanel(View("surface", SurfaceView(direction="direction")), LIGHT)
    qtbot.addWidget(panel)
    names = tuple(f"v{i}" for i in range(max(len(paths), 1)))
    panel.set_variants(names)
    panel.resize(*size)
    layers: list[tuple[FieldMark | PathMark, ...]] = [(field, *paths[:1]), *((path,) for path in paths[1:])]
    panel.show_records({name: Plane(axes, own) for name, own in zip(names, layers, strict=True)})
    return panel


def test_that_the_whole_box_fits_its_frame_from_every_side() -> None:
    for azimuth in range(-180, 180, 15):
        for elevation in (5, 32, 60, 88):
            box = Projection.fitting(View3(azimuth, elevation), (0, 1), (0, 1), (0, 1), FRAME)
            for corner in [(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]:
                assert FRAME.adjusted(-1, -1, 1, 1).contains(box.corner(*corner))


def test_that_up_is_up_and_nearer_is_lower() -> None:
    box = Projection.fitting(View3(-60, 32), (0, 1), (0, 1), (0, 1), FRAME)
    assert box.corner(0, 0, 1).y() < box.corner(0, 0, -1).y()
    sx, sy = box.towards_eye
    assert box.corner(sx, sy, -1).y() > box.corner(-sx, -sy, -1).y()


def test_that_heights_beyond_the_limits_stay_in_the_box() -> None:
    box = Projection.fitting(View3(), (0, 1), (0, 1), (0, 1), FRAME)
    _, _, z = box.boxed(np.zeros(3), np.zeros(3), np.array([-1e300, 0.5, np.inf]))
    assert z.tolist() == [-HALF_HEIGHT, 0.0, HALF_HEIGHT]


def test_that_between_its_nodes_a_surface_is_interpolated() -> None:
    plane = np.add.outer(np.arange(4.0), 10 * np.arange(5.0))
    assert bilinear(plane, np.array([1.5, 3.0]), np.array([2.25, 4.0])).tolist() == [24.0, 43.0]


def test_that_a_fine_field_is_drawn_on_fewer_nodes_and_a_coarse_one_on_its_own() -> None:
    assert Grid.of(field_of(valley())).z.shape == (PIECES + 1, PIECES + 1)
    assert Grid.of(field_of(np.arange(12.0).reshape(3, 4))).z.shape == (3, 4)


def test_that_the_height_over_a_point_is_the_field_s_and_outside_there_is_none() -> None:
    grid = Grid.of(field_of(valley()))
    assert grid.height(np.array([-7.0]), np.array([2.0]))[0] == pytest.approx(49 / 20 + 4, abs=0.15)
    assert np.isnan(grid.height(np.array([11.0]), np.array([0.0]))[0])


@pytest.mark.parametrize("along_x", [True, False])
def test_that_a_valley_is_looked_at_from_its_open_end(along_x: bool) -> None:
    grid = Grid.of(field_of(valley(along_x)))
    floor = np.linspace(-0.9, 0.9, 19)
    x, y = (floor, np.zeros(19)) if along_x else (np.zeros(19), floor)
    z = np.full(19, -HALF_HEIGHT + 0.02)
    assert not hidden(x, y, z, box_heights(grid), best_view(grid)).any()


def test_that_a_wall_hides_what_is_behind_it_and_not_what_is_before_it() -> None:
    heights = np.full((41, 41), -HALF_HEIGHT)
    heights[:, 20] = HALF_HEIGHT
    seen_from_right = View3(azimuth=0, elevation=20)
    places = np.array([-0.3, 0.3])
    behind = hidden(places, np.zeros(2), np.full(2, -HALF_HEIGHT), heights, seen_from_right)
    assert behind.tolist() == [True, False]


def test_that_axes_have_names_and_numbers_inside_the_panel(qtbot: QtBot) -> None:
    for size in ((500, 350), (900, 700), (1600, 900), (280, 240)):
        panel = panel_of(qtbot, field_of(valley()), size=size)
        assert {"x", "y", "f", "0", "100", "−10", "10"} <= set(words(panel))
        for one in texts(panel):
            assert 0 <= one.x < panel.width()
            assert 0 < one.y <= panel.height()


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


def test_that_paths_are_drawn_in_their_colours_and_named(qtbot: QtBot) -> None:
    walk = PathMark(np.linspace(-7, 0, 20), np.linspace(2, 0, 20), np.linspace(6.5, 0, 20))
    with_path, without = (panel_of(qtbot, field_of(valley()), *paths) for paths in ((walk,), ()))
    assert "v0" in words(with_path)
    assert image(with_path) != image(without)


def test_that_a_path_without_heights_lies_on_the_surface(qtbot: QtBot) -> None:
    x, y = np.linspace(-7, 0, 30), np.linspace(2, 0, 30)
    field = field_of(valley())
    known = panel_of(qtbot, field, PathMark(x, y, Grid.of(field).height(x, y)))
    assert image(panel_of(qtbot, field, PathMark(x, y))) == image(known)


@pytest.mark.parametrize("far", [1e300, 1e308, -1e308])
def test_that_paths_may_leave_the_box_and_come_back(qtbot: QtBot, far: float) -> None:
    x = np.array([-7.0, far, np.nan, 0.0])
    panel = panel_of(qtbot, field_of(valley()), PathMark(x, np.zeros(4), np.array([1.0, np.inf, np.nan, 0.0])))
    assert "v0" in words(panel)
    image(panel)


def test_that_gaps_in_the_field_are_left_open(qtbot: QtBot) -> None:
    holed = valley()
    holed[:30, :30] = np.nan
    panel = panel_of(qtbot, field_of(holed))
    assert image(panel) != image(panel_of(qtbot, field_of(valley())))
    assert "f" in words(panel)


def test_that_nothing_is_read_where_the_field_has_no_value(qtbot: QtBot) -> None:
    holed = valley()
    holed[:, :30] = np.nan
    panel = panel_of(qtbot, field_of(holed))
    image(panel)
    assert panel._ground is not None
    for x, read in ((-5.0, False), (5.0, True)):
        px, py = panel._ground.view.pixels(np.array([x]), np.zeros(1), np.zeros(1))
        assert bool(panel.readout(QPointF(float(px[0]), float(py[0])))) is read


@pytest.mark.parametrize("height", [0.0, 5.0, -1e5, 1e12, 1e300, np.nan])
def test_that_a_flat_field_can_be_drawn(qtbot: QtBot, height: float) -> None:
    limits = (height, height) if np.isfinite(height) else (0.0, 0.0)
    panel = panel_of(qtbot, FieldMark(np.full((20, 20), height), (0.0, 1.0), (0.0, 1.0), limits, label="f"))
    assert "x" in words(panel)
    low, high = panel.nodes.limits
    assert low < limits[0] < high


def test_that_minima_are_marked(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    plain = image(panel)
    plane = next(iter(panel.records.values()))
    assert isinstance(plane, Plane)
    panel.show_records(
        {"v0": replace(plane, layers=(*plane.layers, PointsMark(np.zeros(1), np.zeros(1), marker="star")))}
    )
    assert image(panel) != plain


def test_that_a_plane_without_a_field_leaves_the_panel_empty(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    panel.show_records({"v0": Plane(Axes((0, 1), (0, 1)), ())})
    assert "f" not in words(panel)


def drag(panel: SurfacePanel, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(panel, end)
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=end)


def seen_from(panel: SurfacePanel, direction: tuple[float, float] | None) -> None:
    plane = next(iter(panel.records.values()))
    assert isinstance(plane, Plane)
    panel.show_records({"v0": replace(plane, direction=direction)})


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
    other = panel_of(qtbot, field_of(valley()))
    seen_from(other, (panel.direction.azimuth, panel.direction.elevation))
    assert image(other) == image(panel)
    seen_from(other, (190.0, 120.0))
    assert other.direction == View3(-170.0, 88.0)


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


def test_that_the_surface_is_painted_again_only_when_something_of_it_changes(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    image(panel)
    kept = panel._ground
    image(panel)
    assert panel._ground is kept
    panel.resize(520, 350)
    image(panel)
    assert panel._ground is not kept


def test_that_the_height_under_the_cursor_is_read_from_the_nearest_side(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley()))
    image(panel)
    assert panel._ground is not None
    px, py = panel._ground.view.pixels(np.zeros(1), np.zeros(1), np.zeros(1))
    text = panel.readout(QPointF(float(px[0]), float(py[0])))
    assert text.startswith("f(")
    assert "≈" in text
    assert panel.readout(QPointF(2, 348)) == ""


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
