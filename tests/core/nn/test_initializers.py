"""Initializers: spread, fans, labels."""

from itertools import pairwise

import numpy as np
import pytest

from core import nn
from core.random import stream


def draw(init: nn.Initializer, shape: tuple[int, ...] = (300, 200), fans: tuple[int, int] = (300, 200)) -> nn.Array:
    return init(shape, *fans, stream(0, "init"), np.float64)


@pytest.mark.parametrize(
    ("init", "std"),
    [
        (nn.normal(0.01), 0.01),
        (nn.uniform(0.3), 0.3 / 3**0.5),
        (nn.lecun_normal, (1 / 300) ** 0.5),
        (nn.lecun_uniform, (1 / 300) ** 0.5),
        (nn.xavier_normal, (2 / 500) ** 0.5),
        (nn.xavier_uniform, (2 / 500) ** 0.5),
        (nn.he_normal, (2 / 300) ** 0.5),
        (nn.he_uniform, (2 / 300) ** 0.5),
    ],
    ids=lambda value: getattr(value, "label", None),
)
def test_that_the_spread_is_that_of_the_formula(init: nn.Initializer, std: float) -> None:
    w = draw(init)
    assert w.std() == pytest.approx(std, rel=0.01)
    assert abs(w.mean()) < 0.02 * std


def test_that_uniform_limits_are_the_textbook_ones() -> None:
    assert abs(draw(nn.xavier_uniform)).max() == pytest.approx((6 / 500) ** 0.5, rel=1e-3)
    assert abs(draw(nn.lecun_uniform)).max() == pytest.approx((3 / 300) ** 0.5, rel=1e-3)
    assert abs(draw(nn.he_uniform)).max() == pytest.approx((6 / 300) ** 0.5, rel=1e-3)


def test_that_constant_zeros_and_identity_are_what_they_say() -> None:
    assert (draw(nn.constant(0.5)) == 0.5).all()
    assert not draw(nn.zeros).any()
    np.testing.assert_array_equal(draw(nn.identity, (2, 3)), [[1, 0, 0], [0, 1, 0]])


def test_that_an_identity_kernel_copies_the_picture() -> None:
    net = nn.Network([nn.Conv2d(2, 2, 3, padding=1)], nn.identity, rng=stream(0, "init"))
    x = np.random.default_rng(0).normal(size=(1, 4, 5, 2)).astype(np.float32)
    np.testing.assert_array_equal(net.forward(x), x)


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (3, 3, 2, 4), (1, 1, 2, 6)])
def test_that_orthogonal_columns_or_rows_are_orthonormal(shape: tuple[int, ...]) -> None:
    w = draw(nn.orthogonal, shape).reshape(-1, shape[-1])
    gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
    np.testing.assert_allclose(gram, np.eye(len(gram)), atol=1e-14)


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
def test_that_the_matrix_of_each_gate_is_orthogonal_by_itself(kind: type[nn.Recurrent]) -> None:
    layer = kind(4, 4)
    nn.Network([layer], nn.orthogonal, rng=stream(0, "init"), dtype="float64")
    cell = layer.cells[0][0]
    matrices = [u for all_gates in (cell.U, cell.W) for u in np.split(all_gates, cell.gates, 1)]
    for u in matrices:
        np.testing.assert_allclose(u.T @ u, np.eye(4), atol=1e-14)
    assert not any(np.array_equal(u, other) for u, other in pairwise(matrices))


def test_that_fans_of_a_convolution_count_the_window() -> None:
    weights = nn.Conv2d(3, 8, 5).parameters()["W"]
    assert (weights.fan_in, weights.fan_out) == (75, 200)
    in_groups = nn.Conv2d(4, 8, 3, groups=2).parameters()["W"]
    assert (in_groups.fan_in, in_groups.fan_out) == (18, 36)  # each output sees 2 of the channels, each input 4
    depthwise = nn.Conv2d(4, 4, 3, groups=4).parameters()["W"]
    assert (depthwise.fan_in, depthwise.fan_out) == (9, 9)


def test_that_float32_weights_are_the_float64_weights_rounded() -> None:
    layers = [nn.Linear(4, 3)]
    large = nn.Network(layers, rng=stream(1, "init"), dtype=np.float64).values
    small = nn.Network([nn.Linear(4, 3)], rng=stream(1, "init")).values
    np.testing.assert_array_equal(small, large.astype(np.float32))


def test_that_initializers_compare_by_their_label() -> None:
    assert nn.normal(0.1) == nn.normal(0.1) != nn.normal(0.2)
    assert nn.he_normal.label == "He normal"
