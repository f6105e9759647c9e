"""How far two results lie apart."""

import numpy as np

from core.nn.gradient_check import relative_error
from tests.parity.ours import Results

LIMIT = 1e-11  # of the norm; both sides work in double precision, and some of it goes in 20 updates


def errors(found: Results, expected: Results) -> dict[str, float]:
    """The relative error of every array that was expected, norm-wise; a missing or misshapen one is an error too."""
    apart = {}
    for name, wanted in expected.items():
        assert name in found, f"{name} is missing"
        assert found[name].shape == wanted.shape, f"{name}: {found[name].shape} instead of {wanted.shape}"
        assert np.isfinite(wanted).all(), name
        apart[name] = relative_error(found[name], wanted)
    return apart


def check(found: Results, expected: Results) -> None:
    apart = errors(found, expected)
    assert max(apart.values()) < LIMIT, apart
