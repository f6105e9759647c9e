"""How weights move.

optimizer      what every rule is: one vector, its gradient, named memory
rules          SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam, AdamW, in order of difficulty
regularizers   L2, L1 and clipping, which change the gradient first
schedules      how the learning rate changes with time: functions of the step, plottable without training
"""

from core.optim.optimizer import Optimizer
from core.optim.regularizers import L1, L2, ClipNorm, ClipValue, clip_grad_norm, clip_grad_value
from core.optim.rules import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from core.optim.schedules import (
    Chained,
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    MultiStep,
    Schedule,
    StepDecay,
    WarmUp,
)

__all__ = [
    "L1", "L2", "SGD", "AdaDelta", "AdaGrad", "Adam", "AdamW", "Chained", "ClipNorm", "ClipValue", "Constant", "Cosine",
    "Exponential", "InverseTime", "Momentum", "MultiStep", "Nesterov", "Optimizer", "RMSProp", "Schedule", "StepDecay",
    "WarmUp", "clip_grad_norm", "clip_grad_value",
]  # fmt: skip
