"""A sample on its way through a network."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.experiments.shared.chosen_digit import ChosenDigit
from core.nn import Conv2d, Flatten, Linear, Network, ReLU
from core.random import stream


@pytest.fixture
def data() -> Dataset:
    x = stream(0, "x").random((3, 4, 4, 1), dtype=np.float32)
    return Dataset("squares", x, np.array([0, 1, 1]), ("dark", "light"), "")


def network() -> Network:
    net = Network([Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 2)], rng=stream(0, "init"))
    net[0].W = np.stack([np.ones((3, 3, 1)), -np.ones((3, 3, 1))], axis=-1)
    return net


def test_that_the_chosen_sample_is_asked_for_each_time_and_goes_round(data: Dataset) -> None:
    chosen = [2]
    digit = ChosenDigit(network(), data, lambda: chosen[0])
    for index, shown in ((2, 2), (4, 1), (0, 0)):
        chosen[0] = index
        record = digit.maps(("convolution", "ReLU"))
        np.testing.assert_array_equal(record.groups[0][0], data.x[shown][:, :, 0])
        assert record.summary.startswith(f"test digit {shown} is a {data.classes[data.y[shown]]}, read as ")


def test_that_only_a_convolution_is_grey_at_0_and_the_largest_response_is_white_in_all(data: Dataset) -> None:
    record = ChosenDigit(network(), data, lambda: 0).maps(("convolution", "ReLU"))
    largest = float(np.abs(record.groups[1]).max())
    assert record.labels == ("input", "convolution", "ReLU")
    assert record.limits == ((0, 1), (-largest, largest), (0, largest))
    np.testing.assert_array_equal(record.groups[2], np.maximum(record.groups[1], 0))


def test_that_the_scores_are_probabilities(data: Dataset) -> None:
    bars = ChosenDigit(network(), data, lambda: 1).scores()
    assert bars.names == ("dark", "light")
    assert bars.heights.sum() == pytest.approx(1)
