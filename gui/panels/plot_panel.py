"""A panel with axes or pixels: its plots are drawn on a canvas, where the mouse zooms, pans, reads and hides.

What the lecturer does is the panel's `state`, one frozen value; the picture is a function of records, settings, state,
size and theme. All of it is drawn when one of them changes; the canvas repaints what came out differently.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.run.views import View
from gui.look.theme import Theme
from gui.panels.card import HEADER
from gui.panels.gestures.marks import GestureMarks
from gui.panels.panel import Panel
from gui.panels.plot_keys import act, is_plot_key
from gui.panels.plot_mouse import PlotMouse
from gui.plotting.canvas import Canvas, is_screen
from gui.plotting.legend import Entry
from gui.plotting.plot_frame import PlotFrame, PlotSpec
from gui.plotting.reading import Reading, draw_reading
from gui.plotting.state_words import state_words
from gui.view_state import PlotState, toggled

INSET = 3  # pixels of the widget between the card's edge and the canvas: the border, and the ring of the focus


class PlotPanel(Panel):
    """Base of the panels that draw on a canvas.

    state_changed: the lecturer did something to the plot. pointed: the cursor reads this x of a run, None for none.
    menu_requested: a right click there, in pixels of the screen. save_requested: a picture of this panel alone.
    """

    state_changed = Signal(object)
    pointed = Signal(object)
    menu_requested = Signal(QPoint)
    save_requested = Signal()

    x_unit = ""  # what panels of one run have in common along x: "step" or "epoch"

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self.state = PlotState()
        self.lifted = ""  # the curve whose name is under the cursor
        self.entries: list[Entry] = []
        self.frames: dict[object, PlotFrame] = {}
        self._stale = True
        self._placing = False
        self._linked_x: float | None = None
        self.canvas = Canvas(self)
        self.back, self.front = self.canvas.layer(-1), self.canvas.layer(1)
        self._reading = self.canvas.layer(3)
        self._marks = GestureMarks(self)
        self.canvas.scene().addItem(self._marks)
        self._mouse = PlotMouse(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # What a kind of plot says about itself.

    @abstractmethod
    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        """Where the plots stand in the area, and what they show when nobody has zoomed."""

    @abstractmethod
    def draw_plots(self) -> None:
        """Draw the records on the layers of `frames`, whose plots are in place, and on `back` and `front`."""

    def read(self, at: QPointF) -> Reading | None:
        """What stands under a place of the panel."""
        return None

    def read_x(self, x: float) -> Reading | None:
        """What stands at an x of the run, where another panel is read."""
        return None

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        """The data that is shown, as columns of a table: their heads and values."""
        return []

    @property
    def logs(self) -> tuple[bool | None, bool | None]:
        """Whether x and y are logarithmic; None for an axis that cannot be."""
        return None, None

    def toggle_log_x(self) -> None:
        if (log := self.logs[0]) is not None:
            self.change_state(log_x=not log, x=None)

    def toggle_log_y(self) -> None:
        if (log := self.logs[1]) is not None:
            self.change_state(log_y=not log, y=None)

    @property
    def smoothing(self) -> int | None:
        """The steps of the mean that is drawn; None where nothing can be smoothed."""
        return None

    # The state.

    def set_state(self, state: PlotState) -> None:
        if state != self.state:
            self.state = state
            self.redraw()
            self.update()

    def change_state(self, **changes: Any) -> None:
        """What the lecturer did."""
        before = self.state
        self.set_state(replace(before, **changes))
        if self.state != before:
            self.state_changed.emit(self.state)

    def show_all(self) -> None:
        self.change_state(x=None, y=None)

    def reset_state(self) -> None:
        """As the experiment has it."""
        untouched = PlotState()
        self.change_state(**{one.name: getattr(untouched, one.name) for one in fields(PlotState)})

    def toggle(self, curve: str, alone: bool) -> None:
        """Hide a curve or show it again; alone: hide all others, or show all again where it is alone already."""
        curves = {entry.label.curve for entry in self.entries if entry.label.curve}
        self.change_state(hidden=toggled(self.state.hidden, curves, curve, alone))

    @property
    def seen_state(self) -> PlotState:
        """The state without names that there are no curves of: those of other settings."""
        curves = {entry.label.curve for entry in self.entries}
        return replace(self.state, hidden=self.state.hidden & curves) if curves else self.state

    def says(self) -> str:
        """What the state leaves out or changes, in words; "" for nothing."""
        return state_words(self.seen_state)

    # Drawing.

    def redraw(self) -> None:
        """Now, so that a run which waits meanwhile goes on while Qt paints; or when it is seen."""
        if self.isVisible():
            self._draw_scene()
        else:
            self._stale = True
            self.update()

    def _draw_scene(self) -> None:
        self._stale = False
        zoom, area = self.zoom, self.area
        shown = area.width() > 40 and area.height() > 40 and not self.empty
        if self.canvas.isHidden() == shown:
            self.canvas.setVisible(shown)
            self.update()
        if not shown:
            return
        top = int(HEADER * zoom) - INSET
        self.canvas.fit(QRect(INSET, top, self.width() - 2 * INSET, self.height() - top - INSET), zoom)
        self.canvas.set_ground(self.theme.panel)
        self._place(area)
        self.draw_plots()
        self._draw_reading()
        self._marks.update()

    def _place(self, area: QRectF) -> None:
        self._placing = True
        try:
            specs = self.plots(area)
            for spec in specs:
                if spec.key not in self.frames:
                    self.frames[spec.key] = self._frame()
                self.frames[spec.key].place(spec, self.state.x, self.state.y)
            keys = {spec.key for spec in specs}
            for key, frame in self.frames.items():
                frame.set_visible(key in keys)
        finally:
            self._placing = False

    def _frame(self) -> PlotFrame:
        frame = PlotFrame(self.canvas)
        frame.view.zoomed.connect(lambda: self._on_zoomed(frame))
        return frame

    def _on_zoomed(self, frame: PlotFrame) -> None:
        if not self._placing:
            x, y = frame.zoomed
            self.change_state(x=x, y=y)

    def zoom_by(self, factor: float, across: float = 0.0, down: float = 0.0) -> None:
        """By keys: around the middle of the first plot, and moved by shares of it."""
        frame = next(iter(self.frames.values()), None)
        if frame is not None and not self.empty:
            frame.zoom_by(factor, across, down)
            self._on_zoomed(frame)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Nothing: the canvas lies over it."""

    def prepare(self, painter: QPainter) -> None:
        """Pixels are kept for a screen, and not for a file of other pixels or of shapes."""
        screen = is_screen(painter, self, self.zoom)
        if self._stale:
            self._draw_scene()
        self.canvas.set_screen(screen)
        if not screen:
            self.update()

    def header_value(self) -> str:
        return self.dispatcher.notice  # what is under the cursor is read beside it

    def ensure_drawn(self) -> bool:
        """Before places are asked for: they are known once the picture is drawn. Whether there is one."""
        if self._stale:
            self._draw_scene()
        return not self.empty and bool(self.frames)

    def readout(self, at: QPointF) -> str:
        reading = self.read(at) if self.ensure_drawn() else None
        return "" if reading is None else reading.text

    # The cursor.

    def _draw_reading(self) -> None:
        reading, at = None, self._cursor
        if at is not None and not self.empty:
            reading = self.read(at)
        elif self._linked_x is not None and not self.empty:
            reading = self.read_x(self._linked_x)
            at = QPointF(reading.x, self.area.top()) if reading is not None and reading.x is not None else None
        with self._reading.drawing() as layer:
            if reading is not None and at is not None:
                draw_reading(layer, self.theme, self.area, reading, at)

    def point_at_x(self, x: float | None) -> None:
        """Another panel is read at this x."""
        if x != self._linked_x:
            self._linked_x = x
            if self.isVisible() and not self._stale:
                self._draw_reading()

    def x_at(self, at: QPointF) -> float | None:
        """The x of the run under the cursor, for the panels that are linked with this one."""
        frame = next((one for one in self.frames.values() if one.plot.frame.contains(at)), None)
        return frame.plot.x_at(at.x()) if frame is not None and self.x_unit else None

    def point_at(self, at: QPointF | None) -> None:
        """The cursor is there, or gone: what stands there is read, and the curve whose name it is on is lifted."""
        entry = self.entry_at(at) if at is not None else None
        lifted = entry.label.curve if entry is not None else ""
        hint = self.hint()
        self._cursor = at
        if hint != self.hint():
            self._update_header()
        if lifted != self.lifted:
            self.lifted = lifted
            self.redraw()
        else:
            self._draw_reading()

    def entry_at(self, at: QPointF) -> Entry | None:
        """The name of the legend at a place."""
        return next((one for one in self.entries if one.box.contains(at)), None)

    def show_gestures(self) -> None:
        """What the keys act on has changed."""
        self._marks.update()

    # Keys.

    def _takes(self, event: QKeyEvent) -> bool:
        return super()._takes(event) or (self.hasFocus() and not self.empty and is_plot_key(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.empty or self.dispatcher.takes(event) or not is_plot_key(event):
            super().keyPressEvent(event)
            self._marks.update()
        else:
            act(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._marks.setVisible(bool(self.dispatcher))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._marks.setVisible(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._draw_scene()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mouse.leave()
