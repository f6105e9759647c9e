"""What every optimizer is: a rule, its constants, and named memory."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from core.array import Array

BLOCK = 65_536  # numbers worked on at a time: a rule's few arrays then stay in a cache, and calls stay few


@dataclass
class Optimizer(ABC):
    """Moves one vector w against its gradient g. The same object moves a network's vector and a point in the plane.

    A subclass says the names of its memory arrays (all start at 0), the update in `rule`, and the same update as a sum
    of named terms in `terms`. `lr` may be changed between two updates; the memory stays.
    """

    lr: float = 0.01
    memory: dict[str, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    steps: int = field(default=0, init=False, repr=False, compare=False)
    names: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        self._last: tuple[Array | None, Array | None] = (None, None)
        self._blocks: list[tuple[Array, Array, Array, list[Array]]] = []

    @abstractmethod
    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        """Move w and the memory in place; s is an array to work in. `steps` counts this update already."""

    @abstractmethod
    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        """The parts of update number t, from the memory before it."""

    def update(self, w: Array, g: Array, lr: float | None = None) -> None:
        """Move w in place. `lr` replaces the optimizer's own rate for this update."""
        if self._last[0] is not w or self._last[1] is not g:
            self._prepare(w, g)
        self.steps += 1
        rate = self.lr if lr is None else lr
        for part, gradient, scratch, memory in self._blocks:
            self.rule(rate, part, gradient, scratch, memory)

    def explain(self, w: Array, g: Array, lr: float | None = None) -> dict[str, Array]:
        """Named terms that sum to the next update, w_new − w_old. Changes nothing."""
        memory = [self.memory.get(name, np.zeros_like(w)) for name in self.names]
        return self.terms(self.lr if lr is None else lr, w, g, memory, self.steps + 1)

    def reset(self) -> None:
        """Forget everything: the next update is the first."""
        self.memory = {}
        self.steps = 0
        self._last = (None, None)

    def label(self) -> str:
        """Short text for a legend."""
        return f"{type(self).__name__} {self.lr:g}"

    def _prepare(self, w: Array, g: Array) -> None:
        if w.shape != g.shape or w.ndim != 1:
            raise ValueError(
                f"{type(self).__name__} moves a vector along its gradient, got shapes {w.shape} and {g.shape}"
            )
        for name in self.names:
            kept = self.memory.setdefault(name, np.zeros_like(w))
            if kept.shape != w.shape:
                raise ValueError(
                    f"{type(self).__name__} remembers {kept.size} numbers, got {w.size}; reset() forgets them"
                )
        scratch = np.empty(min(BLOCK, w.size), w.dtype)
        parts = [slice(at, min(at + BLOCK, w.size)) for at in range(0, w.size, BLOCK)]
        self._blocks = [
            (w[part], g[part], scratch[: part.stop - part.start], [self.memory[name][part] for name in self.names])
            for part in parts
        ]
        self._last = (w, g)
