"""What the legend of a plot of lines names: the lines, and the bands that stand alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gui.look.theme import VariantStyle
from gui.look.translate import translated
from gui.plotting.annotations import Annotations
from gui.plotting.legend import Label
from gui.plotting.lines import Line
from gui.plotting.ticks import short


def curve_labels(
    lines: Sequence[Line], annotations: Annotations, values: bool, log: bool, hidden: Collection[str]
) -> list[Label]:
    """values: with what each line has come to. log: whether y is logarithmic. hidden: names of lines."""
    named = (line for line in lines if len(line.x) and (line.name or values))
    bands = (band for band in annotations.bands if band.label)
    alone = [Label(band.label, VariantStyle(band.color, marker="square"), line=False) for band in bands]
    return [*(_label(line, values, log, line.name in hidden) for line in named), *alone]


def _label(line: Line, values: bool, log: bool, hidden: bool) -> Label:
    end = line.end(log)
    value = short(end[1], 3, zeros=True) if values and end is not None else ""
    parts = [part for part in (line.name, translated(line.mark), value) if part]
    if value and len(parts) > 1 and parts[-2][-1].isdigit():
        parts[-2] += ":"  # "λ 0: 0.690", not "λ 0 0.690"
    text = " ".join(parts)
    return Label(text, line.style, end[1] if end is not None else None, curve=line.name, hidden=hidden)
