"""What is learnt, by its name."""

import numpy as np
import numpy.typing as npt

from core.array import Array
from core.nn.allocate import Ties, size, walk
from core.nn.layer import Layer, Parameter


class NamedParameters:
    """Layers on one vector of values and one of gradients, and the names of their parts."""

    values: Array
    grads: Array
    layers: list[Layer]
    _ties: Ties
    _number: dict[Layer, int]

    @property
    def parameter_count(self) -> int:
        """How many numbers are learnt."""
        return self.values.size

    def mask(self, kind: str = "weights") -> npt.NDArray[np.bool_]:
        """Which entries of the vector are of this kind: "weights", "bias" or "scale"."""
        parts = [np.full(size(parameter), parameter.kind == kind) for _, _, parameter in self._parameters()]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    def parameters(self) -> dict[str, Array]:
        """Views of the values by name, in the order of the vector: "1 Linear.W", "1 Linear.b", "2 Linear.W" …"""
        return {self._name(layer, name): layer.__dict__[name] for layer, name, _ in self._parameters()}

    def gradients(self) -> dict[str, Array]:
        """Views of the gradients, under the names that `parameters` gives."""
        return {self._name(layer, name): layer.__dict__["d" + name] for layer, name, _ in self._parameters()}

    def state(self) -> dict[str, Array]:
        """What is saved beside the vector and not learnt: "2 BatchNorm.mean" …"""
        return {self._name(layer, name): a for layer in walk(self.layers) for name, a in layer.state().items()}

    def copy_values_from(self, other: "NamedParameters") -> None:
        """Take the weights of a network with as many parameters."""
        if other.values.shape != self.values.shape:
            raise ValueError(f"a network of {self.values.size} parameters cannot take {other.values.size}")
        self.values[...] = other.values

    def _parameters(self) -> list[tuple[Layer, str, Parameter]]:
        own = [layer for layer in walk(self.layers) if layer not in self._ties]
        return [(layer, name, parameter) for layer in own for name, parameter in layer.parameters().items()]

    def _name(self, layer: Layer, name: str) -> str:
        return f"{self._number[layer]} {type(layer).__name__}.{name}"

    def _number_layers(self) -> None:
        numbered = [layer for layer in walk(self.layers) if (layer.parameters() or layer.state())]
        self._number = {layer: i + 1 for i, layer in enumerate(numbered)}
