"""The two convolutional networks of the course, for 28×28 digits. Saitoh, Deep Learning from Scratch, 7.5 and 8.1."""

import numpy as np

from core.nn.activation import ReLU
from core.nn.conv import Conv2d
from core.nn.dropout import Dropout
from core.nn.flatten import Flatten
from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.pool import MaxPool2d


def simple_convnet(filters: int = 30, hidden: int = 100, classes: int = 10) -> list[Layer]:
    """(28, 28, 1)        conv30 5×5 – ReLU – pool – 100 – ReLU – 10: 433,890 parameters"""
    return [
        Conv2d(1, filters, 5),
        ReLU(),
        MaxPool2d(),
        Flatten(),
        Linear(12 * 12 * filters, hidden),
        ReLU(),
        Linear(hidden, classes),
    ]


def deep_convnet(rng: np.random.Generator, classes: int = 10, inverted: bool = True) -> list[Layer]:
    """(28, 28, 1)        c16-c16-P-c32-c32(pad 2)-P-c64-c64-P-50-drop-10-drop: 123,552 parameters

    Padding 2 once makes 14 + 2 = 16, which the poolings halve to 8 and 4. Even the scores are dropped out; `inverted`
    is the form of the dropout, False for the one of the book.
    """
    layers: list[Layer] = []
    channels = 1
    for width, paddings in ((16, (1, 1)), (32, (1, 2)), (64, (1, 1))):
        for padding in paddings:
            layers += [Conv2d(channels, width, 3, padding=padding), ReLU()]
            channels = width
        layers.append(MaxPool2d())
    return [
        *layers,
        Flatten(),
        Linear(4 * 4 * 64, 50),
        ReLU(),
        Dropout(0.5, rng, inverted),
        Linear(50, classes),
        Dropout(0.5, rng, inverted),
    ]
