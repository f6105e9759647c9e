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
from core.run.export import rows
from core.run.frame import Frame, settled_frame
from core.run.session import Event, Session
from core.run.tick import Key, Lane
from core.run.views import CurvesView, View
from gui.plotting.axes import Plot
from gui.plotting.events import split_events
from tests.gui.panels.curve_cases import RULES, falling, frame_of, panel_of, race, series_of
from tests.gui.panels.drawn import image, texts, words

EDIT = Event(40, Key("edit"), "lr 0.1 → 0.01")


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


@pytest.mark.parametrize("settled", [False, True])
def test_that_a_run_without_figures_leaves_nothing_of_the_run_before(qtbot: QtBot, settled: bool) -> None:
    panel = panel_of(qtbot, View("loss"), variants=RULES)
    panel.take(frame_of(race(), settled=settled))
    assert panel.take(frame_of({}, settled=settled))
    assert panel.empty
    assert panel.describe() == "nothing to show yet"
    assert words(panel)[-1] == "waiting for the first figures"
    assert not panel.take(frame_of({}, settled=settled))


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
