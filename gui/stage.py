"""The panels of one experiment in their places. A double click makes a panel the only one, another brings all back.

Gaps are dragged, and panels by their titles; where all stands is one value, the arrangement.
"""

from __future__ import annotations

from dataclasses import replace
from time import thread_time

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.run.experiment import Experiment, Preset
from core.run.frame import Frame
from core.run.seeds import Seeds
from core.settings import Settings
from gui.arrangement.arranger import Arranger
from gui.arrangement.automatic import named
from gui.arrangement.tree import Arrangement
from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.card import ROOM as PANEL_ROOM
from gui.panels.card import fitting_zoom
from gui.panels.panel import Panel
from gui.panels.plot_menu import open_menu
from gui.panels.plot_panel import PlotPanel
from gui.view_state import UNTOUCHED, PlotState, StageState

ROOM = (1600, 880)  # pixels of a stage for each unit of zoom: all its panels speak equally loud
LEAST = (600, 420)  # pixels for each unit of zoom without which nothing but words has room in the panels


class Stage(QWidget):
    """Panels know nothing of each other; the stage gives them room, frames, and the names of the variants."""

    edited = Signal(object)
    wanted_changed = Signal()
    arrangement_changed = Signal()
    save_requested = Signal(str)  # a picture of the panel with this channel alone

    def __init__(
        self,
        experiment: Experiment,
        settings: Settings,
        preset: Preset,
        theme: Theme,
        parent: QWidget | None = None,
        state: StageState = UNTOUCHED,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.experiment = experiment
        self.maximized: Panel | None = None
        self._variants: tuple[str, ...] | None = None
        self._frame: Frame | None = None
        self._shown: list[Panel] | None = None  # those that the settings leave on the stage
        self._emphasis = 1.0
        self.panels: list[Panel] = [make_panel(view, theme, self) for view in experiment.views]
        for panel in self.panels:
            panel.edited.connect(self.edited)
            panel.maximize_requested.connect(self._toggle)
        self._named = dict(zip(named(experiment.views), self.panels, strict=True))
        self.plots = {name: panel for name, panel in self._named.items() if isinstance(panel, PlotPanel)}
        for name, plot in self.plots.items():
            plot.set_state(state.plots.get(name, PlotState()))
            self._connect(plot)
        self._arranger = Arranger(self, self._named, theme)
        self._arranger.set_arrangement(state.arrangement)
        self._arranger.changed.connect(self._on_arranged)
        self.show_settings(settings, preset)

    def _connect(self, plot: PlotPanel) -> None:
        plot.state_changed.connect(lambda state: self._link_zoom(plot, state))
        plot.pointed.connect(lambda x: self._link_reading(plot, x))
        plot.menu_requested.connect(lambda at: open_menu(plot, at))
        plot.save_requested.connect(lambda: self.save_requested.emit(plot.view.channel))

    @property
    def state(self) -> StageState:
        """What the lecturer has done to it."""
        plots = {name: plot.seen_state for name, plot in self.plots.items() if plot.seen_state != PlotState()}
        return StageState(self.arrangement, plots)

    def _linked(self, plot: PlotPanel) -> list[PlotPanel]:
        """Those over the same steps or epochs. (pyqtgraph's own links align plots by their pixels on the screen.)"""
        others = (other for other in self.plots.values() if other is not plot)
        return [other for other in others if plot.x_unit and other.x_unit == plot.x_unit]

    def _link_zoom(self, plot: PlotPanel, state: PlotState) -> None:
        for other in self._linked(plot):
            other.set_state(replace(other.state, x=state.x))

    def _link_reading(self, plot: PlotPanel, x: float | None) -> None:
        for other in self._linked(plot):
            other.point_at_x(x)

    @property
    def zoomed(self) -> bool:
        return any(plot.state.zoomed for plot in self.plots.values())

    def show_all(self) -> None:
        """Every plot whole again."""
        for plot in self.plots.values():
            plot.set_state(replace(plot.state, x=None, y=None))

    @property
    def arrangement(self) -> Arrangement | None:
        """Where the panels stand; None where the lecturer has moved none."""
        return self._arranger.arrangement

    @Slot()
    def reset_arrangement(self) -> None:
        """All panels where they stand by themselves."""
        self._arranger.set_arrangement(None)

    @Slot()
    def _on_arranged(self) -> None:
        self._place()
        self.arrangement_changed.emit()

    def show_settings(self, settings: Settings, preset: Preset) -> None:
        """Settings may change which variants are compared, and which panels are there. Gestures start from them."""
        for panel in self.panels:
            panel.show_settings(settings)
        names = self.experiment.variant_names(settings)
        if names != self._variants:
            self._variants = names
            for panel in self.panels:
                panel.set_variants(names, self.experiment.is_family(settings))
        shown = [panel for panel in self.panels if panel.view.is_shown(settings, preset.name)]
        if shown != self._shown:
            self._shown = shown
            if self.maximized not in shown:
                self.maximized = None
            self._show_panels()

    def show_frame(self, frame: Frame) -> float:
        """To every panel that is not hidden; the seconds that those with records have needed for it."""
        self._frame = frame
        computed = {key.channel for key in frame.records}
        needed = 0.0
        for panel in self.panels:
            if not panel.isHidden():
                start = thread_time()
                panel.show_frame(frame)
                needed += thread_time() - start if computed.intersection(panel.view.channels) else 0.0
        return needed

    def show_ghost(self, frame: Frame | None) -> None:
        """Another run beside the one that is shown, faint and dotted; None for none."""
        for panel in self.panels:
            panel.show_ghost(frame)

    def show_seeds(self, seeds: Seeds | None) -> None:
        """Runs of several seeds, as bands behind the lines of the one that is shown; None for none."""
        for panel in self.panels:
            panel.show_seeds(seeds)

    def clear(self) -> None:
        self._frame = None
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
        self._arranger.apply_theme(theme)

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
        zoom = fitting_zoom(self.size(), ROOM if self.maximized is None else PANEL_ROOM)
        most = min(self.width() / LEAST[0], self.height() / LEAST[1])
        zoom = max(1.0, min(zoom * self._emphasis, most))
        shown = {name for name, panel in self._named.items() if panel in (self._shown or ())}
        for name, cell in self._arranger.place(shown).items():
            panel = self._named[name]
            panel.setGeometry(self.rect() if panel is self.maximized else cell)
            panel.set_zoom(zoom)
        self._arranger.place_handles(alone=self.maximized is not None)
