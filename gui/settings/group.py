"""A group of settings that can be folded; folded, its header says the values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.settings.row import Row

UNFOLDED, FOLDED = "▾", "▸"  # as text: the arrow of a button is always of the same size


class Group(QWidget):
    """Header with an arrow, and the rows below it. It is hidden while none of its rows matters."""

    def __init__(self, title: str, rows: Sequence[Row], unfolded: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.rows = tuple(rows)
        self.header = QToolButton(self)
        self.header.setObjectName("groupHeader")
        self.header.setAccessibleName(title)
        self.header.setCheckable(True)
        self.header.setChecked(unfolded)
        self.header.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.header.toggled.connect(self.refresh)
        self.summary = Elided(self)
        self.summary.setObjectName("groupSummary")
        self.body = QWidget(self)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(8, 0, 0, 4)
        inner.setSpacing(6)
        for row in rows:
            inner.addWidget(row)
        top = QHBoxLayout()
        top.addWidget(self.header)
        top.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.body)

    def refresh(self) -> None:
        """After a change of values or of folding."""
        shown = [row for row in self.rows if not row.isHidden()]
        unfolded = self.header.isChecked()
        self.setVisible(bool(shown))
        self.body.setVisible(unfolded)
        self.header.setText(f"{UNFOLDED if unfolded else FOLDED} {self.title}")
        self.summary.setText("" if unfolded else ", ".join(row.summary() for row in shown))
        font = self.summary.font()
        font.setBold(any(row.changed for row in shown))
        self.summary.setFont(font)


class Elided(QLabel):
    """A line that ends in … where there is no room, and never asks for more."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
