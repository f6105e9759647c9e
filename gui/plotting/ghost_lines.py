"""The lines of another run, beside those of the one that is compared with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.records import Curves
from core.run.frame import Frame
from core.run.tick import Key
from core.run.views import View
from gui.look.theme import Theme, VariantStyle
from gui.plotting.lines import Line, lines_of_record
from gui.plotting.series_lines import SeriesLines

Style = Callable[[Key], VariantStyle]


class GhostLines:
    """frame: what was last seen of the other run; None for no other run. Its lines are made once for each look."""

    def __init__(self, view: View) -> None:
        self.frame: Frame | None = None
        self._view = view
        self._key: tuple[object, ...] = ()
        self._made: list[Line] = []

    def has_other_epochs(self, frame: Frame) -> bool:
        """Whether an epoch of the two runs takes different numbers of updates."""
        other = self.frame
        if other is None or not (other.epoch and frame.epoch):
            return False
        return abs(other.step / other.epoch - frame.step / frame.epoch) > 1e-6 * frame.step / frame.epoch

    def lines(self, beside: SeriesLines, names: Sequence[str], style: Style, theme: Theme) -> list[Line]:
        """Over steps or epochs and smoothed as `beside`, the lines of the run that is shown."""
        if self.frame is None:
            return []
        key = self.frame, beside.by_epoch, beside.smooth, names, theme
        if len(key) != len(self._key) or any(a is not b for a, b in zip(key, self._key, strict=True)):
            self._key, self._made = key, self._lines_of(self.frame, beside, names, style, theme)
        return self._made

    def _lines_of(
        self, frame: Frame, beside: SeriesLines, names: Sequence[str], style: Style, theme: Theme
    ) -> list[Line]:
        found = [(key, record) for key, record in frame.records.items() if key.channel == self._view.channel]
        curves = [(key, record) for key, record in found if isinstance(record, Curves)]
        if curves:
            return [line for key, record in curves for line in lines_of_record(record, key.variant, style(key), theme)]
        series = SeriesLines(self._view)
        series.by_epoch = beside.by_epoch
        series.set_smooth(beside.smooth)
        series.take(frame)
        return series.lines(names, style, None)
