"""A loss without the padding of sequences."""

import numpy as np
import pytest

from core import nn
from core.data.sequences import padded
from core.random import stream


def test_that_a_masked_loss_is_the_loss_of_what_is_left_whatever_the_scores_at_padding() -> None:
    sequences = [np.array([0, 2]), np.array([1]), np.array([2, 2, 0])]
    targets = padded(sequences, filler=-1)
    scores = np.random.default_rng(0).normal(size=(3, 3, 4))
    scores[~targets.mask] = np.nan
    for make in (nn.CrossEntropy, lambda: nn.CrossEntropy(0.1, "sum"), nn.NegativeLogLikelihood):
        masked, plain = nn.Masked(make()), make()
        expected = plain.forward(scores[targets.mask], np.concatenate(sequences))
        assert masked.forward(scores, targets.values) == expected
        np.testing.assert_array_equal(masked.backward()[targets.mask], plain.backward())
        assert not masked.backward()[~targets.mask].any()


def test_that_a_many_to_many_network_learns_the_same_from_a_longer_padding() -> None:
    words = padded([np.array([3, 1]), np.array([2, 4, 1, 3]), np.array([1])])
    answers = padded([np.array([0, 1]), np.array([1, 1, 0, 2]), np.array([2])], filler=-1)
    net = nn.Network(
        [nn.Padded([nn.Embedding(5, 3), nn.GRU(3, 4, bidirectional=True)]), nn.Linear(8, 3)],
        nn.normal(0.5),
        rng=stream(0, "init"),
        dtype="float64",
    )
    found = []
    for filled in (0, 3):
        x = np.pad(words.values, ((0, 0), (0, filled)))
        t = np.pad(answers.values, ((0, 0), (0, filled)), constant_values=-1)
        loss = nn.Masked(nn.CrossEntropy())
        value = loss.forward(net.forward(x, training=True), t)
        net.zero_grads()
        net.backward_parameters(loss.backward())
        found.append((value, net.grads.copy()))
        assert max(nn.gradient_check(net, loss, x, t).values()) < 1e-7
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-14)
    np.testing.assert_allclose(found[0][1], found[1][1], rtol=1e-12, atol=1e-15)


def test_that_a_mask_that_cannot_be_is_told() -> None:
    loss = nn.Masked(nn.CrossEntropy())
    with pytest.raises(ValueError, match=r"every target of the batch is padding \(-1\)"):
        loss.forward(np.zeros((4, 3)), np.full(4, -1))
    with pytest.raises(
        ValueError, match=r"Masked CrossEntropy expects targets of shape \(2, 2, 3\) or \(2, 2\), got \(5,\)"
    ):
        loss.forward(np.zeros((2, 2, 3)), np.zeros(5, int))
