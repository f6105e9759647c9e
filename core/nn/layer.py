"""What every layer is: a description first, arrays later."""

import inspect
import math
from abc import ABC, abstractmethod
from typing import Any, NamedTuple, Self

import numpy as np

from core.array import Array, Shape


class Parameter(NamedTuple):
    """The shape of one array that is learnt. Only weights are drawn by the initializer and penalized by L2."""

    shape: Shape
    fan_in: int = 1
    fan_out: int = 1
    kind: str = "weights"  # or "bias", "scale": these start at `start`
    start: float = 0.0
    side_by_side: int = 1  # matrices that lie so in this array; each is drawn for itself


class Slot:
    """The name of a parameter (or of its gradient) on a layer.

    Reading finds the view that the Network put into the layer's own dictionary: there is no `__get__`, so nothing
    slows a training step. Assigning copies into the view, with a check of the shape.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"{owner.__name__}.{name}"
        self.key = name

    def __set__(self, layer: Any, value: Any) -> None:
        view = layer.__dict__.get(self.key)
        if view is None:
            raise RuntimeError(f"{self.name} does not exist yet: a Network allocates it")
        if np.shape(value) != view.shape:
            raise ValueError(f"{self.name} has shape {view.shape}, got {np.shape(value)}")
        if value is not view:
            view[...] = value

    def __repr__(self) -> str:
        return f"<{self.name}: not allocated yet, a Network does that>"


def slot() -> Any:
    """`W: Array = slot()` in a layer's class body."""
    return Slot()


class Layer(ABC):
    """A description until a Network allocates it; neither pass writes into an array it was given.

    The constructor stores its arguments under their names and nothing else: this is what `again` copies.
    `forward(training=False)` returns a fresh array and keeps nothing. `forward(training=True)` may keep its input and
    return a buffer, borrowed until this layer's next forward. `backward` sets the layer's gradients (the Network adds
    them up over several passes) and returns d loss / d x, borrowed until the next backward.
    """

    attached = False
    prepared: Shape = ()  # the input shape that the buffers are for
    y: Array
    dx: Array

    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name. `W` needs a slot `W` and a slot `dW` for its gradient."""
        return {}

    def state(self) -> dict[str, Array]:
        """Named arrays that are kept but not learnt, such as running statistics."""
        return {}

    def inside(self) -> list[list["Layer"]]:
        """The lists of layers that a container holds, themselves and not copies."""
        return []

    def output_shape(self, shape: Shape) -> Shape:
        """The shape of y for an x of this shape, batch included; raises ValueError where x does not fit."""
        return shape

    @abstractmethod
    def forward(self, x: Array, training: bool = False) -> Array:
        """y for a batch x. ValueError that names the shapes where x does not fit."""

    @abstractmethod
    def backward(self, dy: Array) -> Array:
        """d loss / d x from dy = d loss / d y, for the last training forward; sets the parameters' gradients."""

    def backward_parameters(self, dy: Array) -> None:
        """As backward, but without d loss / d x: a network's first layer has no use for it."""
        self.backward(dy)

    def prepare(self, x: Array) -> None:
        """Check the input and make the buffers for its shape: once per shape, not once per step."""
        self.y = np.empty(self.output_shape(x.shape), x.dtype)
        self.dx = np.empty(x.shape, x.dtype)
        self.prepared = x.shape

    def attach(self, values: Array, grads: Array) -> None:
        """Take this layer's part of the Network's two vectors: the views of the parameters lie one after the other."""
        at = 0
        for name, parameter in self.parameters().items():
            end = at + math.prod(parameter.shape)
            # past the slots, which would copy
            self.__dict__[name] = values[at:end].reshape(parameter.shape)
            self.__dict__["d" + name] = grads[at:end].reshape(parameter.shape)
            at = end
        self.attached = True

    def arguments(self) -> dict[str, Any]:
        """What the constructor was given."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def clone(self, memo: dict[int, Any]) -> Self:
        """The same description without arrays. Layers inside are described again; `memo` replaces other arguments."""

        def renew(value: Any) -> Any:
            if isinstance(value, Layer):
                return value.clone(memo)
            if isinstance(value, (list, tuple)) and any(isinstance(item, (Layer, list, tuple)) for item in value):
                return [renew(item) for item in value]
            return memo.get(id(value), value)

        return type(self)(**{name: renew(value) for name, value in self.arguments().items()})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.arguments().items())})"
