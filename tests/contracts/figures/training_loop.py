"""The first losses, the lengths of gradient and step, and what has been learnt after an epoch."""

import math
from functools import cache

from core.experiments import catalog
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "training-loop"


@cache
def quick() -> Session:
    return session(ID, "Quick", 300)


def at(run: Session, channel: str, step: int) -> float:
    steps, _, _, values = run.series[Key(channel)].read()
    return float(values[list(steps).index(step)])


def lengths() -> list[float]:
    return [at(quick(), "gradient norm", step) for step in (1, 100)]


def sizes() -> list[float]:
    run = quick()
    assert run.tick is not None
    width = run.settings.hidden
    return [784, width, 10]


def epochs() -> list[float]:
    experiment = catalog()[ID]
    batch = experiment.preset("Book").settings.batch
    return [10_000, batch, 10_000 / batch, 60_000, batch, 60_000 / batch]


def after_an_epoch() -> list[float]:
    small = session(ID, "Batch of 10", 1000)
    return [last(small, Key("test accuracy")), quick().settings.batch, at(quick(), "test accuracy", 100)]


def expected() -> list[float | None]:
    values = []
    for name in ("Book", "Book, ReLU"):
        claims = catalog()[ID].preset(name).expected
        values.append([claim.value for claim in claims])
    sigmoid, relu = values
    return [sigmoid[0], sigmoid[2], sigmoid[3], 9600 / 600, *relu]


FIGURES = (
    Figure("784 inputs, 50 hidden neurons and 10 scores", sizes),
    Figure(r"begins at $\ln 10 \approx 2.30$", lambda: [math.log(10)]),
    Figure("0.15 at the first update, 0.83 at the hundredth", lengths),
    Figure("10,000 / 100 = 100 updates, with MNIST 60,000 / 100 = 600", epochs),
    Figure("After one epoch it reads 0.82 of the test digits, with batches of 100 it is 0.58", after_an_epoch),
    Figure("- [x] About 2.3", lambda: [at(quick(), "loss", 1)]),
    Figure("a sigmoid passes at most a quarter of", lambda: [0.25]),
    Figure(
        "0.787 of the training and test digits after one epoch, 0.951 and 0.946 after 16; with ReLU 0.908 and 0.907,"
        " then 0.980 and 0.970",
        expected,
    ),
)
