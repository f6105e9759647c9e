"""Curves: any y(x) that a view has computed, with bands, spans, points and theory."""

import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Curves, Point, Span
from core.run.views import View
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from tests.gui.panels.curve_cases import RULES, panel_of
from tests.gui.panels.drawn import color, image, words


def test_that_y_of_x_needs_no_steps(qtbot: QtBot) -> None:
    x = np.linspace(-2, 2, 41)
    panel = panel_of(qtbot, View("f"))
    panel.show_records({"": Curves(x, {"tanh": np.tanh(x), "line": x}, "z", "f(z)", dashed=("line",))})
    assert {"tanh", "line", "z", "f(z)"} <= set(words(panel))
    assert panel.describe().startswith("f(z) at z 2")


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
