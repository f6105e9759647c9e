"""A number in a cell that is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.settings import SetCell
from core.text import number_text, quoted
from gui.look.theme import Theme
from gui.panels.gestures.cell_editor import CellEditor
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, Binding, Gesture, step_of
from gui.panels.matrix.cells import CellIndex
from gui.panels.panel import Panel

WIDEST = 76.0  # pixels of the editor at least: six digits
_OPEN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BEGINNINGS = "0123456789.-"


@dataclass(frozen=True)
class CellPlaces:
    """What a panel says of its cells. at: under a place; box: None where it is gone; next: steps to the right and down;
    every: in reading order; binding: the field of a cell, None where it cannot be edited."""

    at: Callable[[QPointF], CellIndex | None]
    box: Callable[[CellIndex], QRectF | None]
    next: Callable[[CellIndex, int, int], CellIndex]
    every: Callable[[], Sequence[CellIndex]]
    binding: Callable[[CellIndex], Binding | None]


class EditCell(Gesture):
    """A click, Enter or a digit opens an editor over the cell. What is no number keeps it open, with a red frame.

    choose: also chooses the cell that is clicked or gone to; chosen: the cell that it says is chosen.
    """

    def __init__(
        self,
        panel: Panel,
        places: CellPlaces,
        choose: Choose | None = None,
        chosen: Callable[[], CellIndex | None] = lambda: None,
    ) -> None:
        self._panel, self._places, self._choose, self._chosen_cell = panel, places, choose, chosen
        self._editor: CellEditor | None = None
        self._open: CellIndex | None = None  # the cell over which the editor stands
        self._last: CellIndex | None = None  # the cell that the keys are at
        self._by_key = False
        self.keys = _OPEN if choose is not None else _OPEN | ARROWS

    def _number(self, cell: CellIndex) -> float | None:
        """What the settings say; None for a cell that cannot be edited."""
        binding = self._places.binding(cell)
        rows = binding.value or () if binding is not None else ()
        there = cell.row < len(rows) and cell.column < len(rows[cell.row])
        return float(rows[cell.row][cell.column]) if there else None

    @property
    def _cells(self) -> list[CellIndex]:
        return [cell for cell in self._places.every() if self._number(cell) is not None]

    @property
    def chosen(self) -> CellIndex | None:
        """The cell that Enter opens."""
        cell = self._chosen_cell() if self._choose is not None else self._last
        editable = cell is not None and self._places.box(cell) is not None and self._number(cell) is not None
        return cell if editable else next(iter(self._cells), None)

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "click a number to type another")

    def press(self, at: QPointF, removes: bool) -> bool:
        self._leave()
        cell = None if removes else self._places.at(at)
        if cell is None or self._number(cell) is None:
            return False
        if self._choose is not None:
            self._choose.press(at, False)
        self._by_key = False
        self._begin(cell)
        return True

    def takes(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return super().takes(event) or (plain and len(event.text()) == 1 and event.text() in _BEGINNINGS)

    def key(self, event: QKeyEvent) -> bool:
        cell = self.chosen
        if cell is None:
            return False
        if event.key() in ARROWS:
            self._last = self._next(cell, *step_of(event))
        else:
            self._by_key = True
            self._begin(cell, "" if event.key() in _OPEN else event.text())
        return True

    def _next(self, cell: CellIndex, across: int, down: int) -> CellIndex:
        """The next cell in that direction that can be edited."""
        here, there = cell, self._places.next(cell, across, down)
        while there != here and self._number(there) is None:
            here, there = there, self._places.next(there, across, down)
        return cell if self._number(there) is None else there

    def _begin(self, cell: CellIndex, typed: str = "") -> None:
        """Open the editor with the number selected, or with what was typed in its place."""
        editor = self._editor = self._editor or self._made_editor()
        self._open = self._last = cell
        editor.setText(typed or number_text(self._number(cell) or 0.0))
        if not typed:
            editor.selectAll()
        self._say("")
        self.follow()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made_editor(self) -> CellEditor:
        editor = CellEditor(self._panel)
        editor.taken.connect(self._finish)
        editor.given_back.connect(self._close)
        editor.tabbed.connect(self._go_on)
        editor.left.connect(self._leave)
        editor.textEdited.connect(lambda: self._say(""))
        return editor

    def _take(self) -> bool:
        """Ask for the number that was typed; False where it is none."""
        cell, editor = self._open, self._editor
        if cell is None or editor is None:
            return False
        try:
            number = float(editor.text().strip().replace("−", "-"))
        except ValueError:
            self._say(editor.tr("A cell is a number such as 0.5, not {0}").format(quoted(editor.text())))
            return False
        binding = self._places.binding(cell)
        if binding is not None and number != self._number(cell):
            binding.edit(SetCell(binding.path, cell.row, cell.column, number))
        return True

    def _finish(self) -> None:
        if self._take():
            self._close()

    def _say(self, notice: str) -> None:
        """What is wrong, in the panel's header and by the colour of the frame; "" for nothing."""
        self.notice = notice
        theme = self._panel.theme
        if self._editor is not None:
            color = theme.warning if notice else theme.accent
            self._editor.setStyleSheet(
                f"border: 2px solid {color}; border-radius: 0; padding: 0;"
                f" background: {theme.panel}; color: {theme.text};"
            )
        self._panel.update()

    def _go_on(self, step: int) -> None:
        """To the next cell, or the one before, and round at the end."""
        cell, cells = self._open, self._cells
        if cell in cells and self._take():
            self._begin(cells[(cells.index(cell) + step) % len(cells)])

    def _leave(self) -> None:
        """What was typed is taken if it is a number, and else given back."""
        if self._open is not None:
            self._take()
            self._close()

    def _close(self) -> None:
        """Keys are the panel's again where they opened the editor, and else the window's."""
        editor = self._editor
        if self._open is None or editor is None:
            return
        self._open = None
        self._say("")
        if editor.hasFocus():
            if self._by_key:
                self._panel.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                editor.clearFocus()  # before it is hidden, or Qt passes the focus on
        editor.hide()

    def follow(self) -> None:
        """The editor stays over its cell, and closes where that is gone."""
        if self._open is None or self._editor is None:
            return
        box, zoom = self._places.box(self._open), self._panel.zoom
        if box is None:
            self._close()
            return
        spare = max(WIDEST - box.width(), 0.0) / 2
        wide, size = box.adjusted(-spare, 0, spare, 0), round(14 * zoom)
        self._editor.setFont(self._panel.theme.font(size))
        high = max(round(wide.height() * zoom), 2 * size)
        place = QRect(0, 0, round(wide.width() * zoom), high)
        place.moveCenter((wide.center() * zoom).toPoint())
        self._editor.setGeometry(place)

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        cell = self._places.at(at)
        return None if cell is None or self._number(cell) is None else Qt.CursorShape.IBeamCursor

    def draw(self, painter: QPainter, theme: Theme) -> None:
        cell = self.chosen
        box = None if cell is None else self._places.box(cell)
        if box is not None:
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
