"""Histograms over shared bins, now and over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from core.array import Array
from core.records.record import Record, frozen


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

    def __post_init__(self) -> None:
        super().__post_init__()
        count, bins = len(self.names), len(self.edges) - 1
        if self.counts.shape != (count, bins):
            raise ValueError(f"counts of shape {self.counts.shape} for {count} histograms over {bins} bins")
        for name in ("below", "above", "zeros", "mean", "std"):
            if getattr(self, name).shape != (count,):
                raise ValueError(f"{name} of shape {getattr(self, name).shape} for {count} histograms")

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
    """Histograms over time.

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
        wanted = len(self.steps), len(self.names), len(self.edges) - 1
        if len(self.steps) and self.counts.shape != wanted:
            raise ValueError(f"counts of shape {self.counts.shape}; (times, names, bins) is {wanted}")

    def describe(self) -> str:
        if not len(self.steps):
            return "histograms over time: none yet"
        centres = (self.edges[1:] + self.edges[:-1]) / 2
        last = self.counts[-1] / np.maximum(self.counts[-1].sum(axis=1, keepdims=True), 1)
        spread = np.sqrt(np.maximum((last * centres**2).sum(axis=1) - (last * centres).sum(axis=1) ** 2, 0))
        parts = (f"{name} std {s:.3g}" for name, s in zip(self.names, spread, strict=True))
        return f"histograms over {len(self.steps)} moments up to step {self.steps[-1]}: " + ", ".join(parts)
