"""Checkpoints: a run saved in one .npz file, to be continued later with the very bits it would have had.

    save(path, net, optimizer, step, {"data": rng})
    step = load(path, net, optimizer, {"data": rng})        # net and optimizer described as they were

In the file: the format's version, the step, the network's vector with the names and shapes of its parameters, its state
(batch norm's statistics), what recurrent layers carry from batch to batch, the optimizer's memory and steps, and the
state of every random generator: those in layers (dropout) and those given by name. Constants such as the rate are not
in it: a run may go on with another.
A shuffled order is drawn once an epoch and not saved in the middle of one; so a run continues by skipping batches:
`islice(batches(n, size, stream(seed, "data")), step, None)`.

A file is checked before anything is changed, and is not trusted: no pickle is ever opened, and no more is unpacked than
this network and this optimizer can need. What is carried has the size of a batch, which they do not know: it may
unpack to no more than the file itself takes.
"""

from __future__ import annotations

import copy
import json
import operator
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from core.array import Array
from core.files import written_whole
from core.nn.allocate import walk
from core.nn.network import Network
from core.nn.recurrent import Recurrent
from core.npz import UNREADABLE, NpzError, one_sentence, read_array
from core.optim.optimizer import Optimizer

VERSION = 2
TEXT = 2**20  # bytes of text, at most
Generators = Mapping[str, np.random.Generator]


class CheckpointError(ValueError):
    """One sentence: what is wrong with the file, or does not fit. Nothing was changed."""


def save(path: str | Path, net: Network, optimizer: Optimizer, step: int, generators: Generators | None = None) -> None:
    """Write the file whole or not at all. `step`: updates done; `generators`: random streams beside the network's."""
    path = Path(path)
    if path.suffix != ".npz":
        raise CheckpointError(f"a checkpoint's name ends in .npz, got {path.name}.")
    about = {
        "version": VERSION,
        "step": operator.index(step),
        "network": _layout(net),
        "optimizer": type(optimizer).__name__,
        "updates": optimizer.steps,
        "carried": [name for name, layer in _carrying(net).items() if layer.final is not None],
        "random": {name: rng.bit_generator.state for name, rng in _generators(net, generators).items()},
    }
    text = np.frombuffer(json.dumps(about).encode(), np.uint8)
    with written_whole(path) as beside:
        np.savez(beside, allow_pickle=False, about=text, **_arrays(net, optimizer.memory), **_carried(net))


def load(path: str | Path, net: Network, optimizer: Optimizer, generators: Generators | None = None) -> int:
    """Restore all of it as it was saved and return the step, or raise CheckpointError and change nothing."""
    path = Path(path)
    streams = _generators(net, generators)
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(read_array(archive, "about", TEXT).tobytes())
            _compare(about, net, optimizer, streams)
            remembered = optimizer.names if about["updates"] else ()
            memory = {name: np.empty_like(net.values) for name in remembered}
            wanted = _arrays(net, memory)
            found = {name: _like(archive, name, array) for name, array in wanted.items()}
            limit = path.stat().st_size
            carried = {name: _state_of(archive, name, _carrying(net)[name], net, limit) for name in about["carried"]}
        states = {name: _checked_state(rng, about["random"][name]) for name, rng in streams.items()}
    except CheckpointError as error:
        raise CheckpointError(f"{path.name} {one_sentence(str(error))}") from None
    except NpzError as error:
        raise CheckpointError(f"{path.name} is not a checkpoint of this network: {one_sentence(str(error))}") from None
    except OSError as error:
        raise CheckpointError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except UNREADABLE:
        raise CheckpointError(f"{path.name} is not a checkpoint, or it is damaged.") from None

    optimizer.reset()
    optimizer.memory = memory
    optimizer.steps = about["updates"]
    for name, array in wanted.items():
        array[...] = found[name]
    for name, layer in _carrying(net).items():
        layer.final = carried.get(name)
    for name, rng in streams.items():
        rng.bit_generator.state = states[name]
    return int(about["step"])


def _arrays(net: Network, memory: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays whose shapes network and optimizer know, by their names in the file."""
    state = {f"state {name}": array for name, array in net.state().items()}
    return {"values": net.values, **state, **{f"memory {name}": memory[name] for name in memory}}


def _carrying(net: Network) -> dict[str, Recurrent]:
    """The layers that carry their state from one training pass to the next, by their place in the network."""
    layers = enumerate(walk(net.layers), 1)
    return {
        f"{i} {type(layer).__name__}": layer for i, layer in layers if isinstance(layer, Recurrent) and layer.stateful
    }


def _carried(net: Network) -> dict[str, Array]:
    return {f"carried {name}": layer.final for name, layer in _carrying(net).items() if layer.final is not None}


def _layout(net: Network) -> list[list[Any]]:
    return [[name, list(array.shape)] for name, array in net.parameters().items()]


def _generators(net: Network, given: Generators | None) -> dict[str, np.random.Generator]:
    """Those in the layers under the layer's name, each once though several layers draw from it; then those given."""
    found: dict[str, np.random.Generator] = {}
    for number, layer in enumerate(walk(net.layers), 1):
        for name, value in layer.arguments().items():
            if isinstance(value, np.random.Generator) and not any(value is other for other in found.values()):
                found[f"{number} {type(layer).__name__}.{name}"] = value
    return found | dict(given or {})


def _compare(about: dict[str, Any], net: Network, optimizer: Optimizer, streams: Generators) -> None:
    """The first thing that does not fit, as the end of a sentence."""
    if about["version"] != VERSION:
        raise CheckpointError(f"has format {about['version']}; this program reads format {VERSION}.")
    saved_layout, layout = about["network"], _layout(net)
    for one, other in zip(saved_layout, layout, strict=False):
        if one != other:
            raise CheckpointError(f"has {one[0]} {tuple(one[1])} where this network has {other[0]} {tuple(other[1])}.")
    if len(saved_layout) != len(layout):
        raise CheckpointError(f"has a network of {len(saved_layout)} parameter arrays, this one has {len(layout)}.")
    if about["optimizer"] != type(optimizer).__name__:
        raise CheckpointError(f"has the memory of {about['optimizer']}, not of {type(optimizer).__name__}.")
    unknown = set(about["carried"]) - set(_carrying(net))
    if unknown:
        raise CheckpointError(f"has a state carried by {', '.join(sorted(unknown))}, which does not carry one here.")
    if set(about["random"]) != set(streams):
        saved, expected = (", ".join(sorted(names)) or "none" for names in (about["random"], streams))
        raise CheckpointError(f"has the random generators {saved}, not {expected}.")
    for count in ("step", "updates"):
        if type(about[count]) is not int or not 0 <= about[count] < 2**63:
            raise CheckpointError(f"is damaged: {count} = {about[count]!r}.")


def _like(archive: zipfile.ZipFile, name: str, wanted: Array) -> Array:
    found = read_array(archive, name, wanted.nbytes)
    if found.shape != wanted.shape or found.dtype != wanted.dtype:
        needed = f"{wanted.shape} of {wanted.dtype}"
        raise CheckpointError(f"has {name} {found.shape} of {found.dtype}, this network needs {needed}.")
    return found


def _state_of(archive: zipfile.ZipFile, name: str, layer: Recurrent, net: Network, limit: int) -> Array:
    """What a layer carries, for any number of sequences."""
    found = read_array(archive, f"carried {name}", limit)
    cells = [cell for level in layer.cells for cell in level]
    states, width = len(cells), cells[0].parts * layer.hidden
    if found.ndim != 3 or found.shape[::2] != (states, width) or found.dtype != net.dtype:
        needed = f"({states}, batch, {width}) of {net.dtype}"
        raise CheckpointError(f"has carried {name} {found.shape} of {found.dtype}, this network needs {needed}.")
    return found


def _checked_state(rng: np.random.Generator, state: Any) -> Any:
    """The state, once a copy of the generator has taken it."""
    copy.deepcopy(rng.bit_generator).state = state
    return state
