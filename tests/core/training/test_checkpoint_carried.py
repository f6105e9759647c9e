"""Truncated backpropagation: the state that goes from batch to batch goes through a checkpoint too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core import nn
from core.optim import Adam
from core.random import stream
from core.training.checkpoint import CheckpointError, load, save
from tests.core.training.archives import Trap, npy, rewritten


class Reader:
    """Truncated backpropagation through a long text: pieces of 5 symbols, the state carried from piece to piece."""

    def __init__(self, seed: int = 0, hidden: int = 4, batch: int = 3) -> None:
        drops = stream(seed, "dropout")
        self.lower = nn.LSTM(2, hidden, 2, dropout=0.2, rng=drops, stateful=True)
        self.upper = nn.Residual([nn.GRU(hidden, hidden, stateful=True)])
        layers = [nn.Embedding(6, 2), self.lower, self.upper, nn.Linear(hidden, 6)]
        self.net = nn.Network(layers, rng=stream(seed, "init"))
        self.optimizer = Adam(0.01)
        self.text = stream(0, "text").integers(0, 6, (batch, 200))
        self.step = 0

    def go_on(self, steps: int) -> list[float]:
        loss, found = nn.CrossEntropy(), []
        for start in range(5 * self.step, 5 * (self.step + steps), 5):
            x, t = self.text[:, start : start + 5], self.text[:, start + 1 : start + 6]
            found.append(loss.forward(self.net.forward(x, training=True), t))
            self.net.zero_grads()
            self.net.backward_parameters(loss.backward())
            self.optimizer.update(self.net.values, self.net.grads)
        self.step += steps
        return found


def test_that_a_carried_state_goes_on_with_the_same_bits(tmp_path: Path) -> None:
    whole, resumed, without = Reader(), Reader(seed=1, batch=7), Reader(seed=1)
    whole.go_on(4)
    save(tmp_path / "run.npz", whole.net, whole.optimizer, whole.step)
    resumed.go_on(2)  # carries the state of another batch, which is replaced
    resumed.text = whole.text
    for reader in (resumed, without):
        reader.step = load(tmp_path / "run.npz", reader.net, reader.optimizer)
    without.lower.reset_state()
    expected = whole.go_on(10)
    assert resumed.go_on(10) == expected
    assert resumed.net.values.tobytes() == whole.net.values.tobytes()
    assert without.go_on(10) != expected  # so the state matters


def test_that_a_run_saved_between_two_texts_starts_the_next_from_nothing(tmp_path: Path) -> None:
    whole, resumed = Reader(), Reader(seed=1)
    whole.go_on(2)
    for layer in nn.walk(whole.net.layers):
        if isinstance(layer, nn.Recurrent):
            layer.reset_state()
    save(tmp_path / "run.npz", whole.net, whole.optimizer, whole.step)
    resumed.go_on(2)
    resumed.step = load(tmp_path / "run.npz", resumed.net, resumed.optimizer)
    assert resumed.lower.final is None
    assert resumed.go_on(3) == whole.go_on(3)


def test_that_a_carried_state_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path, reader = tmp_path / "run.npz", Reader()
    reader.go_on(1)
    save(path, reader.net, reader.optimizer, reader.step)
    state = reader.lower.final
    assert state is not None

    def told(match: str) -> None:
        other, untouched = Reader(seed=1), Reader(seed=1)
        other.go_on(1)
        untouched.go_on(1)
        with pytest.raises(CheckpointError, match=match):
            load(path, other.net, other.optimizer)
        assert other.go_on(3) == untouched.go_on(3)

    rewritten(path, "carried 2 LSTM", npy(state[:1]))
    told(r"has carried 2 LSTM \(1, 3, 8\) of float32, this network needs \(2, batch, 8\) of float32")
    rewritten(path, "carried 2 LSTM", npy(np.zeros((2, 10**6, 8), np.float32)))
    told("carried 2 LSTM would take 64,000,128 bytes")
    rewritten(path, "carried 2 LSTM", npy(np.array([Trap()], object)))
    told("is not a checkpoint")
    assert not Trap.sprung
