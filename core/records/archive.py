"""Records as a dict of arrays and a document of plain JSON values, and back, bit for bit: for files and for recorded
runs. Nothing is pickled, so reading a file that a stranger sent can do no more than fail.

    arrays, document = to_archive(record)      np.savez(path, **arrays); json.dumps(document)
    record = from_archive(arrays, document)

In the document a tuple is a list; an array, a dict, a number that JSON lacks and a record are objects of one key:
{"array": "array 0"}, {"dict": [[key, value], …]}, {"float": "7ff0000000000000"} (its 64 bits),
{"record": "Curves", "version": 1, "fields": {…}}.
"""

from __future__ import annotations

import math
import struct
import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

import numpy as np

from core.array import Array
from core.records.record import Part, Record

FORMAT = 1
Document: TypeAlias = dict[str, Any]


class ArchiveError(ValueError):
    """What is wrong with an archive, in one sentence."""


def to_archive(record: Record, prefix: str = "") -> tuple[dict[str, Array], Document]:
    """The record's arrays by name, and all else as JSON values. TypeError for what a record should not hold. prefix: of
    the names, where there are several records in one archive."""
    arrays: dict[str, Array] = {}
    return arrays, {"format": FORMAT, "record": _encoded(record, arrays, prefix)}


def from_archive(arrays: Mapping[str, Array], document: Mapping[str, Any]) -> Record:
    """The record that `to_archive` was given. ArchiveError where the archive is damaged or of another version."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        found = document.get("format") if isinstance(document, Mapping) else None
        raise ArchiveError(f"this is not an archive of records of format {FORMAT}: its format is {found!r}")
    try:
        record = _decoded(document.get("record"), arrays)
    except RecursionError:
        raise ArchiveError("the document is nested too deeply") from None
    if not isinstance(record, Record):
        raise ArchiveError("the document holds no record")
    return record


def part_types() -> dict[str, type[Part]]:
    """Every record and part of one that this program knows, by its name."""
    found: dict[str, type[Part]] = {}
    waiting: list[type[Part]] = [Part]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.__module__.startswith("core.records.") and child is not Record:
                found[child.__name__] = child
    return found


def _encoded(value: Any, arrays: dict[str, Array], prefix: str) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if math.isfinite(value) else {"float": struct.pack(">d", value).hex()}
        case tuple():
            return [_encoded(one, arrays, prefix) for one in value]
        case dict():
            return {
                "dict": [[_encoded(key, arrays, prefix), _encoded(one, arrays, prefix)] for key, one in value.items()]
            }
        case np.ndarray():
            name = f"{prefix}array {len(arrays)}"
            arrays[name] = value
            return {"array": name}
        case Part():
            kept = {item.name: _encoded(getattr(value, item.name), arrays, prefix) for item in fields(value)}
            return {"record": type(value).__name__, "version": value.version, "fields": kept}
    raise TypeError(f"a record cannot be stored with a {type(value).__name__} in it")


def _decoded(value: Any, arrays: Mapping[str, Array]) -> Any:
    match value:
        case None | bool() | str() | int() | float():
            return value
        case list():
            return tuple(_decoded(one, arrays) for one in value)
        case {"float": str(bits)} if len(value) == 1:
            return _number(bits)
        case {"dict": list(pairs)} if len(value) == 1 and all(isinstance(p, list) and len(p) == 2 for p in pairs):
            return {_decoded(key, arrays): _decoded(one, arrays) for key, one in pairs}
        case {"array": str(name)} if len(value) == 1:
            return _array(name, arrays)
        case {"record": str(name), "version": version, "fields": dict(kept)} if len(value) == 3:
            return _part(name, version, kept, arrays)
    raise ArchiveError(f"the document is damaged at {str(value)[:60]}")


def _number(bits: str) -> float:
    try:
        return float(struct.unpack(">d", bytes.fromhex(bits))[0])
    except (ValueError, struct.error):
        raise ArchiveError(f"{bits[:40]!r} are not the 64 bits of a number") from None


def _array(name: str, arrays: Mapping[str, Array]) -> Array:
    if name not in arrays:
        raise ArchiveError(f"{name!r} is missing among the arrays")
    array = arrays[name]
    if not isinstance(array, np.ndarray):
        raise ArchiveError(f"{name!r} is not an array but a {type(array).__name__}")
    if array.dtype.hasobject:
        raise ArchiveError(f"{name!r} holds objects; an archive's arrays hold numbers")
    return array


def _part(name: str, version: Any, kept: Mapping[str, Any], arrays: Mapping[str, Array]) -> Part:
    kind = part_types().get(name)
    if kind is None:
        raise ArchiveError(f"there is no record of the type {name!r}")
    if version != kind.version:
        raise ArchiveError(f"{name} is of version {version}; this program reads version {kind.version}")
    hints = _hints(kind)
    if missing := [field for field in hints if field not in kept]:
        raise ArchiveError(f"{name} lacks {', '.join(missing)}")
    if unknown := [field for field in kept if field not in hints]:
        raise ArchiveError(f"{name} has no {', '.join(unknown)}")
    values = {field: _decoded(kept[field], arrays) for field in hints}
    for field, hint in hints.items():
        if not _fits(values[field], hint):
            raise ArchiveError(f"{field} of {name} is damaged: a {type(values[field]).__name__} cannot stand there")
    try:
        return kind(**values)
    except (ValueError, TypeError, IndexError) as wrong:
        raise ArchiveError(f"{name} is damaged: {wrong}") from None


def _hints(kind: type[Part]) -> dict[str, Any]:
    """What each field holds."""
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


def _fits(value: Any, hint: Any) -> bool:
    """Whether the value is of the annotated type, throughout tuples and dicts."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inner)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        kinds = (inner[0],) * len(value) if inner[1:] == (...,) else inner
        return len(kinds) == len(value) and all(_fits(one, kind) for one, kind in zip(value, kinds, strict=True))
    if origin is dict:
        return isinstance(value, dict) and all(_fits(k, inner[0]) and _fits(v, inner[1]) for k, v in value.items())
    if origin is np.ndarray:
        return isinstance(value, np.ndarray)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))
