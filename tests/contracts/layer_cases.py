"""One or more cases for every layer: a function that describes it anew, and the shape of one sample."""

from collections.abc import Callable
from typing import NamedTuple

from core import nn
from core.random import stream


class Case(NamedTuple):
    name: str
    make: Callable[[], nn.Layer]
    shape: tuple[int, ...]
    random: bool = False  # training differs from inference: dropout, batch norm
    flat: bool = False  # no gradient at all

    def network(self, dtype: str = "float64") -> nn.Network:
        return nn.Network([self.make()], nn.normal(0.5), rng=stream(0, "init"), dtype=dtype, input_shape=self.shape)


CASES = [
    Case("Linear", lambda: nn.Linear(5, 3), (5,)),
    Case("Linear 1 to 1", lambda: nn.Linear(1, 1), (1,)),
    Case("Linear without bias", lambda: nn.Linear(4, 2, bias=False), (4,)),
    Case("Linear on sequences", lambda: nn.Linear(4, 2), (3, 4)),
    Case("Step", nn.Step, (7,), flat=True),
    Case("Identity", nn.Identity, (7,)),
    Case("Sigmoid", nn.Sigmoid, (7,)),
    Case("Tanh", nn.Tanh, (7,)),
    Case("ReLU", nn.ReLU, (7,)),
    Case("LeakyReLU", lambda: nn.LeakyReLU(0.1), (7,)),
    Case("HardTanh", nn.HardTanh, (7,)),
    Case("Softsign", nn.Softsign, (7,)),
    Case("ELU", lambda: nn.ELU(0.7), (7,)),
    Case("GELU", nn.GELU, (7,)),
    Case("SiLU", nn.SiLU, (7,)),
    Case("Softplus", nn.Softplus, (7,)),
    Case("Softmax", nn.Softmax, (5,)),
    Case("LogSoftmax", nn.LogSoftmax, (5,)),
    Case("Flatten", nn.Flatten, (2, 3, 2)),
    Case("Reshape", lambda: nn.Reshape((3, 4)), (2, 6)),
    Case("Dropout", lambda: nn.Dropout(0.4, stream(0, "dropout")), (9,), random=True),
    Case("Dropout, test-scaled", lambda: nn.Dropout(0.4, stream(0, "dropout"), inverted=False), (9,), random=True),
    Case("Conv2d", lambda: nn.Conv2d(2, 3, 3), (5, 6, 2)),
    Case("Conv2d 1×1", lambda: nn.Conv2d(2, 3, 1), (3, 2, 2)),
    Case("Conv2d padded", lambda: nn.Conv2d(1, 2, 3, padding=1), (4, 5, 1)),
    Case("Conv2d, stride that does not divide", lambda: nn.Conv2d(2, 2, 3, stride=2), (6, 6, 2)),
    Case("Conv2d, much padding", lambda: nn.Conv2d(1, 2, 3, stride=2, padding=3), (3, 4, 1)),
    Case("Conv2d without bias", lambda: nn.Conv2d(1, 2, 2, bias=False), (3, 3, 1)),
    Case("Conv2d, even kernel", lambda: nn.Conv2d(2, 2, 4, padding=2), (5, 5, 2)),
    Case("MaxPool2d", nn.MaxPool2d, (4, 6, 2)),
    Case("MaxPool2d that does not divide", nn.MaxPool2d, (5, 5, 2)),
    Case("MaxPool2d overlapping", lambda: nn.MaxPool2d(3, stride=2), (7, 7, 2)),
    Case("MaxPool2d of one", lambda: nn.MaxPool2d(1), (3, 3, 2)),
    Case("MaxPool2d 3×3", lambda: nn.MaxPool2d(3), (6, 7, 2)),
    Case("MaxPool2d with gaps", lambda: nn.MaxPool2d(2, stride=3), (7, 8, 1)),
]
