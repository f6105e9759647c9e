"""Convolution and pooling: against the direct sum, and numbers worked by hand."""

import copy
import itertools

import numpy as np
import pytest

from core import nn
from core.random import stream


def direct(x: nn.Array, layer: nn.Conv2d) -> nn.Array:
    """The sum of the definition, window by window."""
    p, d, s, g = layer.padding, layer.dilation, layer.stride, layer.groups
    _, rows, columns, c_out = layer.output_shape(x.shape)
    reach = d * (layer.size - 1)
    zeros = (reach // 2, reach - reach // 2) if isinstance(p, str) else (p, p)
    x = np.pad(x, ((0, 0), zeros, zeros, (0, 0)))
    y = np.zeros((len(x), rows, columns, c_out))
    extent = d * (layer.size - 1) + 1
    for i, j, o in itertools.product(range(rows), range(columns), range(c_out)):
        window = x[:, i * s : i * s + extent : d, j * s : j * s + extent : d]
        share = o // (c_out // g) * (layer.c_in // g)
        window = window[..., share : share + layer.c_in // g]
        y[:, i, j, o] = np.sum(window * layer.W[..., o], (1, 2, 3)) + (layer.b[o] if layer.bias else 0)
    return y


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        (nn.Conv2d(1, 2, 5), (9, 28)),
        (nn.Conv2d(8, 3, 3, padding=1), (5, 6)),
        (nn.Conv2d(3, 4, 3, stride=2, padding=4), (6, 5)),
        (nn.Conv2d(4, 4, 2, dilation=3, groups=2), (7, 6)),
        (nn.Conv2d(3, 6, 3, groups=3, bias=False), (4, 3)),
        (nn.Conv2d(2, 5, 1, stride=3), (7, 7)),
        (nn.Conv2d(2, 3, 5, padding="same"), (4, 7)),
        (nn.Conv2d(2, 3, 4, padding="same", dilation=3), (5, 6)),
        (nn.Conv2d(3, 3, 2, padding="same", groups=3), (5, 4)),
    ],
    ids=repr,
)
def test_that_convolution_equals_the_direct_sum(layer: nn.Conv2d, size: tuple[int, int]) -> None:
    layer = copy.deepcopy(layer)
    net = nn.Network([layer], nn.normal(1), rng=stream(0, "init"), dtype="float64")
    if layer.bias:
        layer.b = np.arange(layer.c_out)
    x = np.random.default_rng(0).normal(size=(23, *size, layer.c_in))  # more than one block
    np.testing.assert_allclose(net.forward(x), direct(x, layer), atol=1e-12)


@pytest.mark.parametrize(("size", "dilation"), [(1, 1), (2, 1), (3, 2), (4, 3), (7, 1)])
def test_that_padding_same_keeps_height_and_width(size: int, dilation: int) -> None:
    layer = nn.Conv2d(1, 5, size, padding="same", dilation=dilation)
    assert layer.output_shape((2, 3, 8, 1)) == (2, 3, 8, 5)


def test_that_a_small_convolution_is_right_by_hand() -> None:
    net = nn.Network([nn.Conv2d(1, 1, 3)], rng=stream(0, "init"), dtype="float64")
    x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]], float)
    net.values[:9] = [2, 0, 1, 0, 1, 2, 1, 0, 2]
    net.values[9] = 3
    np.testing.assert_array_equal(net.forward(x[None, :, :, None])[0, :, :, 0], [[18, 19], [9, 18]])


@pytest.mark.parametrize(
    ("length", "options", "expected"),
    [(4, {}, 2), (4, {"padding": 1}, 4), (5, {"padding": 1}, 5), (7, {"stride": 2}, 3), (6, {"stride": 2}, 2)],
)
def test_that_output_sizes_are_the_textbook_ones(length: int, options: dict[str, int], expected: int) -> None:
    assert nn.Conv2d(1, 1, 3, **options).output_shape((1, length, length, 1)) == (1, expected, expected, 1)


def test_that_pooling_is_right_by_hand() -> None:
    x = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]], float)[None, :, :, None]
    np.testing.assert_array_equal(nn.MaxPool2d().forward(x)[0, :, :, 0], [[2, 3], [4, 2]])
    np.testing.assert_array_equal(nn.AvgPool2d().forward(x)[0, :, :, 0], [[1, 1.5], [2.25, 1]])
    np.testing.assert_array_equal(nn.GlobalAvgPool().forward(x), [[23 / 16]])


def test_that_the_gradient_of_a_tie_goes_to_one_place() -> None:
    layer = nn.MaxPool2d()
    layer.forward(np.ones((1, 2, 2, 1)), training=True)
    np.testing.assert_array_equal(layer.backward(np.full((1, 1, 1, 1), 5.0))[0, :, :, 0], [[5, 0], [0, 0]])


def test_that_a_constant_picture_under_padded_max_pooling_stays_constant() -> None:
    assert (nn.MaxPool2d(3, 1, 1).forward(np.full((1, 4, 4, 1), -2.0)) == -2).all()


def test_that_impossible_options_are_named() -> None:
    with pytest.raises(ValueError, match="cannot split 3 and 4 channels into 2 equal groups"):
        nn.Conv2d(3, 4, 3, groups=2)
    with pytest.raises(ValueError, match="MaxPool2d: padding 2 is more than half of size 3"):
        nn.MaxPool2d(3, padding=2)
    with pytest.raises(ValueError, match="3×3 window of dilation 2 does not fit"):
        nn.Conv2d(1, 1, 3, dilation=2).output_shape((1, 4, 4, 1))
