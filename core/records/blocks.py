"""The record of architectures: blocks with the shapes of what they pass on, one after another or in branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from core.array import Shape
from core.records.record import Part, Record
from core.text import counted

KINDS = ("input", "conv", "pool", "dense", "norm", "activation", "dropout", "recurrent", "add", "concat", "other")


@dataclass(frozen=True)
class Block(Part):
    """One layer. shape: of its output for one sample, (height, width, channels) or (features,); note: what stands
    beneath the label, such as its parameters."""

    label: str
    shape: Shape
    kind: str = "other"
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kind not in KINDS:
            raise ValueError(f"a block is one of {', '.join(KINDS)}, not {self.kind!r}")
        if len(self.shape) not in (1, 3) or min(self.shape) < 1:
            raise ValueError(
                f"block {self.label!r} has shape {self.shape}; it is (height, width, channels) or (features,)"
            )

    @property
    def volume(self) -> tuple[int, int, int]:
        """(height, width, channels), where features are channels of one pixel."""
        return (1, 1, self.shape[0]) if len(self.shape) == 1 else (self.shape[0], self.shape[1], self.shape[2])

    @property
    def size(self) -> str:
        """224×224×64"""
        return "×".join(map(str, self.shape))


@dataclass(frozen=True)
class Branches(Part):
    """Paths beside each other that meet in `join`: an inception module (concat), a residual block (add). A path without
    blocks is a skip: what comes in goes on unchanged."""

    paths: tuple[tuple[Block, ...], ...]
    join: Block

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.paths) < 2:
            raise ValueError(f"branches are at least two paths, not {len(self.paths)}; put a single path in the stack")

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Path by path, then the one in which they meet."""
        return (*(block for path in self.paths for block in path), self.join)


Item: TypeAlias = Block | Branches


@dataclass(frozen=True)
class Stack(Part):
    """One architecture, from its input to its output. note: its totals."""

    name: str
    items: tuple[Item, ...]
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.items:
            raise ValueError(f"the stack {self.name!r} has no block")

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of them, in the order in which they are counted."""
        return tuple(block for item in self.items for block in (item.blocks if isinstance(item, Branches) else (item,)))


@dataclass(frozen=True, eq=False)
class Blocks(Record):
    """Architectures beneath each other. The sizes of all blocks are drawn on one scale.

    selected: (stack, block), both counted from 0, the block in the order of `Stack.blocks`. caption: a sentence below.
    """

    stacks: tuple[Stack, ...]
    selected: tuple[int, int] | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.stacks:
            raise ValueError("a picture of blocks has at least one stack")
        if self.selected is not None:
            stack, block = self.selected
            if not (0 <= stack < len(self.stacks) and 0 <= block < len(self.stacks[stack].blocks)):
                raise ValueError(f"there is no block {block} in stack {stack}")

    def describe(self) -> str:
        parts = [
            f"{stack.name}: {counted(len(stack.blocks), 'block')} from {stack.blocks[0].size}"
            f" to {stack.blocks[-1].size}" + (f", {stack.note}" if stack.note else "")
            for stack in self.stacks
        ]
        if self.selected is not None:
            block = self.stacks[self.selected[0]].blocks[self.selected[1]]
            parts.append(f"chosen: {block.label}, {block.size}" + (f", {block.note}" if block.note else ""))
        return "; ".join(parts + ([self.caption] if self.caption else []))
