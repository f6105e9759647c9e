"""Tooltips of texts that somebody else wrote: Qt would take what looks like HTML for HTML, and load its pictures."""

from __future__ import annotations

from html import escape


def plain_tooltip(text: str) -> str:
    """The text as it stands, broken into lines where it is long."""
    return f"<p>{escape(text)}</p>" if text else ""
