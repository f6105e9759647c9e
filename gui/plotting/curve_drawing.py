"""How curves are drawn on a plot: what is behind them, the lines, their ends, and what happened on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF

from gui.look.theme import Theme
from gui.plotting.annotations import Annotations, draw_band, draw_point, draw_span
from gui.plotting.axes import AxesLook, Plot, draw_axes, draw_line
from gui.plotting.events import EventLine, draw_events
from gui.plotting.layer import Layer
from gui.plotting.lines import Line, course, outline
from gui.plotting.markers import draw_markers
from gui.plotting.plot_frame import PlotFrame
from gui.plotting.seed_bands import SeedBand, draw_seed_bands
from gui.view_state import Curve

GHOST_DASH = (1.5, 2.5)
SKETCH_DASH = (3.0, 2.0)
LIFTED = 3.5  # pixels of a line whose name is under the cursor


class CurvePicture(NamedTuple):
    """uprights: the x of lines that can be dragged. lifted: the name of the line that stands out, "" for none.
    sketch: a curve that was drawn by hand. ghost: the lines of another run. seeds: bands of the runs of several seeds.

    most: the points of a line.
    """

    lines: Sequence[Line]
    annotations: Annotations
    events: Sequence[EventLine]
    uprights: Sequence[float]
    lifted: str
    most: int
    sketch: Curve = ()
    ghost: Sequence[Line] = ()
    seeds: Sequence[SeedBand] = ()

    def color(self, line: Line, theme: Theme) -> str:
        pale = self.lifted and line.name != self.lifted
        return theme.faint(line.style.color, 0.35) if pale else line.style.color


def draw_curves(frame: PlotFrame, theme: Theme, look: AxesLook, picture: CurvePicture) -> None:
    plot = frame.plot
    frame.ground.redraw((plot, look, theme), lambda ground: draw_axes(ground, plot, theme, look))
    seeds = tuple(picture.seeds)
    frame.behind.redraw((plot, seeds, theme), lambda behind: draw_seed_bands(behind, theme, plot, seeds))
    with frame.data.drawing() as data:
        for span in picture.annotations.spans:
            draw_span(data, theme, plot, span)
        for band in picture.annotations.bands:
            draw_band(data, plot, band.x, band.low, band.high, band.color)
        for line in picture.ghost:
            pen = theme.pen(theme.faint(line.style.color, 0.6), 2.0, GHOST_DASH)
            draw_line(data, plot, *course(line, picture.most), pen)
        _draw_lines(data, frame, theme, picture)
        for point, color in picture.annotations.points:
            draw_point(data, theme, plot, point, color)
        draw_sketch(data, plot, theme, picture.sketch)
        for x in picture.uprights:
            at = float(plot.px(x))
            ends = QPointF(at, plot.frame.top()), QPointF(at, plot.frame.bottom())
            data.segment(*ends, theme.pen(theme.accent, 1.5))
    with frame.front.drawing() as front:
        for line in picture.lines:
            end = line.end(plot.log_y)
            if end is not None and plot.holds(*end):
                marker = "cross" if line.mark else line.style.marker
                draw_markers(front, theme, [plot.point(*end)], marker, picture.color(line, theme))
        draw_events(front, theme, plot, picture.events)


def draw_sketch(data: Layer, plot: Plot, theme: Theme, curve: Curve) -> None:
    """A curve that was drawn by hand, dashed."""
    if len(curve) > 1:
        x, y = np.array(curve).T
        draw_line(data, plot, x, y, theme.pen(theme.text, 2.5, SKETCH_DASH))


def _draw_lines(data: Layer, frame: PlotFrame, theme: Theme, picture: CurvePicture) -> None:
    """Raw lines first, faint, and the smoothed ones over them: those alone over bands, which are of smoothed runs."""
    plot, most, lifted = frame.plot, picture.most, picture.lifted
    for line in picture.lines:
        if line.smooth is not None and not picture.seeds:
            pen = theme.pen(theme.faint(picture.color(line, theme), 0.3), 1)
            draw_line(data, plot, *outline(line, most), pen)
    for line in sorted(picture.lines, key=lambda one: one.name == lifted):
        width = LIFTED if line.name and line.name == lifted else 2.0
        pen = theme.pen(picture.color(line, theme), width, line.style.dash)
        draw_line(data, plot, *course(line, most), pen)
