"""Which optimizers run, each with its own rate and constants: the part of the settings that experiments share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self, TypeAlias

from core.optim import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from core.settings import ChoiceField, FlagField, Label, LogRangeField, ManyField, RangeField, Settings, Shown

OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {
    kind.__name__: kind for kind in (SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam, AdamW)
}
NAMES = tuple(OPTIMIZERS)

OptimizerName: TypeAlias = Annotated[str, ChoiceField(*OPTIMIZERS)]
OptimizerNames: TypeAlias = Annotated[tuple[str, ...], ManyField(*NAMES)]
Rate: TypeAlias = Annotated[float, LogRangeField(1e-5, 10.0), Label("learning rate")]
Share: TypeAlias = Annotated[float, RangeField(0.0, 0.9999)]
Epsilon: TypeAlias = Annotated[float, LogRangeField(1e-10, 0.1), Label("ε", "keeps the division from exploding")]


@dataclass(frozen=True)
class Plain:
    """SGD's constants."""

    lr: Rate = 0.01


@dataclass(frozen=True)
class WithMomentum:
    """Momentum's and Nesterov's constants."""

    lr: Rate = 0.01
    beta: Annotated[Share, Label("β", "the share of the velocity that is kept")] = 0.9


@dataclass(frozen=True)
class Accumulating:
    """AdaGrad's constants."""

    lr: Rate = 0.01
    eps: Epsilon = 1e-8


@dataclass(frozen=True)
class Decaying:
    """RMSProp's and AdaDelta's constants."""

    lr: Rate = 0.001
    decay: Annotated[Share, Label("decay", "the share of the old average that is kept")] = 0.9
    eps: Epsilon = 1e-8


@dataclass(frozen=True)
class Adaptive:
    """Adam's constants."""

    lr: Rate = 0.001
    beta1: Annotated[Share, Label("β₁", "of the mean gradient")] = 0.9
    beta2: Annotated[Share, Label("β₂", "of the mean square")] = 0.999
    eps: Epsilon = 1e-8
    bias_correction: Annotated[bool, FlagField(), Label("bias correction")] = True


@dataclass(frozen=True)
class AdaptiveDecayed(Adaptive):
    """AdamW's constants."""

    weight_decay: Annotated[float, RangeField(0.0, 1.0), Label("weight decay")] = 0.01


@dataclass(frozen=True, kw_only=True)
class OptimizerSettings(Settings):
    """`optimizers` names those that run."""

    optimizers: OptimizerNames = NAMES
    sgd: Annotated[Plain, Label("SGD"), Shown("optimizers", "SGD")] = Plain()
    momentum: Annotated[WithMomentum, Label("Momentum"), Shown("optimizers", "Momentum")] = WithMomentum()
    nesterov: Annotated[WithMomentum, Label("Nesterov"), Shown("optimizers", "Nesterov")] = WithMomentum()
    adagrad: Annotated[Accumulating, Label("AdaGrad"), Shown("optimizers", "AdaGrad")] = Accumulating()
    rmsprop: Annotated[Decaying, Label("RMSProp"), Shown("optimizers", "RMSProp")] = Decaying()
    adadelta: Annotated[Decaying, Label("AdaDelta"), Shown("optimizers", "AdaDelta")] = Decaying(lr=1.0, eps=1e-6)
    adam: Annotated[Adaptive, Label("Adam"), Shown("optimizers", "Adam")] = Adaptive()
    adamw: Annotated[AdaptiveDecayed, Label("AdamW"), Shown("optimizers", "AdamW")] = AdaptiveDecayed()

    @property
    def constants(self) -> dict[str, Any]:
        """Of each optimizer by its name."""
        return {name: getattr(self, name.lower()) for name in NAMES}

    def at_rates(self, rates: Mapping[str, float], before: Mapping[str, float]) -> Self:
        """Each optimizer at its rate; one that was not at its rate `before` was given another by hand and keeps it."""
        brought = {name: own for name, own in self.constants.items() if own.lr == before[name]}
        return replace(self, **{name.lower(): replace(own, lr=rates[name]) for name, own in brought.items()})

    def made(self) -> dict[str, Optimizer]:
        """A new optimizer for each name that runs."""
        return {name: OPTIMIZERS[name](**vars(own)) for name, own in self.constants.items() if name in self.optimizers}
