"""How much memory a session holds: the bytes of all arrays that only it can reach."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from core.run.session import Session

MOST_OBJECTS = 200_000  # looked at; a session has a few thousand


def held_bytes(session: Session) -> int:
    """Bytes of the arrays of its run, its series and its samples. What the library and the experiment keep is not
    counted: it stays whether the session goes or not."""
    seen: set[int] = set()
    for _ in _arrays([session.library, session.experiment], seen):
        pass
    return sum(array.nbytes for array in _arrays([session], seen))


def _arrays(roots: list[Any], seen: set[int]) -> Iterator[np.ndarray[Any, Any]]:
    """Every array that owns its memory and can be reached from the roots. seen: ids of objects that do not count."""
    waiting = list(roots)
    while waiting and len(seen) < MOST_OBJECTS:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, ModuleType | type):
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            if one.base is None:
                yield one
            else:
                waiting.append(one.base)
        elif isinstance(one, FunctionType):  # its globals are a whole module
            waiting += [*(one.__closure__ or ()), *(one.__defaults__ or ())]
        elif not (isinstance(one, dict) and "__builtins__" in one):
            waiting += gc.get_referents(one)
