"""A plane: grounds once beneath all paths, clicks that set a point, classes in the colours of the field."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from core.records import Axes, ContoursMark, FieldMark, PathMark, Plane, PointsMark
from core.run.experiment import View
from gui.look.theme import Theme
from gui.panels.plane.panel import PlanePanel
from tests.gui.panels.drawn import color, image, words

AXES = Axes((-10.0, 10.0), (-5.0, 5.0), "w", "b")
X, Y = np.meshgrid(np.linspace(-10, 10, 41), np.linspace(-5, 5, 31))
BOWL = X**2 / 20 + Y**2
GROUND = ContoursMark(BOWL, AXES.x, AXES.y, (1.0, 4.0, 16.0))


def panel_of(qtbot: QtBot, view: View | None = None, variants: tuple[str, ...] = ()) -> PlanePanel:
    panel = PlanePanel(view or View("paths", Plane), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(600, 400)
    return panel


def place(panel: PlanePanel, x: float, y: float) -> QPointF:
    image(panel)
    assert panel._plot is not None
    return panel._plot.point(x, y)


def test_that_a_click_sets_the_point_of_the_view(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("paths", Plane, click="start"))
    panel.show_records({"": Plane(AXES, (GROUND,))})
    at = place(panel, -7, 2).toPoint()
    with qtbot.waitSignal(panel.edited) as clicked:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
    name, (x, y) = clicked.args
    assert name == "start"
    assert abs(x + 7) < 0.05
    assert abs(y - 2) < 0.05


def test_that_a_click_means_nothing_where_the_view_binds_none_or_beside_the_axes(qtbot: QtBot) -> None:
    bound, unbound = panel_of(qtbot, View("paths", Plane, click="start")), panel_of(qtbot)
    for panel in (bound, unbound):
        panel.show_records({"": Plane(AXES, (GROUND,))})
        image(panel)
    with qtbot.assertNotEmitted(bound.edited):
        qtbot.mouseClick(bound, Qt.MouseButton.LeftButton, pos=QPoint(5, 200))
    with qtbot.assertNotEmitted(unbound.edited):
        qtbot.mouseClick(unbound, Qt.MouseButton.LeftButton, pos=place(unbound, 0, 0).toPoint())


def test_that_a_double_click_in_a_picture_with_clicks_does_not_maximize(qtbot: QtBot) -> None:
    bound, unbound = panel_of(qtbot, View("paths", Plane, click="start")), panel_of(qtbot)
    for panel in (bound, unbound):
        panel.show_records({"": Plane(AXES, (GROUND,))})
    with qtbot.assertNotEmitted(bound.maximize_requested):
        qtbot.mouseDClick(bound, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    with qtbot.waitSignal(unbound.maximize_requested):
        qtbot.mouseDClick(unbound, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))


def test_that_the_ground_of_several_variants_does_not_cover_their_paths(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, variants=("SGD", "Adam"))
    ways = {"SGD": np.array([-4.0, -4.0]), "Adam": np.array([4.0, 4.0])}
    panel.show_records({n: Plane(AXES, (GROUND, PathMark(x, np.array([-4.0, 4.0]), name=n))) for n, x in ways.items()})
    for name, x in ways.items():
        at = place(panel, x[0], 0)
        found = {color(panel, at.x() + dx, at.y() + dy) for dx in (-1, 0, 1) for dy in range(-16, 16, 2)}
        assert panel.styles[name].color.lower() in found
    assert {"SGD", "Adam", "w", "b"} <= set(words(panel))


def test_that_the_value_under_the_cursor_is_that_of_the_field(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(AXES, (FieldMark(BOWL, AXES.x, AXES.y, (0.0, 30.0), label="f"),))})
    assert panel.readout(place(panel, -10, 5)) == "w −10, b 5 · f 30"
    assert panel.readout(QPointF(2, 2)) == ""


def test_that_two_classes_wear_the_colours_of_the_field_beneath(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    field = FieldMark(np.sign(X), AXES.x, AXES.y, (-1.0, 1.0), scale="signed")
    points = PointsMark(np.array([-5.0, 5.0]), np.array([0.0, 0.0]), np.array([0, 1]))
    panel.show_records({"": Plane(AXES, (field, points))})
    for x in (-5, 5):
        on, beside = place(panel, x, 0), place(panel, x, 2)
        dot, ground = (image(panel).pixelColor(p.toPoint()) for p in (on, beside))
        assert (dot.blue() > dot.red()) == (ground.blue() > ground.red())


def test_that_equal_axes_make_a_unit_of_x_as_long_as_one_of_y(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(Axes((-1.0, 1.0), (-1.0, 1.0), equal=True), ())})
    corner, centre = place(panel, 1, 1), place(panel, 0, 0)
    assert abs((corner.x() - centre.x()) - (centre.y() - corner.y())) < 1e-6


def test_that_an_unchanged_ground_is_worked_out_once(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(AXES, (GROUND,))})
    image(panel)
    kept = panel._painter._contours
    panel.show_records({"": Plane(AXES, (GROUND, PathMark(np.zeros(2), np.ones(2))))})
    image(panel)
    assert panel._painter._contours is kept


def test_that_kinds_of_points_are_named_where_there_are_several_and_room(qtbot: QtBot) -> None:
    axes = Axes((0, 1), (0, 1), equal=True)
    at = np.array([0.25, 0.75])
    kinds = PointsMark(at, at, name="training point"), PointsMark(at, at[::-1], marker="cross", name="test point")
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(axes, kinds)})
    assert {"training point", "test point"} <= set(words(panel))
    panel.show_records({"": Plane(axes, kinds[:1])})
    assert "training point" not in words(panel)
    panel.resize(160, 200)
    panel.show_records({"": Plane(axes, kinds)})
    assert "test point" not in words(panel)
