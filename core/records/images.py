"""Small pictures in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.array import Array, Interval
from core.records.record import Record
from core.text import counted


@dataclass(frozen=True, eq=False)
class ImageGrid(Record):
    """Small pictures in rows: filters, feature maps, digits. Drawn as one tiled image.

    groups: one row (or block) each, a label and images (count, height, width), or in colour (count, height, width, 3):
    bytes, or floats from 0 to 1. scale: "grey" shows low..high as given, "signed" is a diverging map centred on 0.
    limits: (low, high) per group, so the experiment decides what shares a scale; colour has no use for them. captions:
    one short text per image, or none. selected: (group, image) of the chosen one. noun: what one image is, which a
    reader sees with a number, from 1 in each group.
    """

    labels: tuple[str, ...]
    groups: tuple[Array, ...]
    limits: tuple[Interval, ...]
    scale: str = "grey"
    captions: tuple[tuple[str, ...], ...] = ()
    summary: str = ""
    selected: tuple[int, int] | None = None
    noun: str = "picture"
    SCALES: ClassVar[tuple[str, ...]] = ("grey", "signed", "sequential")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scale not in self.SCALES:
            raise ValueError(f"an image grid's scale is one of {', '.join(self.SCALES)}, not {self.scale!r}")
        if not len(self.labels) == len(self.groups) == len(self.limits):
            raise ValueError(
                f"{counted(len(self.groups), 'group')} of images with {counted(len(self.labels), 'label')}"
                f" and {counted(len(self.limits), 'pair')} of limits: there is one of each for every group"
            )
        for label, group in zip(self.labels, self.groups, strict=True):
            _check_images(label, group)
        if self.selected is not None:
            row, image = self.selected
            if not (0 <= row < len(self.groups) and 0 <= image < len(self.groups[row])):
                raise ValueError(f"there is no image {image} in group {row}")

    def describe(self) -> str:
        parts = [
            f"{label}: {counted(len(g), 'image')} of {g.shape[1]} × {g.shape[2]}, "
            + ("in colour" if g.ndim == 4 else f"shown from {low:.3g} to {high:.3g}")
            for label, g, (low, high) in zip(self.labels, self.groups, self.limits, strict=True)
        ]
        if self.selected is not None:
            parts.append(f"chosen: {self.noun} {self.selected[1] + 1} of {self.labels[self.selected[0]]}")
        return "; ".join(([self.summary] if self.summary else []) + parts)


def _check_images(label: str, images: Array) -> None:
    if images.ndim == 3:
        return
    if images.ndim != 4 or images.shape[3] != 3:
        raise ValueError(
            f"images {label!r} have shape {images.shape}; they are (count, height, width), or in colour with 3 behind"
        )
    floats = np.issubdtype(images.dtype, np.floating)
    if not floats and images.dtype != np.uint8:
        raise ValueError(f"colour images {label!r} are bytes, or floats from 0 to 1, not {images.dtype}")
    if floats and images.size and not (images.min() >= 0 and images.max() <= 1):
        raise ValueError(
            f"colour images {label!r} go from {images.min():.3g} to {images.max():.3g}; scale them to 0 … 1"
        )
