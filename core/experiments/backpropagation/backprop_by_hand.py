"""Forward, back and the update of a small network, one matrix a step, every number there to be read and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.backpropagation.backprop_networks import (
    DEEP,
    ONE,
    SEVERAL,
    SHALLOW,
    SIX,
    TWO,
    WHOLE,
    ByHand,
    Numbers,
    of,
)
from core.experiments.backpropagation.backprop_pass import KEPT, LEARN, SHARED, HandNetwork
from core.experiments.backpropagation.backprop_pictures import shapes, views
from core.experiments.backpropagation.backprop_steps import (
    LOSS,
    UPDATE,
    WEIGHTS,
    Moment,
    Operation,
    entries,
    errors,
    figures,
    operations,
)
from core.records import Table
from core.run import (
    CurvesView,
    Expected,
    Key,
    MatricesView,
    Pace,
    Preset,
    Run,
    Start,
    TableView,
    Tick,
    Ticks,
    View,
    experiment,
)
from core.text import counted

EDITED = tuple((name, name.lower()) for name in ("X", "T", "W1", "b1", "W2", "b2", "W3", "b3"))
ERROR = "relative error"
OPENING = "Given are X, T and all weights. What does the network answer, and how does each number move the loss?"
MAZUR = "M. Mazur, A Step by Step Backpropagation Example, recomputed"
OURS = "Mazur's network with its biases learning, recomputed"
TEXT = "The two-sample example of the course text, recomputed"


def walk(name: str, settings: ByHand, steps: int, expected: tuple[Expected, ...] = ()) -> Preset:
    """A preset that is gone through operation by operation, for as many updates as one likes."""
    return Preset(name, settings, steps, expected, endless=True, pace=Pace.STEPPED, steps_per_second=0.7)


def claims(step: int, source: str, tolerance: float, **numbers: Numbers) -> Iterator[Expected]:
    """Every number of some arrays, as an operation finds them at one step."""
    for key, value in entries({name: np.array(rows) for name, rows in numbers.items()}).items():
        yield Expected(*key, step, value=value, tolerance=tolerance, source=source)


def descent(first: int, every: int, source: str, tolerance: float, *values: float) -> Iterator[Expected]:
    """The losses of one pass after another."""
    for i, value in enumerate(values):
        yield Expected("loss", "", first + i * every, value=value, tolerance=tolerance, source=source)


def right(step: int, *names: str) -> Iterator[Expected]:
    """Gradients that are those of finite differences."""
    return (Expected(ERROR, name, step, at_most=1e-8, source="central differences") for name in names)


ONE_SAMPLE = of(ONE, biases=KEPT)
QUICK = (
    *descent(5, 11, MAZUR, 1e-9, 0.298371109, 0.2910277737),
    *claims(11, MAZUR, 1e-8, W2=((0.35891648, 0.51130127), (0.40866619, 0.56137012))),
    *claims(11, MAZUR, 1e-8, W1=((0.14978072, 0.24975114), (0.19956143, 0.29950229))),
)
BOOK = (
    *descent(4, 10, TEXT, 5e-4, 16.25, 10.439, 15.300, 7.807),
    *descent(44, 10, TEXT, 5e-3, 10.28, 5.465),
    *claims(6, TEXT, 1e-12, dW2=((0,), (-30,)), db2=((-8,),)),
    *claims(9, TEXT, 1e-12, dW1=((0, -34), (0, -50))),
    *claims(10, TEXT, 1e-12, W1=((1, 2.34), (-1, 0.5)), b1=((0.5, -0.34),), W2=((1,), (2.3,)), b2=((0.08,),)),
)
COUNTS = (Expected("paths", value=72), Expected("weights", value=39))


@experiment(
    id="backprop-by-hand",
    chapter="Backpropagation",
    order=30,
    settings=ByHand,
    presets=(
        walk("Quick", ONE_SAMPLE, 11, QUICK),
        walk("Book", of(TWO), 10, BOOK),
        walk(
            "A bias for each unit", replace(ONE_SAMPLE, biases=LEARN), 16, (*descent(16, 1, OURS, 1e-9, 0.2804714468),)
        ),
        walk(
            "A bias for each layer",
            replace(ONE_SAMPLE, biases=SHARED),
            16,
            (*descent(16, 1, OURS, 1e-9, 0.2857508867),),
        ),
        Preset(
            "10,000 updates",
            replace(ONE_SAMPLE, step=WHOLE),
            10_000,
            (*descent(10_000, 1, MAZUR, 1e-7, 3.51e-5),),
        ),
        walk(
            "δ of 6-4-3-1",
            of(DEEP),
            16,
            (*COUNTS, *right(9, "W3", "b3"), *right(12, "W2", "b2"), *right(15, "W1", "b1")),
        ),
        walk("6 samples × 3 features", of(SIX), 5, (*right(4, "W1", "b1"),)),
    ),
    views=(
        View("board", MatricesView(edit=EDITED), "Numbers forward, their gradients beneath", weight=2.6),
        View("descent", CurvesView(), "Loss of every pass so far", shown=SHALLOW),
        View("operation", MatricesView(), "This step", "side", weight=1.4),
        View("shares", MatricesView(), "What each sample adds to the gradient", "side", 1.3, shown=SEVERAL),
        View("shapes", TableView(), "Gradients against finite differences", "side"),
    ),
)
def run(settings: ByHand, now: Callable[[], ByHand], library: Library) -> Run:
    """Can you follow every number?

    Forward, each layer multiplies, adds and bends. Back, δ is the gradient at a layer's sums: what came in times δ is
    the gradient of the weights, and δ times the weights, transposed, is what the layer before gets.
    """
    network = settings.network()
    x, t = (np.array(rows, float)[: settings.samples] for rows in (settings.x, settings.t))
    said = (
        f"{network.paths} paths lead to the output; going back visits each of the {network.weight_count} weights once"
    )
    yield Start(f"{counted(len(x), 'sample')} of {counted(x.shape[1], 'feature')}", said if network.depth > 2 else "")
    yield from (updates if settings.step == WHOLE else steps)(network, x, t, now)


def steps(network: HandNetwork, x: Array, t: Array, now: Callable[[], ByHand]) -> Ticks:
    """A tick for every operation, pass after pass; the update is the last of each."""
    step, losses_so_far = 0, list[float]()
    yield Tick(0, scalars=counts(network), views=views(Moment(network.run(x, t), opening=OPENING), losses_so_far))
    while True:
        done, past, updates = network.run(x, t), frozenset[Operation](), len(losses_so_far)
        differences = errors(network, done)
        for operation in operations(done):
            step, past, lr, updated = step + 1, past | {operation}, now().lr, None
            scalars = figures(done, operation)
            if operation.kind == LOSS:
                losses_so_far.append(done.loss)
            elif operation.kind == WEIGHTS:
                names = f"W{operation.layer}", f"b{operation.layer}"
                scalars |= {Key(ERROR, name): differences[name] for name in names}
            elif operation.kind == UPDATE:
                network.update(lr, now().biases)
                updated = network.weights, network.biases
                scalars = entries(network.arrays())
            moment = Moment(done, past, operation, updates, lr, updated, differences)
            yield Tick(step, scalars=scalars, views=views(moment, losses_so_far))


def updates(network: HandNetwork, x: Array, t: Array, now: Callable[[], ByHand]) -> Ticks:
    """A tick for every update: the whole pass behind it stands on the board."""
    found: list[float] = []
    while True:
        done = network.run(x, t)
        found.append(done.loss)
        count, past = len(found) - 1, frozenset(one for one in operations(done) if one.kind != UPDATE)
        moment = Moment(done, past, updates=count, opening=f"After {count:,} updates the loss is {done.loss:.4g}.")
        pictures = views(moment, found) | {Key("shapes"): partial(compared, network, moment)}
        yield Tick(count, scalars=counts(network) | {Key("loss"): done.loss}, views=pictures)
        network.update(now().lr, now().biases)


def compared(network: HandNetwork, moment: Moment) -> Table:
    """The finite differences are worked out only where somebody looks."""
    return shapes(replace(moment, errors=errors(network, moment.done)))


def counts(network: HandNetwork) -> dict[Key, float]:
    """Ways through the network, and weights that a pass back visits, once each."""
    return {Key("paths"): network.paths, Key("weights"): network.weight_count}
