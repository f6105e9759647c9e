"""The networks that are walked through by hand: their numbers, and the settings in which these can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple, Self, TypeAlias

import numpy as np

from core.experiments.backpropagation.backprop_pass import KEPT, LEARN, SHARED, HandNetwork
from core.nn import Layer, ReLU, Sigmoid
from core.settings import ChoiceField, Label, Live, LogRangeField, MatrixField, RangeField, Settings, Shown

Numbers: TypeAlias = tuple[tuple[float, ...], ...]
ONE, TWO, DEEP, SIX = "2-2-2 sigmoid", "2-2-1 ReLU", "6-4-3-1 sigmoid", "3-2 linear"
OPERATION, WHOLE = "an operation", "an update"
UNUSED: Numbers = ((0.0,),)


class Given(NamedTuple):
    """What a network begins with. last: whether the last layer has the activation too; half: L = ½ Σ (y − t)²."""

    x: Numbers
    t: Numbers
    weights: tuple[Numbers, ...]
    biases: tuple[Numbers, ...]
    f: Callable[[], Layer] | None
    last: bool
    half: bool
    lr: float


DEEP_WEIGHTS: tuple[Numbers, ...] = (
    ((0.3, -0.7, 1.1, 0.2), (-1.2, 0.4, 0.6, -0.5), (0.8, 0.9, -0.3, 0.1), (-0.4, 0.5, 0.7, -1.0),
     (0.6, -0.2, -0.9, 1.3), (-0.1, 1.0, 0.3, 0.4)),
    ((0.9, -0.6, 0.3), (-0.8, 1.2, 0.5), (0.4, 0.7, -1.1), (1.0, -0.3, 0.6)),
    ((1.2,), (-0.9,), (0.7,)),
)  # fmt: skip
NETWORKS = {
    ONE: Given(
        ((0.05, 0.10),), ((0.01, 0.99),), (((0.15, 0.25), (0.20, 0.30)), ((0.40, 0.50), (0.45, 0.55))),
        (((0.35, 0.35),), ((0.60, 0.60),)), Sigmoid, True, True, 0.5,
    ),
    TWO: Given(
        ((1.0, 2.0), (3.0, 4.0)), ((6.5,), (15.5,)), (((1.0, 2.0), (-1.0, 0.0)), ((1.0,), (2.0,))),
        (((0.5, -0.5),), ((0.0,),)), ReLU, False, False, 0.01,
    ),
    DEEP: Given(
        ((0.5, -1.0, 0.8, 1.5, -0.6, 0.2),), ((1.0,),), DEEP_WEIGHTS,
        (((0.1, -0.2, 0.0, 0.3),), ((0.2, -0.1, 0.0),), ((-0.3,),)), Sigmoid, True, True, 0.5,
    ),
    SIX: Given(
        ((1.0, 0.0, 2.0), (0.0, 1.0, 1.0), (2.0, 1.0, 0.0), (1.0, 1.0, 1.0), (0.0, 2.0, 1.0), (2.0, 0.0, 1.0)),
        ((3.0, 1.0), (1.0, 2.0), (2.0, 0.0), (2.0, 1.0), (0.0, 3.0), (4.0, 0.0)),
        (((1.0, 0.0), (-1.0, 1.0), (0.5, 0.5)),), (((0.0, 0.0),),), None, False, False, 0.1,
    ),
}  # fmt: skip


def size_of(array: str, axis: int) -> Callable[[Any], int]:
    """The shape that the chosen network gives one of its arrays."""
    return lambda settings: np.shape(numbers_of(NETWORKS[settings.net])[array])[axis]


def numbers_of(given: Given) -> dict[str, Numbers]:
    """All matrices by the names of their settings; what the network lacks is a single 0."""
    found = {"x": given.x, "t": given.t}
    for i in range(3):
        there = i < len(given.weights)
        found[f"w{i + 1}"] = given.weights[i] if there else UNUSED
        found[f"b{i + 1}"] = given.biases[i] if there else UNUSED
    return found


def matrix(name: str) -> MatrixField:
    """The field of an array of that name, as large as the chosen network has it."""
    return MatrixField(size_of(name, 0), size_of(name, 1))


START = numbers_of(NETWORKS[TWO])
SHALLOW = Shown("net", ONE, TWO, SIX)
HIDDEN, DEEPER, SEVERAL = Shown("net", ONE, TWO, DEEP), Shown("net", DEEP), Shown("net", TWO, SIX)


@dataclass(frozen=True, kw_only=True)
class ByHand(Settings):
    """A small network, all its numbers, and how it is walked through."""

    net: Annotated[str, ChoiceField(*NETWORKS), Label("network", "brings its own numbers along")] = TWO
    step: Annotated[str, ChoiceField(OPERATION, WHOLE), Label("a step is")] = OPERATION
    lr: Annotated[float, LogRangeField(1e-4, 10.0), Live, Label("learning rate η")] = NETWORKS[TWO].lr
    biases: Annotated[str, ChoiceField(KEPT, LEARN, SHARED), Live, Label("biases")] = LEARN
    samples: Annotated[int, RangeField(1, 6), SEVERAL, Label("samples in the batch", "of those that there are")] = 6
    x: Annotated[Numbers, matrix("x"), Label("X")] = START["x"]
    t: Annotated[Numbers, matrix("t"), Label("T")] = START["t"]
    w1: Annotated[Numbers, matrix("w1"), Label("W1")] = START["w1"]
    b1: Annotated[Numbers, matrix("b1"), Label("b1")] = START["b1"]
    w2: Annotated[Numbers, matrix("w2"), HIDDEN, Label("W2")] = START["w2"]
    b2: Annotated[Numbers, matrix("b2"), HIDDEN, Label("b2")] = START["b2"]
    w3: Annotated[Numbers, matrix("w3"), DEEPER, Label("W3")] = START["w3"]
    b3: Annotated[Numbers, matrix("b3"), DEEPER, Label("b3")] = START["b3"]

    def following(self, path: str, before: Self) -> Self:
        """Another network brings its numbers along, and its rate."""
        if path != "net":
            return self
        given: dict[str, Any] = dict(numbers_of(NETWORKS[self.net]))
        return replace(self, lr=NETWORKS[self.net].lr, **given)

    def network(self) -> HandNetwork:
        """With the numbers as they are now."""
        given = NETWORKS[self.net]
        count = len(given.weights)
        weights, biases = (self.w1, self.w2, self.w3)[:count], (self.b1, self.b2, self.b3)[:count]
        return HandNetwork(
            [np.array(w, float) for w in weights], [np.array(b, float) for b in biases], given.f, given.last, given.half
        )


def of(net: str, **changed: Any) -> ByHand:
    """A network with its own numbers."""
    return replace(replace(ByHand(), net=net).following("net", ByHand()), **changed)
