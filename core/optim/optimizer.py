"""What every optimizer is: a rule, its constants, and named memory."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

import numpy as np

from core.array import Array

Block: TypeAlias = tuple[Array, Array, Array, Array, list[Array]]  # of w, g, two scratch arrays, memory
BLOCK = 65_536  # numbers worked on at a time: a rule's few arrays then stay in a cache, and calls stay few


@dataclass
class Optimizer(ABC):
    """Moves one vector w against its gradient g. The same object moves a network's vector and a point in the plane.

    A subclass says the names of its memory arrays (all start at 0), the update in `rule`, and the same update as a sum
    of named terms in `terms`. `lr` may be changed between two updates; the memory stays. With `weight_decay` λ every
    rule gets g + λ w for g, as in PyTorch: the gradient of ½ λ Σ w², biases included (`L2` spares them).
    """

    lr: float = 0.01
    memory: dict[str, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    steps: int = field(default=0, init=False, repr=False, compare=False)
    weight_decay: float = field(default=0.0, kw_only=True)
    names: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        self._vectors: tuple[Array | None, Array | None] = (None, None)  # those that the blocks are views of
        self._blocks: list[Block] = []

    @abstractmethod
    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        """Move w and the memory in place; s is a scratch array. `steps` counts this update already."""

    @abstractmethod
    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        """The parts of update number t, from the memory before it."""

    def decayed(self, w: Array, g: Array, out: Array) -> Array:
        """g + λ w, for a rule whose weight decay is part of the gradient."""
        np.multiply(w, self.weight_decay, out)
        return np.add(g, out, out)

    def update(self, w: Array, g: Array, lr: float | None = None) -> None:
        """Move w in place. `lr` replaces the optimizer's own rate for this update."""
        if self._vectors[0] is not w or self._vectors[1] is not g:
            self._prepare(w, g)
        self.steps += 1
        rate = self.lr if lr is None else lr
        for part, gradient, scratch, decayed, memory in self._blocks:
            if self.weight_decay:
                gradient = self.decayed(part, gradient, decayed)
            self.rule(rate, part, gradient, scratch, memory)

    def explain(self, w: Array, g: Array, lr: float | None = None) -> dict[str, Array]:
        """Named terms that sum to the next update, w_new − w_old, where g includes λ w. Changes nothing."""
        memory = [self.memory.get(name, np.zeros_like(w)) for name in self.names]
        if self.weight_decay:
            g = self.decayed(w, g, np.empty_like(w))
        return self.terms(self.lr if lr is None else lr, w, g, memory, self.steps + 1)

    def reset(self) -> None:
        """Forget everything: the next update is the first."""
        self.memory = {}
        self.steps = 0
        self._vectors = (None, None)

    def label(self) -> str:
        """Short text for a legend."""
        return f"{type(self).__name__} {self.lr:g}"

    def __getstate__(self) -> dict[str, Any]:
        """A copy or a pickle finds its vectors anew at its first update: views of the old ones would move nothing."""
        return vars(self) | {"_vectors": (None, None), "_blocks": []}

    def _prepare(self, w: Array, g: Array) -> None:
        if w.shape != g.shape or w.ndim != 1:
            raise ValueError(
                f"{type(self).__name__} moves a vector along its gradient, got shapes {w.shape} and {g.shape}"
            )
        for name in self.names:
            array = self.memory.setdefault(name, np.zeros_like(w))
            if array.shape != w.shape:
                raise ValueError(
                    f"{type(self).__name__} has memory of {array.size} numbers, got {w.size}; reset() clears it"
                )
        scratch, decayed = np.empty((2, min(BLOCK, w.size)), w.dtype)
        parts = [slice(at, min(at + BLOCK, w.size)) for at in range(0, w.size, BLOCK)]
        self._blocks = [
            (w[part], g[part], scratch[:size], decayed[:size], [self.memory[name][part] for name in self.names])
            for part in parts
            for size in [part.stop - part.start]
        ]
        self._vectors = (w, g)
