"""Curves: names at the ends of lines, raw and smoothed, events on the way, runs that ended, the value at the cursor."""

from typing import cast

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.records import Curves, Point, Span
from core.run.export import rows
from core.run.frame import Frame, settled_frame
from core.run.series import Series
from core.run.session import Event, Session
from core.run.tick import Key, Lane
from core.run.views import CurvesView, View
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from gui.plotting.axes import Plot
from gui.plotting.events import split_events
from tests.gui.panels.drawn import color, image, texts, words

RULES = ("SGD", "Adam")
EDIT = Event(40, Key("edit"), "lr 0.1 → 0.01")


def series_of(values: np.ndarray) -> Series:
    series = Series()
    for step, value in enumerate(values):
        series.append(step, float(value))
    return series


def frame_of(series: dict[Key, Series], events: tuple[Event, ...] = (), settled: bool = True) -> Frame:
    return Frame(100, 1.0, series, {}, events, settled)


def falling(rate: float, steps: int = 101) -> Series:
    return series_of(0.1 + 2 * np.exp(-rate * np.arange(steps)))


def race(steps: int = 101) -> dict[Key, Series]:
    return {Key("loss", "Adam"): falling(0.2), Key("loss", "SGD"): falling(0.02, steps)}


def panel_of(
    qtbot: QtBot, view: View, size: tuple[int, int] = (600, 400), variants: tuple[str, ...] = ()
) -> CurvesPanel:
    panel = CurvesPanel(view, Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(*size)
    return panel


def test_that_each_name_stands_at_the_end_of_its_line(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    panel.take(frame_of(race()))
    places = {one.text: one for one in texts(panel) if one.text in RULES}
    assert places["SGD"].y < places["Adam"].y
    assert all(place.x > 480 for place in places.values())


def test_that_names_which_would_meet_are_moved_apart(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    panel.take(frame_of({Key("loss", name): falling(0.2) for name in RULES}))
    first, second = (one.y for one in texts(panel) if one.text in RULES)
    assert abs(first - second) >= 14


def test_that_names_are_a_legend_inside_where_there_is_no_room_beside(qtbot: QtBot) -> None:
    names = ("a rather long name of a rule", "another long name of a rule")
    panel = panel_of(qtbot, View("loss"), (560, 400), names)
    panel.take(frame_of({Key("loss", name): falling(0.2) for name in names}))
    assert set(names) <= set(words(panel))


def test_that_a_single_run_needs_no_name(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", title="Loss"))
    panel.take(frame_of({Key("loss"): falling(0.1)}))
    assert words(panel).count("loss") == 0


def test_that_several_channels_are_told_apart(qtbot: QtBot) -> None:
    view = View("loss", CurvesView(also=("test loss",)))
    panel = panel_of(qtbot, view)
    panel.take(frame_of({Key("loss"): falling(0.1), Key("test loss"): falling(0.05)}))
    assert {"loss", "test loss"} <= set(words(panel))


def test_that_smoothing_adds_a_faint_raw_line(qtbot: QtBot) -> None:
    noise = np.random.default_rng(0).normal(size=101)
    pictures = []
    for smooth in (0, 30):
        panel = panel_of(qtbot, View("loss", CurvesView(smooth=smooth)))
        panel.take(frame_of({Key("loss"): series_of(noise)}))
        shot = image(panel)
        colors = [shot.pixelColor(x, y).name() for x in range(60, 580, 3) for y in range(50, 350, 3)]
        pictures.append(
            (colors.count(panel.theme.color(0).lower()), colors.count(panel.theme.faint(panel.theme.color(0))))
        )
    (bold, faint), (smoothed, raw) = pictures
    assert bold > smoothed > 0
    assert raw > faint == 0


def test_that_the_raw_value_is_read_off_first_and_then_the_smoothed_one(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(smooth=3, also=("test loss",))))
    panel.take(frame_of({Key("loss"): series_of(np.array([4.0, 2.0, 6.0])), Key("test loss"): series_of(np.zeros(3))}))
    image(panel)
    plot = panel._plot
    assert plot is not None
    raw_and_mean = "step 2 · loss raw 6, smoothed 4.571, test loss 0"  # (¼·4 + ½·2 + 6) / 1.75
    assert panel.readout(plot.point(2, 4.6)) == raw_and_mean
    assert "loss raw 6, smoothed 4.571, test loss 0" in panel.describe()


@pytest.fixture
def drawn_lines(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, np.ndarray, np.ndarray]]:
    """Pen width, x and y of every line that is drawn."""
    found = []

    def draw(painter: QPainter, plot: Plot, x: np.ndarray, y: np.ndarray, pen: QPen) -> None:
        found.append((pen.widthF(), x, y))

    monkeypatch.setattr("gui.plotting.curve_drawing.draw_line", draw)
    return found


def test_that_what_is_drawn_is_what_was_exported(
    qtbot: QtBot, drawn_lines: list[tuple[float, np.ndarray, np.ndarray]]
) -> None:
    """The raw loss and the test loss are the exported figures; the bold loss is their mean up to each step."""
    playground = catalog()["playground"]
    session = Session(playground, playground.preset().settings, Library())
    session.run_to(300)
    exported = {channel: ([], []) for channel in ("loss", "test loss")}
    for step, channel, _, value in rows(session):
        exported[channel][0].append(step)
        exported[channel][1].append(value)
    view = playground.view("loss")
    panel = panel_of(qtbot, view, (900, 400))
    panel.take(settled_frame(session))
    image(panel)
    session.close()
    raw, bold, measured = drawn_lines
    assert raw[0] < bold[0] == measured[0]
    assert_array_equal(raw[1:], exported["loss"])
    assert_array_equal(measured[1:], exported["test loss"])
    losses, beta = np.array(exported["loss"][1]), 1 - 2 / (cast(CurvesView, view.options).smooth + 1)
    assert_array_equal(bold[1], exported["loss"][0])
    assert bold[2][0] == losses[0]
    weights = beta ** np.arange(len(losses))[::-1]
    expected = [np.average(losses[: t + 1], weights=weights[-t - 1 :]) for t in range(len(losses))]
    assert_allclose(bold[2], expected, rtol=1e-12)


def test_that_a_live_edit_is_marked_with_its_words(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    panel.take(frame_of({Key("loss"): falling(0.1)}, (EDIT,)))
    assert EDIT.text in words(panel)


def test_that_of_edits_close_together_the_last_is_told(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    dragged = tuple(Event(40 + i, Key("edit"), f"lr → {i}") for i in range(3))
    panel.take(frame_of({Key("loss"): falling(0.1)}, dragged))
    assert [text for text in words(panel) if text.startswith("lr")] == ["lr → 2"]


def test_that_a_run_that_diverged_says_so_and_does_not_flatten_the_others(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    marks = (Event(30, Key("loss", "SGD"), "diverged"),)
    panel.take(frame_of(race() | {Key("loss", "SGD"): series_of(np.exp(np.arange(31.0)))}, marks))
    assert "SGD diverged" in words(panel)
    assert "diverged" in panel.describe()
    assert panel._plot is not None
    assert panel._plot.y[1] < 10


def test_that_marks_on_other_series_are_not_events_here() -> None:
    marks = [
        Event(30, Key("loss", "SGD"), "diverged"),
        Event(10, Key("accuracy", "Adam"), "best so far"),
        Event(10, Key("loss", "Adam"), "rate changed"),
        EDIT,
    ]
    endings, events = split_events(marks, {"SGD": 30, "Adam": 100}, ("loss",), {"loss", "accuracy"})
    assert endings == {"SGD": "diverged"}
    assert [event.text for event in events] == ["Adam rate changed", EDIT.text]


def test_that_a_logarithmic_axis_leaves_out_what_it_cannot_show(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("gap", CurvesView(log_y=True)))
    panel.take(frame_of({Key("gap"): series_of(np.array([1.0, 0.1, 0.0, -1.0, np.nan, 0.01]))}))
    assert "0.1" in words(panel)
    assert "0.01" in panel.describe()


def test_that_the_values_under_the_cursor_are_those_of_all_lines_at_that_step(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    panel.take(frame_of(race()))
    image(panel)
    plot = panel._plot
    assert plot is not None
    at = plot.point(50, 0.1 + 2 * np.exp(-1.0))
    assert panel.readout(at) == "step 50 · SGD 0.8358, Adam 0.1001"
    assert panel.readout(plot.point(50, 0.12)) == panel.readout(at)
    assert panel.readout(QPointF(1, 1)) == ""


def test_that_y_of_x_needs_no_steps(qtbot: QtBot) -> None:
    x = np.linspace(-2, 2, 41)
    panel = panel_of(qtbot, View("f"))
    panel.show_records({"": Curves(x, {"tanh": np.tanh(x), "line": x}, "z", "f(z)", dashed=("line",))})
    assert {"tanh", "line", "z", "f(z)"} <= set(words(panel))
    assert panel.describe().startswith("f(z) at z 2")


def test_that_the_axes_double_while_running_and_settle_at_the_data(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    panel.take(frame_of({Key("loss"): falling(0.1)}, settled=False))
    image(panel)
    assert panel._plot is not None
    assert panel._plot.x == (0, 128)
    panel.take(frame_of({Key("loss"): falling(0.1)}, settled=True))
    image(panel)
    assert panel._plot.x == (0, 100)


def test_that_a_new_run_begins_with_axes_of_its_own(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    long, short = series_of(np.ones(5000)), series_of(np.ones(20))
    for run in ({Key("loss"): long}, {Key("loss"): short}, {Key("loss"): long}, {Key("loss", "SGD"): short}):
        panel.take(frame_of(run, settled=False))
        image(panel)
        assert panel._plot is not None
        assert panel._plot.x == ((0, 8192) if long in run.values() else (0, 64))


@pytest.mark.parametrize("settled", [False, True])
def test_that_a_run_without_figures_leaves_nothing_of_the_run_before(qtbot: QtBot, settled: bool) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    panel.take(frame_of(race(), settled=settled))
    assert panel.take(frame_of({}, settled=settled))
    assert panel.empty
    assert panel.describe() == "nothing to show yet"
    assert words(panel)[-1] == "waiting for the first figures"
    assert not panel.take(frame_of({}, settled=settled))


def test_that_a_series_that_comes_later_leaves_the_axes_as_they_are(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(also=("test loss",))))
    loss, late = series_of(np.ones(5000)), series_of(np.ones(2))
    panel.take(frame_of({Key("loss"): loss}, settled=False))
    kept = panel._x_range
    panel.take(frame_of({Key("loss"): loss, Key("test loss"): late}, settled=False))
    assert panel._x_range is kept


@pytest.mark.parametrize(
    "values", [[1.0], [0.0, 0.0], [np.nan, np.nan], [1e-12, 1e12], [np.inf, 1.0], [-5e300, 5e300], [1e308, 1e-300]]
)
@pytest.mark.parametrize("log", [False, True])
def test_that_no_values_break_the_picture(qtbot: QtBot, values: list[float], log: bool) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(log_y=log, smooth=5)))
    for settled in (False, True):
        panel.take(frame_of({Key("loss"): series_of(np.array(values))}, settled=settled))
        image(panel)
    assert panel.describe()


H = np.logspace(-8, 0, 41)


def show(qtbot: QtBot, record: Curves, variants: tuple[str, ...] = ()) -> CurvesPanel:
    panel = panel_of(qtbot, View("f"), variants=variants)
    panel.show_records(dict.fromkeys(variants or ("",), record))
    image(panel)
    return panel


def test_that_a_power_is_a_straight_line_on_two_logarithmic_axes(qtbot: QtBot) -> None:
    panel = show(qtbot, Curves(H, {"f": H**2}, log_x=True, log_y=True))
    plot = panel._plot
    assert plot is not None
    ends, middle = (plot.point(H[i], H[i] ** 2) for i in (0, -1)), plot.point(H[20], H[20] ** 2)
    first, last = ends
    assert abs((first.x() + last.x()) / 2 - middle.x()) < 0.5
    assert abs((first.y() + last.y()) / 2 - middle.y()) < 0.5
    assert {"10⁻⁶", "10⁻⁴"} <= set(words(panel))
    assert panel.readout(middle).startswith("step 10⁻⁴ · f 10⁻⁸")


def test_that_axes_become_linear_again_with_another_record(qtbot: QtBot) -> None:
    panel = show(qtbot, Curves(H, {"f": H}, log_x=True, log_y=True))
    panel.show_records({"": Curves(H, {"f": H})})
    image(panel)
    assert panel._plot is not None
    assert not panel._plot.log_x
    assert not panel._plot.log_y


def test_that_a_band_is_pale_and_broken_where_it_is_undefined(qtbot: QtBot) -> None:
    x = np.arange(11.0)
    low = np.where((x > 3) & (x < 7), np.nan, 0.0)
    panel = show(qtbot, Curves(x, {"f": x + 20}, bands={"f": (low, low + 10)}))
    plot = panel._plot
    assert plot is not None
    inside, gap = plot.point(1.5, 7), plot.point(5.5, 7)
    assert color(panel, inside.x(), inside.y()) not in (Theme.named("light").panel, Theme.named("light").color(0))
    assert color(panel, gap.x(), gap.y()) == Theme.named("light").panel


def test_that_a_band_of_its_own_is_named(qtbot: QtBot) -> None:
    x = np.arange(11.0)
    panel = show(qtbot, Curves(x, {"f": x}, bands={"f": (x, x + 1), "five seeds": (x - 1, x + 3)}))
    assert "five seeds" in words(panel)
    assert words(panel).count("f") == 1


def test_that_spans_are_shaded_and_points_marked(qtbot: QtBot) -> None:
    x = np.linspace(-6, 6, 121)
    spans = (Span(-np.inf, -3, "saturated"), Span(3, np.inf))
    panel = show(qtbot, Curves(x, {"σ": 1 / (1 + np.exp(-x))}, spans=spans, points=(Point(0, 0.5, "half", "σ"),)))
    plot = panel._plot
    assert plot is not None
    assert {"saturated", "half"} <= set(words(panel))
    light = Theme.named("light")
    shaded = light.faint(light.secondary, 0.14)
    grounds = [color(panel, plot.point(at, 0.83).x(), plot.point(at, 0.83).y()) for at in (-4.5, 1.1, 4.5)]
    assert grounds == [shaded, light.panel, shaded]
    at = plot.point(0, 0.5)
    assert color(panel, at.x(), at.y()) == light.color(0).lower()


def test_that_theory_of_one_variant_is_named_and_theory_of_all_is_not(qtbot: QtBot) -> None:
    x = np.arange(5.0)
    shared = {name: Curves(x, {"f": x, "theory": 2 * x}, dashed=("theory",)) for name in RULES}
    own = {name: Curves(x, {"f": x, f"{i} λ": 2 * x}, dashed=(f"{i} λ",)) for i, name in enumerate(RULES)}
    panel = panel_of(qtbot, View("f"), variants=RULES)
    panel.show_records(shared)
    assert "theory" not in words(panel)
    panel.show_records(own)
    assert {"0 λ", "1 λ", "SGD", "Adam"} <= set(words(panel))


def test_that_what_is_undefined_is_not_read_off(qtbot: QtBot) -> None:
    x = np.arange(5.0)
    panel = show(qtbot, Curves(x, {"f": np.full(5, np.nan), "g": x}))
    told = {panel.readout(QPointF(a, b)) for a in range(0, 600, 20) for b in range(0, 400, 20)} - {""}
    assert told
    assert all("g" in text for text in told)


def test_that_lines_over_epochs_meet_where_their_data_was_seen_as_often(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(x="epoch")), variants=("full batch", "one sample"))
    series = {
        Key("loss", "full batch"): series_of(np.arange(3.0)),
        Key("loss", "one sample"): series_of(np.arange(17.0)),
    }
    lanes = {"full batch": Lane(2, 2.0), "one sample": Lane(16, 2.0)}
    panel.take(Frame(16, 2.0, series, {}, (), True, lanes))
    full, single = panel._lines
    assert_array_equal(full.x, [0, 1, 2])
    assert_array_equal(single.x, np.arange(17) / 8)
    assert panel.describe().startswith("loss at epoch 2: ")


def test_that_a_logarithmic_axis_of_steps_begins_at_the_first_update(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(log_x=True)))
    panel.take(frame_of({Key("loss"): series_of(np.arange(101.0))}))
    image(panel)
    assert panel._plot is not None
    assert panel._plot.log_x
    assert panel._plot.x == (1.0, 100.0)


def test_that_a_line_that_leaves_the_axes_is_named_beside_the_title(qtbot: QtBot) -> None:
    steps = [float(i) for i in range(60)]
    calm, wild = Series(), Series()
    for i, step in enumerate(steps):
        calm.append(i, 1.0 + step / 60)
        wild.append(i, 1.0 if i < 58 else 1e6)
    panel = CurvesPanel(View("loss", CurvesView(), title="Loss"), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(("calm", "wild"))
    panel.resize(600, 300)
    panel.show()
    panel.show_frame(Frame(60, 1.0, {Key("loss", "calm"): calm, Key("loss", "wild"): wild}, {}, (), True))
    assert panel.says() == "wild beyond the axes"
    panel.change_state(hidden=frozenset({"wild"}))
    assert panel.says() == "hidden: wild"
