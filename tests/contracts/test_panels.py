"""What every panel promises: pure settled pictures, no work while hidden, a picture in words, both themes, vectors."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.records import Mark, Record
from core.run.frame import Frame
from core.run.views import ViewOptions
from gui.look.theme import Theme
from gui.panels import PANELS
from gui.panels.card import HEADER
from gui.panels.panel import Panel
from gui.panels.plot_panel import PlotPanel
from tests.contracts.panel_cases import CASES, LAST, Case, settled_frames
from tests.contracts.panel_pictures import DARK, EVERY, LIGHT, panel_of, picture, same, shown
from tests.gui.panels.drawn import leave, move

SIZES = pytest.mark.parametrize("size", [(160, 120), (500, 350), (1600, 900)], ids=str)


def test_that_every_kind_of_view_has_a_panel_and_every_panel_a_case() -> None:
    options = set(_subclasses(ViewOptions))
    assert options == set(PANELS) == {type(case.view.options) for case in CASES}


def test_that_every_record_can_be_shown() -> None:
    records = {record for record in _subclasses(Record) if not record.__module__.startswith("tests")}
    parts_of_a_plane = set(get_args(Mark))
    assert records - parts_of_a_plane == {one.record for one in PANELS}


def _subclasses(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)


@EVERY
@SIZES
def test_that_a_panel_draws_its_records_at_every_size(qtbot: QtBot, case: Case, size: tuple[int, int]) -> None:
    panel = shown(panel_of(qtbot, case, size=size))
    empty = picture(panel)
    panel.show_frame(case.frame(LAST, settled=True))
    drawn = picture(panel)
    changed = (drawn != empty).any(axis=-1)
    assert changed[int(HEADER) :].sum() > 500


@EVERY
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_a_settled_picture_does_not_depend_on_what_was_shown_before(
    qtbot: QtBot, case: Case, theme: Theme
) -> None:
    watched, opened_late = shown(panel_of(qtbot, case, theme)), shown(panel_of(qtbot, case, theme))
    for frame in settled_frames(case).values():
        watched.show_frame(frame)
        picture(watched)
    opened_late.show_frame(case.frame(LAST, settled=True))
    assert same(picture(watched), picture(opened_late))
    assert watched.describe() == opened_late.describe()


@EVERY
def test_that_the_first_tick_can_be_shown(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    for settled in (False, True):
        panel.show_frame(case.frame(0, settled))
        picture(panel)
    assert panel.describe()


class Untouchable:
    """Stands for what a hidden panel must not look into."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a hidden panel asked for {name}")

    def __iter__(self) -> object:
        raise AssertionError("a hidden panel went through the frame")


@EVERY
def test_that_a_hidden_panel_does_not_look_at_frames(qtbot: QtBot, case: Case) -> None:
    panel = panel_of(qtbot, case)
    nothing = Untouchable()
    panel.show_frame(Frame(1, 0.01, nothing, nothing, nothing, False))  # type: ignore[arg-type]


@EVERY
def test_that_a_hidden_panel_catches_up_when_it_is_shown(qtbot: QtBot, case: Case) -> None:
    hidden, seen = panel_of(qtbot, case), shown(panel_of(qtbot, case))
    for frame in settled_frames(case).values():
        hidden.show_frame(frame)
        seen.show_frame(frame)
    assert same(picture(shown(hidden)), picture(seen))


class Paints(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.count = 0
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


@EVERY
def test_that_a_frame_with_nothing_new_is_not_painted_again(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    frame = case.frame(120, settled=False)
    panel.show_frame(frame)
    QApplication.processEvents()
    paints = Paints(panel)
    panel.show_frame(frame._replace(step=121))
    QApplication.processEvents()
    assert paints.count == 0


@EVERY
def test_that_a_cleared_panel_is_like_a_new_one(qtbot: QtBot, case: Case) -> None:
    panel, fresh = shown(panel_of(qtbot, case)), shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    picture(panel)
    panel.clear()
    assert same(picture(panel), picture(fresh))
    assert panel.describe() == fresh.describe()
    for one in (panel, fresh):
        one.show_frame(case.frame(LAST, settled=True))
    assert same(picture(panel), picture(fresh))


@EVERY
def test_that_a_panel_takes_on_another_theme_while_it_is_shown(qtbot: QtBot, case: Case) -> None:
    switched, born_dark = shown(panel_of(qtbot, case)), shown(panel_of(qtbot, case, DARK))
    for panel in (switched, born_dark):
        panel.show_frame(case.frame(LAST, settled=True))
        picture(panel)
    switched.apply_theme(DARK)
    assert same(picture(switched), picture(born_dark))


@EVERY
def test_that_the_picture_is_told_in_words(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    before = panel.describe()
    panel.show_frame(case.frame(LAST, settled=True))
    assert len(panel.describe()) > 10
    assert panel.describe() != before
    assert panel.accessibleDescription() == panel.describe()
    assert panel.accessibleName() == panel.title
    for name in case.variants:
        assert name in panel.describe()


@EVERY
def test_that_values_can_be_read_off_and_nowhere_is_an_error(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    picture(panel)
    texts = {panel.readout(QPointF(x, y)) for x in range(-10, 511, 13) for y in range(-10, 361, 9)}
    assert (len(texts - {""}) > 1) >= case.values


@EVERY
def test_that_the_value_under_the_cursor_is_drawn_and_gone_again(qtbot: QtBot, case: Case) -> None:
    """Beside the cursor in a plot, else in the header."""
    if not case.values:
        pytest.skip("has no values to read off")
    panel = shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    before = picture(panel)
    at = next(p for x in range(60, 440, 7) for y in range(60, 300, 7) if panel.readout(p := QPointF(x, y)))
    move(panel, at)
    differs = (picture(panel) != before).any(axis=-1)
    assert differs[: int(HEADER)].any() != isinstance(panel, PlotPanel)
    assert differs[int(HEADER) :].any() == isinstance(panel, PlotPanel)
    leave(panel, at)
    assert same(picture(panel), before)


@EVERY
def test_that_a_double_click_on_the_title_asks_to_maximize(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    with qtbot.waitSignal(panel.maximize_requested):
        qtbot.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(30, 15))


@EVERY
def test_that_a_larger_scale_is_the_same_picture_with_more_pixels(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    small, large = picture(panel).astype(float), picture(panel, 2).astype(float)
    height, width = small.shape[:2]
    reduced = large.reshape(height, 2, width, 2, 4).mean(axis=(1, 3))
    assert np.abs(reduced - small).mean() < 6  # of 255; thin text and hairlines differ a little


@EVERY
def test_that_a_panel_with_much_room_is_the_same_picture_enlarged(qtbot: QtBot, case: Case) -> None:
    small, large = shown(panel_of(qtbot, case, size=(840, 480))), shown(panel_of(qtbot, case, size=(1680, 960)))
    assert (small.zoom, large.zoom) == (1, 2)
    for one in (small, large):
        one.show_frame(case.frame(LAST, settled=True))
    assert np.abs(picture(small, 2).astype(float) - picture(large)).mean() < 1
    readouts = {small.readout(QPointF(x, y)) for x in range(0, 840, 60) for y in range(0, 480, 60)}
    assert readouts == {large.readout(QPointF(x, y)) for x in range(0, 840, 60) for y in range(0, 480, 60)}


@EVERY
def test_that_svg_and_pdf_take_the_picture(qtbot: QtBot, case: Case, tmp_path: Path) -> None:
    panel = shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    svg = QSvgGenerator()
    svg.setFileName(str(tmp_path / "a.svg"))
    svg.setSize(panel.size())
    svg.setViewBox(QRect(QPoint(), panel.size()))
    pdf = QPdfWriter(str(tmp_path / "a.pdf"))
    pdf.setResolution(96)
    pdf.setPageSize(QPageSize(QSize(500, 350)))
    for device in (svg, pdf):
        painter = QPainter(device)
        try:
            QWidget.render(panel, painter, QPoint())
        finally:
            painter.end()
    assert QSvgRenderer(str(tmp_path / "a.svg")).isValid()
    assert case.view.title in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.pdf").stat().st_size > 2000
