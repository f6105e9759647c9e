"""What PyTorch makes of the cases. Weights stay in our layout, on one vector that PyTorch differentiates: each function
below turns views of them into PyTorch's layout, so gradients and updates come back in ours.

Where definitions differ the difference is undone here, in the open, and the reason stands beside it.
"""

import warnings
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence
from torch.optim import lr_scheduler as lr

from core import nn, optim
from core.nn.allocate import walk
from tests.contracts.layer_cases import Case
from tests.parity import cases
from tests.parity.cases import Given, LossCase
from tests.parity.ours import Results
from tests.parity.torch_recurrent import recurrent

Weights = dict[int, dict[str, Tensor]]
Intermediates = dict[str, Tensor]

SIMPLE: dict[type[nn.Layer], Callable[[Any, Tensor], Tensor]] = {
    nn.Step: lambda _, x: (x >= 0).to(x.dtype),  # heaviside, which PyTorch cannot differentiate
    nn.Identity: lambda _, x: x * 1,
    nn.Sigmoid: lambda _, x: torch.sigmoid(x),
    nn.Tanh: lambda _, x: torch.tanh(x),
    nn.ReLU: lambda _, x: torch.relu(x),
    nn.LeakyReLU: lambda layer, x: functional.leaky_relu(x, layer.alpha),
    nn.HardTanh: lambda _, x: functional.hardtanh(x),
    nn.Softsign: lambda _, x: functional.softsign(x),
    nn.ELU: lambda layer, x: functional.elu(x, layer.alpha),
    nn.GELU: lambda _, x: functional.gelu(x),
    nn.SiLU: lambda _, x: functional.silu(x),
    nn.Softplus: lambda _, x: functional.softplus(x),
    nn.Softmax: lambda _, x: functional.softmax(x, -1),
    nn.LogSoftmax: lambda _, x: functional.log_softmax(x, -1),
    nn.Flatten: lambda _, x: x.flatten(1),
    nn.Reshape: lambda layer, x: x.reshape(len(x), *layer.shape),
    nn.GlobalAvgPool: lambda _, x: x.mean(tuple(range(1, x.ndim - 1))),
}


def forward(layer: nn.Layer, x: Tensor, weights: Weights, kept: Intermediates) -> Tensor:
    """y of a layer in training."""
    p = weights[id(layer)]
    if type(layer) in SIMPLE:
        return SIMPLE[type(layer)](layer, x)
    match layer:
        case nn.Padded():
            inner = layer.layers
            if isinstance(inner[0], nn.Recurrent) and bool((x == layer.padding).any()):
                packed = pack_padded_sequence(x, torch.tensor(cases.LENGTHS), True, enforce_sorted=False)
                return recurrent(inner[0], packed, [weights[id(cell)] for cell in walk(inner) if cell.parameters()])
            return chain(inner, x, weights, kept)
        case nn.Sequential():
            return chain(layer.layers, x, weights, kept)
        case nn.Residual():
            inside, around = chain(layer.layers, x, weights, kept), chain(layer.shortcut, x, weights, kept)
            return layer.scale * inside + around
        case nn.Concat():
            return torch.cat([chain(branch, x, weights, kept) for branch in layer.branches], -1)
        case nn.Recurrent():
            return recurrent(layer, x, [weights[id(cell)] for cell in walk([layer]) if cell.parameters()])
        case nn.Linear():
            return functional.linear(x, p["W"].T, p.get("b"))
        case nn.Embedding():
            return functional.embedding(x.long(), p["W"])
        case nn.LayerNorm():
            if isinstance(layer, nn.GroupNorm):
                y = functional.group_norm(channels_first(x), layer.groups, p["gamma"], p["beta"], layer.eps)
                return channels_last(y)
            return functional.layer_norm(x, (layer.features,), p["gamma"], p["beta"], layer.eps)
    return channels_last(pictures(layer, channels_first(x), p, kept))


def pictures(layer: nn.Layer, x: Tensor, p: dict[str, Tensor], kept: Intermediates) -> Tensor:
    """Layers whose channels stand first in PyTorch."""
    match layer:
        case nn.Conv2d():
            kernels = p["W"].permute(3, 2, 0, 1).contiguous()
            with warnings.catch_warnings():  # PyTorch says that an odd number of zeros may cost it a copy
                warnings.simplefilter("ignore", UserWarning)
                return functional.conv2d(
                    x, kernels, p.get("b"), layer.stride, layer.padding, layer.dilation, layer.groups
                )
        case nn.MaxPool2d():
            return functional.max_pool2d(x, layer.size, layer.stride, layer.padding)
        case nn.AvgPool2d():
            return functional.avg_pool2d(x, layer.size, layer.stride, layer.padding)
        case nn.LocalResponseNorm():
            # PyTorch divides alpha by the size
            return functional.local_response_norm(x, layer.size, layer.alpha * layer.size, layer.beta, layer.k)
        case nn.BatchNorm():
            mean, variance = torch.zeros(layer.features).double(), torch.ones(layer.features).double()
            # PyTorch's momentum is the share of the new, and its running variance takes σ² n / (n − 1)
            y = functional.batch_norm(x, mean, variance, p["gamma"], p["beta"], True, 1 - layer.decay, layer.eps)
            variance = layer.decay + (variance - layer.decay) * (1 - layer.features / x.numel())
            z = functional.batch_norm(x, mean, variance, p["gamma"], p["beta"], eps=layer.eps)
            kept |= {"mean": mean, "variance": variance, "inference": channels_last(z)}
            return y
    raise TypeError(f"no twin for {layer}")


def channels_first(x: Tensor) -> Tensor:
    return x.movedim(-1, 1)


def channels_last(x: Tensor) -> Tensor:
    return x.movedim(1, -1)


def chain(layers: list[nn.Layer], x: Tensor, weights: Weights, kept: Intermediates) -> Tensor:
    for layer in layers:
        x = forward(layer, x, weights, kept)
    return x


def views(layers: list[nn.Layer], w: Tensor) -> Weights:
    """Each layer's parameters as views of the vector, in the Network's order."""
    found: Weights = {}
    at = 0
    for layer in walk(layers):
        found[id(layer)] = {}
        for name, parameter in layer.parameters().items():
            size = prod(parameter.shape)
            found[id(layer)][name] = w[at : at + size].reshape(parameter.shape)
            at += size
    return found


def tensor(a: nn.Array, learnt: bool = True) -> Tensor:
    return torch.tensor(a.astype(float), requires_grad=learnt)


def numpy(**tensors: Tensor) -> Results:
    return {name: t.detach().numpy().copy() for name, t in tensors.items()}


def layer(case: Case, given: Given) -> Results:
    stack, kept = [case.make()], dict[str, Tensor]()
    x, t, w = tensor(given.x), tensor(given.t, False), tensor(given.w)
    y = chain(stack, x, views(stack, w), kept)
    slopes = torch.autograd.grad((t * y).sum(), (x, w), allow_unused=True) if y.requires_grad else (None, None)
    dx, dw = (torch.zeros_like(a) if g is None else g for a, g in zip((x, w), slopes, strict=True))
    found = numpy(y=y, dx=dx, dw=dw, **kept)
    moved = w if len(w) else x
    rule = torch.optim.SGD([moved], cases.RATE)
    for _ in range(cases.STEPS if y.requires_grad else 0):  # a step has no gradient
        rule.zero_grad()
        (0.5 * (chain(stack, x, views(stack, w), {}) - t) ** 2).sum().backward()
        rule.step()
    return found | numpy(**{"w" if len(w) else "x": moved})


def loss_of(made: nn.Loss, y: Tensor, t: Tensor) -> Tensor:
    how: dict[str, Any] = {"reduction": made.reduction}
    classes = made.loss if isinstance(made, nn.Masked) else made
    if isinstance(classes, nn.NegativeLogLikelihood) and classes.class_weights is not None:
        how["weight"] = torch.tensor(classes.class_weights)
    match made:
        case nn.Masked(loss=nn.CrossEntropy() as inner, padding=padding):
            more = {"ignore_index": padding, "label_smoothing": inner.label_smoothing}
            return functional.cross_entropy(y.movedim(-1, 1), t, **more, **how)  # PyTorch's classes stand second
        case nn.Masked(loss=nn.NegativeLogLikelihood(), padding=padding):
            return functional.nll_loss(y.movedim(-1, 1), t, ignore_index=padding, **how)
        case nn.Masked():
            there = t != made.padding  # PyTorch leaves out class indices only
            return loss_of(made.loss, y[there], t[there])
        case nn.CrossEntropy():
            return functional.cross_entropy(y, t, label_smoothing=made.label_smoothing, **how)
        case nn.NegativeLogLikelihood():
            return functional.nll_loss(y, t, **how)
        case nn.MSE():
            return functional.mse_loss(y, t, **how) * (made.factor / 2)  # ½ Σ is not among PyTorch's
        case nn.MAE():
            return functional.l1_loss(y, t, **how)
        case nn.SmoothL1():
            return functional.smooth_l1_loss(y, t, beta=made.beta, **how)
        case nn.BinaryCrossEntropy(probabilities=True):
            return functional.binary_cross_entropy(y, t, **how)
        case nn.BinaryCrossEntropy():
            return functional.binary_cross_entropy_with_logits(y, t, **how)
    raise TypeError(f"no twin for {made}")


def loss(case: LossCase, given: Given) -> Results:
    made, y = case.make(), tensor(given.x)
    t = torch.tensor(given.t).long() if "classes" in case.targets else tensor(given.t, False)
    value = loss_of(made, y, t)
    found = numpy(L=value, dy=torch.autograd.grad(value, y)[0])
    rule = torch.optim.SGD([y], cases.RATE)
    for _ in range(cases.STEPS):
        rule.zero_grad()
        loss_of(made, y, t).backward()
        rule.step()
    return found | numpy(y=y)


def torch_optimizer(ours: optim.Optimizer, w: list[Tensor]) -> torch.optim.Optimizer:
    """Constants are always given: PyTorch's defaults differ (RMSProp .99, AdaGrad's ε 1e-10)."""
    decay = {"weight_decay": ours.weight_decay}
    match ours:
        case optim.Momentum():
            return torch.optim.SGD(w, ours.lr, ours.beta, nesterov=isinstance(ours, optim.Nesterov), **decay)
        case optim.AdaGrad():
            return torch.optim.Adagrad(w, ours.lr, eps=ours.eps, **decay)
        case optim.RMSProp():
            return torch.optim.RMSprop(w, ours.lr, alpha=ours.decay, eps=ours.eps, **decay)
        case optim.AdaDelta():
            return torch.optim.Adadelta(w, ours.lr, rho=ours.decay, eps=ours.eps, **decay)
        case optim.AdamW():
            betas = ours.beta1, ours.beta2
            return torch.optim.AdamW(w, ours.lr, betas, ours.eps, **decay)
        case optim.Adam():
            return torch.optim.Adam(w, ours.lr, (ours.beta1, ours.beta2), ours.eps, **decay)
        case optim.SGD():
            return torch.optim.SGD(w, ours.lr, **decay)
    raise TypeError(f"no twin for {ours}")


def optimizer(name: str, given: Given, bridged: bool = True) -> Results:
    """w after every step. Not `bridged`: as PyTorch has it, to show that the difference is real."""
    ours, w, path = cases.OPTIMIZERS[name](), tensor(given.w), []
    rule = torch_optimizer(ours, [w])
    group = rule.param_groups[0]
    for step, g in enumerate(given.x.astype(float)):
        rate = cases.rate_at(name, ours.lr, step)
        memory = rule.state[w].get("momentum_buffer")
        if memory is not None and bridged:
            # our v = −η · buffer has the old rate in it and coasts on; PyTorch multiplies by the new one
            memory *= group["lr"] / rate
        group["lr"] = rate
        if isinstance(ours, optim.Adam) and not ours.bias_correction and bridged:
            # η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) is η m / (√v + ε) for this η and this ε
            first, second = 1 - ours.beta1 ** (step + 1), np.sqrt(1 - ours.beta2 ** (step + 1))
            group["lr"], group["eps"] = ours.lr * first / second, ours.eps / second
        w.grad = torch.tensor(g)
        rule.step()
        path.append(w.detach().numpy().copy())
    return {"w": np.array(path)}


def torch_schedule(ours: optim.Schedule, rule: torch.optim.Optimizer) -> torch.optim.lr_scheduler.LRScheduler:
    match ours:
        case optim.Constant():
            return lr.ConstantLR(rule, ours.lr / rule.defaults["lr"], cases.SCHEDULE_STEPS + 1)
        case optim.StepDecay():
            return lr.StepLR(rule, ours.every, ours.gamma)
        case optim.MultiStep():
            return lr.MultiStepLR(rule, list(ours.milestones), ours.gamma)
        case optim.Exponential():
            return lr.ExponentialLR(rule, ours.gamma)
        case optim.InverseTime():
            return lr.LambdaLR(rule, lambda t: ours.tau / max(t, ours.tau))
        case optim.Cosine():
            return lr.CosineAnnealingLR(rule, ours.steps, ours.lowest)
        case optim.WarmUp():
            rise = lr.LinearLR(rule, 1 / ours.steps, 1.0, ours.steps - 1)
            return lr.SequentialLR(rule, [rise, torch_schedule(ours.then, rule)], [ours.steps])
        case optim.Chained():
            ends = np.cumsum([steps for steps, _ in ours.parts[:-1]]).tolist()
            return lr.SequentialLR(rule, [torch_schedule(part, rule) for _, part in ours.parts], ends)
    raise TypeError(f"no twin for {ours}")


def schedule(name: str) -> Results:
    ours = cases.SCHEDULES[name]
    w = torch.zeros(len(cases.SLOPES[0]), dtype=torch.float64)
    rule = torch.optim.Adam([w], 0.3)  # the η of every case
    twin, rates, path = torch_schedule(ours, rule), [], []
    for step in range(cases.SCHEDULE_STEPS):
        rates.append(rule.param_groups[0]["lr"])
        w.grad = torch.tensor(cases.SLOPES[step % cases.STEPS])
        rule.step()
        twin.step()
        path.append(w.numpy().copy())
    return {"lr": np.array(rates), "w": np.array(path[: cases.STEPS])}


def regularizer(name: str, given: Given) -> Results:
    w, left = tensor(given.w), []
    penalty = cases.REGULARIZERS[name](np.ones(len(given.w), bool))
    rule = torch.optim.SGD([w], cases.RATE)
    for g in given.x.astype(float):
        w.grad = torch.tensor(g)
        penalize(penalty, w)
        left.append(w.grad.numpy().copy())
        rule.step()
    return {"g": np.array(left), **numpy(w=w)}


def penalize(penalty: object, w: Tensor) -> None:
    """What PyTorch does to a gradient first."""
    match penalty:
        case optim.L2():
            (0.5 * penalty.strength * (w**2).sum()).backward()
        case optim.L1():
            (penalty.strength * w.abs().sum()).backward()
        case optim.ClipNorm():
            norm = float(torch.nn.utils.clip_grad_norm_([w], penalty.limit))
            if norm > penalty.limit:
                w.grad *= (norm + 1e-6) / norm  # PyTorch divides by the norm plus 1e-6
        case optim.ClipValue():
            torch.nn.utils.clip_grad_value_([w], penalty.limit)
