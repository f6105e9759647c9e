"""The colours can be read and told apart in both themes; pens, fonts and palettes follow the theme alone."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QScrollArea, QTableWidget, QTextBrowser, QTreeWidget
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme, apply_theme, contrast, palette, ramp

BOTH = pytest.mark.parametrize("theme", [Theme.named("light"), Theme.named("dark")], ids=lambda t: t.name)
EIGHT = tuple("abcdefgh")
SIXTEEN = tuple("abcdefghijklmnop")
BLUE = range(190, 250)  # degrees of hue
# What those see who lack the cones for red, for green: matrices on linear RGB. Machado, Oliveira & Fernandes 2009.
UNAIDED = np.eye(3)
NO_RED = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
NO_GREEN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]])
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])


def lab(color: str, eyes: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of what these eyes see."""
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(XYZ @ np.clip(eyes @ linear, 1e-4, 1) / (0.95047, 1.0, 1.08883))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(first: str, second: str) -> float:
    """The smallest over all eyes; 2 can just be seen side by side."""
    return min(float(np.linalg.norm(lab(first, eyes) - lab(second, eyes))) for eyes in (UNAIDED, NO_RED, NO_GREEN))


def hue(color: str) -> int:
    return QColor(color).hslHue()


def test_that_contrast_is_the_ratio_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@BOTH
def test_that_every_variant_stands_out_from_the_panel(theme: Theme) -> None:
    for family in (False, True):
        for style in theme.styles(SIXTEEN, family).values():
            assert contrast(style.color, theme.panel) >= 3, style


@BOTH
def test_that_text_can_be_read_on_panel_and_window(theme: Theme) -> None:
    for ground in (theme.panel, theme.window):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.secondary, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 4.5
        assert contrast(theme.warning, ground) >= 4.5


@BOTH
def test_that_variants_differ_by_more_than_their_colour(theme: Theme) -> None:
    styles = list(theme.styles(EIGHT).values())
    assert len({style.color for style in styles}) == len({style.dash for style in styles}) == 8
    assert len({style.marker for style in styles}) == 8


@BOTH
@pytest.mark.parametrize("family", [False, True])
def test_that_of_sixteen_variants_no_two_share_dash_and_marker(theme: Theme, family: bool) -> None:
    styles = theme.styles(SIXTEEN, family).values()
    assert len({(style.dash, style.marker) for style in styles}) == 16
    assert len({style.color for style in styles}) == 16


@BOTH
def test_that_there_is_one_blue_among_eight(theme: Theme) -> None:
    colored = [style.color for style in theme.styles(EIGHT).values() if QColor(style.color).hslSaturation() > 60]
    assert [color for color in colored if hue(color) in BLUE] == [theme.color(0)]
    assert len(colored) == 7


def test_that_a_variant_has_its_hue_in_both_themes() -> None:
    light, dark = (Theme.named(name).styles(EIGHT).values() for name in ("light", "dark"))
    for one, other in zip(light, dark, strict=True):
        saturations = [QColor(style.color).hslSaturation() for style in (one, other)]
        assert max(saturations) < 60 or abs(hue(one.color) - hue(other.color)) < 12
        assert (one.dash, one.marker) == (other.dash, other.marker)


@BOTH
def test_that_neighbours_differ_for_eyes_that_see_no_red_or_no_green(theme: Theme) -> None:
    colors = [style.color for style in theme.styles(EIGHT).values()]
    for first, second in zip(colors, colors[1:] + colors[:1], strict=True):
        assert difference(first, second) > 20, (first, second)
    for i, color in enumerate(colors):
        assert difference(color, theme.color(i + 8)) > 10  # the second eight beside the first
        assert all(difference(color, other) > 5 for other in colors[:i])


@BOTH
def test_that_a_variant_keeps_its_colour_when_others_follow(theme: Theme) -> None:
    assert theme.styles(("SGD", "Adam"))["SGD"] == theme.styles(("SGD",))["SGD"]


@BOTH
def test_that_a_family_runs_evenly_along_one_map(theme: Theme) -> None:
    few, many = theme.styles(("a", "b"), family=True), theme.styles(EIGHT, family=True)
    assert few["a"].color == many["a"].color
    assert few["b"].color == many["h"].color
    assert len({style.color for style in many.values()}) == 8


def test_that_a_ramp_reaches_both_ends_and_the_middle() -> None:
    assert ramp(("#000000", "#ffffff"), 3) == ("#000000", "#808080", "#ffffff")
    assert ramp(("#123456", "#ffffff"), 1) == ("#123456",)


def test_that_an_unknown_theme_is_named() -> None:
    with pytest.raises(ValueError, match=r"light, dark, not 'blue'"):
        Theme.named("blue")


@BOTH
def test_that_pens_grow_with_the_painter(theme: Theme) -> None:
    pen = theme.pen(theme.accent, 2.5, (4, 2))
    assert not pen.isCosmetic()
    assert pen.widthF() == 2.5
    assert list(pen.dashPattern()) == [4, 2]


@BOTH
def test_that_a_faint_colour_is_opaque_and_between_line_and_ground(theme: Theme) -> None:
    faint = theme.faint(theme.color(0))
    assert len(faint) == 7
    assert 1 < contrast(faint, theme.panel) < contrast(theme.color(0), theme.panel)


def test_that_figures_have_equal_width(qtbot: QtBot) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(Theme.named("light").font(14))
    assert metrics.horizontalAdvance("111") == pytest.approx(metrics.horizontalAdvance("888"), abs=0.01)


@BOTH
def test_that_the_application_takes_on_the_theme(theme: Theme, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, theme)
    assert app.palette().color(QPalette.ColorRole.Window).name() == theme.window
    assert app.palette().color(QPalette.ColorRole.Text).name() == theme.text
    assert palette(theme).color(QPalette.ColorRole.Highlight).name() == theme.accent


@BOTH
def test_that_every_scroll_bar_is_slim(theme: Theme, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme)
    for made in (QTextBrowser(), QTableWidget(), QScrollArea(), QTreeWidget()):
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.verticalScrollBar().sizeHint().width() == 8
