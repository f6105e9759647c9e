"""What a plot's state leaves out or changes, in words: beside its title, and in the caption of a picture."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from core.array import Interval
from gui.plotting.ticks import short
from gui.view_state import PlotState


def state_words(state: PlotState, ranges: bool = False) -> str:
    """ "" for nothing. ranges: with the ends of what is zoomed to."""
    return " · ".join(_words(state, ranges))


def _words(state: PlotState, ranges: bool) -> Iterator[str]:
    if state.zoomed:
        spans = ((name, span) for name, span in (("x", state.x), ("y", state.y)) if span is not None)
        told = ", ".join(_span(name, span) for name, span in spans)
        yield _tr("zoomed to {0}").format(told) if ranges else _tr("zoomed")
    for log, name in ((state.log_x, "x"), (state.log_y, "y")):
        if log is not None:
            yield (_tr("{0} logarithmic") if log else _tr("{0} linear")).format(name)
    if state.smooth is not None:
        yield _tr("mean over {0} steps").format(state.smooth) if state.smooth else _tr("not smoothed")
    if state.hidden:
        yield _tr("hidden: {0}").format(", ".join(sorted(state.hidden)))
    if state.sketch:
        yield _tr("dashed: predicted by hand")


def _span(name: str, span: Interval) -> str:
    return f"{name} {short(span[0])} … {short(span[1])}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlotState", text)
