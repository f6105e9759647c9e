"""Histograms over time: true to the steps at which samples were kept, with quantiles that can be read off."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Ridge
from core.run.views import RidgeView, View
from gui.look.theme import Theme
from gui.panels.ridge import RidgePanel, columns, heats, quantile, tinted, visible_range
from tests.gui.panels.drawn import image, texts, words

LIGHT = Theme.named("light")
EDGES = np.linspace(-3.0, 3.0, 61)
STEPS = np.array([0, 10, 20, 40, 80, 160])


def growing(layers: int = 5, values: int = 3000) -> Ridge:
    rng = np.random.default_rng(0)
    counts = [
        [np.histogram(rng.normal(0, 0.05 * (i + 1) + step / 800, values), EDGES)[0] for i in range(layers)]
        for step in STEPS
    ]
    return Ridge(tuple(f"layer {i + 1}" for i in range(layers)), EDGES, STEPS, np.array(counts), "weight")


def panel_of(qtbot: QtBot, size: tuple[int, int] = (900, 700), **records: Ridge) -> RidgePanel:
    panel = RidgePanel(View("weights", RidgeView()), LIGHT)
    qtbot.addWidget(panel)
    named = {name.replace("only", ""): record for name, record in records.items()}
    panel.set_variants(tuple(name for name in named if name))
    panel.resize(*size)
    panel.show_records(named)
    return panel


def test_that_quantiles_agree_with_the_values_they_came_from() -> None:
    values = np.random.default_rng(1).normal(0.2, 0.5, 20_000)
    counts = np.histogram(values, EDGES)[0] / len(values)
    heights = np.concatenate([[0.0], np.cumsum(counts)])[None, :]
    for level in (0.05, 0.5, 0.95):
        assert quantile(level, heights, EDGES)[0] == pytest.approx(np.quantile(values, level), abs=0.02)


def test_that_each_moment_is_shown_until_the_next_one() -> None:
    shares = np.arange(len(STEPS), dtype=float)[:, None]
    shown = columns(shares, STEPS)[:, 0]
    middles = STEPS[0] + (np.arange(len(shown)) + 0.5) * 160 / len(shown)
    for value, step in zip(shown, middles, strict=True):
        assert STEPS[int(value)] <= step


def test_that_higher_values_are_higher_in_the_picture() -> None:
    shares = np.zeros((4, 10))
    shares[:, 9] = 1.0
    picture = tinted(shares, "#000000", LIGHT)
    assert picture.pixelColor(0, 0).name() == "#000000"
    assert picture.pixelColor(0, 9).name() == LIGHT.panel


def test_that_the_axis_holds_every_bin_in_use_and_little_more() -> None:
    record = growing()
    low, high = visible_range({"": record}, {"": heats(record)})
    used = np.flatnonzero(record.counts.sum(axis=(0, 1)) > 20)
    assert low <= EDGES[used[0]]
    assert high >= EDGES[used[-1] + 1]
    assert high - low < EDGES[-1] - EDGES[0]


def test_that_before_the_first_sample_the_panel_waits(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=Ridge(("layer 1",), EDGES))
    assert panel.empty
    assert "waiting for the first figures" in words(panel)


def test_that_a_variant_without_samples_leaves_its_row_empty(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, SGD=growing(2), Adam=Ridge(("layer 1", "layer 2"), EDGES))
    assert not panel.empty
    assert {"SGD", "Adam"} <= set(words(panel))


def test_that_a_single_moment_can_be_drawn(qtbot: QtBot) -> None:
    first = growing()
    one = Ridge(first.names, EDGES, first.steps[:1], first.counts[:1])
    assert "layer 1" in words(panel_of(qtbot, only=one))


def test_that_time_and_values_have_numbers(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, SGD=growing(), Adam=growing()))
    assert {"step", "0", "100", "−1", "1"} <= set(drawn)
    assert "weight: median and middle 90 %" in drawn


@pytest.mark.parametrize("size", [(500, 350), (900, 700), (1600, 900), (900, 260)])
@pytest.mark.parametrize("variants", [1, 4])
def test_that_texts_keep_inside(qtbot: QtBot, size: tuple[int, int], variants: int) -> None:
    record = growing()
    panel = panel_of(qtbot, size, **{f"v{i}" if variants > 1 else "only": record for i in range(variants)})
    for one in texts(panel):
        assert -1 <= one.x <= panel.width()
        assert 0 < one.y <= panel.height() + 1


def test_that_the_value_under_the_cursor_is_read_from_the_right_moment(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=growing(1))
    panel.ensure_drawn()
    (frame,) = panel.frames.values()
    at = frame.plot.point(50.0, 0.05)
    assert panel.readout(at).startswith("layer 1 at step 40 · 0 … 0.1: ")
    assert panel.readout(QPointF(1, 1)) == ""


def test_that_a_picture_does_not_depend_on_what_was_shown_before(qtbot: QtBot) -> None:
    fresh, used = panel_of(qtbot, a=growing()), panel_of(qtbot, a=growing(3), b=growing())
    image(used)
    used.set_variants(("a",))
    used.show_records(dict(fresh.records))
    assert image(used) == image(fresh)


def test_that_a_theme_changes_the_colours_of_the_map(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, only=growing())
    light = image(panel)
    panel.apply_theme(Theme.named("dark"))
    dark = panel_of(qtbot, only=growing())
    dark.apply_theme(Theme.named("dark"))
    assert image(panel) == image(dark)
    assert image(panel) != light
