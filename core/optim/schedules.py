"""Learning-rate schedules, `schedule(step) -> lr`. step: updates done before, so the first update asks for step 0."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi

Schedule = Callable[[int], float]


def _check_steps(name: str, steps: int, least: int = 1) -> None:
    if not steps >= least:  # neither is nan
        raise ValueError(f"{name} counts in steps, {least} or more; got {steps}")


@dataclass(frozen=True)
class Constant:
    """η"""

    lr: float

    def __call__(self, step: int) -> float:
        return self.lr


@dataclass(frozen=True)
class StepDecay:
    """η γ^⌊step / every⌋"""

    lr: float
    every: int
    gamma: float = 0.1

    def __post_init__(self) -> None:
        _check_steps("StepDecay's `every`", self.every)

    def __call__(self, step: int) -> float:
        return float(self.lr * self.gamma ** (step // self.every))


@dataclass(frozen=True)
class MultiStep:
    """η γ^(milestones reached): a milestone m counts from step m on"""

    lr: float
    milestones: tuple[int, ...]
    gamma: float = 0.1

    def __call__(self, step: int) -> float:
        return float(self.lr * self.gamma ** bisect_right(sorted(self.milestones), step))


@dataclass(frozen=True)
class Exponential:
    """η γ^step"""

    lr: float
    gamma: float

    def __call__(self, step: int) -> float:
        return float(self.lr * self.gamma**step)


@dataclass(frozen=True)
class InverseTime:
    """α₀ τ / max(t, τ): level until step τ, then falling as 1/t, the rate that convergence proofs ask for"""

    lr: float
    tau: int

    def __post_init__(self) -> None:
        _check_steps("InverseTime's `tau`", self.tau)

    def __call__(self, step: int) -> float:
        return self.lr * self.tau / max(step, self.tau)


@dataclass(frozen=True)
class Cosine:
    """lowest + ½ (η − lowest) (1 + cos(π step / steps)), then lowest (PyTorch: up again). Loshchilov & Hutter 2016."""

    lr: float
    steps: int
    lowest: float = 0.0

    def __post_init__(self) -> None:
        _check_steps("Cosine's `steps`", self.steps)

    def __call__(self, step: int) -> float:
        progress = min(step / self.steps, 1.0)
        return self.lowest + 0.5 * (self.lr - self.lowest) * (1 + cos(pi * progress))


@dataclass(frozen=True)
class WarmUp:
    """Rises over the first steps to what `then` begins with: (step + 1) / steps of it; afterwards then(step − steps)"""

    steps: int
    then: Schedule

    def __post_init__(self) -> None:
        _check_steps("WarmUp's `steps`", self.steps, 0)

    def __call__(self, step: int) -> float:
        return self.then(0) * (step + 1) / self.steps if step < self.steps else self.then(step - self.steps)


@dataclass(frozen=True)
class Chained:
    """One schedule after the other: `parts` are (steps, schedule), each starting at its own step 0; the last stays"""

    parts: tuple[tuple[int, Schedule], ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("Chained needs at least one schedule")
        for length, _ in self.parts[:-1]:
            _check_steps("Each part of Chained", length, 0)

    def __call__(self, step: int) -> float:
        for length, schedule in self.parts[:-1]:
            if step < length:
                return schedule(step)
            step -= length
        return self.parts[-1][1](step)
