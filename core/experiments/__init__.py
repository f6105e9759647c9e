"""Every experiment of the course: one folder a chapter, one file an experiment.

`catalog()` finds them by looking: a new file is a new experiment, and nothing else needs to know of it.
"""

from __future__ import annotations

import importlib
from collections import Counter
from functools import cache
from pathlib import Path

from core.run.experiment import Experiment

FOLDER = Path(__file__).parent
CHAPTERS = (
    "Neurons",
    "Loss and gradient",
    "Backpropagation",
    "Optimizers",
    "Initialization",
    "Normalization and generalization",
    "Convolution",
    "Deep networks",
    "Sequences",
    "Playground",
)


@cache
def catalog() -> dict[str, Experiment]:
    """Every experiment by its id, in the order of the course, then by file name."""
    found: list[Experiment] = []
    for file in sorted(FOLDER.rglob("[!_]*.py")):  # a new chapter's folder needs no file of its own
        module = importlib.import_module(".".join((__name__, *file.relative_to(FOLDER).with_suffix("").parts)))
        found += [v for v in vars(module).values() if isinstance(v, Experiment)]
    found = list({id(one): one for one in found}.values())  # one may be imported by another's file
    twice = [name for name, times in Counter(one.id for one in found).items() if times > 1]
    if twice:
        raise ValueError(f"there are two experiments {twice[0]!r}; each needs an id of its own")
    for one in found:
        if one.chapter not in CHAPTERS:
            raise ValueError(
                f"{one.id} is in no chapter of the course: {one.chapter!r}; there are {', '.join(CHAPTERS)}"
            )
    found.sort(key=lambda one: CHAPTERS.index(one.chapter))
    return {one.id: one for one in found}
