"""How much better a network is on the digits that it has learnt from."""

from __future__ import annotations

from core.run import Key, Ticks
from core.training import TEST_ACCURACY, TRAINING_ACCURACY

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
