"""A line of a run that goes on is the line of all its rows, however it has grown; and what is kept of its picture is
what would be painted."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.run.frame import Frame
from core.run.series import Series
from core.run.tick import Key
from core.run.views import CurvesView, View
from gui.look.theme import Theme, VariantStyle
from gui.panels.curves import CurvesPanel
from gui.plotting.growing_lines import GrowingLine
from gui.plotting.lines import line_of_series
from gui.plotting.smoothing import TrailingMean
from tests.gui.panels.drawn import image

STYLE = VariantStyle("#000000")
LIGHT = Theme.named("light")


def noise(rows: int, seed: int = 0) -> np.ndarray:
    """A loss that falls from 1, with noise."""
    return np.exp(-np.arange(rows) / 700) + 0.05 * np.random.default_rng(seed).normal(size=rows)


def grown(series: Series, line: GrowingLine, values: np.ndarray, stride: int, most: int = 300) -> None:
    """Append in pieces, and look at the line after each."""
    for start in range(0, len(values), stride):
        for value in values[start : start + stride]:
            series.append(series.count, float(value))
        line.line("", STYLE, "", most)


@pytest.mark.parametrize("smooth", [0, 25])
@pytest.mark.parametrize("stride", [1, 37, 1000])
@pytest.mark.parametrize("rows", [1, 2, 299, 301, 4000])
def test_that_a_line_that_grew_is_the_line_of_all_rows(smooth: int, stride: int, rows: int) -> None:
    series = Series()
    line = GrowingLine(series, smooth)
    grown(series, line, noise(rows), stride)
    found, fresh = line.line("", STYLE, "", 300), GrowingLine(series, smooth).line("", STYLE, "", 300)
    assert len(found.x) <= 300
    for mine, theirs in zip(found[2:6], fresh[2:6], strict=True):
        assert_array_equal(mine, theirs)
    assert (found.smooth is None) == (fresh.smooth is None)
    if found.smooth is not None and fresh.smooth is not None:
        assert_allclose(found.smooth, fresh.smooth, atol=1e-12)


def test_that_it_is_the_settled_line_where_that_is_reduced_as_much() -> None:
    series = Series()
    line = GrowingLine(series, 50)
    grown(series, line, noise(4096 * 4), 200, most=4096)
    found, settled = line.line("", STYLE, "", 4096), line_of_series("", STYLE, series, 50)
    for mine, theirs in zip(found[2:6], settled[2:6], strict=True):
        assert_array_equal(mine, theirs)
    assert found.smooth is not None
    assert settled.smooth is not None
    assert_allclose(found.smooth, settled.smooth, atol=1e-12)


def test_that_a_compacted_series_is_begun_anew() -> None:
    series = Series(capacity=256)
    line = GrowingLine(series, 10)
    grown(series, line, noise(3000), 7, most=200)
    found, fresh = line.line("", STYLE, "", 200), GrowingLine(series, 10).line("", STYLE, "", 200)
    assert series.resolution > 1
    assert_array_equal(found.x, fresh.x)
    assert_array_equal(found.high, fresh.high)
    assert found.smooth is not None
    assert fresh.smooth is not None
    assert_allclose(found.smooth, fresh.smooth, atol=1e-12)


def test_that_a_compacted_line_that_grew_is_the_settled_one() -> None:
    series = Series(capacity=256)
    line = GrowingLine(series, 10)
    grown(series, line, noise(3000), 7, most=4096)
    found, settled = line.line("", STYLE, "", 4096), line_of_series("", STYLE, series, 10)
    assert found.smooth is not None
    assert settled.smooth is not None
    assert_allclose(found.smooth, settled.smooth, atol=1e-12)


def test_that_a_plot_that_grows_wider_shows_more_rows() -> None:
    series = Series()
    line = GrowingLine(series, 0)
    grown(series, line, noise(100), 10, most=100)
    for most in (400, 50, 180):
        grown(series, line, noise(50), 10, most=most)
        found, fresh = line.line("", STYLE, "", most), GrowingLine(series, 0).line("", STYLE, "", most)
        assert_array_equal(found.x, fresh.x)
        assert_array_equal(found.y, fresh.y)


@pytest.mark.parametrize("smooth", [0, 30])
def test_that_fixed_rows_stay_as_they_are(smooth: int) -> None:
    series = Series(capacity=512)
    line = GrowingLine(series, smooth)
    before, fixed, compared = None, 0, 0
    for value in noise(2000):
        series.append(series.count, float(value))
        now = line.line("", STYLE, "", 100)
        assert 0 <= line.fixed <= len(now.x)
        old, new = (one.rows(slice(0, fixed)) for one in (before or now, now))
        if np.array_equal(old.x, new.x):  # until the rows are grouped anew
            compared += len(old.x)
            assert_array_equal(old.low, new.low)
            assert_array_equal(old.shown, new.shown)
        fixed = line.fixed
        before = now._replace(**{name: getattr(now, name).copy() for name in ("x", "low", "high", "y")})
        if now.smooth is not None:
            before = before._replace(smooth=now.smooth.copy())
    assert compared > 50_000


def test_that_values_that_are_not_finite_are_gaps_of_a_growing_line_too() -> None:
    series = Series()
    line = GrowingLine(series, 5)
    grown(series, line, np.array([1.0, np.nan, np.inf, 2.0] * 100), 3)
    fresh = GrowingLine(series, 5).line("", STYLE, "", 300)
    found = line.line("", STYLE, "", 300)
    assert_array_equal(found.y, fresh.y)
    assert found.smooth is not None
    assert_array_equal(np.isfinite(found.smooth), np.isfinite(found.y))


def test_that_a_frame_costs_only_what_is_new_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    over = TrailingMean.over

    def counting(self: TrailingMean, steps: np.ndarray, values: np.ndarray, keep: int) -> np.ndarray:
        counted.append(len(values))
        return over(self, steps, values, keep)

    monkeypatch.setattr(TrailingMean, "over", counting)
    series = Series()
    grown(series, GrowingLine(series, 30), noise(4000), 40, most=5000)
    assert max(counted) == 41  # and the row that might still have been filling


def shown(qtbot: QtBot, smooth: int) -> CurvesPanel:
    panel = CurvesPanel(View("loss", CurvesView(smooth=smooth)), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(500, 320)
    return panel


def frame(series: Series, settled: bool = False) -> Frame:
    return Frame(series.count, 0.0, {Key("loss"): series}, {}, (), settled)


def difference(one: QImage, other: QImage) -> float:
    """The share of pixels whose grey differs by more than a tenth."""
    a, b = (
        np.frombuffer(i.convertToFormat(QImage.Format.Format_Grayscale8).constBits(), np.uint8) for i in (one, other)
    )
    return float((np.abs(a.astype(int) - b.astype(int)) > 25).mean())


@pytest.mark.parametrize("smooth", [0, 40])
def test_that_a_picture_that_grew_looks_like_one_that_is_painted_at_once(qtbot: QtBot, smooth: int) -> None:
    series, growing = Series(), shown(qtbot, smooth)
    for value in noise(3000):
        series.append(series.count, float(value))
        if series.count % 23 == 0:
            growing.take(frame(series))
            image(growing)
    growing.take(frame(series))
    once = shown(qtbot, smooth)
    once.take(frame(series))
    assert difference(image(growing), image(once)) < 0.002


def test_that_a_settled_picture_forgets_how_it_grew(qtbot: QtBot) -> None:
    series, growing, once = Series(), shown(qtbot, 40), shown(qtbot, 40)
    for value in noise(1000):
        series.append(series.count, float(value))
        if series.count % 100 == 0:
            growing.take(frame(series))
            image(growing)
    for panel in (growing, once):
        panel.take(frame(series, settled=True))
    assert image(growing) == image(once)


def test_that_a_frame_after_reset_shows_nothing_of_the_run_before(qtbot: QtBot) -> None:
    panel, fresh = shown(qtbot, 0), shown(qtbot, 0)
    old, new = Series(), Series()
    for value in noise(500):
        old.append(old.count, float(value))
    panel.take(frame(old))
    image(panel)
    panel.clear()
    for value in noise(500, seed=1):
        new.append(new.count, float(value))
    for one in (panel, fresh):
        one.take(frame(new))
    assert image(panel) == image(fresh)
