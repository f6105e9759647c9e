"""How everything looks: colours, typefaces, pens, and the style of each variant.

A theme is a value. Widgets are given one and draw with it; nothing reads the system's palette, so a picture is the same
on every desktop. Lengths are in layout pixels and pens are not cosmetic: a painter that is scaled for a capture scales
lines and text alike, and an exported SVG keeps its proportions on a slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QPen
from PySide6.QtWidgets import QApplication

Name: TypeAlias = Literal["light", "dark"]
Dash: TypeAlias = tuple[float, ...]  # strokes and gaps in units of the pen's width; () is a full line

DASHES: tuple[Dash, ...] = (
    (),
    (5, 2.5),
    (1.5, 2),
    (7, 2, 1.5, 2),
    (3, 1.5),
    (9, 3),
    (4, 1.5, 1.5, 1.5, 1.5, 1.5),
    (2, 3),
)
MARKERS = ("circle", "square", "triangle", "diamond", "down", "plus", "cross", "star")

# The hues of Okabe and Ito, with violet for their second blue, which a projector cannot tell from the first. A variant
# has the same hue in both themes; lightness is what keeps it at 3:1 from the ground, and apart from its neighbours for
# those who see no red or no green.
_HUES = {
    "light": ("#0072B2", "#C94F00", "#007A5E", "#1C1C1E", "#D4609A", "#6F4A00", "#6B2FC4", "#949600"),
    "dark": ("#56B4E9", "#E8602C", "#2BD9A4", "#ECECEE", "#E88CBE", "#EBAF4C", "#9A6BFF", "#F0E442"),
}  # blue, vermillion, green, black or white, pink, amber, violet, yellow
NEUTRAL = 3
_FAMILY = {
    "light": ("#2D1160", "#6A1C81", "#A62A7A", "#CB4153", "#D0611F"),
    "dark": ("#8F7BE8", "#C566C0", "#F0708A", "#FA9A55", "#FCE38A"),
}


class VariantStyle(NamedTuple):
    """How one variant is drawn in every panel: never by colour alone."""

    color: str
    dash: Dash = ()
    marker: str = "circle"


@dataclass(frozen=True)
class Theme:
    """Colours of the window: see the design's "Look"."""

    name: Name
    window: str
    panel: str
    border: str
    text: str
    secondary: str
    accent: str
    grid: str
    warning: str
    scale: float = 1.0  # of text, and of the lengths that grow with it

    @classmethod
    def named(cls, name: str) -> Theme:
        """ "light" or "dark"; ValueError for any other name."""
        if name not in _THEMES:
            raise ValueError(f"theme must be one of {', '.join(_THEMES)}, not {name!r}")
        return _THEMES[name]

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def scaled(self, scale: float) -> Theme:
        """The same colours, with text `scale` times as large."""
        return replace(self, scale=scale)

    def px(self, length: float) -> int:
        """A length that grows with the text, in whole pixels."""
        return round(length * self.scale)

    def pen(self, color: str | QColor, width: float = 2.0, dash: Dash | None = None) -> QPen:
        """A pen `width` layout pixels wide, with round joins so that a spike of noise stays as high as its value."""
        name = color if isinstance(color, str) else color.name(QColor.NameFormat.HexArgb)
        return QPen(_pen(name, width, dash or ()))

    def font(self, pixels: int = 14, bold: bool = False) -> QFont:
        """The system's typeface in one of the sizes 14, 16, 20, 28, with figures of equal width."""
        return _font(self.px(pixels), bold)

    def metrics(self, pixels: int = 14, bold: bool = False) -> QFontMetricsF:
        """Of that typeface; kept, since a frame asks for it dozens of times."""
        return _metrics(self.px(pixels), bold)

    def styles(self, names: Sequence[str], family: bool = False) -> dict[str, VariantStyle]:
        """The style of each variant, by its place in `names`; a family (σ, rate, depth) takes steps of one map.

        After every eight the dashes move on by one and the markers by three: no two lines of 32 share both.
        """
        count = len(names)
        colors = ramp(_FAMILY[self.name], count) if family else tuple(self.color(i) for i in range(count))
        return {
            name: VariantStyle(color, DASHES[(i + i // 8) % len(DASHES)], MARKERS[(i + 3 * (i // 8)) % len(MARKERS)])
            for i, (name, color) in enumerate(zip(names, colors, strict=True))
        }

    def faint(self, color: str, share: float = 0.3) -> str:
        """`share` of a colour on a panel's ground: pale, yet opaque, so that a line that crosses itself stays even."""
        return _mixed(self.panel, color, share)

    def color(self, index: int) -> str:
        """The index-th colour on this ground: eight hues, then the same half-way to the colour of text."""
        again, hue = divmod(index, len(_HUES[self.name]))
        color = _HUES[self.name][hue]
        if again % 2 == 0:
            return color
        return self.secondary if hue == NEUTRAL else _mixed(color, self.text, 0.5)


_THEMES: dict[str, Theme] = {
    "light": Theme(
        "light", "#f6f6f4", "#ffffff", "#dddddb", "#1c1c1e", "#6b6b70", "#0b63ce", "#ececea", "#b3261e"
    ),
    "dark": Theme("dark", "#17181a", "#1f2124", "#2e3136", "#ececee", "#9a9aa2", "#5aa2ff", "#2b2e33", "#ff8a80"),
}  # fmt: skip


@lru_cache(maxsize=512)
def _pen(color: str, width: float, dash: Dash) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern(dash)
    return pen


@lru_cache(maxsize=64)
def _font(pixels: int, bold: bool) -> QFont:
    if QApplication.instance() is None:
        raise RuntimeError("a typeface needs an application: one made before it brings the program down")
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=64)
def _metrics(pixels: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(pixels, bold))


@lru_cache(maxsize=256)
def _mixed(ground: str, color: str, share: float) -> str:
    a, b = QColor(ground), QColor(color)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#{:02x}{:02x}{:02x}".format(*(round((1 - share) * x + share * y) for x, y in pairs))


@lru_cache(maxsize=64)
def ramp(stops: tuple[str, ...], count: int) -> tuple[str, ...]:
    """`count` colours evenly along the stops, first and last included."""
    if count == 1:
        return (stops[0],)
    rgb = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops], dtype=float)
    at = np.linspace(0, len(stops) - 1, count)
    mixed = np.stack([np.interp(at, np.arange(len(stops)), rgb[:, c]) for c in range(3)], axis=1)
    return tuple("#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(mixed).astype(int).tolist())


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def palette(theme: Theme) -> QPalette:
    """The palette of every ordinary widget."""
    made = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.secondary,
        role.Highlight: theme.accent,
        role.HighlightedText: "#17181a" if theme.dark else "#ffffff",
        role.Link: theme.accent,
        role.Light: theme.border,
        role.Midlight: theme.border,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.border,
    }
    for which, color in colors.items():
        made.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.secondary))
    return made


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Fusion in our colours for the whole application. Panels are told one by one (`Panel.apply_theme`)."""
    # Each of the three polishes every widget of the program, whether anything has changed or not.
    sheet = style_sheet(theme)
    if not app.styleSheet():
        app.setStyle("Fusion")
    if app.styleSheet() != sheet:
        app.setPalette(palette(theme))
        app.setStyleSheet(sheet)


def style_sheet(theme: Theme) -> str:
    """What a palette cannot say: rounded corners, thin borders, room around controls. Lengths on the 8 px grid."""
    hover = "#2a2d31" if theme.dark else "#efefed"
    on_accent = "#17181a" if theme.dark else "#ffffff"
    px = theme.px
    return f"""
    QWidget {{ font-size: {px(14)}px; }}
    QToolTip {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};
        padding: {px(4)}px; }}
    QPushButton, QToolButton {{ background: {theme.panel}; border: 1px solid {theme.border};
        border-radius: {px(6)}px; padding: {px(4)}px {px(10)}px; min-height: {px(22)}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
    QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ border-color: {theme.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {theme.secondary}; }}
    QPushButton:focus, QToolButton:focus {{ border-color: {theme.accent}; }}
    QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit {{ background: {theme.panel};
        border: 1px solid {theme.border}; border-radius: {px(6)}px; padding: {px(3)}px {px(6)}px;
        min-height: {px(22)}px; }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus {{ border-color: {theme.accent}; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox::drop-down {{ border: none; width: {px(20)}px; }}
    QScrollArea, QTreeView, QListView {{ border: none; background: transparent; }}
    QComboBox QAbstractItemView {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};
        selection-background-color: {theme.accent}; selection-color: {on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: {px(26)}px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {theme.accent}; color: {on_accent}; }}
    QSplitter::handle {{ background: transparent; }}
    QScrollBar:vertical {{ width: {px(8)}px; background: transparent; border: none; }}
    QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: {px(4)}px; min-height: {px(32)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
        border: none; height: 0; }}
    {_growing(theme)}
    """


def _growing(theme: Theme) -> str:
    """What Fusion draws in sizes of its own: menus, sliders and ticks."""
    on_accent = "#17181a" if theme.dark else "#ffffff"
    px = theme.px
    groove, reach = px(4), px(5)  # of a slider: its height, and how far the handle stands out on both sides
    handle = groove + 2 * reach
    return f"""
    QMenuBar {{ background: {theme.window}; color: {theme.text}; border: none; }}
    QMenuBar::item {{ background: transparent; padding: {px(4)}px {px(10)}px; border-radius: {px(4)}px; }}
    QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {theme.accent}; color: {on_accent}; }}
    QMenu {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; padding: {px(4)}px; }}
    QMenu::item {{ padding: {px(4)}px {px(20)}px {px(4)}px {px(26)}px; border-radius: {px(4)}px; }}
    QMenu::item:selected {{ background: {theme.accent}; color: {on_accent}; }}
    QMenu::item:disabled {{ color: {theme.secondary}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {theme.border}; margin: {px(4)}px {px(8)}px; }}
    QMenu::indicator {{ width: {px(14)}px; height: {px(14)}px; left: {px(6)}px; }}
    QSlider:horizontal {{ min-height: {handle + 2}px; }}
    QSlider::groove:horizontal {{ height: {groove}px; background: {theme.border}; border-radius: {groove // 2}px; }}
    QSlider::sub-page:horizontal {{ background: {theme.accent}; border-radius: {groove // 2}px; }}
    QSlider::handle:horizontal {{ background: {theme.panel}; border: 1px solid {theme.secondary};
        width: {handle - 2}px; margin: -{reach}px 0; border-radius: {handle // 2}px; }}
    QSlider::handle:horizontal:focus {{ border-color: {theme.accent}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {theme.border}; }}
    QCheckBox {{ spacing: {px(6)}px; }}
    QCheckBox::indicator {{ width: {px(14)}px; height: {px(14)}px; }}
    """
