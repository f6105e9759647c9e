"""What was recorded."""

from functools import cache
from pathlib import Path

import numpy as np

from tests.parity.cases import Given
from tests.parity.ours import Results

DATA = Path(__file__).parent / "data"


@cache
def read(file: str) -> Results:
    with np.load(DATA / f"{file}.npz", allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays}


def given_of(file: str, name: str) -> Given:
    empty = np.zeros(0, np.float16)
    return Given(*(read(file).get(f"{name}|{key}", empty) for key in Given._fields))


def expected_of(file: str, name: str) -> Results:
    start = f"{name}|= "
    found = {key.removeprefix(start): array for key, array in read(file).items() if key.startswith(start)}
    assert found, f"nothing is recorded for {name}: python -m tests.parity.record"
    return found
