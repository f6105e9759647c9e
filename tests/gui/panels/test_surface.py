"""A surface is drawn in its box, and paths lie on it and turn pale behind it."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF
from pytestqt.qtbot import QtBot

from core.records import Axes, FieldMark, PathMark, Plane, PointsMark
from gui.panels.surface.box import walls
from gui.panels.surface.lettering import box_lettering, corner_note
from gui.panels.surface.mesh import PIECES, Grid, bilinear
from gui.panels.surface.projection import HALF_HEIGHT, Projection, View3
from gui.panels.surface.visibility import best_view, box_heights, hidden
from tests.gui.panels.drawn import image, texts, words
from tests.gui.panels.surfaces import FRAME, LIGHT, field_of, panel_of, seen_from, valley


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


@pytest.mark.parametrize("size", [(345, 435), (500, 350), (280, 240)])
def test_that_from_every_side_all_names_and_numbers_are_below_the_title_and_inside(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    panel = panel_of(qtbot, field_of(valley() * 9), size=size)
    for azimuth in range(-180, 180, 15):
        for elevation in (5.0, 31.0, 60.0, 88.0):
            seen_from(panel, (float(azimuth), elevation))
            view = panel._view(panel.area, cast(FieldMark, panel._field))
            for one in box_lettering(view, LIGHT, ("weight w", "y", "f")):
                if one.text != "weight w":
                    assert panel.area.adjusted(-1, -1, 1, 1).contains(one.box), (azimuth, elevation, one.text)


def test_that_a_cut_surface_says_so_and_the_height_that_is_read_is_the_true_one(qtbot: QtBot) -> None:
    whole, cut = (panel_of(qtbot, field_of(valley(), limits)) for limits in ((0.0, 105.0), (0.0, 40.0)))
    assert "cut at 40" in words(cut)
    assert cut.describe().endswith("cut at 40")
    assert not any("cut" in word for word in words(whole))
    image(cut)
    assert cut._ground is not None
    px, py = cut._ground.view.pixels(np.zeros(1), np.full(1, -10.0), np.full(1, 40.0))
    told = cut.readout(QPointF(float(px[0]), float(py[0])))
    assert told.startswith("f(")
    assert told.endswith(", −10) ≈ 100, cut at 40")


def test_that_what_is_cut_stands_clear_of_the_box_and_its_numbers(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, field_of(valley(), (0.0, 40.0)), size=(345, 435))
    labels = ("x", "y", "f")
    for azimuth in range(-180, 180, 15):
        seen_from(panel, (float(azimuth), 32.0))
        view = panel._view(panel.area, cast(FieldMark, panel._field))
        written = box_lettering(view, LIGHT, labels)
        note = corner_note("cut at 40", panel.area, LIGHT, written, walls(view)).box
        assert panel.area.contains(note)
        assert not any(note.intersects(one.box) for one in written), azimuth
        assert not any(wall.intersects(QPolygonF(note)) for wall in walls(view)), azimuth


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
