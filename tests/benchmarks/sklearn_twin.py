"""The same training step in scikit-learn, where it has the net: `partial_fit` of an MLPClassifier on the batch.

Its checks of the data and its shuffle are in the time: a step cannot be had from it without them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sklearn.neural_network import MLPClassifier

from core.nn import CrossEntropy, Linear, ReLU
from core.optim import Momentum
from core.training.blas import set_blas_threads
from tests.benchmarks.cases import Case


def has(case: Case) -> bool:
    """Layers of ReLU, classes, and momentum: its plain stochastic gradient descent, which takes what batch it gets."""
    kinds = {type(layer) for layer in case.layers()}
    return kinds == {Linear, ReLU} and case.loss is CrossEntropy and type(case.optimizer()) is Momentum


def classifier(case: Case) -> MLPClassifier:
    rule = case.optimizer()
    assert isinstance(rule, Momentum)
    *hidden, _ = (layer.n_out for layer in case.layers() if isinstance(layer, Linear))
    return MLPClassifier(
        hidden,
        solver="sgd",
        alpha=0,
        batch_size=case.batch,
        learning_rate_init=rule.lr,
        momentum=rule.beta,
        nesterovs_momentum=False,
    )


def steps(case: Case) -> Iterator[float]:
    set_blas_threads(case.threads)
    net = classifier(case)
    x, y = case.data()
    classes = np.arange(case.classes)
    while True:
        net.partial_fit(x, y, classes=classes)
        yield net.loss_
