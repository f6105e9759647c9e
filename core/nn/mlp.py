"""The multilayer perceptron: the network of most chapters."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.normalization import BatchNorm


def mlp(sizes: Sequence[int], activation: Callable[[], Layer], batch_norm: bool = False) -> list[Layer]:
    """Linear layers of these sizes, (784, 100, 10), an activation between every two; the last gives scores.

    With `batch_norm` there is one before each activation, whose β makes the bias of the Linear superfluous.
    """
    layers: list[Layer] = []
    for n_in, n_out in pairwise(sizes[:-1]):
        layers.append(Linear(n_in, n_out, bias=not batch_norm))
        layers += [BatchNorm(n_out), activation()] if batch_norm else [activation()]
    return [*layers, Linear(sizes[-2], sizes[-1])]
