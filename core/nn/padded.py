"""Padded: how the length of each sequence reaches the recurrent layers."""

from collections.abc import Sequence

from core.array import Array
from core.nn.containers import Sequential
from core.nn.layer import Layer
from core.nn.recurrent import Recurrent


class Padded(Sequential):
    """y = layerₙ(… layer₁(x)) on sequences filled up with `padding`:  x (batch, time) or (batch, time, features)

    A sequence ends at its last time step that is not all `padding`; the recurrent layers among `layers` compute nothing
    after it, so padding changes nothing and costs nothing:
    `Network([Padded([Embedding(58, 100), GRU(100, 100, last_only=True)]), Linear(100, 18)], …)`, where symbol 0 is
    reserved for padding. The lengths are read off the data here, and not passed as a second argument, because then a
    batch is still one array: the Network, the loop, evaluation and data-parallel parts need not know that sequences
    exist.
    """

    def __init__(self, layers: Sequence[Layer], padding: float = 0.0) -> None:
        super().__init__(layers)
        self.padding = padding

    def lengths(self, x: Array) -> Array:
        """The number of time steps of each sequence, (batch,)."""
        if x.ndim < 2:
            raise ValueError(f"Padded expects (batch, time) or (batch, time, features), got {x.shape}")
        is_data = x != self.padding
        if x.ndim > 2:
            is_data = is_data.reshape(*x.shape[:2], -1).any(2)
        lengths: Array = x.shape[1] - is_data[:, ::-1].argmax(1)
        if not is_data.any(1).all():
            raise ValueError(f"sequence {int(is_data.any(1).argmin())} of the batch is nothing but padding")
        return lengths

    def forward(self, x: Array, training: bool = False) -> Array:
        lengths = self.lengths(x)
        for layer in self.layers:
            x = layer.forward(x, training, lengths) if isinstance(layer, Recurrent) else layer.forward(x, training)
        return x
