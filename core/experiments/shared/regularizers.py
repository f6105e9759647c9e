"""The regularizer as settings name it, at its rate of this moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol, TypeAlias

from core.nn import Array, Network
from core.optim.regularizers import L1, L2
from core.settings import ChoiceField, Label, Live, LogRangeField, Shown

NONE = "none"
REGULARIZERS: dict[str, type[L1 | L2]] = {"L1": L1, "L2": L2}

Name: TypeAlias = Annotated[str, ChoiceField(NONE, *REGULARIZERS), Live]
Rate: TypeAlias = Annotated[
    float, LogRangeField(1e-5, 1), Live, Label("regularization rate"), Shown("regularizer", *REGULARIZERS)
]


class Regularized(Protocol):
    """Settings with both fields, of these names."""

    @property
    def regularizer(self) -> str:
        """ "none" or the name of one."""

    @property
    def rate(self) -> float:
        """Its strength λ."""


def penalty(now: Callable[[], Regularized], net: Network) -> Callable[[Array, Array], None]:
    """What is added to the gradients, by the settings of this moment. The loss that is shown is without it."""
    mask = net.mask("weights")

    def add(w: Array, g: Array) -> None:
        settings = now()
        if settings.regularizer != NONE:
            REGULARIZERS[settings.regularizer](settings.rate, mask)(w, g)

    return add
