"""What a Network, its layers and their arguments say when something does not fit."""

import copy
import re
from collections.abc import Callable

import numpy as np
import pytest

from core import nn
from core.random import stream
from tests.contracts.layer_cases import CASES, Case
from tests.contracts.test_layers import sample
from tests.core.nn.test_network import network


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(0, 3), (0, 4, 4, 1), (5, 0)])
def test_that_an_empty_batch_is_one_sentence(shape: tuple[int, ...], training: bool) -> None:
    net = network([nn.Linear(3, 2)])
    with pytest.raises(ValueError, match=re.escape(f"a batch has one sample or more, got an array of shape {shape}")):
        net.forward(np.zeros(shape), training)


def test_that_assigning_a_wrong_shape_names_both() -> None:
    layer = nn.Linear(2, 3)
    network([layer])
    with pytest.raises(ValueError, match=r"Linear\.W has shape \(2, 3\), got \(3, 2\)"):
        layer.W = np.zeros((3, 2))


def test_that_a_layer_without_a_network_says_so() -> None:
    with pytest.raises(RuntimeError, match="a Network allocates it"):
        nn.Linear(2, 3).W = np.zeros((2, 3))
    assert "not allocated yet" in repr(nn.Linear(2, 3).W)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("case", [case for case in CASES if case.network().parameter_count], ids=lambda case: case.name)
def test_that_a_layer_used_without_a_network_says_so(case: Case, training: bool) -> None:
    with pytest.raises(RuntimeError, match=r"^\w+\.\w+ does not exist yet: a Network allocates it$"):
        case.make().forward(sample(case, 3), training)


@pytest.mark.parametrize(
    "breaking",
    [
        lambda layers: nn.Network([*layers, nn.Linear(0, 1)], rng=stream(0, "init")),
        lambda layers: nn.Network([*layers, used()], rng=stream(0, "init")),
        lambda layers: nn.Network([*layers, nn.Flatten()], rng=stream(0, "init"), input_shape=(3,)),
        lambda layers: nn.Network(layers, rng=stream(0, "init"), dtype=int),
        lambda layers: nn.Network(layers, nn.Initializer("broken", lambda *_: np.zeros(1)), rng=stream(0, "init")),
    ],
)
def test_that_layers_of_a_network_that_failed_can_be_used_again(breaking: Callable[[list[nn.Layer]], object]) -> None:
    shared = nn.Linear(2, 2)
    layers = [shared, nn.Sequential([nn.Tanh(), shared])]
    with pytest.raises(ValueError, match=r"\w"):
        breaking(layers)
    assert network(layers).parameter_count == 6


def used() -> nn.Layer:
    layer = nn.Linear(2, 2)
    network([layer])
    return layer


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (nn.Linear(784, 10), (32, 28, 28, 1), r"Linear expects 784 features, got (32, 28, 28, 1); add Flatten first"),
        (nn.Linear(3, 2), (4, 5), "Linear expects 3 features, got (4, 5)"),
        (nn.Conv2d(3, 2, 3), (4, 8, 8, 1), "Conv2d expects (batch, height, width, 3 channels), got (4, 8, 8, 1)"),
        (nn.Conv2d(1, 2, 5), (4, 3, 8, 1), "Conv2d's 5×5 window does not fit into (4, 3, 8, 1), padding 0"),
        (nn.MaxPool2d(), (4, 8), "MaxPool2d expects (batch, height, width, channels), got (4, 8)"),
        (nn.Reshape((2, 2)), (4, 3), "Reshape cannot make (2, 2) of (3,): 3 numbers a sample"),
    ],
)
@pytest.mark.parametrize("training", [True, False])
def test_that_errors_name_the_shapes(layer: nn.Layer, shape: tuple[int, ...], message: str, training: bool) -> None:
    net = network([copy.deepcopy(layer)])
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        net.forward(np.zeros(shape), training)


def test_that_backward_says_what_it_goes_back_through() -> None:
    net = network([nn.Linear(3, 2)])
    net.forward(np.ones((4, 3)))
    for back in (net.backward, net.backward_parameters):
        with pytest.raises(RuntimeError, match=r"call forward\(x, training=True\) first"):
            back(np.ones((4, 2)))
    net.forward(np.ones((4, 3)), training=True)
    with pytest.raises(RuntimeError, match="first"):
        net.replica().backward(np.ones((4, 2)))
    for back in (net.backward, net.backward_parameters):
        with pytest.raises(ValueError, match=r"d loss / d y of shape \(4, 2\), got \(2, 4\)"):
            back(np.ones((2, 4)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: network([nn.Linear(0, 3)]), "W would have the shape (0, 3); every size is 1 or more"),
        (lambda: network([nn.Sequential([nn.GRU(3, 0)])]), "every size is 1 or more"),
        (lambda: network([nn.Conv2d(1, 1, 0)]), "every size is 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, stride=0), "stride, dilation and groups are 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, groups=0), "stride, dilation and groups are 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, padding=-1), "padding is 0 or more"),
        (lambda: nn.MaxPool2d(0), "MaxPool2d: size and stride are 1 or more"),
        (lambda: nn.AvgPool2d(2, stride=0), "AvgPool2d: size and stride are 1 or more"),
        (lambda: nn.LSTM(3, 4, layers=0), "LSTM has 1 layer or more, got 0"),
        (lambda: nn.LeakyReLU(2), "from 0 up to but not 1, got 2"),
        (lambda: nn.SmoothL1(0), "above 0; got 0"),
        (lambda: nn.Padded([nn.GRU(3, 4)]).forward(np.ones(5)), "expects (batch, time) or (batch, time, features)"),
        (lambda: nn.Perceptron(3).forward(np.ones((4, 2))), "Perceptron expects 3 features, got (4, 2)"),
        (lambda: nn.Perceptron(2).learn(np.ones((4, 2)), np.ones(3)), "got (4, 2) and (3,)"),
        (
            lambda: network([nn.Linear(2, 1)], "int64"),
            "a Network computes in float16, float32 or float64, not in int64",
        ),
        (lambda: network([nn.Linear(2, 1)], "complex64"), "not in complex64"),
        (lambda: network([nn.Linear(2.5, 1)]), "W would have the shape (2.5, 1)"),  # type: ignore[arg-type]
        (lambda: nn.LayerNorm((3, 4)), "LayerNorm takes the length of the last axis, one number; got (3, 4)"),  # type: ignore[arg-type]
        (lambda: nn.GroupNorm(3, 4), "GroupNorm cannot split 4 channels into 3 equal groups"),
        (lambda: nn.GroupNorm(0, 4), "GroupNorm cannot split 4 channels into 0 equal groups"),
        (lambda: nn.Conv2d(1, 1, (3, 3)), "Conv2d's window is a square, its size one whole number; got (3, 3)"),  # type: ignore[arg-type]
        (lambda: nn.Conv2d(1, 1, 3, 2, "same"), "a number, or 'same' with stride 1; got 'same', stride 2"),
        (lambda: nn.Conv2d(1, 1, 3, padding="valid"), "a number, or 'same' with stride 1; got 'valid', stride 1"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[1, 5]])), "knows symbols 0 … 4, got 1 … 5"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[1, 0.5]])), "whole numbers; got 0.5"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[np.nan]])), "whole numbers; got nan"),
    ],
)
def test_that_impossible_arguments_are_told(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


def test_that_dropout_refuses_to_drop_everything() -> None:
    with pytest.raises(ValueError, match="probability of dropping"):
        nn.Dropout(1.0, stream(0, "dropout"))
