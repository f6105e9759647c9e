"""The values of all curves at one x, at their ends in words, and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from gui.plotting.axes import Plot
from gui.plotting.lines import Line
from gui.plotting.reading import Reading, Row
from gui.plotting.seed_bands import SeedBand, band_text
from gui.plotting.ticks import short


def rows_at(lines: Sequence[Line], x: float) -> list[tuple[Line, int]]:
    """Each line that has a value there, with its row nearest to x."""
    found = [(line, line.row_at(x)) for line in lines if len(line.x)]
    return [(line, row) for line, row in found if np.isfinite(line.shown[row])]


def reading_of(
    plot: Plot, x_label: str, found: Sequence[tuple[Line, int]], value: Callable[[Line, int], str]
) -> Reading | None:
    """At the row of the line that has the most; a value of another x says so."""
    if not found:
        return None
    fullest, at = max(found, key=lambda one: len(one[0].x))
    x = float(fullest.x[at])
    rows = []
    for line, row in found:
        there = float(line.x[row])
        where = "" if there == x else f" ({short(there, 7)})"
        drawn = (there > 0 or not plot.log_x) and (line.shown[row] > 0 or not plot.log_y)
        place = plot.point(there, float(line.shown[row])) if drawn else None
        inside = place is not None and plot.frame.adjusted(-1, -1, 1, 1).contains(place)
        rows.append(Row(line.name, value(line, row) + where, line.style.color, place if inside else None))
    pixels = float(plot.px(x)) if x > 0 or not plot.log_x else None
    return Reading(f"{x_label} {short(x, 7)}", tuple(rows), pixels, plot.frame)


def value_text(line: Line, row: int, bands: Sequence[SeedBand]) -> str:
    """What was measured, and then its mean and its band where they are drawn."""
    value = short(float(line.y[row]), 4)
    if line.smooth is not None:
        smoothed = short(float(line.smooth[row]), 4)
        value = QCoreApplication.translate("CurvesPanel", "raw {0}, smoothed {1}").format(value, smoothed)
    return ", ".join(filter(None, (value, band_text(bands, line.name, float(line.x[row])))))


def description(channel: str, labels: tuple[str, str], lines: Sequence[Line], value: Callable[[Line, int], str]) -> str:
    """Where lines have come to, for who cannot see them. labels: of the axes."""
    drawn = [line for line in lines if len(line.x)]
    marks = [f" ({line.mark})" if line.mark else "" for line in drawn]
    ends = [f"{line.name or channel} {value(line, -1)}{mark}" for line, mark in zip(drawn, marks, strict=True)]
    end = max(line.x[-1] for line in drawn)
    return f"{labels[1] or channel} at {labels[0]} {end:g}: " + ", ".join(ends)


def column_table(x_label: str, channel: str, lines: Sequence[Line]) -> list[tuple[str, Sequence[object]]]:
    """x and then each line; where a line has no value at an x, there is none."""
    if not lines:
        return []
    x = np.unique(np.concatenate([line.x for line in lines]))
    table: list[tuple[str, Sequence[object]]] = [(x_label, x.tolist())]
    for line in lines:
        for name, values in (("", line.y), ("mean", line.smooth)):
            if values is None:
                continue
            column: list[object] = [""] * len(x)
            for place, value in zip(np.searchsorted(x, line.x).tolist(), values.tolist(), strict=True):
                column[place] = value
            table.append((" ".join(part for part in (line.name or channel, name) if part), column))
    return table
