"""What every record is: a frozen value that owns its arrays and can say in words what it shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np

from core.array import Array


def frozen(values: Any) -> Array:
    """A read-only copy that owns its memory."""
    array = np.array(values)
    if array.dtype.hasobject:
        raise ValueError(f"a record's arrays hold numbers, not objects such as {type(array.flat[0]).__name__}")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Part:
    """Base of records and of what they are made of. Every array in a field, also in its tuples and dicts, becomes a
    read-only copy unless it already is one.

    version: of the fields' meaning; an archive of another version is refused rather than misread.
    """

    version: ClassVar[int] = 1

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            owned = _owned(value)
            if owned is not value:
                object.__setattr__(self, item.name, owned)


@dataclass(frozen=True, eq=False)
class Record(Part):
    """Base of all that a view may return."""

    def describe(self) -> str:
        """The picture in words: what it shows and its main numbers."""
        raise NotImplementedError(f"{type(self).__name__} must describe itself in words")


def _owned(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        fine = not value.flags.writeable and value.base is None and not value.dtype.hasobject
        return value if fine else frozen(value)
    if isinstance(value, dict):
        return {key: _owned(one) for key, one in value.items()}
    if type(value) is tuple:
        parts = tuple(_owned(one) for one in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    return value
