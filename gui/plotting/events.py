"""What happened on the way: a live edit, a change of rate. Each is a thin upright line with its words at the top."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF

from core.run.session import Event
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.plotting.axes import Plot
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE

ROWS = 8  # of words below each other, where events are close
NEAR = 12.0  # pixels: a slider that was dragged leaves many events, of which the last is translated


class EventLine(NamedTuple):
    x: float
    text: str


def split_events(
    happened: Sequence[Event], ends: Mapping[str, float], own: Collection[str], measured: Collection[str]
) -> tuple[dict[str, str], list[EventLine]]:
    """How each variant's run ended, and what happened on the way.

    ends: the last step of each variant. own: the channels that are drawn here; measured: the channels of all series. A
    mark on a series at or after the last step of its variant tells how that run ended ("diverged"); an earlier one on
    an own channel, or one that is of no series (a live edit), is an event.
    """
    endings: dict[str, str] = {}
    events: list[EventLine] = []
    for event in happened:
        channel, variant = event.key
        if channel in measured and variant in ends and event.step >= ends[variant]:
            endings[variant] = event.text
        elif channel in own or channel not in measured:
            events.append(EventLine(event.step, " ".join(filter(None, (variant, translated(event.text))))))
    return endings, events


def draw_events(layer: Layer, theme: Theme, plot: Plot, events: Sequence[EventLine]) -> None:
    """Lines for all of them; words for those that have room, in rows below each other."""
    frame, font = plot.frame, theme.font(14)
    metrics = QFontMetricsF(font)
    ground = QColor(theme.panel)
    ground.setAlphaF(0.8)
    taken: list[QRectF] = []
    for event in _labelled(plot, events):
        x = float(plot.px(event.x))
        if not frame.left() <= x <= frame.right():
            continue
        layer.segment(QPointF(x, frame.top()), QPointF(x, frame.bottom()), theme.pen(theme.secondary, 1, (4.0, 4.0)))
        width = metrics.horizontalAdvance(event.text) + 6
        left = min(x + 3, frame.right() - width)
        rows = (QRectF(left, frame.top() + i * metrics.height(), width, metrics.height()) for i in range(ROWS))
        box = next((row for row in rows if not any(row.intersects(other) for other in taken)), None)
        if box is None or left < frame.left():
            continue
        taken.append(box)
        layer.rect(box, brush=ground)
        layer.text(box, CENTRE, event.text, font, theme.text)


def _labelled(plot: Plot, events: Sequence[EventLine]) -> list[EventLine]:
    """The last one of each group of events that are nearer together than can be seen apart."""
    kept: list[EventLine] = []
    for event in events:
        if kept and abs(float(plot.px(event.x)) - float(plot.px(kept[-1].x))) < NEAR:
            kept.pop()
        kept.append(event)
    return kept
