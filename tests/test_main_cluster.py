"""The command line with computers of a cluster, of which an executor of threads takes the place."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import pytest

import main
from core.data.library import Library

T = TypeVar("T")


class Lent(ThreadPoolExecutor):
    """A cluster's executor that notes what it was given, and whether it was given back."""

    def __init__(self) -> None:
        super().__init__(1)
        self.submitted = 0
        self.closed = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        self.submitted += 1
        return super().submit(fn, *args, **kwargs)


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lent]:
    executor = Lent()

    @contextmanager
    def connected(address: str) -> Iterator[Lent]:
        assert address == "tcp://lab:8786"
        yield executor
        executor.closed = True

    monkeypatch.setattr("core.training.cluster.cluster", connected)
    with executor:
        yield executor


def test_that_a_search_on_a_cluster_writes_the_same_bytes_and_closes_the_client(lent: Lent, tmp_path: Path) -> None:
    given = ["hyperparameter-search", "--set", "trials=6", "--set", "epochs=1", "--set", "samples=100", "--export"]
    assert main.main([*given, str(tmp_path / "own.csv")]) == 0
    assert lent.submitted == 0
    assert main.main([*given, str(tmp_path / "lent.csv"), "--cluster", "tcp://lab:8786"]) == 0
    assert lent.submitted == 6
    assert lent.closed
    assert (tmp_path / "lent.csv").read_bytes() == (tmp_path / "own.csv").read_bytes()


def test_that_the_window_gets_the_executor_of_the_cluster(lent: Lent, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def opened(*_: object, library: Library, **__: object) -> int:
        seen.extend([library.executor, lent.closed])
        return 0

    monkeypatch.setattr("gui.app.open_window", opened)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main.main(["hyperparameter-search", "--cluster", "tcp://lab:8786"]) == 0
    assert seen == [lent, False]
    assert lent.closed


@pytest.mark.skipif(find_spec("distributed") is not None, reason="Dask is installed here")
@pytest.mark.parametrize("more", [["--export", "x.csv"], []])
def test_that_a_cluster_without_dask_says_what_to_install(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["hyperparameter-search", *more, "--cluster", "tcp://127.0.0.1:8786"]) == 2
    assert capsys.readouterr().err == "chalkgrad: a cluster needs Dask: pip install distributed\n"
