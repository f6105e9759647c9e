"""What a stack of layers costs, layer by layer, from its description alone: however large, nothing is allocated."""

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import NamedTuple

from core.array import Shape
from core.nn.allocate import size, walk
from core.nn.containers import CONTAINERS
from core.nn.conv import Conv2d
from core.nn.embedding import Embedding
from core.nn.layer import Layer


class Row(NamedTuple):
    """One line of a layer table. shape: of the output for one sample, (height, width, channel) or (features,).

    multiply_adds: for one sample forward, a multiplication and the addition after it counted as one. As in published
    tables only products with weights count: biases, activations, pooling and normalization are left out.
    """

    name: str
    shape: Shape
    parameters: int
    multiply_adds: int


def summary(layers: Sequence[Layer], input_shape: Shape, inside: bool = False) -> list[Row]:
    """A row for each layer, "3 Conv2d", for a sample of this shape; ValueError where the shapes do not fit.

    A container is one row, the sum of its layers; with `inside` its layers have one each, "4.2.1 Conv2d" for the
    first layer of the second branch of layer 4. A tied layer's parameters count where it occurs first.
    """
    return list(_rows(layers, (1, *input_shape), inside, set(), ""))


def total(rows: Iterable[Row]) -> Row:
    """Their sum, with the shape of the last."""
    rows = list(rows)
    return Row("total", rows[-1].shape, sum(row.parameters for row in rows), sum(row.multiply_adds for row in rows))


def _rows(layers: Sequence[Layer], shape: Shape, inside: bool, seen: set[Layer], prefix: str) -> Iterator[Row]:
    for number, layer in enumerate(layers, 1):
        path, after = f"{prefix}{number}", layer.output_shape(shape)
        if isinstance(layer, CONTAINERS):
            groups = [group for group in layer.children() if group]
            prefixes = [f"{path}.{branch}." if len(groups) > 1 else f"{path}." for branch in range(1, len(groups) + 1)]
            pairs = zip(groups, prefixes, strict=True)
            rows = [row for group, start in pairs for row in _rows(group, shape, True, seen, start)]
            name = f"{path} {type(layer).__name__}"
            yield from rows if inside else [total(rows)._replace(name=name, shape=after[1:])]
        else:
            new = [part for part in walk([layer]) if part not in seen]
            seen.update(new)
            parameters = sum(size(p) for part in new for p in part.parameters().values())
            yield Row(f"{path} {type(layer).__name__}", after[1:], parameters, _multiply_adds(layer, shape, after))
        shape = after


def _multiply_adds(layer: Layer, before: Shape, after: Shape) -> int:
    """Each weight is used once at each place: of the output for a convolution, of the input for all other layers."""
    if isinstance(layer, Embedding):  # looks up, multiplies nothing
        return 0
    places = after[1:-1] if isinstance(layer, Conv2d) else before[1:-1]
    weights = [p for part in walk([layer]) for p in part.parameters().values() if p.kind == "weights"]
    return prod(places) * sum(map(size, weights))
