"""One sheet with all keys, over the window: those of the menus in their groups, and those of the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.keys import Keys
from gui.look.theme import Theme

COLUMNS = 3
HEADING = 1.5  # lines that a section has beside its own
SMALLEST = 0.85  # of the usual text: below it the sheet scrolls
MARGIN = 8  # pixels to the edges of the window


class Section(NamedTuple):
    """lines: keys, and what they do."""

    title: str
    lines: Sequence[tuple[str, str]]

    @property
    def height(self) -> float:
        return len(self.lines) + HEADING


class KeySheet(QFrame):
    """over: what it lies over, in the middle and as large as its words need. Hidden until it is asked for."""

    def __init__(self, keys: Keys, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("keySheet")
        self._keys, self._theme, self._over = keys, theme, over
        self.body = QScrollArea(self)
        self.body.setWidgetResizable(True)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.hide)
        column = QVBoxLayout(self)
        column.addWidget(self.body, 1)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()
        over.installEventFilter(self)

    @property
    def sections(self) -> list[Section]:
        window = [
            Section(title, [(" or ".join(key.labels), action.text().rstrip("…")) for key, action in pairs])
            for title, pairs in self._keys.sections.items()
        ]
        return [
            *window,
            Section(self.tr("In a picture that can be edited"), self._picture()),
            Section(self.tr("In a plot"), self._plot()),
            Section(self.tr("At a question before a run"), self._question()),
        ]

    def toggle(self) -> None:
        """Open or close it; the run and its keys go on behind it."""
        if self.isVisible():
            self.hide()
            return
        self._fit()
        self.show()
        self.raise_()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self.isVisible():
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """In the middle; where there is no room for all, in smaller text, and at last it scrolls."""
        over = self._over
        room = over.size() - QSize(2 * MARGIN, 2 * MARGIN)
        wanted = self._fill(self._theme)
        share = min(room.width() / wanted.width(), room.height() / wanted.height())
        if share < 1:
            wanted = self._fill(self._theme.scaled(max(SMALLEST, 0.97 * share * self._theme.scale)))
        size = wanted.boundedTo(room)
        self.setGeometry((over.width() - size.width()) // 2, (over.height() - size.height()) // 2, *size.toTuple())

    def _fill(self, theme: Theme) -> QSize:
        """The size that it needs for all of its words."""
        px = theme.px
        self.setStyleSheet(
            f"#keySheet {{ background: {theme.panel}; border: 1px solid {theme.accent}; border-radius: {px(8)}px; }}"
            f"#keySheet QLabel {{ color: {theme.text}; font-size: {px(14)}px; }}"
        )
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(px(8), 0, px(8), 0)
        row.setSpacing(px(32))
        for sections in _columns(self.sections):
            text = QLabel("".join(_html(section, theme) for section in sections), page)
            text.setTextFormat(Qt.TextFormat.RichText)
            row.addWidget(text, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setWidget(page)
        page.setAutoFillBackground(False)
        self.body.viewport().setAutoFillBackground(False)
        return page.sizeHint() + QSize(4 * MARGIN, self.close_button.sizeHint().height() + 5 * MARGIN)

    def _plot(self) -> list[tuple[str, str]]:
        return [
            (self.tr("wheel"), self.tr("zoom at the cursor")),
            (self.tr("drag"), self.tr("move the axes")),
            (self.tr("Shift+drag"), self.tr("zoom into a rectangle")),
            (self.tr("double-click"), self.tr("show all")),
            (self.tr("double-click on the title"), self.tr("the whole stage for it, and back")),
            (self.tr("wheel, drag on an axis"), self.tr("that axis alone")),
            (self.tr("right-click, M, Menu"), self.tr("its menu")),
            (self.tr("click on the legend"), self.tr("hide or show one")),
            (self.tr("Ctrl+click on the legend"), self.tr("show one alone")),
            ("+ / −", self.tr("zoom")),
            ("Shift+← ↑ → ↓", self.tr("move the axes")),
            (self.tr("0, Home"), self.tr("show all")),
            ("L", self.tr("logarithmic scale of y")),
        ]

    def _question(self) -> list[tuple[str, str]]:
        return [
            (self.tr("1 … 4, Backspace"), self.tr("count a hand, take it back")),
            (self.tr("Space, PageDown"), self.tr("show the run")),
        ]

    def _picture(self) -> list[tuple[str, str]]:
        return [
            ("Tab", self.tr("to the next picture or field")),
            ("← ↑ → ↓", self.tr("move or change what is chosen")),
            (self.tr("Shift+arrow"), self.tr("ten times as far")),
            (self.tr("comma, period"), self.tr("choose the one before, the next")),
            (self.tr("Enter"), self.tr("type a number; draw")),
            (self.tr("Insert / Delete"), self.tr("add, remove a point; clear")),
            ("Esc", self.tr("leave it")),
        ]


def _html(section: Section, theme: Theme) -> str:
    px = theme.px
    lines = "".join(
        f"<tr><td style='color: {theme.accent}; padding-right: {px(12)}px; white-space: nowrap'>{escape(keys)}</td>"
        f"<td style='white-space: nowrap'>{escape(what)}</td></tr>"
        for keys, what in section.lines
    )
    return f"<p style='margin: {px(8)}px 0 {px(2)}px 0'><b>{escape(section.title)}</b></p><table>{lines}</table>"


def _columns(sections: Iterable[Section]) -> list[list[Section]]:
    """The sections in their order, in columns of about the same height."""
    sections = list(sections)
    target = sum(section.height for section in sections) / COLUMNS
    columns: list[list[Section]] = [[]]
    for section in sections:
        filled = sum(one.height for one in columns[-1])
        if columns[-1] and len(columns) < COLUMNS and filled + section.height / 2 > target:
            columns.append([])
        columns[-1].append(section)
    return columns
