"""A note's Markdown as HTML for Qt.

Formulas and pictures become images named `drawing:N`, which are drawn from the list that comes with the HTML. HTML in
the note itself is text, so that a note can neither load nor run anything.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from gui.notes.formula import LONGEST, Formula, FormulaError, set_formula
from gui.notes.pictures import Picture, PictureError, load_picture

SMALL, LARGE = 14, 16  # pixels of the text
# Code first, so that a dollar in it stays a dollar; $$…$$ before $…$.
_PIECES = re.compile(
    r"(?P<code>```.*?```|`[^`]*`)|\$\$(?P<display>.+?)\$\$|(?<!\\)\$(?P<inline>[^$\n]+?)(?<!\\)\$", re.DOTALL
)

Drawing: TypeAlias = Formula | Picture


def to_html(
    text: str, color: str, size: float = LARGE, folder: Path | None = None, first: int = 0, scale: float = 1.0
) -> tuple[str, list[Drawing]]:
    """HTML, and what its images `drawing:N` show. first: the N of the first one. folder: where pictures lie.
    scale: of what is drawn; size: of the text, before it is scaled.

    A formula that cannot be set is shown as it is written, so that whoever edits the note sees where it is wrong. A
    picture that is not shown has a sentence in its place.
    """
    # A list straight under a sentence is meant as a list, and a heading needs no empty line above it.
    text = re.sub(r"(?m)^(?!\s*[-*] |#)(\S.*)\n(?=[-*] )", r"\1\n\n", text)
    text = re.sub(r"(?m)^(?=##)", "\n", text)
    drawings: list[Drawing] = []
    converter = Markdown(extensions=["tables", "sane_lists"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.preprocessors.register(_Formulas(converter, drawings, first, color, size * scale), "formulas", 25)
    converter.treeprocessors.register(_Pictures(converter, drawings, first, folder, scale), "pictures", 15)
    # Qt draws an h2 in a size of its own whatever the style sheet says; an h4 is as large as the text.
    made = converter.convert(text).replace("<h2>", "<h4>").replace("</h2>", "</h4>")
    return made.replace("\\$", "$"), drawings


class _Formulas(Preprocessor):
    """Replaces the formulas of the text; their tags are stashed, which only Python can do."""

    def __init__(self, converter: Markdown, drawings: list[Drawing], first: int, color: str, size: float) -> None:
        super().__init__(converter)
        self._drawings, self._first, self._color, self._size = drawings, first, color, size

    def run(self, lines: list[str]) -> list[str]:
        return _PIECES.sub(self._tag, "\n".join(lines)).split("\n")

    def _tag(self, found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        inline = bool(found["inline"])
        latex = (found["inline"] or found["display"]).strip()
        try:
            formula = set_formula(latex, self._color, self._size if inline else self._size * 1.2, inline)
        except FormulaError as wrong:
            short = f"<code>{html.escape(found.group())}</code>"
            return self.md.htmlStash.store(short if len(latex) <= LONGEST else f"<em>{html.escape(str(wrong))}</em>")
        self._drawings.append(formula)
        name = f"drawing:{self._first + len(self._drawings) - 1}"
        tag = self.md.htmlStash.store(f'<img src="{name}" style="vertical-align: middle">')
        return tag if inline else f"\n\n{tag}\n\n"


class _Pictures(Treeprocessor):
    """Replaces each picture of the text with one that is drawn from `drawings`, or with a sentence."""

    def __init__(
        self, converter: Markdown, drawings: list[Drawing], first: int, folder: Path | None, scale: float
    ) -> None:
        super().__init__(converter)
        self._drawings, self._first, self._folder, self._scale = drawings, first, folder, scale

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            source, tail = image.get("src", ""), image.tail
            image.clear()
            image.tail = tail
            try:
                self._drawings.append(load_picture(source, self._folder).scaled(self._scale))
            except PictureError as wrong:
                image.tag = "span"
                SubElement(image, "em").text = str(wrong)
            else:
                image.set("src", f"drawing:{self._first + len(self._drawings) - 1}")


def arranged(body: str, wide: bool) -> list[str]:
    """The note's body with what to look for where it is seen first: in a column of its own, or right below the formula.
    One text for each column."""
    opening, *sections = re.split(r"(?m)^(?=## )", body)
    if not sections:
        return [body]
    look_for, *others = sections
    if wide:
        return ["\n\n".join([opening, *others]), look_for]
    found = re.match(r"\s*\$\$.+?\$\$", opening, re.DOTALL)
    formula, prose = (found.group(), opening[found.end() :]) if found else ("", opening)
    return ["\n\n".join([formula, look_for, prose, *others])]
