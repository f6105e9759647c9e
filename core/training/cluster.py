"""The computers of a Dask cluster, as an executor like any other.

    dask scheduler                                                                    on one computer
    dask worker tcp://host:8786 --nworkers auto --nthreads 1 --preload chalkgrad      on every one that is to work

Dask is an extra, `pip install 'chalkgrad[cluster]'`; every computer of the cluster needs it and Chalkgrad, in the same
versions. A trial has the same bits wherever it is executed, as far as the processors are of one kind.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from core.text import quoted

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

PATIENCE = 3  # seconds in which a scheduler answers


class ClusterError(Exception):
    """One sentence that says why there is no cluster."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The executor of the cluster whose scheduler listens at `address`, tcp://host:port, until the block ends.

    Raises ClusterError where Dask is not installed, and where no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("a cluster needs Dask: pip install distributed") from None
    for name in ("distributed", "distributed.client"):  # what they would say on the terminal is raised too
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _check_scheduler(address)
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        yield _Lasting(client)


class _Lasting(Executor):
    """Dask's executor, which says so when its scheduler is gone: Dask's own would wait for another one for ever."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)  # a trial that is run again is executed again

    def submit(self, job: Callable[..., T], /, *args: Any, **more: Any) -> Future[T]:
        if self._client.status != "running":
            raise BrokenExecutor("the scheduler of the cluster is gone")
        future: Future[T] = self._executor.submit(job, *args, **more)
        return future


def _check_scheduler(address: str) -> None:
    """Ask before a client is made: one that finds no scheduler leaves threads behind, and tracebacks at the end."""
    from distributed import rpc

    async def kind() -> str:
        async with rpc(address, timeout=PATIENCE) as other:
            return str((await other.identity())["type"])

    try:
        found = asyncio.run(asyncio.wait_for(kind(), PATIENCE))
    except ValueError as wrong:
        raise ClusterError(f"a cluster has an address like tcp://host:8786, not {quoted(address)}: {wrong}") from None
    except (OSError, TimeoutError):
        raise ClusterError(f"no Dask scheduler answers at {quoted(address)} within {PATIENCE} seconds") from None
    except Exception:  # noqa: BLE001 (another program's answer, read as Dask's, may be anything)
        found = "program"
    if found != "Scheduler":
        raise ClusterError(f"what answers at {quoted(address)} is no Dask scheduler, but another {found.lower()}")
