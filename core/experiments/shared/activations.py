"""The activations as settings name them: one spelling for every experiment, in the order of their menu."""

from collections.abc import Callable

from core.nn import (
    ELU,
    GELU,
    Activation,
    HardTanh,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Tanh,
)

ACTIVATIONS: dict[str, Callable[[], Activation]] = {
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "ReLU": ReLU,
    "leaky ReLU": LeakyReLU,
    "hard tanh": HardTanh,
    "softsign": Softsign,
    "ELU": ELU,
    "GELU": GELU,
    "SiLU": SiLU,
    "softplus": Softplus,
    "identity": Identity,
}
