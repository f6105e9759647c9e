"""The threads and processes of core: all of them are here, and each has an owner that closes it.

Training splits a batch over a few threads: large NumPy calls let go of the interpreter's lock, so with one BLAS thread
each they really run side by side. The number is a constant of the experiment; results depend on it in the last bits.
A search trains many small networks, which would wait for that lock: each has a process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pickle import PicklingError
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar, cast

import numpy as np

from core.array import Array
from core.nn.allocate import walk
from core.nn.dropout import Dropout
from core.nn.layer import slot
from core.nn.network import Network
from core.nn.recurrent import Recurrent
from core.run.quiet import be_quiet
from core.training.blas import set_blas_threads

T = TypeVar("T")
Conversation: TypeAlias = "Connection[Any, Any]"


class DataParallel:
    """A network that trains on a batch in equal shares, one thread each: y and the gradients are those of the whole.

    Every share has a replica: the same weights, own caches, own gradients, which are added in the order of the shares.
    So a run is the same every time for one number of threads, and agrees to rounding between numbers; dropout too,
    for every share draws the mask of the whole batch, from where the network's own stream stands.
    ValueError for what a share cannot know of the whole: the statistics of batch norm; inside a recurrent layer the
    rows of its dropout, and a state carried on from the batch before.
    """

    values: Array = slot()
    grads: Array = slot()

    def __init__(self, net: Network, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"a batch is split over 1 thread or more, got {threads}")
        for layer in walk(net.layers):
            if layer.state() or (isinstance(layer, Recurrent) and (layer.drops or layer.stateful)):
                raise ValueError(f"a batch cannot be split in a network with {type(layer).__name__}")
        self.net = net
        self.__dict__.update(values=net.values, grads=net.grads)
        self._replicas = [net.replica() for _ in range(threads)]
        self._drops, *self._their_drops = (_dropouts(each) for each in (net, *self._replicas))
        self._pool = ThreadPoolExecutor(max(1, threads - 1), "share", be_quiet)
        self._shares: list[tuple[Network, slice]] = []

    def forward(self, x: Array, training: bool = False) -> Array:
        """As the network's; a batch smaller than the number of threads leaves some idle."""
        if not training:
            return self.net.forward(x)
        n = max(1, min(len(self._replicas), len(x)))
        edges = [len(x) * i // n for i in range(n + 1)]
        self._shares = [(net, slice(*ends)) for net, ends in zip(self._replicas, pairwise(edges), strict=False)]
        for drops, start in zip(self._their_drops, edges, strict=False):
            for own, theirs in zip(self._drops, drops, strict=True):
                theirs.part_of_batch = start, len(x)
                theirs.rng.bit_generator.state = own.rng.bit_generator.state
        (first, part), *others = self._shares
        waiting = [self._pool.submit(net.forward, x[share], True) for net, share in others]
        y = np.concatenate([first.forward(x[part], True), *(job.result() for job in waiting)])
        for own, drawn in zip(self._drops, self._their_drops[0], strict=True):
            own.rng.bit_generator.state = drawn.rng.bit_generator.state
        return y

    def backward_parameters(self, dy: Array) -> None:
        """Add d loss / d parameter to `grads`."""
        (first, part), *others = self._shares
        waiting = [self._pool.submit(_gradient, net, dy[share]) for net, share in others]
        self.grads += _gradient(first, dy[part])
        for job in waiting:
            self.grads += job.result()

    def zero_grads(self) -> None:
        """Start a new update."""
        self.net.zero_grads()

    def close(self) -> None:
        """End the threads; nothing is under way between two calls."""
        self._pool.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _dropouts(net: Network) -> list[Dropout]:
    return [layer for layer in walk(net.layers) if isinstance(layer, Dropout)]


def _gradient(net: Network, dy: Array) -> Array:
    net.zero_grads()
    net.backward_parameters(dy)
    return net.grads


class Processes(Executor):
    """Processes that run jobs, one BLAS thread each. Spawned, never forked: a fork would copy a window and its locks.

    A job is a picklable callable of an importable module. Each process is attended by a thread that waits for it. Where
    one ends in the middle of a job, the job fails with BrokenExecutor, and another process takes its place.
    (The standard library's pool cannot end a job that is under way; `close` here does, and does not wait for it.)
    """

    def __init__(self, count: int | None = None) -> None:
        self._threads: list[threading.Thread] = []
        self._attendants = ThreadPoolExecutor(
            count or os.cpu_count() or 1, "process", lambda: self._threads.append(threading.current_thread())
        )
        self._lock = threading.Lock()
        self._all: dict[Conversation, BaseProcess] = {}
        self._idle: list[Conversation] = []
        self._closed = False

    def submit(self, job: Callable[..., T], /, *args: Any, **more: Any) -> Future[T]:
        return self._attendants.submit(self._attend, job, args, more)

    def close(self) -> None:
        """Cancel the jobs that wait and end the others in the middle; neither process nor thread is left."""
        self._attendants.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for process in self._all.values():
                process.kill()
        if threading.current_thread() not in self._threads:  # where the collector of garbage may come by
            self._attendants.shutdown()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As every executor's: lets the jobs under way finish if it is to wait, closes, and then no process is left."""
        if wait:
            self._attendants.shutdown(cancel_futures=cancel_futures)
        self.close()
        if wait:
            for process in tuple(self._all.values()):
                process.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _attend(self, job: Callable[..., T], args: Any, more: Any) -> T:
        with self._lock:
            conversation = self._idle.pop() if self._idle else self._begin()
        try:
            conversation.send((job, args, more))
            done, result = conversation.recv()
        except (EOFError, OSError):
            self._forget(conversation)
            raise BrokenExecutor("a process ended in the middle of a job") from None
        except Exception:  # the job cannot be sent
            with self._lock:
                self._idle.append(conversation)
            raise
        with self._lock:
            self._idle.append(conversation)
        if not done:
            raise result
        return cast("T", result)

    def _begin(self) -> Conversation:
        if self._closed:
            raise BrokenExecutor("the processes were ended")
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()  # so that the end of the process is the end of the conversation
        self._all[ours] = process
        return ours

    def _forget(self, conversation: Conversation) -> None:
        """A process that has ended."""
        with self._lock:
            process = self._all.pop(conversation)
        process.kill()  # where it has only stopped to listen
        process.join()
        conversation.close()


def _serve(conversation: Conversation) -> None:
    """What a process does: one job after the other, until nobody asks any more."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to all of them; whoever began them ends them
    set_blas_threads(1)
    with suppress(EOFError, OSError):
        while True:
            job, args, more = conversation.recv()
            try:
                answer = True, job(*args, **more)
            except Exception as error:  # noqa: BLE001 (whatever the job raises is raised where it is waited for)
                error.add_note(traceback.format_exc())
                answer = False, error
            try:
                conversation.send(answer)
            except (PicklingError, AttributeError, TypeError) as error:
                conversation.send((False, TypeError(f"the result of a job cannot be sent: {error}")))


def _end_with_parent() -> None:
    """Where the program is killed in the middle of a job, nobody is left to end this process."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
