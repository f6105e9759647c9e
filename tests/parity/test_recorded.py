"""Our results beside PyTorch's recorded ones: no PyTorch needed."""

import numpy as np
import pytest

from core import nn, optim
from tests.contracts.layer_cases import Case
from tests.parity import cases, ours
from tests.parity.cases import LossCase
from tests.parity.compare import check
from tests.parity.data_files import DATA, expected_of, given_of, read


@pytest.mark.parametrize("case", cases.LAYERS, ids=lambda case: case.name)
def test_that_a_layer_computes_what_pytorch_does(case: Case) -> None:
    check(ours.layer(case, given_of("layers", case.name)), expected_of("layers", case.name))


@pytest.mark.parametrize("case", cases.LOSSES, ids=lambda case: case.name)
def test_that_a_loss_is_pytorch_s(case: LossCase) -> None:
    check(ours.loss(case, given_of("losses", case.name)), expected_of("losses", case.name))


@pytest.mark.parametrize("name", cases.OPTIMIZERS)
def test_that_twenty_updates_are_pytorch_s(name: str) -> None:
    check(ours.optimizer(name, given_of("rules", name)), {"w": expected_of("rules", name)["w"]})


@pytest.mark.parametrize("name", cases.REGULARIZERS)
def test_that_a_regularizer_leaves_pytorch_s_gradient(name: str) -> None:
    check(ours.regularizer(name, given_of("rules", name)), expected_of("rules", name))


@pytest.mark.parametrize("name", cases.SCHEDULES)
def test_that_a_schedule_is_pytorch_s(name: str) -> None:
    check(ours.schedule(name), expected_of("schedules", name))


@pytest.mark.parametrize("name", cases.OPTIMIZERS)
def test_that_only_the_stated_optimizers_differ_from_pytorch_without_a_bridge(name: str) -> None:
    differs = "unbridged" in expected_of("rules", name)  # recorded where it does
    assert differs == (name in ("Momentum, changing rate", "Nesterov, changing rate", "Adam without correction"))


def test_that_slopes_at_kinks_are_the_textbook_s_and_where_pytorch_differs() -> None:
    theirs = read("kinks")
    x = np.array([-1.0, 0.0, 1.0])

    def slope(layer: nn.Layer) -> nn.Array:
        layer.forward(x, training=True)
        return layer.backward(np.ones(3))

    for kind in (nn.ReLU, nn.LeakyReLU, nn.ELU):
        np.testing.assert_allclose(slope(kind()), theirs[kind.__name__], rtol=1e-15)
    np.testing.assert_array_equal(slope(nn.HardTanh()), [1, 1, 1])
    np.testing.assert_array_equal(theirs["HardTanh"], [0, 1, 0])


def test_that_the_largest_of_equals_is_the_first_by_column_and_pytorch_s_by_row() -> None:
    layer = nn.MaxPool2d(2)
    layer.forward(np.array([[0.0, 1.0], [1.0, 1.0]]).reshape(1, 2, 2, 1), training=True)
    np.testing.assert_array_equal(layer.backward(np.ones((1, 1, 1, 1))).reshape(2, 2), [[0, 0], [1, 0]])
    np.testing.assert_array_equal(read("kinks")["MaxPool2d"], [[0, 1], [0, 0]])


def test_that_nothing_is_left_out() -> None:
    layers = {type(case.make()) for case in cases.LAYERS}
    losses = {type(case.make()) for case in cases.LOSSES}
    rules = {type(make()) for make in cases.OPTIMIZERS.values()}
    schedules = {type(schedule) for schedule in cases.SCHEDULES.values()}
    mask = np.ones(1, bool)
    penalties = {type(make(mask)) for make in cases.REGULARIZERS.values()}
    public = {kind for module in (nn, optim) for kind in vars(module).values() if isinstance(kind, type)}
    abstract = {nn.Layer, nn.Activation, nn.Pool2d, nn.Normalization, nn.Recurrent, nn.Loss, optim.Optimizer}
    others = {nn.Dropout, nn.Initializer, nn.Network, nn.Parameter, nn.Perceptron}
    assert public - abstract - others == layers | losses | rules | schedules | penalties


def test_that_the_recorded_files_stay_small() -> None:
    assert sum(file.stat().st_size for file in DATA.glob("*.npz")) < 300_000
