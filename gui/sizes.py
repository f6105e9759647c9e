"""How much of the window each part around the stage has: the reader moves the splitters, and the window remembers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui.state import WindowState

SETTINGS = 300  # pixels
LOWEST_NOTES = 96


class Sizes:
    """body: gallery | the rest; across: what is beside the settings | settings; upright: stage above notes."""

    def __init__(self, body: QSplitter, across: QSplitter, upright: QSplitter) -> None:
        self.body, self.across, self.upright = body, across, upright

    @property
    def folded(self) -> bool:
        """Whether the gallery is out of sight."""
        return self.body.sizes()[0] == 0

    def toggle_gallery(self) -> None:
        total = sum(self.body.sizes())
        width = _gallery_width(self.body.window().width()) if self.folded else 0
        self.body.setSizes([width, total - width])

    def show_state(self, state: WindowState, size: QSize) -> None:
        """Give the parts around the stage the sizes remembered, or what suits the window; the stage has the rest."""
        gallery = _gallery_width(size.width()) if state.gallery < 0 else state.gallery
        settings = SETTINGS if state.settings < 0 else state.settings
        notes = max(LOWEST_NOTES, size.height() // 7) if state.notes < 0 else state.notes
        self.body.setSizes([gallery, size.width() - gallery])
        self.across.setSizes([size.width() - gallery - settings, settings])
        self.upright.setSizes([size.height() - notes, notes])

    def keep_state(self, state: WindowState) -> None:
        state.gallery = self.body.sizes()[0]
        state.settings = self.across.sizes()[1]
        state.notes = self.upright.sizes()[1]


def _gallery_width(window: int) -> int:
    return 200 if window < 1400 else 240


def splitter(orientation: Qt.Orientation, gap: int, *parts: QWidget, keeps: int) -> QSplitter:
    """Parts beside or above each other; the part numbered `keeps` takes what room there is and cannot be folded."""
    made = QSplitter(orientation)
    made.setHandleWidth(gap)
    for part in parts:
        made.addWidget(part)
    made.setStretchFactor(keeps, 1)
    made.setCollapsible(keeps, False)
    return made
