"""Bars start at 0, carry their values where there is room, and lie down under long names."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.records import Bars, Reference
from core.run.views import BarsView, View
from gui.look.theme import Theme
from gui.panels.bars.layout import Bar, Layout, Series, every_bar, lay_out, scale_of, series_of
from gui.panels.bars.panel import BarsPanel
from tests.gui.panels.drawn import color, image, texts, words

LIGHT = Theme.named("light")
AREA = QRectF(10, 30, 480, 300)
DIGITS = tuple("0123456789")
SURE = Bars(DIGITS, ("probability",), np.array([[0.01, 0, 0, 0.2, 0, 0, 0, 0, 0.09, 0.7]]), "probability")


def bars_of(series: Sequence[Series], layout: Layout) -> list[Bar]:
    """Those that have a length."""
    return [bar for bar in every_bar(series, layout) if bar.drawn]


def panel_of(qtbot: QtBot, size: tuple[int, int] = (500, 350), **records: Bars) -> BarsPanel:
    panel = BarsPanel(View("scores", BarsView()), LIGHT)
    qtbot.addWidget(panel)
    named = {name.replace("only", ""): record for name, record in records.items()}
    panel.set_variants(tuple(name for name in named if name))
    panel.resize(*size)
    panel.show_records(named)
    return panel


def test_that_a_bar_is_as_long_as_its_value() -> None:
    series = series_of({"": SURE}, {}, LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT)
    boxes = {bar.name: bar.box for bar in bars_of(series, layout)}
    assert boxes["9"].height() / boxes["3"].height() == pytest.approx(3.5)
    assert boxes["9"].bottom() == pytest.approx(boxes["3"].bottom())


def test_that_bars_below_zero_hang_from_it() -> None:
    series = series_of({"": Bars(("a", "b"), ("h",), np.array([[-1.0, 2.0]]))}, {}, LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT)
    below, above = (bar.box for bar in bars_of(series, layout))
    assert below.top() == pytest.approx(above.bottom())
    assert scale_of(series)[0] <= -1


def test_that_long_names_make_the_bars_lie() -> None:
    for name, lies in (("w", False), ("the gradient of the first layer's weights", True)):
        series = series_of({"": Bars((name + "1", name + "2"), ("h",), np.array([[1.0, 2.0]]))}, {}, LIGHT)
        assert lay_out(series, AREA, 0, LIGHT).lying is lies


def test_that_bars_stay_apart_and_inside() -> None:
    records = {v: Bars(DIGITS, ("accuracy",), np.linspace(0.5, 1, 10)[None, :]) for v in ("SGD", "Adam", "AdamW")}
    series = series_of(records, dict.fromkeys(records, "#000000"), LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT)
    bars = bars_of(series, layout)
    assert all(layout.frame.adjusted(-1, -1, 1, 1).contains(bar.box) for bar in bars)
    assert not any(a.box.intersects(b.box) for i, a in enumerate(bars) for b in bars[:i])


def test_that_the_highest_is_written_in_bold_and_drawn_in_full_colour(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=SURE)
    series = panel._series()
    bars = bars_of(series, panel.layout_now)
    highest, second = bars[9], bars[3]
    assert color(panel, highest.box.center().x(), highest.box.center().y()) == LIGHT.color(0).lower()
    assert color(panel, second.box.center().x(), second.box.center().y()) != LIGHT.color(0).lower()
    assert "0.70" in words(panel)


def test_that_several_series_are_named_and_one_is_not(qtbot: QtBot) -> None:
    two = Bars(("a", "b"), ("float32", "float16"), np.array([[1.0, 2.0], [3.0, 4.0]]), "MB")
    assert {"MB", "float32", "float16", "a", "b"} <= set(words(panel_of(qtbot, only=two)))
    assert words(panel_of(qtbot, only=SURE)).count("probability") == 1


def test_that_variants_take_their_own_names_and_colours(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, SGD=SURE, Adam=SURE)
    assert {"SGD", "Adam"} <= set(words(panel))
    assert [one.color for one in panel._series()] == [panel.styles["SGD"].color, panel.styles["Adam"].color]


@pytest.mark.parametrize("size", [(300, 240), (500, 350), (900, 700), (1600, 900)])
@pytest.mark.parametrize("variants", [1, 5])
def test_that_values_keep_apart(qtbot: QtBot, size: tuple[int, int], variants: int) -> None:
    rng = np.random.default_rng(0)
    records = {f"v{i}": Bars(DIGITS, ("accuracy",), rng.uniform(0.7, 1, (1, 10))) for i in range(variants)}
    panel = panel_of(qtbot, size, **records)
    values = [one for one in texts(panel) if one.text.startswith(("0.7", "0.8", "0.9")) and one.x > 60]
    for i, a in enumerate(values):
        for b in values[:i]:
            assert abs(a.x - b.x) > 18 or abs(a.y - b.y) > 10


def test_that_a_value_that_is_no_number_has_no_bar(qtbot: QtBot) -> None:
    broken = Bars(("a", "b", "c"), ("h",), np.array([[1.0, np.nan, np.inf]]))
    panel = panel_of(qtbot, only=broken)
    assert len(bars_of(panel._series(), lay_out(panel._series(), AREA, 0, LIGHT))) == 1
    assert "not a number" not in words(panel)


def test_that_nothing_at_all_can_be_drawn(qtbot: QtBot) -> None:
    assert words(panel_of(qtbot, only=Bars(("a", "b"), ("h",), np.zeros((1, 2)))))
    assert words(panel_of(qtbot, only=Bars(("a",), ("h",), np.full((1, 1), np.nan))))


def test_that_the_bar_under_the_cursor_is_read_off_anywhere_above_it(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=SURE)
    series = panel._series()
    bar = bars_of(series, panel.layout_now)[3]
    assert panel.readout(bar.lane.center()) == "3: 0.2"


def test_that_stacked_bars_stand_on_each_other_and_negative_ones_hang() -> None:
    record = Bars(("a", "b"), ("forward", "backward"), np.array([[3.0, -1.0], [6.0, -2.0]]), stacked=True)
    series = series_of({"": record}, {}, LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT, record)
    assert layout.scale[0] <= -3
    assert layout.scale[1] >= 9
    a, below_a, b, below_b = (bar.box for bar in sorted(every_bar(series, layout, stacked=True), key=lambda x: x.name))
    assert below_a.bottom() == pytest.approx(a.top())
    assert below_a.height() == pytest.approx(2 * a.height())
    assert below_b.top() == pytest.approx(b.bottom())
    assert a.left() == below_a.left()


def test_that_a_stack_carries_its_sum(qtbot: QtBot) -> None:
    record = Bars(("a", "b"), ("forward", "backward"), np.array([[3.0, 1.0], [6.5, 2.0]]), stacked=True)
    panel = panel_of(qtbot, only=record)
    assert {"9.5", "3"} <= set(words(panel))
    told = {panel.readout(QPointF(x, y)) for x in range(0, 500, 7) for y in range(0, 350, 7)}
    assert {"forward · a: 3", "backward · a: 6.5"} <= told


def test_that_equal_factors_are_equal_lengths_on_a_logarithmic_axis() -> None:
    record = Bars(("a", "b", "c", "d"), ("h",), np.array([[1e-4, 1e-2, 1.0, 0.0]]), log=True)
    series = series_of({"": record}, {}, LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT, record)
    a, b, c, d = (bar.box.height() for bar in every_bar(series, layout))
    assert b - a == pytest.approx(c - b)
    assert a > 0
    assert d == 0


def test_that_infinite_and_undefined_bars_are_named_and_have_no_length(qtbot: QtBot) -> None:
    record = Bars(("a", "b", "c", "d"), ("h",), np.array([[1.0, np.inf, np.nan, -np.inf]]))
    panel = panel_of(qtbot, only=record)
    assert {"↑ ∞", "nan", "↓ −∞"} <= set(words(panel))
    series = series_of({"": record}, {}, LIGHT)
    layout = lay_out(series, AREA, 0, LIGHT, record)
    assert [bar.box.height() > 1 for bar in every_bar(series, layout)] == [True, False, False, False]
    told = {panel.readout(QPointF(x, y)) for x in range(0, 500, 7) for y in range(0, 350, 7)}
    assert {"b: ∞", "c: not a number"} <= told


def test_that_a_reference_line_is_within_the_scale_and_labelled(qtbot: QtBot) -> None:
    record = Bars(("a", "b"), ("h",), np.array([[1.0, 2.0]]), references=(Reference(5.0, "chance"),))
    panel = panel_of(qtbot, only=record)
    assert "chance" in words(panel)
    layout = panel.layout_now
    assert layout.scale[1] >= 5
    y = layout.along(5.0)
    assert LIGHT.text in {color(panel, x, y) for x in range(100, 140)}


def test_that_the_chosen_bar_is_lit_and_bars_are_found(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=Bars(("a", "b"), ("h",), np.array([[1.0, 2.0]]), selected=0))
    found = {panel.bar_at(QPointF(x, 150)) for x in range(0, 500, 3)}
    assert found == {None, 0, 1}
    left = next(x for x in range(500) if panel.bar_at(QPointF(x, 150)) == 0) + 3
    assert color(panel, left, 150) == LIGHT.faint(LIGHT.accent, 0.14)


def test_that_counts_are_written_without_decimals(qtbot: QtBot) -> None:
    counted = panel_of(qtbot, only=Bars(("1", "2"), ("corrections",), np.array([[2.0, 3.0]])))
    assert {"2", "3"} <= set(words(counted))
    assert "2.00" not in words(counted)


def test_that_the_value_of_a_bar_that_hangs_down_stands_above_the_names(qtbot: QtBot) -> None:
    hanging = panel_of(qtbot, only=Bars(("a", "b"), ("logit",), np.array([[3.0, -1.0]])))
    places = {one.text: one.y for one in texts(hanging)}
    value = max(y for text, y in places.items() if text == "−1")
    assert value + 8 < places["b"] == places["a"]


@pytest.mark.parametrize("name", ["a", "the gradient of the first layer's weights"])
def test_that_a_reference_line_does_not_cross_a_value(qtbot: QtBot, name: str) -> None:
    record = Bars((name, name + "2"), ("h",), np.array([[0.68, 0.7]]), references=(Reference(0.72),))
    panel = panel_of(qtbot, only=record)
    layout = panel.layout_now
    value = next(one for one in texts(panel) if one.text.startswith("0.68"))
    box = QRect(int(value.x), int(value.y) - 11, 30, 12)
    at = round(layout.along(0.72))
    assert box.left() < at < box.right() if layout.lying else box.top() < at < box.bottom()
    picture = image(panel)
    pixels = [picture.pixelColor(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
    assert min(pixel.lightness() for pixel in pixels) >= QColor(LIGHT.secondary).lightness()  # the line is darker
