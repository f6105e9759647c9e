"""Every experiment of the course: one folder a chapter, one file an experiment; shared/ is what they have in common.

`catalog()` finds them by looking: a new file is a new experiment, and nothing else needs to know of it. A file that
cannot be loaded is listed by `broken()` with a sentence, and the others go on.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.run.experiment import CHAPTERS, Experiment

FOLDER = Path(__file__).parent
SHARED = "shared"


class Broken(NamedTuple):
    """A file of which no experiment came, and why, in one sentence."""

    file: str
    sentence: str


class Course(NamedTuple):
    """experiments: by id, in the order of the course."""

    experiments: dict[str, Experiment]
    broken: tuple[Broken, ...]


def catalog() -> dict[str, Experiment]:
    """Every experiment by its id: by chapter, then by its `order`, then by file name."""
    return load_course().experiments


def broken() -> tuple[Broken, ...]:
    """The files that could not be loaded."""
    return load_course().broken


@cache
def load_course() -> Course:
    """Import every file of the course, once."""
    found: dict[str, Experiment] = {}
    wrong: list[Broken] = []
    for file in _files():
        name = file.relative_to(FOLDER).as_posix()
        try:
            for one in _experiments_in(file):
                if found.setdefault(one.id, one) is not one:  # the same object may be imported by another's file
                    raise ValueError(f"there are two experiments {one.id!r}; each needs an id of its own")
        except Exception as error:  # noqa: BLE001 - a student's file; the others must go on
            wrong.append(Broken(name, _sentence(error)))
    ordered = sorted(found.values(), key=lambda one: (CHAPTERS.index(one.chapter), one.order))
    return Course({one.id: one for one in ordered}, tuple(wrong))


def _files() -> list[Path]:
    """A new chapter's folder needs no file of its own."""
    return [file for file in sorted(FOLDER.rglob("[!_]*.py")) if SHARED not in file.relative_to(FOLDER).parts]


def _experiments_in(file: Path) -> Iterator[Experiment]:
    module = importlib.import_module(".".join((__name__, *file.relative_to(FOLDER).with_suffix("").parts)))
    yield from (value for value in vars(module).values() if isinstance(value, Experiment))


def _sentence(error: Exception) -> str:
    """Its kind, its first line, and for a slip of the keyboard the line that it is in."""
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__} in line {error.lineno}: {error.msg}"
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else 'no reason given'}"
