"""The groups of a record of pictures, as a panel draws and names them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QImage

from core.array import Array
from core.records import ImageGrid
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.plotting.colors import colorize, rgb_image


class Shown(NamedTuple):
    """One group of a record: what it is called and what is in it. first: the index of its first picture, counted
    through all groups of the record."""

    label: str
    images: Array
    limits: tuple[float, float]
    captions: tuple[str, ...]
    scale: str
    selected: int | None = None
    first: int = 0
    noun: str = ""

    @property
    def colored(self) -> bool:
        return self.images.ndim == 4

    def name(self, index: int) -> str:
        """Of a picture: "filter 7 · before"; the label says all where the group has one picture."""
        number = f"{self.noun} {index + 1}" if len(self.images) > 1 or not self.label else ""
        return " · ".join(part for part in (number, self.label) if part)

    def pictures(self, theme: Theme) -> list[QImage]:
        """A pixel for each value."""
        count, height, width = self.images.shape[:3]
        if self.colored:
            strip = rgb_image(self.images.reshape(-1, *self.images.shape[2:]))
        else:
            strip = colorize(self.images.reshape(-1, width), self.limits, self.scale, theme)
        return [strip.copy(0, i * height, width, height) for i in range(count)]


def groups_of(name: str, record: ImageGrid) -> list[Shown]:
    captions = record.captions or ((),) * len(record.groups)
    labels = (" · ".join(part for part in (name, translated(label)) if part) for label in record.labels)
    firsts = [sum(len(group) for group in record.groups[:number]) for number in range(len(record.groups))]
    return [
        Shown(
            label,
            images,
            limits,
            words,
            record.scale,
            _selected(record, number),
            firsts[number],
            translated(record.noun),
        )
        for number, (label, images, limits, words) in enumerate(
            zip(labels, record.groups, record.limits, captions, strict=True)
        )
        if images.size
    ]


def _selected(record: ImageGrid, group: int) -> int | None:
    return record.selected[1] if record.selected is not None and record.selected[0] == group else None
