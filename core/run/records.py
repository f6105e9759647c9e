"""Records: frozen, drawable values that a view returns. The window has one panel per record type.

A record owns its arrays and nobody can write into them, so it may cross threads without a lock. `describe()` says in
words what the picture shows: screen readers read it, and so do tests. What overlays in a plane is in `plane.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from core.nn.array import Array
from core.run.numbers import counted


def frozen(values: Any) -> Array:
    """A read-only copy that owns its memory."""
    array = np.array(values)
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Record:
    """Base of all records. Every array field becomes a read-only copy unless it already is one."""

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray) and (value.flags.writeable or value.base is not None):
                object.__setattr__(self, item.name, frozen(value))

    def describe(self) -> str:
        """The picture in words: what it shows and its main numbers."""
        raise NotImplementedError(f"{type(self).__name__} must describe itself in words")


@dataclass(frozen=True, eq=False)
class Curves(Record):
    """Lines over a common axis: the panel of every scalar series, and of any y(x) that a view computes.

    lines: name -> y (points,), all over x (points,); nan breaks a line. dashed: those that are theory, not measured.
    """

    x: Array
    lines: dict[str, Array]
    x_label: str = "step"
    y_label: str = ""
    dashed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "lines", {name: frozen(y) for name, y in self.lines.items()})

    def describe(self) -> str:
        ends = (f"{name} {y[-1]:.4g}" for name, y in self.lines.items() if len(y))
        return (
            f"{self.y_label or 'curves'} at {self.x_label} {self.x[-1]:g}: " + ", ".join(ends)
            if len(self.x)
            else "empty"
        )


@dataclass(frozen=True, eq=False)
class Histograms(Record):
    """One histogram per name over shared, fixed bins; what falls outside is counted, the spike at zero is told.

    edges (bins + 1,); counts (names, bins); below, above, zeros (names,): numbers of values under edges[0], over
    edges[-1], and exactly 0 (these are also in counts); mean, std (names,) of all values. captions: one short text per
    name, or none.
    """

    names: tuple[str, ...]
    edges: Array
    counts: Array
    below: Array
    above: Array
    zeros: Array
    mean: Array
    std: Array
    x_label: str = "value"
    captions: tuple[str, ...] = ()

    @classmethod
    def of(cls, arrays: dict[str, Array], edges: Array, x_label: str = "value", captions: tuple[str, ...] = ()) -> Self:
        """Count each array into the bins. A value equal to the last edge is inside."""
        flat = [np.ravel(a) for a in arrays.values()]
        return cls(
            names=tuple(arrays),
            edges=frozen(edges),
            counts=np.array([np.histogram(a, edges)[0] for a in flat]).reshape(len(flat), len(edges) - 1),
            below=np.array([np.count_nonzero(a < edges[0]) for a in flat]),
            above=np.array([np.count_nonzero(a > edges[-1]) for a in flat]),
            zeros=np.array([np.count_nonzero(a == 0) for a in flat]),
            mean=np.array([a.mean(dtype=np.float64) for a in flat]),
            std=np.array([a.std(dtype=np.float64) for a in flat]),
            x_label=x_label,
            captions=captions,
        )

    @property
    def total(self) -> Array:
        """Number of values per name, inside and outside the bins."""
        return np.asarray(self.counts.sum(axis=1) + self.below + self.above)

    def describe(self) -> str:
        shares = 100 * self.zeros / np.maximum(self.total, 1)
        outside = self.below + self.above
        parts = [
            f"{name}: {zero:.0f} % zero, mean {mean:.3g}, std {std:.3g}"
            + (f", {out} outside" if out else "")
            + (f", {caption}" if caption else "")
            for name, zero, mean, std, out, caption in zip(
                self.names, shares, self.mean, self.std, outside, self.captions or [""] * len(self.names), strict=True
            )
        ]
        return "; ".join(parts)


@dataclass(frozen=True, eq=False)
class Ridge(Record):
    """Histograms over time. A view returns it empty; `over` fills in the samples that the session kept.

    edges (bins + 1,); steps (times,); counts (times, names, bins), or (times, bins) for a single name.
    """

    names: tuple[str, ...]
    edges: Array
    steps: Array = field(default_factory=lambda: frozen(np.zeros(0, dtype=np.int64)))
    counts: Array = field(default_factory=lambda: frozen(np.zeros((0, 0, 0))))
    x_label: str = "value"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.counts.ndim == 2:
            object.__setattr__(self, "counts", frozen(self.counts[:, np.newaxis, :]))

    def over(self, steps: Array, samples: Array) -> Self:
        """The same picture with the kept samples in it: steps (times,), samples (times, names, bins)."""
        return replace(self, steps=steps, counts=samples.reshape(len(steps), len(self.names), len(self.edges) - 1))

    def describe(self) -> str:
        if not len(self.steps):
            return "histograms over time: none yet"
        centres = (self.edges[1:] + self.edges[:-1]) / 2
        last = self.counts[-1] / np.maximum(self.counts[-1].sum(axis=1, keepdims=True), 1)
        spread = np.sqrt(np.maximum((last * centres**2).sum(axis=1) - (last * centres).sum(axis=1) ** 2, 0))
        parts = (f"{name} std {s:.3g}" for name, s in zip(self.names, spread, strict=True))
        return f"histograms over {len(self.steps)} moments up to step {self.steps[-1]}: " + ", ".join(parts)


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


@dataclass(frozen=True, eq=False)
class Matrix(Record):
    """Numbers in cells, tinted by size: a confusion matrix, a Jacobian, weights small enough to read.

    values (rows, columns); highlight: cells (row, column) that are outlined.
    """

    values: Array
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    row_label: str = ""
    column_label: str = ""
    format: str = "{:.3g}"
    signed: bool = False
    highlight: tuple[tuple[int, int], ...] = ()
    summary: str = ""

    def describe(self) -> str:
        rows, columns = self.values.shape
        return self.summary or f"matrix of {rows} × {columns}, from {self.values.min():.3g} to {self.values.max():.3g}"


@dataclass(frozen=True, eq=False)
class Bars(Record):
    """Named bars, one group per name and one bar per series. heights (series, names)."""

    names: tuple[str, ...]
    series: tuple[str, ...]
    heights: Array
    y_label: str = ""

    def describe(self) -> str:
        return "; ".join(
            f"{label}: " + ", ".join(f"{name} {h:.3g}" for name, h in zip(self.names, row, strict=True))
            for label, row in zip(self.series, self.heights, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Table(Record):
    """Rows of text and numbers. Numbers are formatted by the experiment, so a table shows what a slide should say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def describe(self) -> str:
        return "; ".join(
            ", ".join(f"{c} {cell}" for c, cell in zip(self.columns, row, strict=True)) for row in self.rows
        )


@dataclass(frozen=True, eq=False)
class Text(Record):
    """A sentence or a few lines; `formula` is LaTeX shown beneath."""

    text: str
    formula: str = ""

    def describe(self) -> str:
        return self.text
