"""What the runs of several seeds have in common, behind the lines of the one that is shown: their median, and the band
from the lowest to the highest.

It is of what the bold line shows: each run is smoothed as that line is, and then they are compared. It ends where the
run that is shown has come to, so that a picture of step 100 is the same whether the seeds have run to 100 or to 300.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.array import Array
from core.run.frame import Frame
from core.run.seeds import SeedRun, Seeds, Spread, spread_of
from core.run.tick import Key
from gui.look.theme import Theme, VariantStyle
from gui.plotting.annotations import draw_band
from gui.plotting.axes import Plot, draw_line
from gui.plotting.layer import Layer
from gui.plotting.legend import Label
from gui.plotting.lines import MOST_ROWS, Line, groups
from gui.plotting.series_lines import SeriesLines
from gui.plotting.smoothing import TrailingMean
from gui.plotting.ticks import short

CLOSEST = 2.0  # pixels between two points of an outline, where there are more than
FEW = 400  # of them: antialiasing takes time with the square of an outline's edges
MEDIAN = 1.25  # pixels of its line, thin and full: dashes tell variants apart
GRAIN = 64  # parts of the whole in which the end of a band moves while a run goes on: each is painted once


@dataclass(frozen=True, eq=False)
class SeedBand:
    """Of one line of a variant. x, low, median, high (points,); smoothed: as the line is; fewest: runs at an x;
    diverged: in how many of the runs it has."""

    name: str
    variant: str
    style: VariantStyle
    x: Array
    low: Array
    median: Array
    high: Array
    smoothed: bool
    fewest: int
    diverged: int


class SeedBands:
    """seeds: None for none. What is costly is done once for each run that comes in, not when it is drawn."""

    def __init__(self) -> None:
        self.seeds: Seeds | None = None
        self._reached: dict[str, float] = {}  # the step to which each variant is drawn; "" for all others
        self._smoothed: dict[tuple[int, Key, int], tuple[SeedRun, Array]] = {}
        self._spreads: dict[tuple[Key, int], Spread] = {}
        self._key: tuple[object, ...] = ()
        self._made: list[SeedBand] = []

    def show(self, seeds: Seeds | None) -> bool:
        """Whether these are other ones."""
        if seeds is self.seeds:
            return False
        self.seeds, self._spreads, self._key = seeds, {}, ()
        if seeds is None:
            self._smoothed = {}
        return True

    def take(self, frame: Frame) -> bool:
        """Whether a band ends elsewhere now."""
        reached = _reached(frame, self.seeds.steps if self.seeds is not None else 0)
        moved = reached != self._reached and self.seeds is not None
        self._reached = reached
        return moved

    def bands(self, beside: SeriesLines, style: Callable[[Key], VariantStyle]) -> list[SeedBand]:
        """Over steps or epochs and smoothed as `beside`, a band for each of its lines."""
        if self.seeds is None or not beside.series:
            return []
        keys = tuple(key for key in beside.series if any(key in run.logs for run in self.seeds.runs))
        widths = tuple(beside.smooth_of(key) for key in keys)
        updates = tuple(_rounded(beside.updates(key.variant)) if beside.by_epoch else 1.0 for key in keys)
        asked = keys, widths, updates, tuple(map(style, keys)), tuple(self._reached.items())
        if asked != self._key:
            self._key = asked
            found = zip(keys, widths, updates, strict=True)
            self._made = [self._band(beside.name_of(key), style(key), key, n, per) for key, n, per in found]
        return [band for band in self._made if len(band.x) > 1]

    def _band(self, name: str, style: VariantStyle, key: Key, smooth: int, updates: float) -> SeedBand:
        seeds = self.seeds
        assert seeds is not None  # noqa: S101 - asked above
        if (key, smooth) not in self._spreads:
            self._spreads[key, smooth] = spread_of([self._curve(run, key, smooth) for run in seeds.runs], MOST_ROWS)
        end = self._reached.get(key.variant, self._reached.get("", 0.0))
        steps, low, median, high, count = self._spreads[key, smooth].until(end)
        fewest, diverged = int(count[count > 0].min(initial=len(seeds.runs))), seeds.diverged(key.variant, end)
        return SeedBand(name, key.variant, style, steps / updates, low, median, high, smooth > 1, fewest, diverged)

    def _curve(self, run: SeedRun, key: Key, smooth: int) -> tuple[Array, Array]:
        """Of one run, as its own bold line would be."""
        log = run.logs.get(key)
        if log is None:
            return np.empty(0, np.int64), np.empty(0)
        if smooth <= 1:
            return log.steps, log.values
        known = self._smoothed.get((run.seed, key, smooth))
        if known is None or known[0] is not run:
            known = self._smoothed[run.seed, key, smooth] = run, TrailingMean(smooth).over(log.steps, log.values, 0)
        return log.steps, known[1]

    def label(self, theme: Theme, bands: Sequence[SeedBand]) -> list[Label]:
        """The entry of a legend."""
        if self.seeds is None or not bands:
            return []
        style = VariantStyle(theme.secondary, marker="square")
        return [Label(_tr("{0} seeds").format(len(self.seeds.runs)), style, line=False)]

    def words(self, bands: Sequence[SeedBand]) -> str:
        """What the band is, exactly."""
        if self.seeds is None or not bands:
            return ""
        what = seed_words(self.seeds, min(band.fewest for band in bands), any(band.smoothed for band in bands))
        return " · ".join((*_divergences(self.seeds, bands), what))


def seed_words(seeds: Seeds, fewest: int | None = None, smoothed: bool = False) -> str:
    """What a band of these is. fewest: runs of which it is made somewhere, where some have ended before others.
    smoothed: it is of their smoothed lines."""
    count = len(seeds.runs)
    several = _tr("{0} to {1}").format(fewest, count) if fewest is not None and fewest < count else str(count)
    words = _tr("means of {0} seeds") if smoothed else _tr("{0} seeds")
    return _tr("{0}: lowest to highest, thin: median").format(words.format(several))


def _divergences(seeds: Seeds, bands: Sequence[SeedBand]) -> list[str]:
    lost = {band.variant: band.diverged for band in bands if band.diverged}
    words = _tr("{0}: diverged in {1} of {2}")
    return [words.format(name, count, len(seeds.runs)).removeprefix(": ") for name, count in lost.items()]


def band_text(bands: Sequence[SeedBand], name: str, x: float) -> str:
    """What stands at an x of the band of a line: lowest and highest; "" where there is none."""
    band = next((one for one in bands if one.name == name), None)
    at = int(np.searchsorted(band.x, x, side="right")) - 1 if band is not None else -1
    if band is None or at < 0 or x > band.x[-1] or not np.isfinite(band.low[at]):
        return ""
    return _tr("seeds {0} … {1}").format(short(float(band.low[at]), 4), short(float(band.high[at]), 4))


def band_lines(bands: Sequence[SeedBand]) -> list[Line]:
    """For a table: a line each for the lowest, the median and the highest."""
    return [
        Line(" ".join(part for part in (band.name, what) if part), band.style, band.x, y, y, y)
        for band in bands
        for what, y in (("lowest", band.low), ("median", band.median), ("highest", band.high))
    ]


def _rounded(updates: float) -> float:
    """Of steps and epochs that a run has come to it is another number in the last bits each time."""
    return float(f"{updates:.9g}")


def _reached(frame: Frame, steps: int) -> dict[str, float]:
    """How far each variant is drawn. One that has ended in the run that is shown may go on in others: it is drawn to
    where it would stand in the epoch to which the others have come."""
    if frame.finished:
        return {"": float("inf")}
    reached = {"": float(frame.step)}
    for name, lane in frame.lanes.items():
        goes_on = int(frame.epoch * lane.step / lane.epoch + 1e-9) if lane.epoch else 0
        reached[name] = float(max(lane.step, goes_on))
    if frame.settled:
        return reached
    grain = max(1, steps // GRAIN)
    return {name: step // grain * grain for name, step in reached.items()}


def heights(bands: Sequence[SeedBand]) -> list[Array]:
    """What an axis should hold: not the runs that diverge, which would flatten the others."""
    whole = [band for band in bands if not band.diverged]
    return [values for band in whole for values in (band.low, band.high)]


def draw_seed_bands(layer: Layer, theme: Theme, plot: Plot, bands: Sequence[SeedBand]) -> None:
    """The areas first, each with a thin edge that tells it from those it lies over; then the medians."""
    most = max(FEW, int(plot.frame.width() / CLOSEST))
    drawn = [(band.style.color, *outline(band, most)) for band in bands]
    for color, x, low, high, _ in drawn:
        draw_band(layer, plot, x, low, high, color)
    for color, x, low, high, _ in drawn:
        edge = theme.pen(theme.faint(color, 0.4), 1.0)
        draw_line(layer, plot, x, low, edge)
        draw_line(layer, plot, x, high, edge)
    for color, x, _, _, median in drawn:
        draw_line(layer, plot, x, median, theme.pen(color, MEDIAN))


def outline(band: SeedBand, most: int) -> tuple[Array, Array, Array, Array]:
    """x, low, high and median in at most so many points, which keep every peak of the edges."""
    starts, ends = groups(len(band.x), most)
    low, high = np.fmin.reduceat(band.low, starts), np.fmax.reduceat(band.high, starts)
    return band.x[ends], low, high, band.median[ends]


def _tr(text: str) -> str:
    return QCoreApplication.translate("SeedBands", text)
