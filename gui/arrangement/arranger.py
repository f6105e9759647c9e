"""Lets the lecturer move the panels of a stage: the gaps between them, and a panel by its title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import zip_longest

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from core.run.views import View
from gui.arrangement.automatic import automatic, completed
from gui.arrangement.drop import Drop, find_drop
from gui.arrangement.gap_handle import GapHandle
from gui.arrangement.layout import Gap, Layout, lay_out, with_gap_at, with_usual_gap
from gui.arrangement.title_grip import DropMark, TitleGrip
from gui.arrangement.tree import Arrangement, panels
from gui.look.theme import Theme
from gui.panels.card import HEADER
from gui.panels.panel import Panel


class Arranger(QObject):
    """panels: of the stage, by their names. arrangement: None where they stand as they suit the size.

    changed: the panels stand elsewhere, and are to be placed again.
    """

    changed = Signal()

    def __init__(self, stage: QWidget, named: Mapping[str, Panel], theme: Theme) -> None:
        super().__init__(stage)
        self.arrangement: Arrangement | None = None
        self._stage = stage
        self._panels = named
        self._theme = theme
        self._shown: tuple[str, ...] = ()
        self._whole: Arrangement = ""
        self._layout = Layout({}, [])
        self._handles: list[GapHandle] = []
        self._grips = [TitleGrip(name, panel) for name, panel in named.items()]
        self._mark = DropMark(theme, stage)
        self._mark.escaped.connect(self._cancel)
        for grip in self._grips:
            grip.dragged.connect(self._show_drop)
            grip.dropped.connect(self._drop)
            grip.cancelled.connect(self._mark.end)

    def set_arrangement(self, arrangement: Arrangement | None) -> None:
        """One of other panels than these is as good as none."""
        if arrangement is not None and panels(arrangement) != self._panels.keys():
            arrangement = None
        if arrangement != self.arrangement:
            self.arrangement = arrangement
            self.changed.emit()

    def place(self, shown: Set[str]) -> dict[str, QRect]:
        """The rectangles of those that are on the stage."""
        self._shown = tuple(name for name in self._panels if name in shown)
        if self._shown:
            self._whole = self.arrangement or completed(self._usual(), self._views(self._panels))
            self._layout = lay_out(self._whole, self._stage.rect(), shown)
        else:
            self._layout = Layout({}, [])
        return self._layout.cells

    def place_handles(self, alone: bool) -> None:
        """Once the panels stand in their places. alone: one of them fills the stage, and nothing can be moved."""
        gaps = [] if alone else self._layout.gaps
        self._handles += [self._handle() for _ in gaps[len(self._handles) :]]
        for handle, gap in zip_longest(self._handles, gaps):
            handle.show_gap(gap, ("", "") if gap is None else (self._titles(gap.sides[0]), self._titles(gap.sides[1])))
        for grip in self._grips:
            grip.setVisible(bool(gaps))
            grip.setGeometry(0, 0, grip.panel.width(), round(HEADER * grip.panel.zoom))

    def apply_theme(self, theme: Theme) -> None:
        self._theme = self._mark.theme = theme
        for handle in self._handles:
            handle.apply_theme(theme)

    def _handle(self) -> GapHandle:
        made = GapHandle(self._theme, self._stage)
        made.moved.connect(self._move_gap)
        made.put_back.connect(self._put_gap_back)
        return made

    def _views(self, names: Iterable[str]) -> dict[str, View]:
        return {name: self._panels[name].view for name in names}

    def _titles(self, names: Set[str]) -> str:
        return ", ".join(panel.title for name, panel in self._panels.items() if name in names)

    def _usual(self) -> Arrangement:
        """What suits the panels that are shown."""
        return automatic(self._views(self._shown), self._stage.rect())

    def _change_to(self, arrangement: Arrangement) -> None:
        """One that looks as they would stand by themselves is none, and goes on to suit every size."""
        area, shown = self._stage.rect(), frozenset(self._shown)
        same = lay_out(arrangement, area, shown).cells == lay_out(self._usual(), area).cells
        self.set_arrangement(None if same else arrangement)

    @Slot(object, int)
    def _move_gap(self, gap: Gap, position: int) -> None:
        self._change_to(with_gap_at(self._whole, gap, position))

    @Slot(object)
    def _put_gap_back(self, gap: Gap) -> None:
        self._change_to(with_usual_gap(self._whole, gap, self._usual()))

    def _find_drop(self, name: str, at: QPoint) -> Drop | None:
        place = self._stage.mapFromGlobal(at)
        return find_drop(self._whole, self._layout.cells, self._stage.rect(), name, place)

    @Slot(str, QPoint)
    def _show_drop(self, name: str, at: QPoint) -> None:
        found = self._find_drop(name, at)
        self._mark.show_at(None if found is None else found.rect)

    @Slot(str, QPoint)
    def _drop(self, name: str, at: QPoint) -> None:
        self._mark.end()
        found = self._find_drop(name, at)
        if found is not None:
            self._change_to(found.arrangement)

    @Slot()
    def _cancel(self) -> None:
        for grip in self._grips:
            grip.cancel()
