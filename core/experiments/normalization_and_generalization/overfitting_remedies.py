"""What is said to help against overfitting, each alone on the same few digits."""

from __future__ import annotations

from collections.abc import Callable

from core.data.dataset import Split
from core.experiments.normalization_and_generalization.overfitting_settings import OverfittingSettings
from core.experiments.shared.gap import GAP, learn_by_heart
from core.nn import Dropout, Layer, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import L2
from core.random import stream
from core.records import Table
from core.run import Key, Ticks
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, race

NOTHING, L2_DECAY, DROPOUT, BATCH_NORM, TWICE = "nothing", "L2 0.03", "dropout 0.2", "batch norm", "twice the digits"
REMEDIES = (NOTHING, L2_DECAY, DROPOUT, BATCH_NORM, TWICE)
SAMPLES, HIDDEN = 300, (100,) * 6
STRENGTH, DROPPED = 0.03, 0.2


def remedies(settings: OverfittingSettings, now: Callable[[], OverfittingSettings], split: Split) -> Ticks:
    """Every remedy's run, side by side."""
    newest: dict[Key, float] = {}

    def table() -> Table:
        return measured(newest)

    for tick in race({name: lane(settings, now, split, name) for name in REMEDIES}):
        if tick is None:
            yield None
            continue
        newest.update(tick.scalars)
        yield tick._replace(total=settings.updates, views={**tick.views, Key("measured"): table})
        if tick.step == settings.updates:
            return


def network(split: Split, name: str, seed: int) -> Network:
    """784-100×6-10 with ReLU, batch norm before each of them or dropout behind; the same first weights for all."""
    layers: list[Layer] = []
    for layer in mlp((split.train.x.shape[1], *HIDDEN, len(split.train.classes)), ReLU, name == BATCH_NORM):
        layers.append(layer)
        if name == DROPOUT and isinstance(layer, ReLU):
            layers.append(Dropout(DROPPED, stream(seed, f"dropout {len(layers)}")))
    return Network(layers, he_normal, rng=stream(seed, "init"))


def lane(settings: OverfittingSettings, now: Callable[[], OverfittingSettings], split: Split, name: str) -> Ticks:
    """One remedy's run."""
    few = Split(split.train.first(2 * SAMPLES if name == TWICE else SAMPLES), split.test)
    net = network(few, name, settings.seed)
    yield from learn_by_heart(
        net,
        few,
        seed=settings.seed,
        every=settings.every,
        tested=settings.tested,
        lr=lambda _: now().lr,
        penalty=L2(STRENGTH, net.mask("weights")) if name == L2_DECAY else None,
    )


def measured(newest: dict[Key, float]) -> Table:
    """The newest figures of every remedy, and how far each raises the level."""
    plain = newest[Key(TEST_ACCURACY, NOTHING)]
    rows = []
    for name in REMEDIES:
        training, test, gap = (newest[Key(channel, name)] for channel in (TRAINING_ACCURACY, TEST_ACCURACY, GAP))
        raised = "" if name == NOTHING else f"{test - plain:+.3f}".replace("-", "−")
        rows.append((name, f"{training:.3f}", f"{test:.3f}", f"{gap:.3f}", raised))
    return Table(("remedy", "training", "test", "gap", "gained"), tuple(rows))
