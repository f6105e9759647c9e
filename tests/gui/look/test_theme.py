"""The colours can be read and told apart in both themes; pens, fonts and palettes follow the theme alone."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QScrollArea, QTableWidget, QTextBrowser, QTreeWidget
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme, apply_theme, contrast, palette, ramp

BOTH = pytest.mark.parametrize("theme", [Theme.named("light"), Theme.named("dark")], ids=lambda t: t.name)
EIGHT = tuple("abcdefgh")


def test_that_contrast_is_the_ratio_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@BOTH
def test_that_every_variant_stands_out_from_the_panel(theme: Theme) -> None:
    for family in (False, True):
        for style in theme.styles(EIGHT, family).values():
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
