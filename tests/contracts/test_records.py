"""What every record promises: it owns its arrays, says in words what it shows, and survives an archive bit for bit."""

import io
import json
import struct
from dataclasses import FrozenInstanceError, fields
from typing import Any

import numpy as np
import pytest

from core.records import ArchiveError, ContoursMark, Part, Record, from_archive, to_archive
from core.records.archive import part_types
from tests.contracts.record_cases import EXAMPLES, RECORDS, curves, matrix

EVERY = pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)


def same(first: Any, second: Any) -> bool:
    """Bit for bit, types included."""
    if type(first) is not type(second):
        return False
    match first:
        case np.ndarray():
            return (first.dtype, first.shape, first.tobytes()) == (second.dtype, second.shape, second.tobytes())
        case float():
            return struct.pack(">d", first) == struct.pack(">d", second)
        case tuple():
            return len(first) == len(second) and all(map(same, first, second))
        case dict():
            return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
        case Part():
            return all(same(getattr(first, item.name), getattr(second, item.name)) for item in fields(first))
    return bool(first == second)


def arrays_in(value: Any) -> list[np.ndarray]:
    match value:
        case np.ndarray():
            return [value]
        case tuple():
            return [array for one in value for array in arrays_in(one)]
        case dict():
            return [array for one in value.values() for array in arrays_in(one)]
        case Part():
            return [array for item in fields(value) for array in arrays_in(getattr(value, item.name))]
    return []


def through_a_file(record: Record) -> Record:
    arrays, document = to_archive(record)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    file.seek(0)
    with np.load(file, allow_pickle=False) as loaded:
        return from_archive(dict(loaded), json.loads(json.dumps(document, allow_nan=False)))


def test_that_every_record_and_every_part_has_an_example() -> None:
    assert {type(example) for example in EXAMPLES} == set(part_types().values())


@EVERY
def test_that_a_record_describes_itself_in_one_line(record: Record) -> None:
    assert record.describe().strip()
    assert "\n" not in record.describe()


@EVERY
def test_that_nobody_can_write_into_a_record(record: Record) -> None:
    for array in arrays_in(record):
        assert not array.flags.writeable
        assert array.base is None
    with pytest.raises(FrozenInstanceError):
        setattr(record, fields(record)[0].name, None)


@EVERY
def test_that_records_are_compared_by_identity(record: Record) -> None:
    assert record in [record]
    assert record != through_a_file(record)


@EVERY
def test_that_a_record_survives_an_archive_bit_for_bit(record: Record) -> None:
    back = through_a_file(record)
    assert same(back, record)
    assert back.describe() == record.describe()
    assert all(not array.flags.writeable and array.base is None for array in arrays_in(back))


@EVERY
def test_that_a_record_without_one_of_its_arrays_is_refused(record: Record) -> None:
    arrays, document = to_archive(record)
    for name in arrays:
        fewer = {other: array for other, array in arrays.items() if other != name}
        with pytest.raises(ArchiveError, match=f"'{name}' is missing"):
            from_archive(fewer, document)


@EVERY
def test_that_arrays_of_objects_are_refused(record: Record) -> None:
    arrays, document = to_archive(record)
    for name, array in arrays.items():
        with pytest.raises(ArchiveError, match="holds objects"):
            from_archive({**arrays, name: array.astype(object)}, document)


@EVERY
def test_that_damage_anywhere_is_an_archive_error(record: Record) -> None:
    """Every value of the document in turn is replaced by one that cannot stand there."""
    arrays, document = to_archive(record)
    text = json.dumps(document)
    spots = [spot for spot in places(document) if spot]
    assert spots
    for spot in spots:
        damaged = json.loads(text)
        holder = damaged
        for key in spot[:-1]:
            holder = holder[key]
        holder[spot[-1]] = {"neither": "this", "nor": "that"}
        with pytest.raises(ArchiveError):
            from_archive(arrays, damaged)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"record": "Hologram"}, "there is no record of the type 'Hologram'"),
        ({"record": "Record"}, "there is no record of the type 'Record'"),
        ({"record": "Part"}, "there is no record of the type 'Part'"),
        ({"version": 2}, "Curves is of version 2; this program reads version 1"),
        ({"fields": {}}, "Curves lacks x, lines, x_label"),
    ],
)
def test_that_damage_is_named(changes: dict[str, Any], sentence: str) -> None:
    arrays, document = to_archive(curves)
    document["record"].update(changes)
    with pytest.raises(ArchiveError, match=sentence):
        from_archive(arrays, document)


def test_that_fields_which_a_record_has_not_are_refused() -> None:
    arrays, document = to_archive(curves)
    document["record"]["fields"]["colour"] = "red"
    with pytest.raises(ArchiveError, match="Curves has no colour"):
        from_archive(arrays, document)


def test_that_a_value_of_the_wrong_kind_is_refused() -> None:
    arrays, document = to_archive(curves)
    document["record"]["fields"]["x_label"] = 7
    with pytest.raises(ArchiveError, match="x_label of Curves is damaged: a int cannot stand there"):
        from_archive(arrays, document)


def test_that_a_record_which_its_type_refuses_is_an_archive_error() -> None:
    arrays, document = to_archive(matrix)
    with pytest.raises(ArchiveError, match="Matrix is damaged: gradients of shape"):
        from_archive({name: array[:1] if i else array for i, (name, array) in enumerate(arrays.items())}, document)


@pytest.mark.parametrize("document", [{}, {"format": 99}, [], None, "x", {"format": 1}, {"format": 1, "record": 3}])
def test_that_something_else_is_refused(document: Any) -> None:
    with pytest.raises(ArchiveError):
        from_archive({}, document)


def test_that_a_document_without_an_end_is_refused() -> None:
    nested: Any = 1
    for _ in range(5000):
        nested = [nested]
    with pytest.raises(ArchiveError, match="nested too deeply"):
        from_archive({}, {"format": 1, "record": nested})


def test_that_what_no_record_should_hold_is_not_stored() -> None:
    bad = object.__new__(type(curves))
    for item in fields(curves):
        object.__setattr__(bad, item.name, getattr(curves, item.name))
    object.__setattr__(bad, "x_label", [1, 2])
    with pytest.raises(TypeError, match="cannot be stored with a list in it"):
        to_archive(bad)


def test_that_numbers_of_numpy_are_stored_as_numbers() -> None:
    levels = tuple(np.linspace(0.1, 0.3, 3))
    arrays, document = to_archive(ContoursMark(np.zeros((2, 2)), (0, 1), (0, 1), levels))
    back = from_archive(arrays, json.loads(json.dumps(document)))
    assert isinstance(back, ContoursMark)
    assert back.levels == levels
