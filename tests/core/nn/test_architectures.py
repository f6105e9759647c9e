"""The networks of the papers: their published counts, found without allocating a weight, and editions that train."""

import tracemalloc

import numpy as np
import pytest

from core import nn
from core.nn.architectures import (
    ARCHITECTURES,
    SMALL,
    Widths,
    basic,
    bottleneck,
    deep_convnet,
    inception,
    lenet5,
    simple_convnet,
    summary,
    total,
)
from core.nn.mlp import mlp
from core.optim import Adam
from core.random import stream

RNG = stream(0, "dropout")

PUBLISHED = {  # parameters to the digit; multiply-adds as the papers and their successors round them
    "LeNet-5": (61_706, 0.42e6),
    "AlexNet": (60_965_224, 724e6),
    "VGG-16": (138_357_544, 15.5e9),
    "VGG-19": (143_667_240, 19.6e9),
    "GoogLeNet": (6_998_552, 1.58e9),
    "ResNet-18": (11_689_512, 1.8e9),
    "ResNet-34": (21_797_672, 3.66e9),
    "ResNet-50": (25_557_032, 3.86e9),
}

every_architecture = pytest.mark.parametrize("name", ARCHITECTURES)


@every_architecture
def test_that_the_published_counts_are_met(name: str) -> None:
    made = ARCHITECTURES[name]
    rows = summary(made.layers(RNG), made.input_shape)
    parameters, multiply_adds = PUBLISHED[name]
    assert total(rows).parameters == parameters
    assert total(rows).multiply_adds == pytest.approx(multiply_adds, rel=0.01)
    assert total(rows).shape == rows[-1].shape == ((10,) if name == "LeNet-5" else (1000,))


def test_that_counting_allocates_nothing() -> None:
    tracemalloc.start()
    made = ARCHITECTURES["VGG-19"]
    summary(made.layers(RNG), made.input_shape)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000  # its weights would take 575 MB


@pytest.mark.parametrize(
    ("name", "path", "shape"),
    [
        ("AlexNet", "1 Conv2d", (55, 55, 96)),
        ("AlexNet", "15 MaxPool2d", (6, 6, 256)),
        ("VGG-16", "31 MaxPool2d", (7, 7, 512)),
        ("GoogLeNet", "11 Concat", (28, 28, 256)),
        ("GoogLeNet", "21 Concat", (7, 7, 1024)),
        ("ResNet-50", "35 Residual", (7, 7, 2048)),
    ],
)
def test_that_shapes_in_between_are_those_of_the_papers(name: str, path: str, shape: tuple[int, ...]) -> None:
    made = ARCHITECTURES[name]
    assert {row.name: row.shape for row in summary(made.layers(RNG), made.input_shape)}[path] == shape


def test_that_the_courses_nets_have_the_courses_counts() -> None:
    assert total(summary(deep_convnet(RNG), SMALL)).parameters == 123_552
    assert total(summary(simple_convnet(), SMALL)).parameters == 433_890
    assert total(summary(lenet5(nn.Sigmoid, nn.AvgPool2d), (32, 32, 1))).parameters == 61_706


@pytest.mark.parametrize("inverted", [True, False])
def test_that_the_deep_convnet_s_dropout_has_the_form_that_is_asked_for(inverted: bool) -> None:
    drops = [layer for layer in deep_convnet(RNG, inverted=inverted) if isinstance(layer, nn.Dropout)]
    assert [layer.inverted for layer in drops] == [inverted, inverted]


def test_that_an_mlp_has_batch_norm_before_every_activation() -> None:
    plain, normalized = mlp((4, 3, 3, 2), nn.ReLU), mlp((4, 3, 3, 2), nn.ReLU, batch_norm=True)
    assert [repr(layer) for layer in plain] == ["Linear(4, 3)", "ReLU()", "Linear(3, 3)", "ReLU()", "Linear(3, 2)"]
    assert [repr(layer) for layer in normalized] == [
        "Linear(4, 3, bias=False)", "BatchNorm(3)", "ReLU()",
        "Linear(3, 3, bias=False)", "BatchNorm(3)", "ReLU()",
        "Linear(3, 2)",
    ]  # fmt: skip
    assert [repr(layer) for layer in mlp((4, 2), nn.ReLU, batch_norm=True)] == ["Linear(4, 2)"]


def test_that_a_reduction_makes_a_large_kernel_cheap() -> None:
    direct: list[nn.Layer] = [nn.Conv2d(192, 32, 5, padding=2)]
    reduced: list[nn.Layer] = [nn.Conv2d(192, 16, 1), nn.Conv2d(16, 32, 5, padding=2)]
    assert total(summary(direct, (28, 28, 192))).multiply_adds == 120_422_400
    assert total(summary(reduced, (28, 28, 192))).multiply_adds == 12_443_648


def test_that_the_first_inception_module_has_a_row_for_each_layer_inside() -> None:
    module = inception(192, Widths(64, 96, 128, 16, 32, 32))
    (outside,) = summary([module], (28, 28, 192))
    inside = summary([module], (28, 28, 192), inside=True)
    assert (outside.name, outside.shape, outside.parameters) == ("1 Concat", (28, 28, 256), 163_696)
    assert [row.name for row in inside] == [
        "1.1.1 Conv2d", "1.1.2 ReLU",
        "1.2.1 Conv2d", "1.2.2 ReLU", "1.2.3 Conv2d", "1.2.4 ReLU",
        "1.3.1 Conv2d", "1.3.2 ReLU", "1.3.3 Conv2d", "1.3.4 ReLU",
        "1.4.1 MaxPool2d", "1.4.2 Conv2d", "1.4.3 ReLU",
    ]  # fmt: skip
    assert inside[8].multiply_adds == 28 * 28 * 5 * 5 * 16 * 32
    assert sum(row.multiply_adds for row in inside) == outside.multiply_adds


def test_that_a_residual_names_its_layers_and_its_shortcut_apart() -> None:
    layers = [nn.Residual([nn.Linear(3, 4), nn.Tanh()], [nn.Linear(3, 4)]), nn.Sequential([nn.Linear(4, 2)])]
    names = [row.name for row in summary(layers, (3,), inside=True)]
    assert names == ["1.1.1 Linear", "1.1.2 Tanh", "1.2.1 Linear", "2.1 Linear"]


def test_that_a_shortcut_is_a_projection_only_where_the_shape_changes() -> None:
    same, halved = summary(basic(64, 64), (56, 56, 64))[0], summary(basic(64, 128, 2), (56, 56, 64))[0]
    assert (same.shape, same.parameters) == ((56, 56, 64), 2 * (9 * 64 * 64 + 2 * 64))
    assert (halved.shape, halved.parameters) == ((28, 28, 128), 9 * (64 + 128) * 128 + 64 * 128 + 3 * 2 * 128)
    assert summary(bottleneck(256, 64), (56, 56, 256))[0].shape == (56, 56, 256)


def test_that_a_table_agrees_with_the_network_it_describes() -> None:
    tied = nn.Linear(6, 6)
    layers = [nn.Embedding(9, 6), nn.GRU(6, 6, layers=2, bidirectional=True), nn.Linear(12, 6), tied, nn.Tanh(), tied]
    rows = summary(layers, (4,))
    assert total(rows).parameters == nn.Network(layers, rng=stream(0, "init")).parameter_count
    assert [row.parameters for row in rows[3:]] == [42, 0, 0]
    assert [row.multiply_adds for row in rows] == [0, 4 * (3 * 2 * 12 * 6 + 3 * 2 * 18 * 6), 4 * 72, 4 * 36, 0, 4 * 36]


def test_that_shapes_that_do_not_fit_are_told() -> None:
    with pytest.raises(ValueError, match="Linear expects 400 features, got"):
        summary(lenet5(), SMALL)


@every_architecture
def test_that_the_small_edition_learns_a_few_digits_by_heart(name: str) -> None:
    x = stream(0, "x").normal(size=(8, *SMALL)).astype(np.float32)
    t = np.arange(8)
    net = nn.Network(ARCHITECTURES[name].small(stream(0, "dropout")), rng=stream(0, "init"), input_shape=SMALL)
    loss, adam = nn.CrossEntropy(), Adam(0.003)
    losses = []
    for _ in range(25):
        losses.append(loss.forward(net.forward(x, training=True), t))
        net.zero_grads()
        net.backward_parameters(loss.backward())
        assert all(gradient.any() for gradient in net.gradients().values())
        adam.update(net.values, net.grads)
    assert np.mean(losses[-3:]) < 0.8 * losses[0]
