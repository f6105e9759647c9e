"""How long the gradient is, in each layer and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.array import Array
from core.nn.network import Network
from core.run.tick import Key


def gradient_norms(net: Network) -> Callable[[], Mapping[Key, float]]:
    """After every update, of its gradient with the penalty's share: `Probes(scalars=(gradient_norms(net),))`.

    "gradient norm"           ‖g‖₂ of the whole vector, biases and all: what is clipped
    "gradient norm layer 1"   ‖∂L/∂W‖₂ of that layer's weights
    """
    norms = {Key(f"gradient norm {layer}"): g for layer, g in weight_gradients(net).items()}
    norms[Key("gradient norm")] = net.grads
    return lambda: {key: float(np.linalg.norm(g)) for key, g in norms.items()}


def weight_gradients(net: Network) -> Mapping[str, Array]:
    """The gradients of the weight arrays (views), under the names that `weights` gives."""
    found = [view for name, view in net.gradients().items() if name.endswith(".W")]
    return {f"layer {i}": view for i, view in enumerate(found, 1)}
