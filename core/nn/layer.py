"""What every layer is: a description first, arrays later."""

import inspect
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import numpy as np

from core.array import Array, Shape


class Parameter(NamedTuple):
    """The shape of one array that is learnt. Only weights are drawn by the initializer and penalized by L2."""

    shape: Shape
    fan_in: int = 1
    fan_out: int = 1
    kind: str = "weights"  # or "bias", "scale": these start at `start`
    start: float = 0.0
    blocks: int = 1  # matrices side by side in this array; each is drawn on its own


class Slot:
    """The name of an array that a Network allocates, such as a layer's parameter or its gradient.

    Reading finds the view that the Network put into the layer's own dictionary: there is no `__get__`, so nothing
    slows a training step. Assigning copies into the view, with a check of the shape. Before there is a Network the slot
    itself is read; whatever is done with it raises RuntimeError in one sentence.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"{owner.__name__}.{name}"
        self.key = name

    def __set__(self, owner: Any, value: Any) -> None:
        view = owner.__dict__.get(self.key)
        if view is None:
            raise self._not_allocated()
        if np.shape(value) != view.shape:
            raise ValueError(f"{self.name} has shape {view.shape}, got {np.shape(value)}")
        if value is not view:
            view[...] = value

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        raise self._not_allocated()

    def __getitem__(self, _: Any) -> NoReturn:
        raise self._not_allocated()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # what Python itself asks every class attribute for
            raise AttributeError(name)
        raise self._not_allocated()

    def _not_allocated(self) -> RuntimeError:
        return RuntimeError(f"{self.name} does not exist yet: a Network allocates it")

    def __repr__(self) -> str:
        return f"<{self.name}: not allocated yet, a Network does that>"


def slot() -> Any:
    """`W: Array = slot()` in a layer's class body."""
    return Slot()


class Layer(ABC):
    """A description until a Network allocates it; neither pass writes into an array it was given.

    The constructor stores each argument under its name. `forward(training=False)` returns a fresh array and keeps
    nothing. `forward(training=True)` may keep its input and return a buffer, borrowed until this layer's next forward.
    `backward` sets the layer's gradients (the Network adds them up over several passes) and returns d loss / d x,
    borrowed until the next backward.
    A copied or unpickled layer is a description again, with all attributes but parameters and buffers: a Network that
    is copied allocates them for its copy.
    """

    attached = False
    prepared: Shape = ()  # the input shape that the buffers are for
    y: Array
    dx: Array
    _description: frozenset[str] = frozenset()  # the names of the attributes before the Network came

    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name. `W` needs a slot `W` and a slot `dW` for its gradient."""
        return {}

    def state(self) -> dict[str, Array]:
        """Named arrays that are saved but not learnt, such as running statistics."""
        return {}

    def children(self) -> list[list["Layer"]]:
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
        self._description = frozenset(vars(self))
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

    def __getstate__(self) -> dict[str, Any]:
        """What a copy or a pickle consists of. An array that came after the Network did is taken for a buffer, unless
        the class has an attribute of that name (such as `mask: Array | None = None`)."""
        return {name: value for name, value in vars(self).items() if not self._is_working_memory(name, value)}

    def _is_working_memory(self, name: str, value: Any) -> bool:
        if name in ("attached", "prepared", "_description") or isinstance(getattr(type(self), name, None), Slot):
            return True
        described = not self.attached or name in self._description or hasattr(type(self), name)
        parts = value, *getattr(value, "__dict__", {}).values()
        return not described and any(isinstance(part, np.ndarray) for part in parts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._written_arguments())})"

    def _written_arguments(self) -> Iterator[str]:
        """As one would write them: without names up to the first default, then those that are not the default."""
        required = True
        for name, argument in inspect.signature(type(self)).parameters.items():
            value = getattr(self, name)
            required &= argument.default is argument.empty
            if isinstance(value, np.random.Generator):
                continue  # has no text but an address
            if required:
                yield repr(value)
            elif repr(value) != repr(argument.default):
                yield f"{name}={value!r}"
