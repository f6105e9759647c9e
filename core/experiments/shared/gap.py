"""How much better a network is on the digits that it has learnt from: a few hundred, which it learns by heart."""

from __future__ import annotations

from collections.abc import Callable

from core.array import Array
from core.data.dataset import Split
from core.experiments.shared.classifier import train_classifier
from core.nn import Network
from core.optim import SGD
from core.run import Key, Ticks
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, Probes

BATCH = 100
GAP = "gap"  # the channel: training accuracy − test accuracy


def with_gap(run: Ticks) -> Ticks:
    """The same ticks; those that bring both accuracies bring the gap too."""
    training, test, gap = Key(TRAINING_ACCURACY), Key(TEST_ACCURACY), Key(GAP)
    for tick in run:
        if tick is not None and training in tick.scalars and test in tick.scalars:
            found = {gap: tick.scalars[training] - tick.scalars[test]}
            yield tick._replace(scalars={**tick.scalars, **found})
        else:
            yield tick


def learn_by_heart(
    net: Network,
    split: Split,
    *,
    seed: int,
    every: int,
    tested: int,
    lr: Callable[[int], float],
    probes: Probes | None = None,
    penalty: Callable[[Array, Array], None] | None = None,
) -> Ticks:
    """`train_classifier` by SGD on batches drawn with replacement, with the gap on all of the training digits.

    The textbook's experiments on overfitting are all done like this.
    """
    return with_gap(
        train_classifier(
            net,
            split,
            SGD(),
            seed=seed,
            batch=BATCH,
            every=every,
            tested=tested,
            trained=len(split.train),
            with_replacement=True,
            probes=probes,
            lr=lr,
            penalty=penalty,
        )
    )
