"""Hyperparameter search: many short trainings, each with other settings, side by side in other processes.

    space = {"lr": LogUniform(1e-6, 1e-2), "decay": LogUniform(1e-8, 1e-4)}
    for outcome in search(Job(data), random_trials(space, 100, stream(seed, "search"))):
        ...                                     # None is a breath, otherwise one trial's score, in trial order

A job is a callable value `job(trial)` that gives a score, or a `Score` with the curve it measured on the way. It can
be pickled: a function of a module, or a dataclass with `__call__` that holds the data. It draws its random numbers from
`trial.number` and the seed, never from a generator of its own, so the outcomes are the same whatever executes them:
processes here, threads, or a cluster's executor. A trial that is lost with whatever was executing it is run again.
"""

from __future__ import annotations

import itertools
import math
import multiprocessing
import os
import pickle
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from core.run.quiet import be_quiet
from core.training.blas import set_blas_threads
from core.training.parallel import Processes

BREATH = 0.03  # seconds between two breaths while a trial is waited for
AHEAD = 2 + (os.cpu_count() or 1)  # trials under way at once: all processes busy, and few to cancel
ELSEWHERE = 64  # on another's executor, for nobody knows how many computers it has
ATTEMPTS = 3  # at a trial: what is lost as often has ended its processes itself
UNEXPECTED = (
    "what executed trial {} ended unexpectedly, {} times ({}); a script that searches must do so below "
    "if __name__ == '__main__'"
)
ENDED = "what executes the search has ended: {}"
UNSENDABLE = (pickle.PicklingError, AttributeError, TypeError, ImportError)  # of a job, wherever it was to go


class Values(Protocol):
    """What one setting may be: drawn at random, or as evenly spaced values for a grid."""

    def draw(self, rng: np.random.Generator) -> Any:
        """One value at random."""

    def grid(self, count: int) -> Sequence[Any]:
        """`count` values, evenly spaced."""


@dataclass(frozen=True)
class Uniform(Values):
    """U(low, high)"""

    low: float
    high: float

    def draw(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.low, self.high))

    def grid(self, count: int) -> list[float]:
        return [float(value) for value in np.linspace(self.low, self.high, count)]


@dataclass(frozen=True)
class LogUniform(Values):
    """10^U(log₁₀ low, log₁₀ high): every power of ten is as likely, as it should be for rates and penalties"""

    low: float
    high: float

    def draw(self, rng: np.random.Generator) -> float:
        return float(10 ** rng.uniform(math.log10(self.low), math.log10(self.high)))

    def grid(self, count: int) -> list[float]:
        return [float(value) for value in np.geomspace(self.low, self.high, count)]


@dataclass(frozen=True)
class Among(Values):
    """One of these; a grid takes all of them"""

    values: tuple[Any, ...]

    def draw(self, rng: np.random.Generator) -> Any:
        return self.values[int(rng.integers(len(self.values)))]

    def grid(self, count: int) -> Sequence[Any]:
        return self.values


Space: TypeAlias = Mapping[str, Values]


class Trial(NamedTuple):
    """One choice of settings. budget: how long to train, in whatever the job counts; 0 where the job knows it."""

    number: int
    settings: Mapping[str, Any]
    budget: int = 0


class Score(NamedTuple):
    """What a job gives: the larger the value, the better; not a number where the training diverged. curve: what it
    measured on the way, such as the validation accuracy after every epoch. others: what else it measured at the end and
    nothing is chosen by, such as the test accuracy."""

    value: float
    curve: tuple[float, ...] = ()
    others: tuple[float, ...] = ()


class Outcome(NamedTuple):
    """What a trial came to: the value, the curve and the other figures of its score."""

    trial: Trial
    score: float
    curve: tuple[float, ...] = ()
    others: tuple[float, ...] = ()

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Sorts the best first: no number comes last, and of equals the earlier trial first."""
        return math.isnan(self.score), 0.0 if math.isnan(self.score) else -self.score, self.trial.number


Job: TypeAlias = Callable[[Trial], float | Score]
Outcomes: TypeAlias = Generator[Outcome | None, None, None]


def random_trials(space: Space, count: int, rng: np.random.Generator) -> list[Trial]:
    """Every setting drawn anew for every trial. Of n trials all n values of the one that matters differ, where a grid
    of n has only √n of two. Bergstra & Bengio 2012."""
    return [Trial(i, {name: values.draw(rng) for name, values in space.items()}) for i in range(count)]


def grid_trials(space: Space, counts: Mapping[str, int] | int) -> list[Trial]:
    """Every combination of evenly spaced values, the last setting changing fastest; `counts`: how many of each."""
    each = [values.grid(counts if isinstance(counts, int) else counts.get(name, 1)) for name, values in space.items()]
    return [Trial(i, dict(zip(space, chosen, strict=True))) for i, chosen in enumerate(itertools.product(*each))]


def search(job: Job, trials: Iterable[Trial], executor: Executor | None = None, ahead: int | None = None) -> Outcomes:
    """Yield the outcomes in the order of the trials, and None at least every 50 ms while waiting for one.

    At most `ahead` trials are under way; None: a few more than processes, and 64 on any other executor. Closing
    the generator cancels those that have not begun; where no executor is given the processes are the search's own, and
    end at once. What a job raises is raised here and ends the search. A trial that is lost, because the process or the
    computer that executed it has ended, is run again; RuntimeError where that has happened `ATTEMPTS` times.
    """
    waiting = iter(trials)
    under_way: deque[_UnderWay] = deque()
    with _lent(executor) as running:
        most = max(1, ahead or (AHEAD if executor is None or isinstance(running, Processes) else ELSEWHERE))
        try:
            while True:
                for trial in itertools.islice(waiting, most - len(under_way)):
                    under_way.append(_UnderWay(running, job, trial))
                if not under_way:
                    return
                while (outcome := under_way[0].outcome()) is None:
                    yield None
                under_way.popleft()
                yield outcome
        finally:
            for one in under_way:
                one.future.cancel()


def successive_halving(
    job: Job,
    trials: Iterable[Trial],
    budget: int,
    factor: int = 2,
    executor: Executor | None = None,
    ahead: int | None = None,
) -> Outcomes:
    """Train all a little, keep the best of every `factor` and train them `factor` times as long, until one is left.

    Each round has about the cost of the first, so n trials take log n rounds and not n long trainings. The budget
    counts from the start: a survivor is trained anew, so that a job need not be able to go on. Jamieson & Talwalkar
    2016. Outcomes come in trial order within each round; their budgets tell the rounds apart.
    """
    if budget < 1 or factor < 2:
        raise ValueError(f"halving takes a budget of 1 or more and a factor of 2 or more, got {budget} and {factor}")
    with _lent(executor) as running:
        left = [trial._replace(budget=budget) for trial in trials]
        while left:
            finished: list[Outcome] = []
            with closing(search(job, left, running, ahead)) as this_round:
                for outcome in this_round:
                    finished += [] if outcome is None else [outcome]
                    yield outcome
            best = sorted(finished, key=lambda outcome: outcome.rank)[: len(left) // factor]
            survivors = {outcome.trial.number for outcome in best}
            left = [trial._replace(budget=factor * trial.budget) for trial in left if trial.number in survivors]


class _UnderWay:
    """A trial that is being executed, and again where it is lost."""

    def __init__(self, executor: Executor, job: Job, trial: Trial) -> None:
        self.trial = trial
        self.future: Future[Score | Exception]
        self._submit = partial(executor.submit, _tried, job, trial)
        self._lost = 0
        self._begin()

    def outcome(self) -> Outcome | None:
        """None where there is none yet, after a moment's wait."""
        if not wait((self.future,), BREATH).done:
            return None
        try:
            found = self.future.result()
        except UNSENDABLE:
            raise
        except CancelledError as error:  # not by us: the executor was closed, or a cluster's scheduler is gone
            raise RuntimeError(ENDED.format(f"trial {self.trial.number} was cancelled")) from error
        except Exception as error:  # noqa: BLE001 (each executor has its own for a worker that is lost)
            self._lose(error)
            self._begin()
            return None
        if isinstance(found, Exception):
            raise found
        return Outcome(self.trial, float(found.value), tuple(map(float, found.curve)), tuple(map(float, found.others)))

    def _begin(self) -> None:
        try:
            self.future = self._submit()
        except BrokenExecutor as error:  # the standard library's are not mended
            raise RuntimeError(ENDED.format(error)) from error

    def _lose(self, error: Exception) -> None:
        self._lost += 1
        if self._lost == ATTEMPTS:
            why = str(error) or type(error).__name__
            raise RuntimeError(UNEXPECTED.format(self.trial.number, self._lost, why)) from error


def _tried(job: Job, trial: Trial) -> Score | Exception:
    """Where a trial is executed. What the job raises is a value here, so that whatever is raised where the trial is
    waited for has befallen its executor. One BLAS thread, for another number gives other bits."""
    set_blas_threads(1)
    quiet = Context()
    quiet.run(be_quiet)
    try:
        found = quiet.run(job, trial)
    except Exception as error:  # noqa: BLE001
        error.add_note(traceback.format_exc())
        return error
    return found if isinstance(found, Score) else Score(found)


@contextmanager
def _lent(executor: Executor | None) -> Iterator[Executor]:
    """The caller's executor, which stays open, or processes of our own, which do not. A process that is itself a
    daemon, as ours are, may have none: there the trials run in threads, and the one under way ends by itself."""
    if executor is not None:
        yield executor
    elif multiprocessing.current_process().daemon:
        threads = ThreadPoolExecutor(os.cpu_count() or 1, "trial")
        try:
            yield threads
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
    else:
        with Processes() as own:
            yield own
