"""The multilayer perceptron: the network of most chapters."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from core.nn.layer import Layer
from core.nn.linear import Linear


def mlp(sizes: Sequence[int], activation: Callable[[], Layer]) -> list[Layer]:
    """Linear layers of these sizes, (784, 100, 10), an activation between every two; the last gives bare scores."""
    layers: list[Layer] = [Linear(sizes[0], sizes[1])]
    for n_in, n_out in pairwise(sizes[1:]):
        layers += [activation(), Linear(n_in, n_out)]
    return layers
