"""The real MNIST files, where this machine has them."""

import os
from pathlib import Path

import pytest

from core.data.mnist.files import missing_files

BESIDE_THE_PROJECT = Path(__file__).parents[4] / "shared" / "mnist"


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    folder = Path(os.environ.get("CHALKGRAD_DATA", BESIDE_THE_PROJECT))
    if missing_files(folder):
        pytest.skip("MNIST is not here: set CHALKGRAD_DATA to a folder with its four files")
    return folder
