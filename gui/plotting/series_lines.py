"""The series of a panel's channels and what happened to them: the lines that a plot of a run is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from core.array import Interval
from core.run.frame import Frame
from core.run.series import Series
from core.run.session import Event
from core.run.tick import Key, Lane
from core.run.views import CurvesView, View
from gui.look.theme import VariantStyle
from gui.look.translate import translated
from gui.plotting.events import EventLine, split_events
from gui.plotting.growing_lines import GrowingLine
from gui.plotting.lines import Line, line_of_series


class SeriesLines:
    """Follows the series from frame to frame. events: what happened on the way, as of the last `lines`."""

    def __init__(self, view: View) -> None:
        self.view = view
        options = cast(CurvesView, view.options)
        self.smooth, self.by_epoch = options.smooth, options.x == "epoch"
        self.events: list[EventLine] = []
        self.series: dict[Key, Series] = {}
        self._growing: dict[Key, GrowingLine] = {}
        self._events: tuple[Event, ...] = ()
        self._measured: frozenset[str] = frozenset()
        self._points = -1
        self._per_epoch: dict[str, float] = {}  # updates that make an epoch, by variant; of "" for all others

    def take(self, frame: Frame) -> bool:
        """Whether there is anything new."""
        series = {k: s for k, s in frame.series.items() if k.channel in self.view.channels}
        points, events = sum(s.count for s in series.values()), tuple(frame.events)
        if points == self._points and series == self.series and events == self._events:
            return False
        if series != self.series:
            self._growing = {key: GrowingLine(one, self.smooth_of(key)) for key, one in series.items()}
        self.series, self._points, self._events = series, points, events
        self._measured = frozenset(key.channel for key in frame.series)
        reached = {"": Lane(frame.step, frame.epoch), **frame.lanes}
        self._per_epoch = {name: lane.step / lane.epoch for name, lane in reached.items() if lane.epoch}
        return True

    def lines(
        self,
        names: Sequence[str],
        style: Callable[[Key], VariantStyle],
        growing_to: int | None,
        span: Interval | None = None,
    ) -> list[Line]:
        """In the order of the variants' names. growing_to: the most rows of a line that still grows; None when the run
        rests and its lines are worked out from all rows. span: of x, all that is looked at."""
        channels = self.view.channels
        place = {name: i for i, name in enumerate(names)}
        order = sorted(self.series, key=lambda k: (place.get(k.variant, len(place)), channels.index(k.channel)))
        ends: dict[str, float] = {}
        for key in order:
            steps = self.series[key].read()[0]
            ends[key.variant] = max(ends.get(key.variant, 0.0), float(steps[-1]) if len(steps) else 0.0)
        endings, events = split_events(self._events, ends, channels, self._measured)
        self.events = [event._replace(x=event.x / self.updates("")) for event in events] if self.by_epoch else events
        return [self._line(key, style(key), endings.get(key.variant, ""), growing_to, span) for key in order]

    def set_smooth(self, smooth: int) -> None:
        """Another width of the mean."""
        if smooth != self.smooth:
            self.smooth = smooth
            self._growing = {key: GrowingLine(one, self.smooth_of(key)) for key, one in self.series.items()}

    def name_of(self, key: Key) -> str:
        """What the line of a series is called."""
        several = len(self.view.channels) > 1
        return " ".join(part for part in (key.variant, translated(key.channel) if several else "") if part)

    def smooth_of(self, key: Key) -> int:
        """Only the view's own channel, which has a value for each batch: what else it shows was measured."""
        return self.smooth if key.channel == self.view.channel else 0

    def _line(self, key: Key, style: VariantStyle, ending: str, growing_to: int | None, span: Interval | None) -> Line:
        name = self.name_of(key)
        updates = self.updates(key.variant) if self.by_epoch else 1.0
        if growing_to is None or span is not None:
            steps = (span[0] * updates, span[1] * updates) if span is not None else None
            line = line_of_series(name, style, self.series[key], self.smooth_of(key), ending, steps)
        else:
            line = self._growing[key].line(name, style, ending, growing_to)
        return line._replace(x=line.x / updates) if self.by_epoch else line

    def updates(self, variant: str) -> float:
        """How many make an epoch of this variant; 1 before the first update, when all there is stands at 0."""
        return self._per_epoch.get(variant, self._per_epoch.get("", 1.0))
