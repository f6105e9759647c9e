"""A plane: grounds once beneath all paths, clicks that set a point, classes in the colours of the field."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from core.records import (
    ArrowsMark,
    Axes,
    BandMark,
    ContoursMark,
    EllipseMark,
    FieldMark,
    LinesMark,
    PathMark,
    Plane,
    PointsMark,
)
from core.run.views import PlaneView, View
from gui.look.theme import Theme
from gui.panels.plane.panel import PlanePanel
from tests.gui.panels.drawn import color, image, texts, words

AXES = Axes((-10.0, 10.0), (-5.0, 5.0), "w", "b")
X, Y = np.meshgrid(np.linspace(-10, 10, 41), np.linspace(-5, 5, 31))
BOWL = X**2 / 20 + Y**2
GROUND = ContoursMark(BOWL, AXES.x, AXES.y, (1.0, 4.0, 16.0))


def panel_of(qtbot: QtBot, view: View | None = None, variants: tuple[str, ...] = ()) -> PlanePanel:
    panel = PlanePanel(view or View("paths", PlaneView()), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(600, 400)
    return panel


def place(panel: PlanePanel, x: float, y: float) -> QPointF:
    image(panel)
    assert panel._plot is not None
    return panel._plot.point(x, y)


def test_that_a_click_sets_the_point_of_the_view(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("paths", PlaneView(point="start")))
    panel.show_records({"": Plane(AXES, (GROUND,))})
    at = place(panel, -7, 2).toPoint()
    with qtbot.waitSignal(panel.edited) as clicked:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
    (change,) = clicked.args
    assert change.path == "start"
    x, y = change.new
    assert abs(x + 7) < 0.05
    assert abs(y - 2) < 0.05


def test_that_a_click_means_nothing_where_the_view_binds_none_or_beside_the_axes(qtbot: QtBot) -> None:
    bound, unbound = panel_of(qtbot, View("paths", PlaneView(point="start"))), panel_of(qtbot)
    for panel in (bound, unbound):
        panel.show_records({"": Plane(AXES, (GROUND,))})
        image(panel)
    with qtbot.assertNotEmitted(bound.edited):
        qtbot.mouseClick(bound, Qt.MouseButton.LeftButton, pos=QPoint(5, 200))
    with qtbot.assertNotEmitted(unbound.edited):
        qtbot.mouseClick(unbound, Qt.MouseButton.LeftButton, pos=place(unbound, 0, 0).toPoint())


def test_that_a_double_click_in_a_picture_with_clicks_does_not_maximize(qtbot: QtBot) -> None:
    bound, unbound = panel_of(qtbot, View("paths", PlaneView(point="start"))), panel_of(qtbot)
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


def test_that_nothing_is_read_and_no_line_drawn_where_there_is_no_value(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    holed = np.where(X < 0, np.nan, BOWL)
    panel.show_records({"": Plane(AXES, (ContoursMark(holed, AXES.x, AXES.y, (1.0, 4.0, 16.0)),))})
    assert panel.readout(place(panel, -5, 3)) == "w −5, b 3"
    assert panel.readout(place(panel, 10, 5)) == "w 10, b 5 · f 30"
    left, right = place(panel, -9.5, 4.5), place(panel, -0.5, -4.5)
    picture = image(panel)
    ground = {picture.pixelColor(x, y).name() for x in range(int(left.x()), int(right.x())) for y in (80, 150, 250)}
    assert ground == {Theme.named("light").panel}


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
    kept = panel._drawer._contours
    panel.show_records({"": Plane(AXES, (GROUND, PathMark(np.zeros(2), np.ones(2))))})
    image(panel)
    assert panel._drawer._contours is kept


def test_that_kinds_of_points_are_named_where_there_are_several_and_room(qtbot: QtBot) -> None:
    axes = Axes((0, 1), (0, 1), equal=True)
    at = np.array([0.25, 0.75])
    kinds = PointsMark(at, at, name="training point"), PointsMark(at, at[::-1], marker="cross", name="test point")
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(axes, kinds)})
    assert {"training point", "test point"} <= set(words(panel))
    panel.show_records({"": Plane(axes, kinds[:1])})
    assert "training point" not in words(panel)
    panel.resize(130, 150)
    panel.show_records({"": Plane(axes, kinds)})
    assert "test point" not in words(panel)  # there is room for the marks alone, whose names the cursor tells
    told = {panel.readout(QPointF(x, y)) for x in range(0, 130, 5) for y in range(0, 150, 5)}
    assert {"training point", "test point"} <= told


LIGHT = Theme.named("light")
ONE = np.ones(1)


def ground(panel: PlanePanel, x: float, y: float) -> str:
    at = place(panel, x, y)
    return color(panel, at.x(), at.y())


def near(panel: PlanePanel, x: float, y: float) -> set[str]:
    """The colours within a pixel or two: lines have soft edges."""
    at = place(panel, x, y)
    return {color(panel, at.x() + dx, at.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def test_that_marks_take_a_colour_by_its_index_or_a_variant_and_are_in_the_legend(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, variants=("SGD", "Adam"))
    line = np.array([-9.0, 9.0])
    layers = (
        LinesMark(line, line * 0 + 2, "fitted", color=2),
        LinesMark(line, line * 0 - 2, "of Adam", color="Adam"),
        LinesMark(line, line * 0, "boundary"),
        ArrowsMark(-9 * ONE, -4 * ONE, 18 * ONE, 0 * ONE, "drift", color=3),
    )
    panel.show_records({"": Plane(AXES, layers)})
    assert LIGHT.color(2).lower() in near(panel, 0, 2)
    assert LIGHT.color(1).lower() in near(panel, 0, -2)
    assert LIGHT.text in near(panel, 0, 0)
    assert LIGHT.color(3).lower() in near(panel, 0, -4)
    assert {"fitted", "of Adam", "drift"} <= set(words(panel))
    assert "boundary" not in words(panel)


def test_that_faint_lines_are_paler_than_one_among_them(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    line = np.array([-9.0, 9.0])
    panel.show_records({"": Plane(AXES, (LinesMark(line, line * 0, faint=True), LinesMark(line, line * 0 + 2)))})
    assert LIGHT.text in near(panel, 0, 2)
    assert LIGHT.text not in near(panel, 0, 0)
    assert near(panel, 0, 0) != {LIGHT.panel}


def test_that_a_band_is_pale_between_its_ends(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    x = np.linspace(-9, 9, 5)
    panel.show_records({"": Plane(AXES, (BandMark(x, 0 * x - 1, 0 * x + 1, "spread", 0),))})
    assert ground(panel, 2, 0) not in (LIGHT.panel, LIGHT.color(0).lower())
    assert ground(panel, 2, 2) == LIGHT.panel
    assert "spread" in words(panel)


def test_that_an_ellipse_is_drawn_where_its_axes_end(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_records({"": Plane(AXES, (EllipseMark.of_axes((1, 0), (6, 2), 0, color=1),))})
    for x, y in ((7, 0), (-5, 0), (1, 2), (1, -2)):
        assert LIGHT.color(1).lower() in near(panel, x, y)
    assert ground(panel, 1, 0) == LIGHT.panel


def test_that_points_are_coloured_by_value_and_sized_by_area(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    x = np.array([-8.0, 0.0, 8.0])
    points = PointsMark(x, 0 * x, values=np.array([0.0, 5.0, np.nan]), sizes=np.array([1.0, 16.0, 1.0]))
    panel.show_records({"": Plane(AXES, (points,))})
    first, second, undefined = (ground(panel, at, 0) for at in x)
    assert first != second
    assert undefined == LIGHT.secondary
    beside = place(panel, 0, 0)
    assert color(panel, beside.x() + 14, beside.y()) == second  # four times as wide as usual
    beside = place(panel, -8, 0)
    assert color(panel, beside.x() + 14, beside.y()) == LIGHT.panel


def test_that_factors_are_distances_on_logarithmic_axes(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    axes = Axes((1e-4, 1.0), (0.1, 1000.0), "rate", "loss", log_x=True, log_y=True)
    values = np.add.outer(np.linspace(0, 1, 31), np.linspace(0, 2, 41))  # even in the logarithms
    field = FieldMark(values, axes.x, axes.y, (0, 3), label="f")
    below = PointsMark(np.array([-1.0, 0.01]), np.array([1.0, 10.0]))
    panel.show_records({"": Plane(axes, (field, ContoursMark(values, axes.x, axes.y, (1.0, 2.0)), below))})
    places = [place(panel, 10.0**-k, 10.0 ** (3 - k)) for k in (4, 3, 2, 1)]
    steps = {(round(b.x() - a.x(), 3), round(b.y() - a.y(), 3)) for a, b in pairwise(places)}
    assert len(steps) == 1
    assert panel.readout(place(panel, 0.01, 10)) == "rate 0.01, loss 10 · f 1.5"


def test_that_a_bar_tells_the_colours_of_values_that_have_a_label(qtbot: QtBot) -> None:
    panel, at = panel_of(qtbot), np.array([-5.0, 0.0, 5.0])
    values = np.array([0.25, 0.5, 0.75])
    panel.show_records({"": Plane(AXES, (PointsMark(at, at / 2, values=values, limits=(0.125, 0.875)),))})
    assert not {"0.125", "0.875"} & set(words(panel))
    labelled = PointsMark(at, at / 2, values=values, limits=(0.125, 0.875), label="accuracy")
    panel.show_records({"": Plane(AXES, (labelled,))})
    found = {one.text: one for one in texts(panel)}
    assert found["accuracy"].x < found["0.125"].x < found["0.875"].x
    assert panel._plot is not None
    assert found["accuracy"].y < panel._plot.frame.top()
    low, high = (color(panel, x, found["0.125"].y - 5) for x in (found["0.125"].x + 55, found["0.875"].x - 15))
    assert low[1:3] < high[1:3]  # red, from blue to yellow
    nothing_yet = PointsMark(at[:0], at[:0], values=values[:0], limits=(0.125, 0.875), label="accuracy")
    frame = panel._plot.frame
    panel.show_records({"": Plane(AXES, (nothing_yet,))})
    assert "accuracy" in words(panel)
    assert panel._plot.frame == frame  # the first point moves nothing
