"""AlexNet: a large LeNet with ReLU, dropout and local response normalization. Krizhevsky et al. 2012."""

import numpy as np

from core.nn.activation import ReLU
from core.nn.conv import Conv2d
from core.nn.dropout import Dropout
from core.nn.flatten import Flatten
from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.pool import MaxPool2d
from core.nn.response_norm import LocalResponseNorm


def alexnet(rng: np.random.Generator, classes: int = 1000) -> list[Layer]:
    """(227, 227, 3)        61.0 M parameters

    The groups of 2 are the two graphics cards it was trained on: half of the channels each.
    """
    first = Conv2d(3, 96, 11, stride=4)
    return [*_convolutions(first, 256, 384), *classifier(6 * 6 * 256, 4096, classes, rng)]


def small_alexnet(rng: np.random.Generator, classes: int = 10) -> list[Layer]:
    """(28, 28, 1), the widths divided by 8"""
    first = Conv2d(1, 12, 5, padding=2)
    return [*_convolutions(first, 32, 48), *classifier(2 * 2 * 32, 512, classes, rng)]


def _convolutions(first: Conv2d, wide: int, wider: int) -> list[Layer]:
    return [
        first,
        ReLU(),
        LocalResponseNorm(),
        MaxPool2d(3, stride=2),
        Conv2d(first.c_out, wide, 5, padding=2, groups=2),
        ReLU(),
        LocalResponseNorm(),
        MaxPool2d(3, stride=2),
        Conv2d(wide, wider, 3, padding=1),
        ReLU(),
        Conv2d(wider, wider, 3, padding=1, groups=2),
        ReLU(),
        Conv2d(wider, wide, 3, padding=1, groups=2),
        ReLU(),
        MaxPool2d(3, stride=2),
    ]


def classifier(features: int, hidden: int, classes: int, rng: np.random.Generator) -> list[Layer]:
    """Two wide layers with dropout before the scores, which hold most of the weights; VGG has the same."""
    return [
        Flatten(),
        Linear(features, hidden),
        ReLU(),
        Dropout(0.5, rng),
        Linear(hidden, hidden),
        ReLU(),
        Dropout(0.5, rng),
        Linear(hidden, classes),
    ]
