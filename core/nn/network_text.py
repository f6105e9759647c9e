"""A network in words, as its `repr`: a line for each layer, with the shapes of what it learns."""

from collections.abc import Iterator, Sequence

from core.array import Shape
from core.nn.allocate import Ties, count_parameters, walk
from core.nn.containers import CONTAINERS
from core.nn.layer import Layer


def network_text(layers: Sequence[Layer], ties: Ties, total: str, input_shape: Shape | None = None) -> str:
    """Name, arguments and parameters of each layer, and the shape of a sample behind it where that of the input is
    known. A container's layers have lines of their own, "(3.1.0)" for the first layer of its second branch."""
    rows = list(_rows(layers, ties, None if input_shape is None else (1, *input_shape), "", {}))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    lines = [
        "  ".join((text.ljust(widths[0]), shape.ljust(widths[1]), learnt)).rstrip() for text, shape, learnt in rows
    ]
    return "\n".join(["Network(", *(f"  {line}" for line in lines), f")  {total}"])


def _rows(
    layers: Sequence[Layer], ties: Ties, shape: Shape | None, prefix: str, places: dict[Layer, str]
) -> Iterator[tuple[str, str, str]]:
    """Text, shape of the output, parameters. `places` collects the number of each layer."""
    for i, layer in enumerate(layers):
        places[layer] = place = f"{prefix}{i}"
        after = None if shape is None else layer.output_shape(shape)
        arrow = "" if after is None else f"-> {after[1:]}"
        if isinstance(layer, CONTAINERS):
            yield f"({place}): {type(layer).__name__}", arrow, ""
            groups = layer.children()
            for branch, group in enumerate(groups):
                numbering = f"{place}.{branch}." if len(groups) > 1 else f"{place}."
                yield from _rows(group, ties, shape, numbering, places)
        else:
            tied = f"tied to ({places[ties[layer]]})" if layer in ties else _learnt(layer)
            yield f"({place}): {layer!r}", arrow, tied
        shape = after


def _learnt(layer: Layer) -> str:
    """The names and shapes of its parameters, those of its cells included, and their number."""
    texts = [f"{name} {p.shape}" for part in walk([layer]) for name, p in part.parameters().items()]
    return f"{', '.join(texts)}: {count_parameters([layer]):,}" if texts else ""
