"""What a plot shows of the records of y(x) that a view has computed, one of each variant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from core.records import Curves, Record
from gui.look.theme import Theme, VariantStyle
from gui.plotting.annotations import Annotations, annotations_of
from gui.plotting.lines import Line, lines_of_record


class RecordLines(NamedTuple):
    """logs: whether a record asks for a logarithmic x and y; labels: of the axes, None without a record."""

    lines: list[Line]
    annotations: Annotations
    logs: tuple[bool, bool]
    labels: tuple[str, str] | None


def record_lines(records: Mapping[str, Record], style_of: Callable[[str], VariantStyle], theme: Theme) -> RecordLines:
    curves = {variant: record for variant, record in records.items() if isinstance(record, Curves)}
    styles = {variant: style_of(variant) for variant in curves}
    theories = [name for record in curves.values() for name in record.dashed]
    shared = {name for name in theories if theories.count(name) > 1}
    lines: list[Line] = []
    labels = None
    for variant, record in curves.items():
        labels = record.x_label, record.y_label
        lines += lines_of_record(record, variant, styles[variant], theme, shared)
    logs = any(one.log_x for one in curves.values()), any(one.log_y for one in curves.values())
    return RecordLines(lines, annotations_of(curves, styles, theme), logs, labels)
