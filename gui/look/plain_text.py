"""Texts that somebody else wrote, made fit for Qt's widgets."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtGui import Qt

ONE_LINE = 100  # characters of a tooltip
LONGEST_WORD = 16  # characters, of which the widest still have room beside a button of the form
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def plain_tooltip(text: str) -> str:
    """The text as it is read. Qt would take what looks like HTML for HTML, and load its pictures; and it breaks only
    HTML into lines."""
    plain = len(text) <= ONE_LINE and not Qt.mightBeRichText(text)
    return text if plain else f"<p>{escape(text)}</p>"


def breakable(text: str, longest: int) -> str:
    """At most `longest` characters, in which a long word may be broken."""
    short = text if len(text) <= longest else text[:longest] + "…"
    return _LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", short)
