"""One lane of a race of rates: a network trained at one rate or under one schedule, and where it stands."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import closing

import numpy as np

from core.array import Array
from core.data.dataset import Split
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.nn import Network
from core.optim import SGD
from core.optim.schedules import Constant, Cosine, Exponential, InverseTime, Schedule, StepDecay, WarmUp
from core.records import Table
from core.run import Key, Ticks
from core.training import LOSS, TEST_ACCURACY, Probes

HIDDEN = (100, 100)
HIGHEST, MEAN, RATIO, RATE = Key("highest loss"), Key("mean loss"), Key("update ratio"), Key("rate")
CONSTANT, TENTH, STEPS, EXPONENTIAL = "constant", "constant ÷ 10", "steps", "exponential"
INVERSE, COSINE, WARM = "1/t", "cosine", "warm-up + cosine"
SCHEDULES = (CONSTANT, TENTH, STEPS, EXPONENTIAL, INVERSE, COSINE, WARM)


def schedule(name: str, length: int) -> Schedule:
    """The schedule of that name for a rate that begins at 1, over `length` updates."""
    made: dict[str, Schedule] = {
        CONSTANT: Constant(1.0),
        TENTH: Constant(0.1),
        STEPS: StepDecay(1.0, max(length // 4, 1), 0.3),
        EXPONENTIAL: Exponential(1.0, 0.9985 ** (2000 / length)),
        INVERSE: InverseTime(1.0, max(length * 3 // 40, 1)),
        COSINE: Cosine(1.0, length),
        WARM: WarmUp(length // 20, Cosine(1.0, length - length // 20)),
    }
    return made[name]


def update_ratio(net: Network) -> Callable[[], Mapping[Key, float]]:
    """‖w − w_before‖ / ‖w_before‖ of all parameters together, after every update."""
    before = net.values.copy()

    def measure() -> Mapping[Key, float]:
        size = float(np.linalg.norm(before))
        moved = float(np.linalg.norm(np.subtract(net.values, before, before)))
        before[...] = net.values
        return {RATIO: moved / size if size else np.nan}

    return measure


def by_fan_in(net: Network) -> Callable[[Array, Array], None]:
    """g ← g / √n_in, layer by layer: a rate of its own for each layer. Collobert 2004."""
    factors = np.ones_like(net.values)
    at = 0
    for name, array in net.parameters().items():
        if name.endswith(".W"):
            factor = 1 / np.sqrt(array.shape[0])
        factors[at : at + array.size] = factor
        at += array.size

    def scale(w: Array, g: Array) -> None:
        g *= factors

    return scale


class Standing:
    """What the table says of a lane: means of its last updates."""

    def __init__(self, over: int) -> None:
        self.losses: deque[float] = deque(maxlen=over)
        self.ratios: deque[float] = deque(maxlen=over)
        self.highest = self.accuracy = float("nan")
        self.diverged = False

    def row(self, name: str) -> tuple[str, ...]:
        """The name, the loss, its highest value, the accuracy and how far an update moves the weights."""
        shown = (
            f"{np.mean(self.losses):.3g}" if self.losses and not self.diverged else "diverged" * self.diverged,
            f"{self.highest:.3g}" if self.losses else "",
            f"{self.accuracy:.3f}",
            f"{np.mean(self.ratios):.1g}" if self.ratios else "",
        )
        return name, *shown


def lane(
    split: Split, rate: Callable[[int], float], standing: Standing, *, seed: int, batch: int, fan_in: bool
) -> Ticks:
    """784-100-100-10 with ReLU and He by SGD; all lanes of a seed share weights and batches. rate(step): asked anew."""
    net = mlp_for(split.train, HIDDEN, seed)
    now = [rate(0)]

    def asked(step: int) -> float:
        now[0] = rate(step)
        return now[0]

    ticks = train_classifier(
        net,
        split,
        SGD(now[0]),
        seed=seed,
        batch=batch,
        with_replacement=True,
        probes=Probes(scalars=(update_ratio(net), lambda: {RATE: now[0]})),
        lr=asked,
        penalty=by_fan_in(net) if fan_in else None,
    )
    with closing(ticks):
        for tick in ticks:
            if tick is None:
                yield None
                continue
            scalars = dict(tick.scalars)
            standing.accuracy = scalars.get(Key(TEST_ACCURACY), standing.accuracy)
            if LOSS in scalars:
                standing.losses.append(scalars[LOSS])
                standing.ratios.append(scalars.get(RATIO, np.nan))
                standing.highest = scalars[HIGHEST] = float(np.fmax(standing.highest, scalars[LOSS]))
                scalars[MEAN] = float(np.mean(standing.losses))
                standing.diverged = bool(tick.events)
            yield tick._replace(scalars=scalars)


def table(standings: Mapping[str, Standing], over: int) -> Table:
    """Where all lanes stand."""
    columns = ("rate", f"loss, last {over}", "highest", "test", "update ÷ weight")
    return Table(columns, tuple(standing.row(name) for name, standing in standings.items()))
