"""One BLAS thread, as the experiments themselves ask for: two are slower for small nets beside other tests."""

import pytest

from core.run.blas import set_blas_threads


@pytest.fixture(autouse=True, scope="package")
def _one_blas_thread() -> None:
    set_blas_threads(1)
