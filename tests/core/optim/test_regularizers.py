"""Penalties and clipping."""

import numpy as np
import pytest

from core import nn
from core.nn.gradient_check import numerical_gradient
from core.optim import L1, L2, ClipNorm, ClipValue, clip_grad_norm, clip_grad_value
from core.random import stream

NET = nn.Network([nn.Linear(3, 2)], rng=stream(0, "init"), dtype="float64")


@pytest.mark.parametrize("kind", [L1, L2])
def test_that_a_penalty_adds_its_slope_and_spares_biases(kind: type[L1] | type[L2]) -> None:
    w, g = NET.values + 0.1, np.zeros(8)
    penalty = kind(0.3, NET.mask("weights"))
    penalty(w, g)
    np.testing.assert_allclose(g, numerical_gradient(penalty.value, w), atol=1e-9)
    np.testing.assert_array_equal(g[6:], 0)


def test_that_l2_is_half_lambda_times_the_squares() -> None:
    assert L2(0.5, np.array([True, True, False])).value(np.array([2.0, 1.0, 9.0])) == 1.25


def test_that_penalties_keep_float32() -> None:
    w, g = np.ones(8, np.float32), np.zeros(8, np.float32)
    L2(0.1, NET.mask())(w, g)
    L1(0.1, NET.mask())(w, g)
    assert g.dtype == np.float32


def test_that_clipping_by_norm_keeps_the_direction() -> None:
    g = np.array([3.0, 4.0])
    ClipNorm(1)(g, g)
    np.testing.assert_allclose(g, [0.6, 0.8])
    ClipNorm(2)(g, g)
    np.testing.assert_allclose(g, [0.6, 0.8])


def test_that_clipping_by_value_cuts_each_number() -> None:
    g = np.array([3.0, -0.5])
    ClipValue(1)(g, g)
    np.testing.assert_array_equal(g, [1, -0.5])


def test_that_a_network_is_clipped_in_one_call_that_returns_the_norm() -> None:
    net = nn.Network([nn.Linear(1, 1)], rng=stream(0, "init"), dtype="float64")
    net.grads = np.array([3.0, 4.0])
    assert clip_grad_norm(net, 10) == 5
    np.testing.assert_array_equal(net.grads, [3, 4])
    assert clip_grad_norm(net, 1) == 5
    np.testing.assert_allclose(net.grads, [0.6, 0.8])
    clip_grad_value(net, 0.7)
    np.testing.assert_allclose(net.grads, [0.6, 0.7])
