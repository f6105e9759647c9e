"""Signals and gradients in a deep stack, and what theory foretells of them."""

import numpy as np
import pytest

from core.experiments.backpropagation.deep_stacks import SAMPLES, WIDTH, passes, stack
from core.experiments.backpropagation.stack_theory import Kind, foretold
from core.experiments.backpropagation.vanishing_gradients import NETS, OWN, VanishingSettings, made
from core.experiments.shared.spread import mean_field
from core.nn import CrossEntropy, Identity, ReLU, Sigmoid, Tanh, he_normal
from core.random import stream


@pytest.mark.parametrize(("activation", "gain"), [(Sigmoid(), 1.0), (Tanh(), 100.0), (ReLU(), 2.0)])
def test_that_a_plain_stack_is_foretold_as_for_initializers(activation: Sigmoid | Tanh | ReLU, gain: float) -> None:
    ours, other = foretold(Kind(activation, gain), 5), mean_field(activation, gain, 5)
    np.testing.assert_allclose(ours.forward, other.forward)
    np.testing.assert_allclose(ours.backward, other.backward)


def test_that_batch_norm_with_relu_grows_by_the_root_of_pi_over_pi_minus_1() -> None:
    theory = foretold(Kind(ReLU(), 2.0, batch_norm=True), 6).backward
    np.testing.assert_allclose(theory[1:4] / theory[2:5], np.sqrt(np.pi / (np.pi - 1)), rtol=1e-4)


def test_that_a_linear_residual_stack_gains_1_plus_s_squared() -> None:
    theory = foretold(Kind(Identity(), 1.0, scale=0.5), 4)
    np.testing.assert_allclose(theory.forward**2, 1.25 ** np.arange(1, 5))
    np.testing.assert_allclose(theory.backward**2, 1.25 ** np.arange(3, -1, -1))


@pytest.mark.parametrize("name", [name for name in NETS if name != OWN and "residual" not in name])
def test_that_theory_is_within_a_few_per_cent_of_what_is_measured(name: str) -> None:
    kind, init = made(name, VanishingSettings())
    found = passes(kind, 20, init, seed=3)
    assert found.factor == pytest.approx(found.theory_factor, rel=0.05)


def test_that_the_gradient_is_that_of_the_loss() -> None:
    """‖∂L/∂h‖ of the first layer over the last one's, along one direction, against a difference of losses."""
    kind = Kind(Tanh(), 1.0)
    net, loss = stack(kind, 3, he_normal, 0), CrossEntropy()
    classes = stream(0, "labels").integers(0, 10, SAMPLES)
    h = net.layers[0].forward(stream(0, "data").normal(size=(SAMPLES, WIDTH)), training=True).copy()

    def rest(start: np.ndarray) -> float:
        y = start
        for layer in net.layers[1:]:
            y = layer.forward(y, training=True)
        return float(loss.forward(y, classes))

    rest(h)
    g = loss.backward()
    lengths = []
    for layer in reversed(net.layers[1:]):
        g = layer.backward(g)
        lengths.append(np.linalg.norm(g))
    direction = g / lengths[-1]
    slope = (rest(h + 1e-4 * direction) - rest(h - 1e-4 * direction)) / 2e-4
    assert slope == pytest.approx(lengths[-1], rel=1e-6)
    assert passes(kind, 3, he_normal, 0).gradient[0] == pytest.approx(lengths[-1] / lengths[0])
