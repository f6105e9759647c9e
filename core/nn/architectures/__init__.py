"""From LeNet to ResNet: each network as its paper defines it, and an edition for 28×28 digits that trains on a laptop.

A description allocates nothing, so `summary(ARCHITECTURES["VGG-16"].layers(rng), (224, 224, 3))` costs nothing either.
The small editions keep what is new in each (its depth, modules, blocks) and divide the widths by 8.

summary      a table of layers: shapes, parameters, multiply-adds
convnets     the course's own two
lenet, alexnet, vgg, googlenet, resnet      in the order of their years
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.array import Shape
from core.nn.architectures.alexnet import alexnet, small_alexnet
from core.nn.architectures.convnets import deep_convnet, simple_convnet
from core.nn.architectures.googlenet import Widths, googlenet, inception, small_googlenet
from core.nn.architectures.lenet import lenet5
from core.nn.architectures.resnet import basic, bottleneck, resnet, small_resnet
from core.nn.architectures.summary import Row, summary, total
from core.nn.architectures.vgg import small_vgg, vgg
from core.nn.layer import Layer

SMALL = (28, 28, 1)  # the input of every small edition
Describe = Callable[[np.random.Generator], list[Layer]]


@dataclass(frozen=True)
class Architecture:
    """A network in two sizes. The generator serves dropout, where there is any."""

    year: int
    input_shape: Shape
    layers: Describe
    small: Describe


def _resnet(depth: int) -> Architecture:
    return Architecture(2015, (224, 224, 3), lambda _: resnet(depth), lambda _: small_resnet(depth))


ARCHITECTURES = {
    "LeNet-5": Architecture(1998, (32, 32, 1), lambda _: lenet5(), lambda _: lenet5(padding=2)),
    "AlexNet": Architecture(2012, (227, 227, 3), alexnet, small_alexnet),
    "VGG-16": Architecture(2014, (224, 224, 3), partial(vgg, 16), partial(small_vgg, 16)),
    "VGG-19": Architecture(2014, (224, 224, 3), partial(vgg, 19), partial(small_vgg, 19)),
    "GoogLeNet": Architecture(2014, (224, 224, 3), googlenet, small_googlenet),
    "ResNet-18": _resnet(18),
    "ResNet-34": _resnet(34),
    "ResNet-50": _resnet(50),
}

__all__ = [
    "ARCHITECTURES", "SMALL", "Architecture", "Row", "Widths", "alexnet", "basic", "bottleneck", "deep_convnet",
    "googlenet", "inception", "lenet5", "resnet", "simple_convnet", "small_alexnet", "small_googlenet", "small_resnet",
    "small_vgg", "summary", "total", "vgg",
]  # fmt: skip
