"""The panels of one experiment in their places. A double click makes a panel the only one, another brings all back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter

from PySide6.QtCore import QRect, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.run.experiment import Experiment, Preset
from core.run.frame import Frame
from core.settings import Settings
from gui.arrange import arrange
from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.card import ROOM as PANEL_ROOM
from gui.panels.card import fitting_zoom
from gui.panels.curves import CurvesPanel
from gui.panels.panel import Panel

PULL = 0.033  # seconds between two frames: what was not used by then is lost
ROOM = (1600, 880)  # pixels of a stage for each unit of zoom: all its panels speak equally loud
LEAST = (480, 340)  # pixels for each unit of zoom without which nothing but words has room in the panels

# Shares of the window's time while a run goes as fast as it can. Painting holds the interpreter, and a tiny network
# trains in what is left. Curves come first, because they are what moves. A run that waits between steps leaves more.
CURVES, PICTURES = 0.10, 0.03
UNHURRIED = 0.25


class PaintBudget:
    """Panels that share a part of the window's time: each waits until what the ones before it cost is paid for.

    clock: in seconds.
    """

    def __init__(self, panels: Sequence[Panel], share: float, clock: Callable[[], float] = perf_counter) -> None:
        self._waiting = deque(panels)
        self._share = share
        self._clock = clock
        self._due = 0.0

    def show(self, frame: Frame, hurried: bool) -> bool:
        """Whether each has had its turn."""
        share = self._share if hurried else UNHURRIED
        for _ in range(len(self._waiting)):
            now = self._clock()
            if now < self._due:
                return False
            panel = self._waiting[0]
            self._waiting.rotate(-1)
            if not panel.isHidden() and panel.show_frame(frame):
                self._due = max(self._due, now - PULL) + panel.cost / share
        return True


class Stage(QWidget):
    """Panels know nothing of each other; the stage gives them room, frames, and the names of the variants."""

    edited = Signal(object)
    wanted_changed = Signal()

    def __init__(
        self, experiment: Experiment, settings: Settings, preset: Preset, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.experiment = experiment
        self.maximized: Panel | None = None
        self.behind = False  # whether panels wait for their turn to show the last frame
        self._variants: tuple[str, ...] | None = None
        self._frame: Frame | None = None
        self._shown: list[Panel] | None = None  # those that the settings leave on the stage
        self._emphasis = 1.0
        self.panels: list[Panel] = [make_panel(view, theme, self) for view in experiment.views]
        curves = [panel for panel in self.panels if isinstance(panel, CurvesPanel)]
        self._curves = PaintBudget(curves, CURVES)
        self._pictures = PaintBudget([panel for panel in self.panels if panel not in curves], PICTURES)
        for panel in self.panels:
            panel.edited.connect(self.edited)
            panel.maximize_requested.connect(self._toggle)
        self.show_settings(settings, preset)

    def show_settings(self, settings: Settings, preset: Preset) -> None:
        """Settings may change which variants are compared, and which panels are there. Gestures start from them."""
        for panel in self.panels:
            panel.show_settings(settings)
        names = self.experiment.variant_names(settings)
        if names != self._variants:
            self._variants = names
            for panel in self.panels:
                panel.set_variants(names, self.experiment.family)
        shown = [panel for panel in self.panels if panel.view.is_shown(settings, preset.name)]
        if shown != self._shown:
            self._shown = shown
            if self.maximized not in shown:
                self.maximized = None
            self._show_panels()

    def show_frame(self, frame: Frame, hurried: bool = True) -> None:
        """A settled frame goes to every panel that is not hidden; while a run goes on they take turns.

        hurried: whether the run is to go as fast as it can."""
        self._frame = frame
        self.behind = False
        if frame.settled:
            for panel in self.panels:
                if not panel.isHidden():
                    panel.show_frame(frame)
        else:
            shown = self._curves.show(frame, hurried), self._pictures.show(frame, hurried)
            self.behind = not all(shown)

    def clear(self) -> None:
        self._frame, self.behind = None, False
        for panel in self.panels:
            panel.clear()

    def wanted(self) -> frozenset[str]:
        """The channels of the panels that can be seen."""
        seen = (panel for panel in self.panels if not panel.isHidden())
        return frozenset(channel for panel in seen for channel in panel.view.channels)

    def panel(self, name: str) -> Panel:
        """The panel whose channel or title is `name`; ValueError names those there are."""
        return self.panels[self.experiment.views.index(self.experiment.view(name))]

    def maximize(self, panel: Panel | None) -> None:
        """Show only this panel, or all where it is None."""
        if panel is self.maximized:
            return
        self.maximized = panel
        self._show_panels()

    def _show_panels(self) -> None:
        shown = self._shown if self.maximized is None else [self.maximized]
        for panel in self.panels:
            panel.setHidden(panel not in (shown or ()))
        self._place()
        if self._frame is not None:
            self.show_frame(self._frame)
        self.wanted_changed.emit()

    def restore(self) -> bool:
        """All panels again; False where they were."""
        was = self.maximized is not None
        self.maximize(None)
        return was

    def apply_theme(self, theme: Theme) -> None:
        for panel in self.panels:
            panel.apply_theme(theme)

    def set_text_size(self, emphasis: float) -> None:
        """How much larger than suits their room the panels write: as far as it goes, and never below 14 pixels."""
        if emphasis != self._emphasis:
            self._emphasis = emphasis
            self._place()

    @Slot()
    def _toggle(self) -> None:
        panel = self.sender()
        if isinstance(panel, Panel):
            self.maximize(None if self.maximized is panel else panel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def _place(self) -> None:
        whole = QRect(0, 0, self.width(), self.height())
        zoom = fitting_zoom(self.size(), ROOM if self.maximized is None else PANEL_ROOM)
        most = min(self.width() / LEAST[0], self.height() / LEAST[1])
        zoom = max(1.0, min(zoom * self._emphasis, most))
        shown = self._shown or []
        for panel, cell in zip(shown, arrange([panel.view for panel in shown], whole), strict=True):
            panel.setGeometry(whole if panel is self.maximized else cell)
            panel.set_zoom(zoom)
