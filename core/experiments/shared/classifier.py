"""A network that learns to tell classes, with what nearly every experiment measures of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.array import Array
from core.data.dataset import Dataset, Split
from core.experiments.shared.fields import MEASURE_EVERY, TESTED
from core.nn import CrossEntropy, Initializer, Layer, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import Optimizer
from core.random import stream
from core.run import Key, Ticks
from core.training import DataParallel, Evaluation, Metric, Probes, minibatches, train


def mlp_for(
    data: Dataset,
    hidden: Sequence[int],
    seed: int,
    activation: Callable[[], Layer] = ReLU,
    init: Initializer = he_normal,
) -> Network:
    """From the features of the data through hidden layers to a score for each of its classes."""
    return Network(mlp((data.x.shape[1], *hidden, len(data.classes)), activation), init, rng=stream(seed, "init"))


def train_classifier(
    net: Network,
    split: Split,
    optimizer: Optimizer,
    *,
    seed: int,
    batch: int,
    every: int = MEASURE_EVERY,
    tested: int = TESTED,
    trained: int = 0,
    confusion: bool = False,
    with_replacement: bool = False,
    probes: Probes | None = None,
    lr: Callable[[int], float] | None = None,
    penalty: Callable[[Array, Array], None] | None = None,
    threads: int = 1,
) -> Ticks:
    """`train` by cross entropy, measuring "test accuracy" every so many steps.

    tested: on how many samples of the test part; trained: on how many of the training part, as "training accuracy",
    0 for none. confusion: with the view "confusion" of the test part. seed: its stream "data" makes the batches, so
    that variants of one seed and batch size share them. threads: a constant of the experiment; see DataParallel.
    """
    test = Evaluation(net, split.test.first(tested))
    metrics = [Metric(every, test.accuracy)]
    if trained:
        metrics.append(Metric(every, Evaluation(net, split.train.first(trained), "training accuracy").accuracy))
    measured = Probes({Key("confusion"): test.confusion} if confusion else {}, metrics=tuple(metrics))
    probes = measured if probes is None else probes | measured
    feed, per_epoch = minibatches(split.train, batch, stream(seed, "data"), with_replacement=with_replacement)
    if threads == 1:
        yield from train(net, CrossEntropy(), optimizer, feed, per_epoch, probes, lr=lr, penalty=penalty)
        return
    with DataParallel(net, threads) as shared:
        yield from train(shared, CrossEntropy(), optimizer, feed, per_epoch, probes, lr=lr, penalty=penalty)
