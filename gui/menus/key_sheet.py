"""One sheet with all keys, over the window: those of the menus in their groups, and those of the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.keys import Keys
from gui.look.theme import Theme

COLUMNS = 3
HEADING = 1.5  # lines that a section has beside its own
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
        self._keys, self._theme = keys, theme
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
            Section(title, [(", ".join(key.labels), action.text().rstrip("…")) for key, action in pairs])
            for title, pairs in self._keys.sections.items()
        ]
        return [
            *window,
            Section(_tr("In a picture that can be edited"), _picture()),
            Section(_tr("In a plot"), _plot()),
        ]

    def toggle(self) -> None:
        """Open or close it; the run and its keys go on behind it."""
        if self.isVisible():
            self.hide()
            return
        self._fill()
        self.show()
        self.raise_()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(
            f"#keySheet {{ background: {theme.panel}; border: 1px solid {theme.accent};"
            f" border-radius: {theme.px(8)}px; }} #keySheet QLabel {{ color: {theme.text}; }}"
        )
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(*[self._theme.px(8)] * 4)
        row.setSpacing(self._theme.px(32))
        for sections in _columns(self.sections):
            text = QLabel("".join(map(self._html, sections)), page)
            text.setTextFormat(Qt.TextFormat.RichText)
            row.addWidget(text, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setWidget(page)
        page.setAutoFillBackground(False)
        self.body.viewport().setAutoFillBackground(False)
        self._place()

    def _html(self, section: Section) -> str:
        theme, px = self._theme, self._theme.px
        lines = "".join(
            f"<tr><td style='color: {theme.accent}; padding-right: {px(12)}px; white-space: nowrap'>{escape(keys)}</td>"
            f"<td style='white-space: nowrap'>{escape(what)}</td></tr>"
            for keys, what in section.lines
        )
        return f"<p style='margin: {px(8)}px 0 {px(2)}px 0'><b>{escape(section.title)}</b></p><table>{lines}</table>"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """In the middle; where there is no room for all it scrolls."""
        over, page = self.parentWidget(), self.body.widget()
        if over is None or page is None:
            return
        self.ensurePolished()
        around = self.close_button.sizeHint().height() + 5 * MARGIN
        wanted = page.sizeHint() + QSize(5 * MARGIN, around + self._theme.px(MARGIN))
        size = wanted.boundedTo(over.size() - QSize(2 * MARGIN, 2 * MARGIN))
        self.setGeometry((over.width() - size.width()) // 2, (over.height() - size.height()) // 2, *size.toTuple())


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


def _plot() -> list[tuple[str, str]]:
    return [
        (_tr("wheel"), _tr("zoom at the cursor")),
        (_tr("drag"), _tr("move the axes")),
        (_tr("Shift+drag"), _tr("zoom into a rectangle")),
        (_tr("double-click"), _tr("show all")),
        (_tr("double-click on the title"), _tr("the whole stage for it, and back")),
        (_tr("right-click, Menu"), _tr("its menu")),
        (_tr("click on the legend"), _tr("hide or show one")),
        (_tr("Ctrl+click on the legend"), _tr("show one alone")),
        ("+ / −", _tr("zoom")),
        ("Shift+← ↑ → ↓", _tr("move the axes")),
        (_tr("0, Home"), _tr("show all")),
        ("L", _tr("logarithmic scale of y")),
    ]


def _picture() -> list[tuple[str, str]]:
    return [
        ("Tab", _tr("to the next picture or field")),
        ("← ↑ → ↓", _tr("move or change what is chosen")),
        (_tr("Shift+arrow"), _tr("ten times as far")),
        (_tr("comma, period"), _tr("choose the one before, the next")),
        (_tr("Enter"), _tr("type a number; draw")),
        (_tr("Insert / Delete"), _tr("add, remove a point; clear")),
        ("Esc", _tr("leave it")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeySheet", text)
