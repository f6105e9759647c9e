"""GoogLeNet: modules that look with several kernels at once. Szegedy et al. 2014."""

from typing import NamedTuple

import numpy as np

from core.nn.activation import ReLU
from core.nn.containers import Concat
from core.nn.conv import Conv2d
from core.nn.dropout import Dropout
from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.pool import GlobalAvgPool, MaxPool2d
from core.nn.response_norm import LocalResponseNorm


class Widths(NamedTuple):
    """Channels of one module, as the paper's table gives them; `to_3` and `to_5` are the 1×1 reductions."""

    one: int
    to_3: int
    three: int
    to_5: int
    five: int
    pooled: int

    @property
    def out(self) -> int:
        """The channels of the module's output."""
        return self.one + self.three + self.five + self.pooled

    def divided(self, by: int) -> "Widths":
        """Every width divided: the same module, narrower."""
        return Widths(*(width // by for width in self))


STAGES = (  # a pooling before each
    (Widths(64, 96, 128, 16, 32, 32), Widths(128, 128, 192, 32, 96, 64)),
    (
        Widths(192, 96, 208, 16, 48, 64),
        Widths(160, 112, 224, 24, 64, 64),
        Widths(128, 128, 256, 24, 64, 64),
        Widths(112, 144, 288, 32, 64, 64),
        Widths(256, 160, 320, 32, 128, 128),
    ),
    (Widths(256, 160, 320, 32, 128, 128), Widths(384, 192, 384, 48, 128, 128)),
)


def inception(channels: int, widths: Widths) -> Concat:
    """(height, width, channels) -> (height, width, widths.out): 1×1, 3×3, 5×5 and pooling side by side

    A 1×1 convolution before the large kernels makes them cheap: 192 channels of 28×28 to 32 by 5×5 take 120.4 M
    multiply-adds, through 16 channels 12.4 M.
    """
    return Concat(
        [
            [Conv2d(channels, widths.one, 1), ReLU()],
            [Conv2d(channels, widths.to_3, 1), ReLU(), Conv2d(widths.to_3, widths.three, 3, padding=1), ReLU()],
            [Conv2d(channels, widths.to_5, 1), ReLU(), Conv2d(widths.to_5, widths.five, 5, padding=2), ReLU()],
            [MaxPool2d(3, stride=1, padding=1), Conv2d(channels, widths.pooled, 1), ReLU()],
        ]
    )


def googlenet(rng: np.random.Generator, classes: int = 1000) -> list[Layer]:
    """(224, 224, 3)        7.0 M parameters: without the two side heads, which served only to train it"""
    stem: list[Layer] = [
        Conv2d(3, 64, 7, stride=2, padding=3),
        ReLU(),
        downsample(),
        LocalResponseNorm(),
        Conv2d(64, 64, 1),
        ReLU(),
        Conv2d(64, 192, 3, padding=1),
        ReLU(),
        LocalResponseNorm(),
    ]
    return [*stem, *_stages(192, 1), GlobalAvgPool(), Dropout(0.4, rng), Linear(1024, classes)]


def small_googlenet(rng: np.random.Generator, classes: int = 10) -> list[Layer]:
    """(28, 28, 1), the same nine modules with widths divided by 8, after a stem of one convolution"""
    return [
        Conv2d(1, 24, 3, padding=1),
        ReLU(),
        *_stages(24, 8),
        GlobalAvgPool(),
        Dropout(0.4, rng),
        Linear(128, classes),
    ]


def downsample() -> MaxPool2d:
    """112 -> 56 -> 28 -> 14 -> 7. The paper's windows hang over the far edge; ours over the near one as well."""
    return MaxPool2d(3, stride=2, padding=1)


def _stages(channels: int, divided_by: int) -> list[Layer]:
    layers: list[Layer] = []
    for stage in STAGES:
        layers.append(downsample())
        for widths in stage:
            narrow = widths.divided(divided_by)
            layers.append(inception(channels, narrow))
            channels = narrow.out
    return layers
