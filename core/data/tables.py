"""The small sets of `resources/data`: 8×8 digits and four tables. Sources and licences: resources/data/SOURCES.md."""

from functools import cache
from importlib.resources import files

import numpy as np

from core.array import Array
from core.data.dataset import Dataset, Split

UCI_DIGITS = "UCI digits"
UCI_TRAIN = 1437  # the last 360 measure: the samples come writer by writer, so most of those hands are new
TABLES = {"breast cancer": "breast_cancer", "wine": "wine", "iris": "iris", "diabetes": "diabetes"}


def uci_digits() -> Split:
    """1437 + 360 digits, x (n, 8, 8, 1) in 0…1."""
    pixels, labels = _arrays()["digits_x"], _arrays()["digits_y"]
    x = (pixels.reshape(-1, 8, 8, 1) / np.float32(16)).astype(np.float32)
    y = labels.astype(np.int64)
    parts = (slice(None, UCI_TRAIN), slice(UCI_TRAIN, None))
    train, test = (Dataset(UCI_DIGITS, x[part], y[part], tuple("0123456789"), "/16") for part in parts)
    return Split(train, test)


def table(name: str) -> Dataset:
    """A table in its original units and order (often sorted by class: shuffle before splitting), x (n, columns).

    y holds class indices, or for diabetes a float32 measure with no classes.
    Raises ValueError for a name not in `TABLES`.
    """
    if name not in TABLES:
        raise ValueError(f"there is no table called {name!r}; there are {', '.join(TABLES)}")
    arrays, key = _arrays(), TABLES[name]
    classes, columns = (tuple(text.decode() for text in arrays[f"{key}_{part}"]) for part in ("classes", "columns"))
    y = arrays[f"{key}_y"]
    return Dataset(name, arrays[f"{key}_x"], y.astype(np.int64) if classes else y, classes, "", columns)


@cache
def _arrays() -> dict[str, Array]:
    with (files("resources") / "data" / "uci.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        loaded = {name: arrays[name] for name in arrays.files}
    for array in loaded.values():
        array.flags.writeable = False  # shared by everyone who asks
    return loaded
