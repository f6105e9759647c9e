"""Training networks, as generators of ticks that anyone may watch.

train.py       the one loop                      probes/             looking into it: weights, activations, gradients …
evaluate.py    how good a network is             race.py             several runs in lockstep
search.py      many runs with other settings     sweep.py            a race over two factors, as tables
checkpoint.py  a run saved in a file             early_stopping.py   stop when it no longer gets better
blas.py        threads of matrix products        parallel.py         the threads and processes of core
"""

from core.run.tick import DIVERGED
from core.training.early_stopping import EarlyStopping
from core.training.evaluate import TEST_ACCURACY, TRAINING_ACCURACY, BinaryEvaluation, Evaluation, loss_on
from core.training.parallel import DataParallel
from core.training.probes import (
    SCALES,
    ActivationProbe,
    LayerTimes,
    RecurrentProbe,
    WeightPaths,
    WeightProbe,
    before_and_now,
    bins,
    dead_units,
    gradient_norms,
    maps,
    stages,
    update_ratios,
    weights,
)
from core.training.race import lanes, race, watched_together
from core.training.sweep import Sweep, cell
from core.training.train import LOSS, Measurement, Metric, Probes, Snapshot, minibatches, shuffled_slices, train

__all__ = [
    "DIVERGED",
    "LOSS",
    "SCALES",
    "TEST_ACCURACY",
    "TRAINING_ACCURACY",
    "ActivationProbe",
    "BinaryEvaluation",
    "DataParallel",
    "EarlyStopping",
    "Evaluation",
    "LayerTimes",
    "Measurement",
    "Metric",
    "Probes",
    "RecurrentProbe",
    "Snapshot",
    "Sweep",
    "WeightPaths",
    "WeightProbe",
    "before_and_now",
    "bins",
    "cell",
    "dead_units",
    "gradient_norms",
    "lanes",
    "loss_on",
    "maps",
    "minibatches",
    "race",
    "shuffled_slices",
    "stages",
    "train",
    "update_ratios",
    "watched_together",
    "weights",
]
