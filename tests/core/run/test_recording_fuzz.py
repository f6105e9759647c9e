"""Runs as files: whatever has befallen one, it is refused in a sentence or can be played."""

from __future__ import annotations

import json
import random
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from core.data.library import Library
from core.run.frame import settled_frame
from core.run.recording import RecordingError, keep_all, read_recording, record, write_recording
from core.run.session import Session
from tests.core.run.playing import played, refused
from tests.gui.specimens import SPECIMENS, wave


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, cut out, put in or doubled."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0:
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                del data[at : at + rng.randrange(1, 200)]
            case 2:
                data[at:at] = rng.randbytes(rng.randrange(1, 50))
            case 3:
                data[at : at + 4] = b"\xff\xff\xff\xff"
        if not data:
            return b""
    return bytes(data)


def disordered(value: Any, rng: random.Random) -> Any:
    """A JSON value with one of its parts replaced by something that does not belong there."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(sorted(value))
        return {**value, key: disordered(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.9:
        at = rng.randrange(len(value))
        return [*value[:at], disordered(value[at], rng), *value[at + 1 :]]
    return rng.choice([None, -1, 1e308, 2**70, "", "x" * 1000, [], {}, [[]], True, {"array": "about"}, {"record": 3}])


def test_that_two_hundred_damaged_files_do_no_harm(tmp_path: Path) -> None:
    """One sentence each, in bounded memory; one whose damage does not matter is played to its end."""
    rng = random.Random(7)
    short, file = Session(wave, wave.preset().settings, Library()), tmp_path / "wave.chalkrun"
    keep_all(short, 5)
    write_recording(file, record(short, settled_frame(short)))
    content = file.read_bytes()
    with np.load(file) as loaded:
        arrays = dict(loaded)
    document = json.loads(arrays.pop("about").tobytes())
    path = tmp_path / "damaged.chalkrun"
    said = 0
    tracemalloc.start()
    try:
        for i in range(200):
            if i % 2:
                path.write_bytes(mutated(content, rng))
            else:
                about = np.frombuffer(json.dumps(disordered(document, rng)).encode(), np.uint8)
                np.savez(tmp_path / "damaged.npz", about=about, **arrays)
                (tmp_path / "damaged.npz").replace(path)
            with suppress(RecordingError):
                found = read_recording(path, SPECIMENS)
                played(found).run_to(min(found.preset.steps, 1000))
                continue
            refused(path)
            said += 1
        assert tracemalloc.get_traced_memory()[1] < 2**27
    finally:
        tracemalloc.stop()
    assert said > 120
