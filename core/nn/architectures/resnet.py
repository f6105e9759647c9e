"""ResNet: blocks that add to what they are given. He et al. 2015."""

from collections.abc import Sequence

from core.nn.activation import ReLU
from core.nn.containers import Residual
from core.nn.conv import Conv2d
from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.normalization import BatchNorm
from core.nn.pool import GlobalAvgPool, MaxPool2d

WIDTHS = (64, 128, 256, 512)
BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3)}  # in each stage
EXPANSION = 4  # a bottleneck's output is this many times as wide as its inside


def resnet(depth: int, classes: int = 1000) -> list[Layer]:
    """(224, 224, 3)        depth 18: 11.69 M parameters, 34: 21.80 M, 50, of bottlenecks: 25.56 M"""
    return [*conv_bn(3, WIDTHS[0], 7, stride=2), *_stages(depth, WIDTHS, classes)]


def small_resnet(depth: int, classes: int = 10) -> list[Layer]:
    """(28, 28, 1), the widths divided by 8; the first convolution is a 3×3 that keeps the size"""
    widths = [width // 8 for width in WIDTHS]
    return [*conv_bn(1, widths[0], 3), *_stages(depth, widths, classes)]


def basic(c_in: int, width: int, stride: int = 1) -> list[Layer]:
    """(height, width, c_in) -> (height / stride, width / stride, width): two 3×3 convolutions"""
    branch = [*conv_bn(c_in, width, 3, stride), ReLU(), *conv_bn(width, width, 3)]
    return [Residual(branch, _shortcut(c_in, width, stride)), ReLU()]


def bottleneck(c_in: int, width: int, stride: int = 1) -> list[Layer]:
    """(height, width, c_in) -> (height / stride, width / stride, 4 width): 1×1 to fewer channels, 3×3, 1×1 back

    The stride is in the first 1×1, as in the paper; in its 3×3, as others have it, the count of parameters is the same.
    """
    out = EXPANSION * width
    branch = [
        *conv_bn(c_in, width, 1, stride),
        ReLU(),
        *conv_bn(width, width, 3),
        ReLU(),
        *conv_bn(width, out, 1),
    ]
    return [Residual(branch, _shortcut(c_in, out, stride)), ReLU()]


def conv_bn(c_in: int, c_out: int, size: int, stride: int = 1) -> list[Layer]:
    """Convolution and batch norm, whose β makes a bias superfluous; padded so that stride 1 keeps the size"""
    return [Conv2d(c_in, c_out, size, stride, padding=size // 2, bias=False), BatchNorm(c_out)]


def _shortcut(c_in: int, c_out: int, stride: int) -> list[Layer]:
    """The identity wherever the shapes allow it."""
    return [] if stride == 1 and c_in == c_out else conv_bn(c_in, c_out, 1, stride)


def _stages(depth: int, widths: Sequence[int], classes: int) -> list[Layer]:
    """Height and width are halved by a pooling before the first stage and at the beginning of every other."""
    block, expansion = (bottleneck, EXPANSION) if depth >= 50 else (basic, 1)
    layers: list[Layer] = [ReLU(), MaxPool2d(3, stride=2, padding=1)]
    channels = widths[0]
    for stage, (width, count) in enumerate(zip(widths, BLOCKS[depth], strict=True)):
        for i in range(count):
            layers += block(channels, width, stride=2 if stage and not i else 1)
            channels = expansion * width
    return [*layers, GlobalAvgPool(), Linear(channels, classes)]
