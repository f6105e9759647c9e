"""The syllabus's numbers, to the digit."""

from itertools import pairwise

import numpy as np
import pytest

from core import nn
from core.optim import SGD
from core.random import stream


def test_that_backprop_by_hand_gives_every_number() -> None:
    first, second = nn.Linear(2, 2), nn.Linear(2, 1)
    net = nn.Network([first, nn.ReLU(), second], rng=stream(0, "init"), dtype="float64")
    first.W, first.b = [[1, 2], [-1, 0]], [0.5, -0.5]
    second.W = [[1], [2]]
    loss = nn.MSE()
    loss.forward(net.forward(np.array([[1, 2], [3, 4]]), training=True), np.array([6.5, 15.5]))
    net.backward(loss.backward())
    np.testing.assert_allclose(second.dW.ravel(), [0, -30], atol=1e-13)
    np.testing.assert_allclose(second.db, [-8])
    SGD(0.01).update(net.values, net.grads)
    np.testing.assert_allclose(first.W, [[1, 2.34], [-1, 0.5]])
    np.testing.assert_allclose(first.b, [0.5, -0.34])
    np.testing.assert_allclose(second.W.ravel(), [1, 2.30])
    np.testing.assert_allclose(second.b, [0.08])


def test_that_the_one_sample_sigmoid_net_gives_every_number() -> None:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    net = nn.Network([first, nn.Sigmoid(), second, nn.Sigmoid()], rng=stream(0, "init"), dtype="float64")
    first.W, first.b = [[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]
    second.W, second.b = [[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60]
    loss = nn.MSE("half")
    value = loss.forward(net.forward(np.array([[0.05, 0.10]]), training=True), np.array([[0.01, 0.99]]))
    assert value == pytest.approx(0.298371109, abs=5e-10)
    net.backward(loss.backward())
    SGD(0.5).update(net.values, net.grads)
    assert second.W[0, 0] == pytest.approx(0.35891648, abs=5e-9)
    assert first.W[0, 0] == pytest.approx(0.14978072, abs=5e-9)


@pytest.mark.parametrize(
    ("init", "activation", "ratio"),
    [(nn.xavier_normal, nn.Tanh, None), (nn.he_normal, nn.ReLU, 1.0), (nn.normal(0.01), nn.Tanh, 0.1)],
)
def test_that_signals_keep_or_lose_their_spread(
    init: nn.Initializer, activation: type[nn.Layer], ratio: float | None
) -> None:
    x = np.random.default_rng(0).normal(size=(1000, 100))
    stds = []
    net = nn.Network(
        [layer for _ in range(5) for layer in (nn.Linear(100, 100, bias=False), activation())],
        init,
        rng=stream(0, "init"),
    )
    for layer in net.layers:
        x = layer.forward(x.astype(np.float32))
        if isinstance(layer, activation):
            stds.append(float(np.sqrt((x**2).mean())))
    falls = [b / a for a, b in pairwise(stds)]
    if ratio is None:
        assert all(0.7 < fall < 1 for fall in falls)  # tanh squeezes a little, and ever less
    else:
        assert falls == pytest.approx([ratio] * 4, rel=0.15)


def test_that_sigma_one_drives_sigmoids_into_saturation() -> None:
    layers = [layer for _ in range(5) for layer in (nn.Linear(100, 100, bias=False), nn.Sigmoid())]
    net = nn.Network(layers, nn.normal(1), rng=stream(0, "init"))
    y = net.forward(np.random.default_rng(0).normal(size=(1000, 100)))
    assert ((y < 0.05) | (y > 0.95)).mean() > 0.5


def test_that_deep_convnet_has_the_published_number_of_parameters() -> None:
    def conv(c_in: int, c_out: int, padding: int = 1) -> nn.Layer:
        return nn.Conv2d(c_in, c_out, 3, padding=padding)

    layers = [
        conv(1, 16), conv(16, 16), nn.MaxPool2d(), conv(16, 32), conv(32, 32, 2), nn.MaxPool2d(),
        conv(32, 64), conv(64, 64), nn.MaxPool2d(), nn.Flatten(), nn.Linear(1024, 50), nn.Linear(50, 10),
    ]  # fmt: skip
    assert nn.count_parameters(layers) == 123_552
    assert nn.Network(layers, rng=stream(0, "init"), input_shape=(28, 28, 1)).forward(
        np.zeros((1, 28, 28, 1))
    ).shape == (1, 10)
