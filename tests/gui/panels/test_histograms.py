"""Histograms are honest: one x range, zeros and overflow in words, a scale that stands beside its row, cuts shown."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Histograms
from core.run.views import HistogramsView, View
from gui.look.theme import Theme
from gui.panels.histograms import HistogramsPanel, Shares, percent, scale_top
from tests.gui.panels.drawn import image, texts, words

LIGHT = Theme.named("light")
EDGES = np.linspace(-2.0, 2.0, 41)


def normal(spread: float, layers: int = 5, relu: bool = False) -> Histograms:
    rng = np.random.default_rng(0)
    values = {f"layer {i + 1}": rng.normal(0, spread * (i + 1), 4000) for i in range(layers)}
    return Histograms.of({n: np.maximum(v, 0) if relu else v for n, v in values.items()}, EDGES, "activation")


def panel_of(qtbot: QtBot, size: tuple[int, int] = (900, 700), **records: Histograms) -> HistogramsPanel:
    panel = HistogramsPanel(View("activations", HistogramsView()), LIGHT)
    qtbot.addWidget(panel)
    named = {name.replace("only", ""): record for name, record in records.items()}
    panel.set_variants(tuple(name for name in named if name))
    panel.resize(*size)
    panel.show_records(named)
    return panel


def test_that_bars_zeros_and_overflow_add_up_to_all_values() -> None:
    record = normal(1.0, relu=True)
    for name in record.names:
        shares = Shares.of(record, name)
        assert shares.bars.min() >= 0
        assert shares.bars.sum() + shares.zero.sum() + shares.below + shares.above == pytest.approx(1.0)


def test_that_the_zeros_stand_in_the_bin_that_holds_zero() -> None:
    shares = Shares.of(Histograms.of({"a": np.array([0.0, 0.0, 0.05, -1.0])}, EDGES), "a")
    (at,) = np.flatnonzero(shares.zero)
    assert EDGES[at] <= 0 < EDGES[at + 1]
    assert shares.zero[at] == 0.5
    assert shares.bars[at] == 0.25


def test_that_a_spike_at_zero_and_what_lies_beyond_are_told_in_words(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, only=normal(0.8, layers=1, relu=True)))
    record = normal(0.8, layers=1, relu=True)
    zero, above = record.zeros[0] / 4000, record.above[0] / 4000
    assert f"{percent(zero)} zero · {percent(above)} above" in drawn


def test_that_nothing_is_said_of_zeros_and_overflow_where_there_are_none(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, only=normal(0.1, layers=2)))
    assert not [text for text in drawn if "zero" in text or "above" in text or "below" in text]


def test_that_every_row_has_its_own_scale_beside_it(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, wide=normal(0.4), narrow=normal(0.02))
    marks = [one for one in texts(panel) if one.text.endswith("%") and one.x < panel.width() / 3]
    upper = {one.text for one in marks if one.y < panel.height() / 2}
    lower = {one.text for one in marks if one.y > panel.height() / 2}
    assert upper
    assert lower
    assert upper != lower


def test_that_a_spike_does_not_flatten_the_other_bars() -> None:
    record = normal(0.3, relu=True)
    shares = [Shares.of(record, name) for name in record.names]
    usual = float(np.median([s.bars.max() for s in shares]))
    assert max(s.peak for s in shares) > 0.4
    assert scale_top(shares) < 4 * usual


def test_that_a_cut_bar_shows_a_break_and_its_height(qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    values = {f"layer {i}": rng.normal(0, 0.5, 2000) for i in range(1, 6)} | {"dead": np.full(2000, 0.5)}
    record = Histograms.of(values, EDGES)
    assert Shares.of(record, "dead").cut(0.2).size == 1
    assert "▲ 100 %" in words(panel_of(qtbot, only=record))


@pytest.mark.parametrize(("share", "text"), [(0.0004, "<0.1 %"), (0.51, "51 %"), (0.9995, ">99.9 %"), (1.0, "100 %")])
def test_that_shares_are_written_as_people_say_them(share: float, text: str) -> None:
    assert percent(share) == text


def test_that_rows_and_columns_are_named_once(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, SGD=normal(0.3), Adam=normal(0.4)))
    assert [drawn.count(f"layer {i}") for i in range(1, 6)] == [1] * 5
    assert drawn.count("SGD") == drawn.count("Adam") == 1


@pytest.mark.parametrize("size", [(500, 350), (900, 700), (1600, 900), (300, 700), (1200, 200)])
@pytest.mark.parametrize("variants", [1, 4, 8])
def test_that_texts_keep_apart_and_inside(qtbot: QtBot, size: tuple[int, int], variants: int) -> None:
    names = {f"v{i}" if variants > 1 else "only": normal(0.2 + 0.1 * i, relu=i % 2 == 1) for i in range(variants)}
    panel = panel_of(qtbot, size, **names)
    drawn = [one for one in texts(panel) if one.text]
    for one in drawn:
        assert -1 <= one.x <= panel.width()
        assert 0 < one.y <= panel.height() + 1
    spots = [(round(one.x), round(one.y)) for one in drawn]
    assert len(set(spots)) == len(spots)


def test_that_the_value_under_the_cursor_is_the_bin_and_its_count(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=Histograms.of({"layer 1": np.full(50, 1.01)}, EDGES))
    panel.ensure_drawn()
    (cell,) = panel._grid.cells
    x = cell.plot.left() + cell.plot.width() * (1.05 + 2) / 4
    assert panel.readout(QPointF(x, cell.plot.center().y())) == "layer 1 · 1 … 1.1: 50 = 100 %"
    assert panel.readout(QPointF(1, 1)) == ""


def test_that_a_picture_does_not_depend_on_what_was_shown_before(qtbot: QtBot) -> None:
    fresh, used = panel_of(qtbot, a=normal(0.3), b=normal(0.4)), panel_of(qtbot, a=normal(1.5, relu=True))
    used.set_variants(("a", "b"))
    used.show_records(dict(fresh.records))
    assert image(used) == image(fresh)


def test_that_variants_may_have_different_layers(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, deep=normal(0.3, layers=5), flat=normal(0.3, layers=2)))
    assert drawn.count("layer 5") == 1


def test_that_every_std_stands_in_the_same_place_and_says_what_it_is(qtbot: QtBot) -> None:
    """One name is too long to have it beside it: then none has."""
    values = np.linspace(0.1, 1.0, 50)
    record = Histograms.of({"a convolution": values, "b": values, "c": values}, EDGES, "weight")
    panel = panel_of(qtbot, (420, 190), only=record)
    found = [one for one in texts(panel) if one.text.startswith("std")]
    assert [one.text for one in found] == [f"std {values.std():.2g}"] * 3
    assert len({one.y for one in found}) == 1


@pytest.mark.parametrize("width", range(200, 561, 40))
@pytest.mark.parametrize("height", [150, 260, 420])
def test_that_no_standard_deviation_stands_without_its_name(qtbot: QtBot, width: int, height: int) -> None:
    values = np.linspace(-1.6, 1.6, 50)
    record = Histograms.of({f"layer {i}": np.where(values > i - 3, values, 0) for i in range(1, 6)}, EDGES)
    found = words(panel_of(qtbot, (width, height), only=record))
    bare = {f"{one:.2g}" for one in record.std if one}
    assert not bare.intersection(found)
    if width >= 440 and height >= 260:
        assert sum(word.startswith(("std ", "σ ")) for word in found) == 5
