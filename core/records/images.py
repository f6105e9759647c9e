"""Small pictures in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.array import Array
from core.records.record import Record, frozen
from core.text import counted


@dataclass(frozen=True, eq=False)
class ImageGrid(Record):
    """Small pictures in rows: filters, feature maps, digits. Drawn as one tiled image.

    groups: one row (or block) each, a label and images (count, height, width). scale: "grey" shows low..high as given,
    "signed" is a diverging map centred on 0. limits: (low, high) per group, so the experiment decides what shares a
    scale; captions: one short text per image, or none.
    """

    labels: tuple[str, ...]
    groups: tuple[Array, ...]
    limits: tuple[tuple[float, float], ...]
    scale: str = "grey"
    captions: tuple[tuple[str, ...], ...] = ()
    summary: str = ""
    SCALES: ClassVar[tuple[str, ...]] = ("grey", "signed", "sequential")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "groups", tuple(frozen(g) for g in self.groups))
        if self.scale not in self.SCALES:
            raise ValueError(f"an image grid's scale is one of {', '.join(self.SCALES)}, not {self.scale!r}")

    def describe(self) -> str:
        parts = [
            f"{label}: {counted(len(g), 'image')} of {g.shape[1]} × {g.shape[2]}, shown from {low:.3g} to {high:.3g}"
            for label, g, (low, high) in zip(self.labels, self.groups, self.limits, strict=True)
        ]
        return "; ".join(([self.summary] if self.summary else []) + parts)
