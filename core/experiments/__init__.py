"""Every experiment of the course: one folder a chapter, one file an experiment.

`catalog()` finds them by looking: a new file is a new experiment, and nothing else needs to know of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from core.run.experiment import Experiment

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
    found = []
    for module in pkgutil.walk_packages(__path__, __name__ + "."):
        if not module.ispkg:
            found += [v for v in vars(importlib.import_module(module.name)).values() if isinstance(v, Experiment)]
    for one in found:
        if one.chapter not in CHAPTERS:
            raise ValueError(
                f"{one.id} is in no chapter of the course: {one.chapter!r}; there are {', '.join(CHAPTERS)}"
            )
    found.sort(key=lambda one: CHAPTERS.index(one.chapter))
    return {one.id: one for one in found}
