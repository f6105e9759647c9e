"""Do the course's networks reach their figures on the real MNIST? Too long for the suite, so it is run by hand.

    python -m tests.benchmarks.mnist [--data-dir FOLDER] [--threads N] [net …]

All 60,000 digits, shuffled, batches of 100, He, Adam .001 as in the course's book; after each epoch the accuracy on all
10,000 test digits. The last column says whether the goal was reached by then.

DeepConvNet needs a rate that falls, and batches of 50, to get there in three epochs: at .001 all the way its dropout,
which drops half of the scores too, leaves it at .988.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np

from core.data.dataset import Split
from core.data.errors import MissingData
from core.data.library import Library
from core.nn import CrossEntropy, Layer, Network, ReLU
from core.nn.architectures import deep_convnet, simple_convnet
from core.nn.mlp import mlp
from core.optim import Adam
from core.optim.schedules import Constant, Cosine, Schedule
from core.random import stream
from core.training.blas import set_blas_threads
from core.training.evaluate import Evaluation
from core.training.parallel import DataParallel
from core.training.train import Metric, Probes, minibatches, train

BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "mnist"
SEED = 0
DIGITS = 60_000


@dataclass(frozen=True)
class Course:
    """A network, how long it may learn, and what it must then reach on the test part."""

    layers: Callable[[np.random.Generator], list[Layer]]
    epochs: int
    goal: float
    rate: Schedule
    flat: bool = False
    batch: int = 100
    split: bool = False  # the batch over threads, one BLAS thread each; else BLAS has the threads


COURSES = {
    "MLP": Course(lambda _: mlp((784, 100, 10), ReLU), 10, 0.97, Constant(0.001), flat=True),
    "SimpleConvNet": Course(lambda _: simple_convnet(), 3, 0.985, Constant(0.001), split=True),
    "DeepConvNet": Course(deep_convnet, 3, 0.99, Cosine(0.0015, 3 * DIGITS // 50), batch=50, split=True),
}


def epochs(course: Course, digits: Split, threads: int) -> Iterator[tuple[float, float]]:
    """After each epoch, without end: the accuracy on the test part, and the seconds so far."""
    data = digits.flat() if course.flat else digits
    net = Network(course.layers(stream(SEED, "dropout")), rng=stream(SEED, "init"))
    test = Evaluation(net, data.test)
    feed, per_epoch = minibatches(data.train, course.batch, stream(SEED, "data"))
    probes = Probes(metrics=(Metric(round(per_epoch), test.accuracy),))
    set_blas_threads(1 if course.split else threads)
    start = perf_counter()
    with DataParallel(net, threads) if course.split else nullcontext(net) as trained:
        for tick in train(trained, CrossEntropy(), Adam(), feed, per_epoch, probes, lr=course.rate):
            if tick is not None and tick.step and test.key in tick.scalars:
                yield tick.scalars[test.key], perf_counter() - start


def report(names: Sequence[str], digits: Split, threads: int) -> Iterator[str]:
    yield f"{'net':14} {'epoch':>5} {'test accuracy':>13} {'time':>8} {'goal':>6}"
    for name in names:
        course, best = COURSES[name], 0.0
        for epoch, (accuracy, seconds) in enumerate(islice(epochs(course, digits, threads), course.epochs), 1):
            best = max(best, accuracy)
            verdict = "reached" if best >= course.goal else "missed" if epoch == course.epochs else ""
            yield f"{name:14} {epoch:5} {accuracy:13.4f} {seconds:6.0f} s {course.goal:6.3f} {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mnist")
    parser.add_argument("--data-dir", type=Path, default=os.environ.get("CHALKGRAD_DATA", BESIDE_THE_PROJECT))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("nets", nargs="*", metavar="net", help=", ".join(COURSES))
    given = parser.parse_args()
    if unknown := set(given.nets) - set(COURSES):
        parser.error(f"there is no net {sorted(unknown)[0]!r}; there are {', '.join(COURSES)}")
    try:
        digits = Library(Path(given.data_dir)).digits("MNIST")
    except MissingData as missing:
        sys.exit(str(missing))
    for line in report(given.nets or list(COURSES), digits, given.threads):
        print(line, flush=True)


if __name__ == "__main__":
    main()
