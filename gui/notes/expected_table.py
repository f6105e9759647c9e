"""What the textbook says a run gives, beside what it gave."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.run.expected import Verdict
from gui.look.fading_edge import Fading
from gui.look.theme import Theme
from gui.plotting.lettering import typeset
from gui.plotting.ticks import short

# Pixels beside text of 100 %.
WIDEST = 560
NARROWEST = 120  # of the quantity
FOR_SEEDS = 56  # more, for their numbers
LINE = 24
SCROLL_BAR = 12
SIGNS = {True: "✓", False: "✗", None: "…"}


class ExpectedTable(Fading, QTableWidget):
    """A line for each verdict: what, expected, measured, and a sign. It is as wide as its texts need, and hidden
    without any. The source is told by the tooltip; what all lines are about ("step 29") stands in the header."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setObjectName("expected")
        self._verdicts: tuple[Verdict, ...] = ()
        self._seeds: tuple[tuple[int, int], ...] = ()
        self._common = ""
        self.setHorizontalHeaderLabels([self.tr("Quantity"), self.tr("Expected"), self.tr("Measured"), ""])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.apply_theme(theme)
        self.hide()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Show these lines; equal ones are not drawn again, so it may be called with every frame."""
        if self._same(verdicts):
            return
        self._verdicts = tuple(verdicts)
        self.setRowCount(len(verdicts))
        self._common = _common_suffix([verdict.what for verdict in verdicts])
        header = self._common.strip(" ()") or self.tr("Quantity")
        self.setHorizontalHeaderItem(0, QTableWidgetItem(header[:1].upper() + header[1:]))
        for row, verdict in enumerate(verdicts):
            self._show_row(row, verdict)
        self._fit()
        self.setVisible(bool(verdicts))

    def show_seeds(self, holding: Sequence[tuple[int, int]]) -> None:
        """For each line: of how many seeds it holds, and how many there are; nothing where only one was run."""
        self._seeds = tuple(holding)
        self.setHorizontalHeaderItem(3, QTableWidgetItem(self.tr("Seeds") if self._seeds else ""))
        for row, verdict in enumerate(self._verdicts):
            self._show_row(row, verdict)
        self._fit()

    def _of_seeds(self, row: int) -> str:
        """` 7 of 8`; "" before this run has come to the step, as these figures are of the same."""
        if row >= len(self._seeds) or self._verdicts[row].holds is None:
            return ""
        return " " + self.tr("{0} of {1}").format(*self._seeds[row])

    def _fit(self) -> None:
        """Where there is not room for all, what is measured stays to be seen, and the quantity is cut."""
        px = self._theme.px
        header, interactive = self.horizontalHeader(), QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.resizeColumnsToContents()
        widest = px(WIDEST + (FOR_SEEDS if self._seeds else 0))
        over = header.length() + px(SCROLL_BAR) - widest
        if over > 0:
            quantity = max(px(NARROWEST), self.columnWidth(0) - over)
            header.setSectionResizeMode(0, interactive)
            self.setColumnWidth(0, quantity)
        self.setFixedWidth(min(widest, header.length() + px(SCROLL_BAR)))

    def _same(self, verdicts: Sequence[Verdict]) -> bool:
        # By text: a nan that was not measured yet is not equal to itself.
        return [*map(str, verdicts)] == [*map(str, self._verdicts)]

    def _show_row(self, row: int, verdict: Verdict) -> None:
        measured = _measured(verdict)
        color = {True: self._theme.text, False: self._theme.warning, None: self._theme.secondary}[verdict.holds]
        sign = SIGNS[verdict.holds] + self._of_seeds(row)
        what = verdict.what.removesuffix(self._common)
        for column, text in enumerate((what, typeset(verdict.expected), measured, sign)):
            item = QTableWidgetItem(text)
            item.setForeground(QColor(color))
            item.setToolTip("\n".join(part for part in (verdict.what, verdict.source) if part))
            self.setItem(row, column, item)

    def describe(self) -> str:
        """The table in words."""
        words = {True: "holds", False: "does not hold", None: "is not reached"}
        seeds = [f",{text} seeds" if (text := self._of_seeds(row)) else "" for row in range(len(self._verdicts))]
        return "; ".join(
            f"{v.what}: {v.expected}, measured {_measured(v)}, {words[v.holds]}{of}"
            for v, of in zip(self._verdicts, seeds, strict=True)
        )

    def apply_theme(self, theme: Theme) -> None:
        self._theme, self.ground = theme, theme.panel
        self.setStyleSheet(
            f"#expected {{ background: {theme.panel}; color: {theme.text}; }}"
            f"#expected::item {{ padding: 0 {theme.px(8)}px 0 {theme.px(4)}px; }}"
            f"#expected QHeaderView::section {{ background: {theme.panel}; color: {theme.secondary}; border: none;"
            f" border-bottom: 1px solid {theme.border}; padding: {theme.px(2)}px {theme.px(4)}px; }}"
        )
        self.verticalHeader().setDefaultSectionSize(theme.px(LINE))
        for row, verdict in enumerate(self._verdicts):
            self._show_row(row, verdict)
            self.setRowHeight(row, theme.px(LINE))
        self._fit()


def _measured(verdict: Verdict) -> str:
    """Where the run has come to on its way to the step is not what was measured there."""
    if verdict.holds is None:
        return "…"
    if verdict.measured_text:
        return verdict.measured_text
    return typeset(f"{verdict.measured:.4g}") if math.isfinite(verdict.measured) else short(verdict.measured)


def _common_suffix(texts: Sequence[str]) -> str:
    """The bracket in which all texts end, " (step 29)", or "" where they differ."""
    ends = {found.group() if (found := re.search(r" \([^()]*\)$", text)) else "" for text in texts}
    return ends.pop() if len(ends) == 1 else ""
