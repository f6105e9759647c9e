"""A stack of layers on one vector of parameters."""

import copy
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.array import Array, Shape
from core.nn.allocate import Ties, attach, count_parameters, separate, size, walk
from core.nn.initializers import Initializer, he_normal
from core.nn.layer import Layer, Parameter


class Network:
    """Layers one after the other. The Network alone allocates: one vector of values, one of gradients.

    A layer's `W` and `b` are views into `values`, its `dW` and `db` into `grads`, so an optimizer is a few whole-vector
    operations. A layer that occurs twice is tied: stored once, its gradients added. `state` names what is not learnt.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        init: Initializer = he_normal,
        *,
        rng: np.random.Generator,
        dtype: npt.DTypeLike = np.float32,
        input_shape: Shape | None = None,
    ) -> None:
        self.dtype = np.dtype(dtype)
        self.input_shape = input_shape
        self._scored: Shape | None = None  # the shape of the last training forward's scores
        if input_shape is not None:
            shape: Shape = (1, *input_shape)
            for layer in layers:
                shape = layer.output_shape(shape)
        self.values = np.zeros(count_parameters(layers), self.dtype)
        self.layers = list(layers)
        self._ties: Ties = {}
        separate(self.layers, set(), self._ties)
        self._attach()
        for layer, name, parameter in self._parameters():
            setattr(layer, name, self._start(parameter, init, rng))

    def forward(self, x: Array, training: bool = False) -> Array:
        """The output for a batch x, first axis the samples. Integers are cast to the network's type, never scaled."""
        if x.dtype is not self.dtype:
            x = x.astype(self.dtype, copy=False)
        for layer in self.layers:
            x = layer.forward(x, training)
        if training:
            self._scored = x.shape
        return x

    def backward(self, dy: Array) -> Array:
        """Add d loss / d parameter to `grads` and return d loss / d x, for the last training forward."""
        earlier = self._begin(dy)
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        self._add(earlier)
        return dy

    def backward_parameters(self, dy: Array) -> None:
        """As backward, but stops at the first layer that learns: training has no use for d loss / d x."""
        earlier = self._begin(dy)
        for layer in self._later:
            dy = layer.backward(dy)
        if self._first is not None:
            self._first.backward_parameters(dy)
        self._add(earlier)

    def zero_grads(self) -> None:
        """Start a new update."""
        self.grads.fill(0)
        self._zero = True

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
        """What is kept beside the vector and not learnt: "2 BatchNorm.mean" …"""
        return {self._name(layer, name): a for layer in walk(self.layers) for name, a in layer.state().items()}

    def copy_values_from(self, other: "Network") -> None:
        """Take the weights of a network with as many parameters."""
        if other.values.shape != self.values.shape:
            raise ValueError(f"a network of {self.values.size} parameters cannot take {other.values.size}")
        self.values[...] = other.values

    def replica(self) -> "Network":
        """The same weights, with caches, gradients, state and random stream of its own: for probes and workers."""
        other = copy.copy(self)
        streams = [g for layer in walk(self.layers) for g in layer.arguments().values()]
        memo = {id(g): copy.deepcopy(g) for g in streams if isinstance(g, np.random.Generator)}
        other.layers = [layer.clone(memo) for layer in self.layers]
        twin = dict(zip(walk(self.layers), walk(other.layers), strict=True))
        other._ties = {twin[later]: twin[first] for later, first in self._ties.items()}
        other._attach()
        for name, array in other.state().items():
            array[...] = self.state()[name]
        return other

    def _attach(self) -> None:
        """Make the gradient vector and give the layers their views of both."""
        self.grads = np.zeros_like(self.values)
        self._zero = True
        self._scored = None
        self._sums = attach(self.layers, self.values, self.grads, self._ties)
        learning = [any(part.parameters() for part in walk([layer])) for layer in self.layers]
        first = learning.index(True) if any(learning) else len(self.layers)
        self._first = self.layers[first] if any(learning) else None
        self._later = self.layers[:first:-1]
        numbered = [layer for layer in walk(self.layers) if (layer.parameters() or layer.state())]
        self._number = {layer: i + 1 for i, layer in enumerate(numbered)}

    def _start(self, parameter: Parameter, init: Initializer, rng: np.random.Generator) -> Array:
        if parameter.kind != "weights":
            return np.full(parameter.shape, parameter.start)
        *before, last = parameter.shape
        one, count = (*before, last // parameter.side_by_side), parameter.side_by_side
        drawn = [init(one, parameter.fan_in, parameter.fan_out, rng, self.dtype) for _ in range(count)]
        return np.concatenate(drawn, -1)

    def _parameters(self) -> list[tuple[Layer, str, Parameter]]:
        own = [layer for layer in walk(self.layers) if layer not in self._ties]
        return [(layer, name, parameter) for layer in own for name, parameter in layer.parameters().items()]

    def _name(self, layer: Layer, name: str) -> str:
        return f"{self._number[layer]} {type(layer).__name__}.{name}"

    def _begin(self, dy: Array) -> Array | None:
        """The layers set their gradients rather than add, which saves a pass over memory; so keep what was there."""
        if self._scored is None:
            raise RuntimeError("backward goes back through a forward pass: call forward(x, training=True) first")
        if dy.shape != self._scored:
            raise ValueError(f"backward expects d loss / d y of shape {self._scored}, got {dy.shape}")
        earlier = None if self._zero else self.grads.copy()
        self._zero = False
        return earlier

    def _add(self, earlier: Array | None) -> None:
        for first, later in self._sums:
            first += later
        if earlier is not None:
            self.grads += earlier
