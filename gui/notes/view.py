"""An experiment's note as rich text with formulas and pictures."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, QUrl, Slot
from PySide6.QtGui import (
    QDesktopServices,
    QFontMetrics,
    QPainter,
    QPyTextObject,
    QResizeEvent,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from core.experiments.notes import Note
from gui.look.fading_edge import Fading
from gui.look.theme import Theme
from gui.notes.markup import LARGE, SMALL, Drawing, arranged, to_html
from gui.notes.pictures import Picture

WIDE = 800  # pixels beside text of 100 % from which the note is set in two columns and in larger type


class Drawings(QPyTextObject):
    """Draws the images of a document, so that formulas are vectors at every scale. An image that it does not know takes
    no room: what is raised where Qt lays a document out would end the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: dict[str, Drawing] = {}  # by the name of the image

    def intrinsicSize(self, doc: QTextDocument, position: int, format: QTextFormat) -> QSizeF:
        drawing = self.shown.get(format.toImageFormat().name())
        return QSizeF(drawing.width, sum(self._room(doc, drawing))) if drawing is not None else QSizeF(0, 0)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, position: int, format: QTextFormat
    ) -> None:
        drawing = self.shown.get(format.toImageFormat().name())
        if drawing is not None:
            drawing.draw(painter, rect.left(), rect.top() + self._room(doc, drawing)[0])

    @staticmethod
    def _room(doc: QTextDocument, drawing: Drawing) -> tuple[float, float]:
        """Ascent and descent to ask for. Qt places a "middle" object so that its ascent is greater than its descent by
        half the x-height; a formula stands on the line of text only if it asks for just that."""
        if isinstance(drawing, Picture):
            return drawing.ascent, drawing.descent
        more = QFontMetrics(doc.defaultFont()).xHeight() / 2
        descent = max(drawing.descent, drawing.ascent - more)
        return descent + more, descent


class NotesView(Fading, QTextBrowser):
    """Shows a note below its question: the formula, what to look for, the source."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open_link)
        self._theme, self.ground = theme, theme.panel
        self._note: Note | None = None
        self._wide = False
        self._drawings = Drawings(self)
        self.document().documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, self._drawings)
        self.apply_theme(theme)

    def show_note(self, note: Note) -> None:
        self._note = note
        self._wide = self._is_wide()
        size = self._dress()
        columns: list[str] = []
        drawings: list[Drawing] = []
        for text in arranged(note.body, self._wide):
            made, found = to_html(text, self._theme.text, size, note.folder, len(drawings), self._theme.scale)
            columns.append(made)
            drawings += found
        self._drawings.shown = {f"drawing:{number}": drawing for number, drawing in enumerate(drawings)}
        cells = [f'<td width="50%" style="padding-right: {self._theme.px(24)}px">{column}</td>' for column in columns]
        self.setHtml(
            f"<table width='100%' cellspacing=0><tr>{''.join(cells)}</tr></table>" if self._wide else columns[0]
        )

    def loadResource(self, type: int, name: QUrl | str) -> None:
        """Nothing is loaded, whatever a document asks for."""

    @Slot(QUrl)
    def _open_link(self, url: QUrl) -> None:
        """Web pages only: a note must not open a file or start a program."""
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        at_top = bar.value() == 0
        super().resizeEvent(event)
        if self._note is not None and self._wide != self._is_wide():
            self.show_note(self._note)
        if at_top:  # Qt keeps the line that was in sight, which now stands elsewhere
            bar.setValue(0)

    def apply_theme(self, theme: Theme) -> None:
        self._theme, self.ground = theme, theme.panel
        self._dress()
        if self._note is not None:
            self.show_note(self._note)

    def _is_wide(self) -> bool:
        return self.width() >= self._theme.px(WIDE)

    def _dress(self) -> int:
        """The look of the document; the size of its text."""
        theme = self._theme
        size, px = LARGE if self._wide else SMALL, theme.px
        self.setStyleSheet(
            f"#notes {{ background: {theme.panel}; color: {theme.text}; font-size: {px(size)}px; border-radius: 8px; }}"
        )
        self.document().setDocumentMargin(px(8))
        self.document().setIndentWidth(px(20))
        self.document().setDefaultFont(theme.font(size))
        self.document().setDefaultStyleSheet(
            f"body {{ color: {theme.text}; }} h4 {{ margin: {px(10)}px 0 {px(2)}px 0; }}"
            f"p, ul, ol {{ margin: {px(2)}px 0 {px(6)}px 0; }} li {{ margin-bottom: {px(2)}px; }}"
            f"a {{ color: {theme.accent}; }} code {{ background: {theme.window}; }}"
            f"th {{ text-align: left; }} th, td {{ padding: {px(2)}px {px(12)}px {px(2)}px 0; }}"
        )
        return size
