"""An experiment's note as rich text with formulas."""

from __future__ import annotations

import html
import re

import markdown
from PySide6.QtCore import QObject, QRect, QRectF, QSizeF
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
from gui.notes.formula import Formula, FormulaError, set_formula

WIDE = 800  # pixels from which the note is set in two columns and in larger type
SMALL, LARGE = 14, 16
_COLUMN = "<!-- column -->"
# Code first, so that a dollar in it stays a dollar; $$…$$ before $…$.
_PIECES = re.compile(
    r"(?P<code>```.*?```|`[^`]*`)|\$\$(?P<display>.+?)\$\$|(?<!\\)\$(?P<inline>[^$\n]+?)(?<!\\)\$", re.DOTALL
)


def to_html(text: str, color: str, size: float = LARGE) -> tuple[str, list[Formula]]:
    """Markdown to HTML in which every formula is an image named `formula:N`; and the formulas.

    A formula that cannot be set is shown as it is written, so that whoever edits the note sees where it is wrong.
    """
    formulas: list[Formula] = []

    def image(found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        latex = (found["inline"] or found["display"]).strip()
        try:
            formulas.append(set_formula(latex, color, size if found["inline"] else size * 1.2, bool(found["inline"])))
        except FormulaError:
            return f"<code>{html.escape(found.group())}</code>"
        tag = f'<img src="formula:{len(formulas) - 1}" style="vertical-align: middle">'
        return tag if found["inline"] else f"\n\n{tag}\n\n"

    # A list straight under a sentence is meant as a list, and a heading needs no empty line above it.
    text = re.sub(r"(?m)^(?!\s*[-*] |#)(\S.*)\n(?=[-*] )", r"\1\n\n", text)
    text = re.sub(r"(?m)^(?=##)", "\n", text)
    made = markdown.markdown(_PIECES.sub(image, text), extensions=["tables", "sane_lists"])
    # Qt draws an h2 in a size of its own whatever the style sheet says; an h4 is as large as the text.
    made = made.replace("<h2>", "<h4>").replace("</h2>", "</h4>")
    return made.replace("\\$", "$"), formulas


def arranged(body: str, wide: bool) -> str:
    """The note's body with what to look for where it is seen first: in a column of its own, or right below the formula.
    Its columns are parted by a comment."""
    opening, *sections = re.split(r"(?m)^(?=## )", body)
    if not sections:
        return body
    look_for, *others = sections
    if wide:
        return "\n\n".join([opening, *others, _COLUMN, look_for])
    found = re.match(r"\s*\$\$.+?\$\$", opening, re.DOTALL)
    formula, prose = (found.group(), opening[found.end() :]) if found else ("", opening)
    return "\n\n".join([formula, look_for, prose, *others])


class FormulaImages(QPyTextObject):
    """Draws the images of a document from formulas, so that they are vectors at every scale."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.formulas: list[Formula] = []

    def _formula(self, format: QTextFormat) -> Formula:
        return self.formulas[int(format.toImageFormat().name().partition(":")[2])]

    def intrinsicSize(self, doc: QTextDocument, position: int, format: QTextFormat) -> QSizeF:
        formula = self._formula(format)
        return QSizeF(formula.width, sum(self._room(doc, formula)))

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, position: int, format: QTextFormat
    ) -> None:
        formula = self._formula(format)
        formula.draw(painter, rect.left(), rect.top() + self._room(doc, formula)[0])

    @staticmethod
    def _room(doc: QTextDocument, formula: Formula) -> tuple[float, float]:
        """Ascent and descent to ask for. Qt places a "middle" object so that its ascent is greater than its descent by
        half the x-height; a formula stands on the line of text only if it asks for just that."""
        more = QFontMetrics(doc.defaultFont()).xHeight() / 2
        descent = max(formula.descent, formula.ascent - more)
        return descent + more, descent


class NotesView(Fading, QTextBrowser):
    """Shows a note below its question: the formula, what to look for, the source."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(QDesktopServices.openUrl)
        self._theme, self.ground = theme, theme.panel
        self._note: Note | None = None
        self._wide = False
        self._images = FormulaImages(self)
        self.document().setDocumentMargin(8)
        self.document().setIndentWidth(20)
        self.document().documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, self._images)
        self.apply_theme(theme)

    def show_note(self, note: Note) -> None:
        self._note = note
        self._wide = self.width() >= WIDE
        size = LARGE if self._wide else SMALL
        self._dress(size)
        made, self._images.formulas = to_html(arranged(note.body, self._wide), self._theme.text, size)
        columns = [f'<td width="50%" style="padding-right: 24px">{column}</td>' for column in made.split(_COLUMN)]
        self.setHtml(f"<table width='100%' cellspacing=0><tr>{''.join(columns)}</tr></table>" if self._wide else made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._note is not None and self._wide != (self.width() >= WIDE):
            self.show_note(self._note)

    def apply_theme(self, theme: Theme) -> None:
        self._theme, self.ground = theme, theme.panel
        self._dress(LARGE if self._wide else SMALL)
        if self._note is not None:
            self.show_note(self._note)

    def _dress(self, size: int) -> None:
        theme = self._theme
        self.setStyleSheet(
            f"#notes {{ background: {theme.panel}; color: {theme.text}; font-size: {size}px; border-radius: 8px; }}"
        )
        self.document().setDefaultFont(theme.font(size))
        self.document().setDefaultStyleSheet(
            f"body {{ color: {theme.text}; }} h4 {{ margin: 10px 0 2px 0; }}"
            f"p, ul, ol {{ margin: 2px 0 6px 0; }} li {{ margin-bottom: 2px; }}"
            f"a {{ color: {theme.accent}; }} code {{ background: {theme.window}; }}"
            f"th {{ text-align: left; }} th, td {{ padding: 2px 12px 2px 0; }}"
        )
