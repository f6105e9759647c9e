"""How much of the window each part around the stage has: the reader moves the splitters, and the window remembers.

Where there is not room for all, parts are folded away, and come back when there is.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from gui.state import WindowState

# Pixels beside text of 100 %.
SETTINGS = 300
LOWEST_NOTES = 96
HEADER = 130  # of height for what stands above and below the stage

# Pixels.
STAGE = QSize(560, 400)  # with less than this beside or above it, a part is folded away


class Sizes(QObject):
    """body: gallery | the rest; across: what is beside the settings | settings; upright: stage above notes.

    `gallery`, `settings` and `notes` are what the reader has given them, in pixels beside text of 100 %, 0 where
    folded away.
    """

    def __init__(self, body: QSplitter, across: QSplitter, upright: QSplitter) -> None:
        super().__init__(body)
        self.body, self.across, self.upright = body, across, upright
        found = body.widget(0), across.widget(1), upright.widget(1)
        self._panes = [pane for pane in found if pane is not None]  # gallery, settings, notes
        self.gallery, self.settings, self.notes = float(_gallery_width(0)), float(SETTINGS), float(LOWEST_NOTES)
        self._unfolded = self.settings, self.notes  # what they had before they were folded away
        self._scale = 1.0
        self._size = QSize()
        self._presenting = False
        self._preferred = False  # the gallery was opened where there is no room for the settings beside it
        for one in (body, across, upright):
            one.splitterMoved.connect(self._remember)

    @property
    def folded(self) -> bool:
        """Whether the gallery is out of sight."""
        return self._panes[0].isHidden() or self.body.sizes()[0] == 0

    def toggle_gallery(self) -> None:
        """Open or fold it. What is folded in a wide window stays so; in a narrow one it returns with the room."""
        if self.folded:
            self.gallery = self.gallery or _gallery_width(self._size.width() / self._scale)
            self._preferred = True
        else:
            self.gallery = 0 if self._roomy else self.gallery
            self._preferred = False
        self._place()

    @property
    def settings_folded(self) -> bool:
        return self._panes[1].isHidden() or self.settings == 0

    def toggle_settings(self) -> None:
        """Open or fold them; where there is room for one only, they take the place of the gallery."""
        if self.settings_folded:
            self.settings = self.settings or self._unfolded[0]
            self._preferred = False
        else:
            self._unfolded, self.settings = (self.settings, self._unfolded[1]), 0.0
        self._place()

    @property
    def notes_folded(self) -> bool:
        return self._panes[2].isHidden() or self.notes == 0

    def toggle_notes(self) -> None:
        """Open or fold them; in a low window they return with the room."""
        if self.notes_folded:
            self.notes = self.notes or self._unfolded[1]
        else:
            self._unfolded, self.notes = (self._unfolded[0], self.notes), 0.0
        self._place()

    def show_scale(self, scale: float) -> None:
        """Text of another size: what was given keeps its room for words."""
        if scale != self._scale:
            self._scale = scale
            self._place()

    def show_state(self, state: WindowState, size: QSize) -> None:
        """Give the parts around the stage the sizes remembered, or what suits the window; the stage has the rest."""
        self.gallery = _gallery_width(size.width() / self._scale) if state.gallery < 0 else state.gallery
        self.settings = SETTINGS if state.settings < 0 else state.settings
        self.notes = max(LOWEST_NOTES, size.height() / self._scale / 7) if state.notes < 0 else state.notes
        self._size = size
        self._place()

    def keep_state(self, state: WindowState) -> None:
        state.gallery, state.settings, state.notes = map(round, (self.gallery, self.settings, self.notes))

    def fit(self, size: QSize, presenting: bool) -> None:
        """Fold away what has no room in a window of this size, and bring back what has. presenting: only the stage."""
        before = self._seen()
        self._size, self._presenting = size, presenting
        if self._seen() != before:
            self._place()

    @property
    def _roomy(self) -> bool:
        """Whether gallery and settings can stand on both sides of the stage."""
        return self._size.width() - self._scale * (self.gallery + self.settings) >= STAGE.width()

    def _seen(self) -> tuple[bool, bool, bool]:
        """Whether gallery, settings and notes have room."""
        if self._presenting:
            return False, False, False
        gallery = self.gallery > 0 and (self._roomy or self._preferred)
        above = self._size.height() - self._scale * (HEADER + self.notes)
        return gallery, self._roomy or not gallery, above >= STAGE.height()

    def _place(self) -> None:
        sizes = (round(self._scale * given) for given in (self.gallery, self.settings, self.notes))
        for pane, seen in zip(self._panes, self._seen(), strict=True):
            pane.setVisible(seen)
        gallery, settings, notes = (size if seen else 0 for size, seen in zip(sizes, self._seen(), strict=True))
        width, height = self._size.width(), self._size.height()
        self.body.setSizes([gallery, max(width - gallery, 1)])
        self.across.setSizes([max(width - gallery - settings, 1), settings])
        self.upright.setSizes([max(height - notes, 1), notes])

    @Slot()
    def _remember(self) -> None:
        """What the reader has moved."""
        gallery, settings, notes = self._seen()
        if gallery:
            self.gallery = self.body.sizes()[0] / self._scale
        if settings:
            self.settings = self.across.sizes()[1] / self._scale
        if notes:
            self.notes = self.upright.sizes()[1] / self._scale


def _gallery_width(window: float) -> int:
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
