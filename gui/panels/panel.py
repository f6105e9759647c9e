"""What every panel is: a titled card that shows the newest records of its channels.

A panel paints itself from its records alone, so a picture is a function of records, settings, size and theme, and of
nothing that was shown before. A hidden panel keeps the frame and does nothing with it until it is seen.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolTip, QWidget

from core.records import Record
from core.run.frame import Frame
from core.run.seeds import Seeds
from core.run.views import View
from core.settings import Settings
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.card import HEADER, MARGIN, ROOM, fitting_zoom, paint_card, paint_focus, paint_header, paint_value
from gui.panels.gestures.dispatcher import GestureDispatcher
from gui.panels.gestures.gesture import Binding, Gesture
from gui.shortcut_override import overrides_shortcut


class Panel(QWidget):
    """Base of all panels. A panel says how to draw its records, and what stands under the cursor."""

    edited = Signal(object)  # a Change of the settings that a gesture asks for
    maximize_requested = Signal()

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.theme = theme
        self.names: tuple[str, ...] = ()
        self.styles: dict[str, VariantStyle] = {}
        self.records: dict[str, Record] = {}
        self.settings: Settings | None = None
        self.settled = False
        self._family = False
        self._late: Frame | None = None
        self._cursor: QPointF | None = None
        self._zoom: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else all that lies beneath is painted every time
        self.setMouseTracking(True)
        self.setAccessibleName(self.title)
        self.dispatcher = GestureDispatcher(self.gestures())
        if self.dispatcher:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def gestures(self) -> Sequence[Gesture]:
        """Those that the view binds, in the order in which they are asked."""
        return ()

    def bind(self, path: str) -> Binding:
        """The settings field of a gesture."""
        return Binding(path, lambda: self.settings, self.edited.emit)

    def show_settings(self, settings: Settings) -> None:
        """The newest settings, from which gestures start."""
        self.settings = settings
        if self.dispatcher:
            self.dispatcher.follow()
            self.redraw()

    def show_ghost(self, frame: Frame | None) -> None:
        """Another run to compare with; panels that cannot show two leave it out."""

    def show_seeds(self, seeds: Seeds | None) -> None:
        """Runs of several seeds, for a band behind the lines; panels without lines leave it out."""

    @property
    def title(self) -> str:
        """The view's title, translated."""
        return translated(self.view.title or self.view.channel.capitalize())

    def set_variants(self, names: Sequence[str], family: bool = False) -> None:
        """The ids of everything that may be compared, in the order of their colours."""
        self.names, self._family = tuple(names), family
        self.styles = self.theme.styles(self.names, family)
        self.redraw()

    def style_of(self, name: str) -> VariantStyle:
        """How a variant is drawn; an unnamed one takes the first colour."""
        return self.styles.get(name) or VariantStyle(self.theme.color(0))

    def show_frame(self, frame: Frame) -> bool:
        """Show what is new in the frame, or keep it for when the panel is seen. Whether there is anything to paint."""
        if not self.isVisible():
            self._late = frame
            return False
        self._late = None
        return self.take(frame)

    def take(self, frame: Frame) -> bool:
        """Pick this panel's records, in the order of the variants; nothing is done where they are the old ones. Whether
        any is new."""
        mine = {key.variant: record for key, record in frame.records.items() if key.channel in self.view.channels}
        ordered = {name: mine[name] for name in (*self.names, *mine) if name in mine}
        same = len(ordered) == len(self.records) and all(self.records.get(n) is r for n, r in ordered.items())
        if same and frame.settled == self.settled:
            return False
        self.settled = frame.settled
        self.show_records(ordered)
        return True

    def show_records(self, records: Mapping[str, Record]) -> None:
        """Show these, one for each variant."""
        self.records = dict(records)
        if self.settled:  # thirty descriptions a second are no help to anyone
            self.setAccessibleDescription(self.describe())
        self.dispatcher.follow()
        self.redraw()

    def clear(self) -> None:
        """Back to the placeholder."""
        self._late = None
        self.records = {}
        self.setAccessibleDescription(self.describe())
        self.dispatcher.follow()
        self.redraw()

    def describe(self) -> str:
        """The picture in words, for screen readers and tests."""
        parts = (f"{name}: {record.describe()}" if name else record.describe() for name, record in self.records.items())
        return "; ".join(parts) or "nothing to show yet"

    def apply_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.set_variants(self.names, self._family)

    @property
    def empty(self) -> bool:
        return not self.records

    def prepare(self, painter: QPainter) -> None:
        """The panel is about to be painted on this painter's device."""

    @abstractmethod
    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint the records into the area."""

    def readout(self, at: QPointF) -> str:
        """The value under the cursor; "" where there is none."""
        return ""

    def header_value(self) -> str:
        """What stands beside the title."""
        return self.dispatcher.notice or (self.readout(self._cursor) if self._cursor is not None else "")

    def says(self) -> str:
        """What stands there for want of a value: what the lecturer has done to the picture."""
        return ""

    def hint(self) -> str:
        """What stands there for want of both: what the mouse does in the picture it is over."""
        at = self._cursor
        seen = self.dispatcher and at is not None and self.area.contains(at) and not self.empty
        return self.dispatcher.hint(at) if seen and at is not None else ""

    def redraw(self) -> None:
        """Draw the picture again, from what it is made of now."""
        self.update()

    @property
    def zoom(self) -> float:
        """A panel that is given much room speaks louder: text of 14, 16, 20, 28 … pixels, and lines to match."""
        return fitting_zoom(self.size(), ROOM) if self._zoom is None else self._zoom

    def set_zoom(self, zoom: float | None) -> None:
        """Speak as loud as the other panels of a stage; None: as this panel's own room allows."""
        self._zoom = zoom
        self.dispatcher.follow()
        self.redraw()

    @property
    def area(self) -> QRectF:
        """What is left for the picture below the title, in layout pixels: those of the widget divided by the zoom."""
        zoom = self.zoom
        whole = QRectF(0, 0, self.width() / zoom, self.height() / zoom)
        return whole.adjusted(MARGIN, HEADER, -MARGIN, -MARGIN)

    def place(self, event: QMouseEvent) -> QPointF:
        """Where the mouse is, in layout pixels."""
        return event.position() / self.zoom

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = event.rect().bottom() > HEADER * self.zoom
        painter = QPainter(self)
        try:
            self._paint(painter, whole)
        finally:
            painter.end()  # a painter left active by an exception brings the whole program down

    def _paint(self, painter: QPainter, whole: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.zoom, self.zoom)
        self.prepare(painter)
        roomy = self.area.width() > 40 and self.area.height() > 40
        shown = roomy and not self.empty
        sheet = QRectF(0, 0, self.width() / self.zoom, self.height() / self.zoom)
        paint_card(painter, self.theme, sheet, self.zoom)
        paint_header(painter, self.theme, self.area.width(), self.title)
        if shown:
            beside = self.header_value(), self.says(), self.hint()
            paint_value(painter, self.theme, self.area.width(), self.title, *beside)
        if whole and shown:
            self.draw(painter, self.area)
        elif whole and roomy:
            painter.setFont(self.theme.font(14))
            painter.setPen(QColor(self.theme.secondary))
            painter.drawText(self.area, Qt.AlignmentFlag.AlignCenter, self.tr("waiting for the first figures"))
        if self.dispatcher and self.hasFocus():
            paint_focus(painter, self.theme, sheet, self.zoom)
            if whole and shown:
                self.dispatcher.draw(painter, self.theme)

    def showEvent(self, event: QShowEvent) -> None:
        if self._late is not None:
            frame, self._late = self._late, None
            self.take(frame)
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dispatcher.follow()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and event.y() < HEADER * self.zoom:
            QToolTip.showText(event.globalPos(), self.says(), self)  # all of it, where the title left it no room
            return True
        # Bare keys are the window's; those of its gestures are the panel's while it has the focus.
        return overrides_shortcut(event, self._takes) or super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        if not (self.dispatcher and self.hasFocus()):
            return False
        return event.key() == Qt.Key.Key_Escape or (not self.empty and self.dispatcher.takes(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.empty and self.dispatcher.key(event):
            self.update()
        elif self.dispatcher and event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._press(event):
            self.update()
        else:
            super().mousePressEvent(event)

    def _press(self, event: QMouseEvent) -> bool:
        """Whether a gesture begins."""
        at, button = self.place(event), event.button()
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return False
        removes = button is Qt.MouseButton.RightButton or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self.area.contains(at) and not self.empty and self.dispatcher.press(at, removes)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = self.place(event)
        if self.dispatcher.holds:
            self.dispatcher.drag(self._cursor)
        elif self.dispatcher:
            inside = self.area.contains(self._cursor) and not self.empty
            self.setCursor(self.dispatcher.cursor(self._cursor) if inside else Qt.CursorShape.ArrowCursor)
        self._update_header()

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self._update_header()

    def _update_header(self) -> None:
        self.update(0, 0, self.width(), int(HEADER * self.zoom))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.dispatcher.holds:
            self.dispatcher.release(self.place(event))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # in the picture a click may have a meaning of its own, and a second one soon after it the same
        if self.view.options.clickable and self.area.contains(self.place(event)):
            self._press(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.maximize_requested.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)
