"""A stack of layers on one vector of parameters."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.array import Array, Shape
from core.nn.allocate import Ties, attach, check_unattached, initial_values, tie_repeats, walk
from core.nn.initializers import Initializer, he_normal
from core.nn.layer import Layer, slot
from core.nn.named_parameters import NamedParameters
from core.nn.network_text import network_text
from core.nn.recurrent import Recurrent

REBUILT = ("dtype", "_scores_shape", "_grad_bits", "_tied_grads", "_first", "_later", "_number")  # by `_connect`


class Network(NamedParameters):
    """Layers one after the other. The Network alone allocates: one vector of values, one of gradients.

    A layer's `W` and `b` are views into `values`, its `dW` and `db` into `grads`, so an optimizer is a few whole-vector
    operations; assigning to `values` or `grads` copies in. A layer that occurs twice is tied: stored once, its
    gradients added. `state` names what is saved and not learnt. `copy.deepcopy` and pickle give an independent network,
    `replica` one that shares the weights.
    """

    values: Array = slot()
    grads: Array = slot()
    _scores_shape: Shape | None

    def __init__(
        self,
        layers: Sequence[Layer],
        init: Initializer = he_normal,
        *,
        rng: np.random.Generator,
        dtype: npt.DTypeLike = np.float32,
        input_shape: Shape | None = None,
    ) -> None:
        if np.dtype(dtype) not in (np.float16, np.float32, np.float64):
            raise ValueError(f"a Network computes in float16, float32 or float64, not in {np.dtype(dtype)}")
        self.input_shape = input_shape
        if input_shape is not None:
            shape: Shape = (1, *input_shape)
            for layer in layers:
                shape = layer.output_shape(shape)
        check_unattached(layers)
        values = initial_values(layers, init, rng, np.dtype(dtype))
        # from here on nothing can fail, so that a description that did may be used again
        self.__dict__.update(values=values, grads=np.zeros_like(values))
        self.layers = list(layers)
        self._ties: Ties = {}
        tie_repeats(self.layers, set(), self._ties)
        self._connect()

    def forward(self, x: Array, training: bool = False) -> Array:
        """The output for a batch x, first axis the samples. Integers are cast to the network's type, never scaled."""
        if x.dtype is not self.dtype:
            x = x.astype(self.dtype, copy=False)
        if not x.size:
            raise ValueError(f"a batch has one sample or more, got an array of shape {x.shape}")
        for layer in self.layers:
            x = layer.forward(x, training)
        if training:
            self._scores_shape = x.shape
        return x

    def __call__(self, x: npt.ArrayLike, training: bool = False) -> Array:
        """`net(x)` is `net.forward(x)`."""
        return self.forward(np.asarray(x), training)

    def backward(self, dy: Array) -> Array:
        """Add d loss / d parameter to `grads` and return d loss / d x, for the last training forward."""
        dy, earlier = self._start_backward(dy)
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        self._add_gradients(earlier)
        return dy

    def backward_parameters(self, dy: Array) -> None:
        """As backward, but stops at the first layer that learns: training has no use for d loss / d x."""
        dy, earlier = self._start_backward(dy)
        for layer in self._later:
            dy = layer.backward(dy)
        if self._first is not None:
            self._first.backward_parameters(dy)
        self._add_gradients(earlier)

    def zero_grads(self) -> None:
        """Start a new update."""
        self.grads.fill(0)

    def reset_state(self) -> None:
        """Forget what layers carry from one training batch to the next: a new sequence begins."""
        for layer in walk(self.layers):
            if isinstance(layer, Recurrent):
                layer.reset_state()

    def replica(self) -> "Network":
        """The same weights, with caches, gradients, state and random stream of its own: for probes and workers."""
        own_gradients = np.zeros_like(self.grads)
        other = copy.deepcopy(self, {id(self.values): self.values, id(self.grads): own_gradients})
        other.reset_state()
        return other

    def __copy__(self) -> "Network":
        return self.replica()

    def __getstate__(self) -> dict[str, Any]:
        own = {name: value for name, value in vars(self).items() if name not in REBUILT}
        return own | {"state arrays": self.state()}

    def __setstate__(self, saved: dict[str, Any]) -> None:
        arrays = saved.pop("state arrays")
        self.__dict__.update(saved)
        self._connect()
        for name, array in self.state().items():
            array[...] = arrays[name]

    def __len__(self) -> int:
        return len(self.layers)

    def __getitem__(self, index: int) -> Layer:
        """`net[0]` is the first layer."""
        return self.layers[index]

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __repr__(self) -> str:
        total = f"{self.parameter_count:,} parameters, {self.dtype}"
        return network_text(self.layers, self._ties, total, self.input_shape)

    def _connect(self) -> None:
        """Give the layers their views of both vectors, and find what the passes need to know of the layers."""
        self.dtype = np.dtype(self.values.dtype.type)  # the very object that other arrays have, also after unpickling
        self._scores_shape = None  # of the last training forward
        # as integers, in which a number that is not 0 is found several times as fast
        self._grad_bits = self.grads.view(f"u{self.grads.itemsize}")
        self._tied_grads = attach(self.layers, self.values, self.grads, self._ties)
        learning = [any(part.parameters() for part in walk([layer])) for layer in self.layers]
        first = learning.index(True) if any(learning) else len(self.layers)
        self._first = self.layers[first] if any(learning) else None
        self._later = self.layers[:first:-1]
        self._number_layers()

    def _start_backward(self, dy: Array) -> tuple[Array, Array | None]:
        """dy in the network's type. The layers set their gradients rather than add, which saves a pass over memory; so
        what is in `grads` is copied first."""
        if self._scores_shape is None:
            raise RuntimeError("backward needs a training pass before it: call forward(x, training=True) first")
        if dy.dtype is not self.dtype:
            dy = dy.astype(self.dtype, copy=False)
        if dy.shape != self._scores_shape:
            raise ValueError(f"backward expects d loss / d y of shape {self._scores_shape}, got {dy.shape}")
        return dy, self.grads.copy() if np.count_nonzero(self._grad_bits) else None

    def _add_gradients(self, earlier: Array | None) -> None:
        for first, later in self._tied_grads:
            first += later
        if earlier is not None:
            np.add(self.grads, earlier, self.grads)
