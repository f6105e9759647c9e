"""One BLAS thread for every experiment, and the real MNIST files, where this machine has them."""

import os
from pathlib import Path

import pytest

from core.data.library import Library
from core.training.blas import set_blas_threads

BESIDE_THE_PROJECT = Path(__file__).parents[4] / "shared" / "mnist"


@pytest.fixture(autouse=True, scope="package")
def _one_blas_thread() -> None:
    """As most experiments themselves ask for: two are slower for small nets beside other tests."""
    set_blas_threads(1)


@pytest.fixture(scope="session")
def mnist() -> Library:
    """A library that has MNIST."""
    library = Library(Path(os.environ.get("CHALKGRAD_DATA", BESIDE_THE_PROJECT)))
    if not library.has("MNIST"):
        pytest.skip("MNIST is not here: set CHALKGRAD_DATA to a folder with its four files")
    return library
