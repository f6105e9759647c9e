"""VGG: nothing but 3×3 convolutions, twice the channels after each pooling. Simonyan & Zisserman 2014."""

from collections.abc import Sequence

import numpy as np

from core.nn.activation import ReLU
from core.nn.architectures.alexnet import classifier
from core.nn.conv import Conv2d
from core.nn.layer import Layer
from core.nn.pool import MaxPool2d

WIDTHS = (64, 128, 256, 512, 512)
CONVOLUTIONS = {16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}  # in each stage, by the number of layers that learn


def vgg(depth: int, rng: np.random.Generator, classes: int = 1000) -> list[Layer]:
    """(224, 224, 3)        depth 16: 138.36 M parameters, 19: 143.67 M, most of them in the first Linear"""
    convolutions = _stages(3, WIDTHS, CONVOLUTIONS[depth])
    return [*convolutions, *classifier(7 * 7 * 512, 4096, classes, rng)]


def small_vgg(depth: int, rng: np.random.Generator, classes: int = 10) -> list[Layer]:
    """(28, 28, 1), the widths divided by 8; after the fourth stage one place is left, so there is no fifth"""
    convolutions = _stages(1, [width // 8 for width in WIDTHS[:4]], CONVOLUTIONS[depth])
    return [*convolutions, *classifier(64, 128, classes, rng)]


def _stages(channels: int, widths: Sequence[int], convolutions: Sequence[int]) -> list[Layer]:
    layers: list[Layer] = []
    for width, count in zip(widths, convolutions, strict=False):
        for _ in range(count):
            layers += [Conv2d(channels, width, 3, padding=1), ReLU()]
            channels = width
        layers.append(MaxPool2d())
    return layers
