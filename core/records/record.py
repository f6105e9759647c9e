"""What every record is: a frozen value that owns its arrays and can say in words what it shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from core.array import Array


def frozen(values: Any) -> Array:
    """A read-only copy that owns its memory."""
    array = np.array(values)
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Record:
    """Base of all records. Every array field becomes a read-only copy unless it already is one."""

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray) and (value.flags.writeable or value.base is not None):
                object.__setattr__(self, item.name, frozen(value))

    def describe(self) -> str:
        """The picture in words: what it shows and its main numbers."""
        raise NotImplementedError(f"{type(self).__name__} must describe itself in words")
