"""LeNet-5: convolution, subsampling, convolution, subsampling, and a classifier. LeCun et al. 1998."""

from collections.abc import Callable

from core.nn.activation import ReLU
from core.nn.conv import Conv2d
from core.nn.flatten import Flatten
from core.nn.layer import Layer
from core.nn.linear import Linear
from core.nn.pool import MaxPool2d


def lenet5(
    activation: Callable[[], Layer] = ReLU, pool: Callable[[], Layer] = MaxPool2d, padding: int = 0, classes: int = 10
) -> list[Layer]:
    """(32, 32, 1), or (28, 28, 1) with padding 2        61,706 parameters

    As it is built today. In 1998: `activation=Tanh` (texts say Sigmoid) and subsampling, `pool=AvgPool2d`, with a
    learnt factor and bias for each channel; the second convolution saw only some of the channels, which saved 900.
    """
    return [
        Conv2d(1, 6, 5, padding=padding),
        activation(),
        pool(),
        Conv2d(6, 16, 5),
        activation(),
        pool(),
        Flatten(),
        Linear(5 * 5 * 16, 120),
        activation(),
        Linear(120, 84),
        activation(),
        Linear(84, classes),
    ]
