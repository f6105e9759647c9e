"""Saving a run, going on with it, and files that are not what they say."""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import nn
from core.data.batches import batches
from core.optim import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from core.random import stream
from core.training.checkpoint import CheckpointError, load, save
from tests.core.training.archives import Trap, npy, rewritten

X = stream(0, "x").normal(size=(50, 6)).astype(np.float32)
T = stream(0, "t").integers(0, 3, 50)


class Run:
    """A small network with all that has a memory: batch norm, dropout, Adam, shuffled batches, another stream."""

    def __init__(self, seed: int = 0, hidden: int = 8, optimizer: Optimizer | None = None) -> None:
        drops = stream(seed, "dropout")
        layers = [
            nn.Linear(6, hidden),
            nn.BatchNorm(hidden),
            nn.ReLU(),
            nn.Dropout(0.3, drops),
            nn.Residual([nn.Linear(hidden, hidden), nn.Dropout(0.1, drops)]),
            nn.Linear(hidden, 3),
        ]
        self.net = nn.Network(layers, rng=stream(seed, "init"))
        self.optimizer = optimizer or Adam(0.01)
        self.noise = stream(seed, "noise")
        self.step = 0

    def go_on(self, steps: int) -> list[float]:
        """The losses of these updates."""
        loss, found = nn.CrossEntropy(), []
        rows = batches(50, 16, stream(0, "data"))
        for chosen in islice(rows, self.step, self.step + steps):
            x = X[chosen] + self.noise.normal(0, 0.01, (len(chosen), 6)).astype(np.float32)
            found.append(loss.forward(self.net.forward(x, training=True), T[chosen]))
            self.net.zero_grads()
            self.net.backward_parameters(loss.backward())
            self.optimizer.update(self.net.values, self.net.grads)
        self.step += steps
        return found

    def save(self, path: Path) -> None:
        save(path, self.net, self.optimizer, self.step, {"noise": self.noise})

    def load(self, path: Path) -> None:
        self.step = load(path, self.net, self.optimizer, {"noise": self.noise})

    def everything(self) -> str:
        """All that a checkpoint may change, as text."""
        arrays = {"values": self.net.values, **self.net.state(), **self.optimizer.memory}
        drops = [layer.rng for layer in nn.walk(self.net.layers) if isinstance(layer, nn.Dropout)]
        states = [rng.bit_generator.state for rng in (*drops, self.noise)]
        return repr([(n, a.tobytes()) for n, a in arrays.items()] + [self.optimizer.steps, self.step, states])


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    run = Run()
    run.go_on(5)
    run.save(tmp_path / "run.npz")
    return tmp_path / "run.npz"


@pytest.mark.parametrize("steps", [0, 3, 4, 9])
def test_that_a_resumed_run_goes_on_with_the_same_bits(tmp_path: Path, steps: int) -> None:
    whole, begun, resumed = Run(), Run(), Run(seed=1)
    whole.go_on(steps)
    begun.go_on(steps)
    begun.save(tmp_path / "run.npz")
    resumed.go_on(2)
    resumed.load(tmp_path / "run.npz")
    assert resumed.step == steps
    assert resumed.everything() == begun.everything()
    assert resumed.go_on(20) == whole.go_on(20)
    assert resumed.everything() == whole.everything()


@pytest.mark.parametrize("make", [SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam, AdamW])
def test_that_every_optimizer_goes_on(tmp_path: Path, make: Callable[[], Optimizer]) -> None:
    whole, resumed = Run(optimizer=make()), Run(seed=1, optimizer=make())
    whole.go_on(3)
    whole.save(tmp_path / "run.npz")
    resumed.load(tmp_path / "run.npz")
    assert resumed.go_on(5) == whole.go_on(5)


def test_that_a_checkpoint_is_written_whole_or_not_at_all(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()

    def interrupted(file: Path, **arrays: object) -> None:
        file.write_bytes(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(OSError, match="disk is full"):
        Run().save(saved)
    assert saved.read_bytes() == before
    assert os.listdir(saved.parent) == ["run.npz"]


def refused(path: Path, run: Run | None = None) -> str:
    """The sentence, after a look that nothing was changed."""
    run = run or Run(seed=2)
    run.go_on(1)
    before = run.everything()
    with pytest.raises(CheckpointError) as caught:
        run.load(path)
    assert run.everything() == before
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_that_a_checkpoint_of_something_else_is_told(saved: Path) -> None:
    assert "has 1 Linear.W (6, 8) where this network has 1 Linear.W (6, 9)" in refused(saved, Run(hidden=9))
    assert "has the memory of Adam, not of Momentum" in refused(saved, Run(optimizer=Momentum()))
    with pytest.raises(CheckpointError, match=r"has the random generators 4 Dropout\.rng, noise, not 4 Dropout\.rng\."):
        load(saved, Run().net, Adam())
    shorter = nn.Network([nn.Linear(6, 8)], rng=stream(0, "init"))
    with pytest.raises(CheckpointError, match="a network of 8 parameter arrays, this one has 2"):
        load(saved, shorter, Adam())
    double = Run()
    double.net = nn.Network(copy.deepcopy(double.net.layers), rng=stream(0, "i"), dtype="float64")
    assert "float32, this network needs" in refused(saved, double)


def test_that_a_file_that_is_absent_or_no_checkpoint_is_told(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "none.npz")
    for name, content in (("empty", b""), ("text", b"not a checkpoint"), ("half", b"PK\x03\x04" + bytes(100))):
        (tmp_path / f"{name}.npz").write_bytes(content)
        assert "is not a checkpoint" in refused(tmp_path / f"{name}.npz")
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    assert "is not a checkpoint" in refused(tmp_path / "other.npz")
    with pytest.raises(CheckpointError, match=r"ends in \.npz, got run\.txt"):
        Run().save(tmp_path / "run.txt")


def test_that_a_truncated_checkpoint_is_told(saved: Path) -> None:
    whole = saved.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 1):
        saved.write_bytes(whole[:length])
        assert "is not a checkpoint, or it is damaged" in refused(saved)


@pytest.mark.parametrize("name", ["about", "values", "memory m"])
def test_that_a_pickle_is_never_opened(saved: Path, name: str) -> None:
    rewritten(saved, name, npy(np.array([Trap()], object)))
    assert "is not a checkpoint" in refused(saved)
    assert not Trap.sprung


@pytest.mark.parametrize("name", ["about", "values", "state 2 BatchNorm.mean"])
def test_that_an_array_that_unpacks_to_gigabytes_is_refused_unread(saved: Path, name: str) -> None:
    rewritten(saved, name, npy(np.zeros(50_000_000, np.uint8)))  # 50 kB in the file
    assert saved.stat().st_size < 200_000
    assert "would take 50,000,128 bytes" in refused(saved)


@pytest.mark.parametrize("shape", [(10**14,), (2**62, 2**62), (3, 4)])
def test_that_a_header_that_claims_another_shape_is_refused(saved: Path, shape: tuple[int, ...]) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    rewritten(saved, "values", header.getvalue() + bytes(48))
    assert "values" in refused(saved)


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_other_packings_are_refused(saved: Path, packed: int) -> None:
    rewritten(saved, "", b"", packed)
    assert "packed in an unknown way" in refused(saved)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": 1}, "has format 1; this program reads format 2"),
        ({"version": "x" * 1000}, "has format x"),
        ({"step": -1}, "step = -1"),
        ({"updates": 1.5}, "updates = 1.5"),
        ({"updates": True}, "updates = True"),
        ({"network": "none"}, "is not a checkpoint"),
        ({"network": [[1]]}, "is not a checkpoint"),
        ({"carried": ["7 GRU"]}, "has a state carried by 7 GRU, which does not carry one here"),
        ({"carried": [[]]}, "is not a checkpoint"),
        ({"carried": None}, "is not a checkpoint"),
        ({"random": []}, "has the random generators none"),
        ({"random": {"4 Dropout.rng": {}, "noise": {}}}, "is not a checkpoint"),
        ({"random": {"4 Dropout.rng": None, "noise": 3}}, "is not a checkpoint"),
    ],
)
def test_that_wrong_words_are_refused(saved: Path, change: dict[str, Any], told: str) -> None:
    with np.load(saved) as arrays:
        about = json.loads(arrays["about"].tobytes())
    rewritten(saved, "about", npy(np.frombuffer(json.dumps(about | change).encode(), np.uint8)))
    assert told in refused(saved)


def test_that_generators_with_impossible_numbers_are_refused(saved: Path) -> None:
    with np.load(saved) as arrays:
        about = json.loads(arrays["about"].tobytes())
    about["random"]["noise"]["state"]["state"] = 2**200
    rewritten(saved, "about", npy(np.frombuffer(json.dumps(about).encode(), np.uint8)))
    assert "is not a checkpoint" in refused(saved)


@pytest.mark.parametrize("text", [b"[" * 100_000, b"{", b"\xff\xff", b"9" * 100_000, b"null"])
def test_that_text_that_is_no_description_is_refused(saved: Path, text: bytes) -> None:
    rewritten(saved, "about", npy(np.frombuffer(text, np.uint8)))
    assert "is not a checkpoint" in refused(saved)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), count=st.integers(1, 40))
def test_that_a_damaged_file_never_does_anything_else(saved: Path, place: float, byte: int, count: int) -> None:
    whole = bytearray(saved.read_bytes())
    at = int(place * len(whole))
    whole[at : at + count] = bytes([byte]) * min(count, len(whole) - at)
    damaged = saved.with_name("damaged.npz")
    damaged.write_bytes(whole)
    run = Run(seed=2)
    before = run.everything()
    try:
        run.load(damaged)
    except CheckpointError:
        assert run.everything() == before


def test_that_a_path_may_be_text_and_a_step_any_whole_number(tmp_path: Path) -> None:
    run, path = Run(), str(tmp_path / "run.npz")
    save(path, run.net, run.optimizer, np.int64(7))  # type: ignore[arg-type]
    assert load(path, run.net, run.optimizer) == 7
    with pytest.raises(TypeError):
        save(path, run.net, run.optimizer, 7.5)  # type: ignore[arg-type]
