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
    symbols: int = 0  # the input is symbols, this many of them

    def network(self, dtype: str = "float64") -> nn.Network:
        return nn.Network([self.make()], nn.normal(0.5), rng=stream(0, "init"), dtype=dtype, input_shape=self.shape)


CASES = [
    Case("Linear", lambda: nn.Linear(5, 3), (5,)),
    Case("Linear 1 to 1", lambda: nn.Linear(1, 1), (1,)),
    Case("Linear without bias", lambda: nn.Linear(4, 2, bias=False), (4,)),
    Case("Linear on sequences", lambda: nn.Linear(4, 2), (3, 4)),
    Case("Step", nn.Step, (7,)),
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
    Case("Softmax at each step", nn.Softmax, (3, 4)),
    Case("LogSoftmax", nn.LogSoftmax, (5,)),
    Case("LogSoftmax at each step", nn.LogSoftmax, (3, 4)),
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
    Case("MaxPool2d padded", lambda: nn.MaxPool2d(3, stride=1, padding=1), (4, 5, 2)),
    Case("AvgPool2d", nn.AvgPool2d, (4, 6, 2)),
    Case("AvgPool2d overlapping, padded", lambda: nn.AvgPool2d(3, stride=2, padding=1), (5, 6, 2)),
    Case("AvgPool2d of one", lambda: nn.AvgPool2d(1), (2, 2, 1)),
    Case("GlobalAvgPool", nn.GlobalAvgPool, (3, 4, 2)),
    Case("Conv2d dilated", lambda: nn.Conv2d(2, 3, 3, dilation=2, padding=1), (6, 5, 2)),
    Case("Conv2d dilated, strided", lambda: nn.Conv2d(1, 2, 2, stride=2, dilation=3), (8, 7, 1)),
    Case("Conv2d in groups", lambda: nn.Conv2d(4, 6, 3, padding=1, groups=2), (4, 4, 4)),
    Case("Conv2d depthwise", lambda: nn.Conv2d(3, 3, 3, stride=2, groups=3, bias=False), (5, 6, 3)),
    Case("Conv2d that keeps the size", lambda: nn.Conv2d(1, 2, 3, padding="same", dilation=2), (3, 4, 1)),
    Case("Conv2d that keeps the size, even kernel", lambda: nn.Conv2d(1, 2, 4, padding="same"), (4, 3, 1)),
    Case("Conv2d depthwise that keeps the size", lambda: nn.Conv2d(2, 2, 2, padding="same", groups=2), (3, 2, 2)),
    Case("Conv2d of many channels", lambda: nn.Conv2d(9, 4, 3, padding=1), (4, 4, 9)),
    Case("BatchNorm", lambda: nn.BatchNorm(4), (4,), random=True),
    Case("BatchNorm of channels", lambda: nn.BatchNorm(3, eps=1e-7), (2, 4, 3), random=True),
    Case("LayerNorm", lambda: nn.LayerNorm(5), (5,)),
    Case("LayerNorm of sequences", lambda: nn.LayerNorm(4), (3, 4)),
    Case("GroupNorm", lambda: nn.GroupNorm(2, 4), (2, 2, 4)),
    Case("GroupNorm, every channel by itself", lambda: nn.GroupNorm(2, 2), (3, 2)),
    Case("LocalResponseNorm", lambda: nn.LocalResponseNorm(alpha=0.3), (2, 2, 7)),
    Case("LocalResponseNorm, even", lambda: nn.LocalResponseNorm(4, alpha=0.3, k=1), (1, 2, 3)),
    Case("Embedding", lambda: nn.Embedding(5, 3), (4,), symbols=5),
    Case("RNN", lambda: nn.RNN(3, 4), (5, 3)),
    Case("RNN, one step of one", lambda: nn.RNN(1, 1), (1, 1)),
    Case("RNN, linear, last state", lambda: nn.RNN(2, 3, last_only=True, linear=True), (4, 2)),
    Case("RNN, two layers, both ways", lambda: nn.RNN(2, 3, 2, bidirectional=True), (4, 2)),
    Case(
        "RNN with dropout between",
        lambda: nn.RNN(2, 3, 2, dropout=0.4, rng=stream(0, "dropout"), last_only=True),
        (3, 2),
        random=True,
    ),
    Case("GRU", lambda: nn.GRU(3, 4), (5, 3)),
    Case("GRU, three layers, both ways, last state", lambda: nn.GRU(2, 3, 3, True, True), (4, 2)),
    Case("GRU, reset after", lambda: nn.GRU(2, 3, 2, reset_after=True), (4, 2)),
    Case("LSTM", lambda: nn.LSTM(3, 4), (5, 3)),
    Case("LSTM, two layers, both ways, last state", lambda: nn.LSTM(2, 3, 2, True, True), (4, 2)),
    Case("Padded", lambda: nn.Padded([nn.Linear(2, 3), nn.GRU(3, 2)], padding=-9), (4, 2)),
    Case("Sequential", lambda: nn.Sequential([nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2)]), (4,)),
    Case("Residual", lambda: nn.Residual([nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 4)], scale=0.3), (4,)),
    Case(
        "Residual with projection",
        lambda: nn.Residual([nn.Conv2d(2, 3, 3, padding=1), nn.Tanh()], [nn.Conv2d(2, 3, 1)]),
        (4, 3, 2),
    ),
    Case(
        "Concat",
        lambda: nn.Concat([[nn.Conv2d(2, 3, 1)], [nn.Conv2d(2, 1, 3, padding=1), nn.Tanh()], [nn.MaxPool2d(3, 1, 1)]]),
        (4, 4, 2),
    ),
    Case("Concat in Residual", lambda: nn.Residual([nn.Concat([[nn.Linear(4, 1)], [nn.Linear(4, 3)]])]), (4,)),
]
