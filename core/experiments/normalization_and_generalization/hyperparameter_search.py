"""Learning rate and weight decay by many short trainings: drawn at random, on a grid, or by halving."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Any

from core.data.library import Library
from core.data.split import split
from core.experiments.normalization_and_generalization.search_job import Digits, Training, in_memory
from core.experiments.normalization_and_generalization.search_watch import DECAY, RATE, Ranges, SearchWatch
from core.experiments.shared import fields
from core.random import stream
from core.run import Expected, Key, PlaneView, Preset, Run, Start, TableView, TextView, Tick, View, experiment
from core.settings import ChoiceField, Display, Label, LogRangeField, RangeField, SeededSettings
from core.training.search import (
    LogUniform,
    Outcomes,
    Space,
    Trial,
    grid_trials,
    random_trials,
    search,
    successive_halving,
)

RANDOM, GRID, HALVING = "random", "grid", "successive halving"
WITH_TEST, AS_BOOK = "60 / 20 / 20", "80 / 20"
TESTED = 1000  # other digits, where none of the samples are kept for testing


@dataclass(frozen=True, kw_only=True)
class SearchSettings(SeededSettings):
    """How settings are chosen, from which ranges, and what each trial trains."""

    method: Annotated[str, ChoiceField(RANDOM, GRID, HALVING)] = RANDOM
    trials: Annotated[int, RangeField(4, 400)] = 20
    epochs: Annotated[int, RangeField(1, 200), Label("epochs", "of a trial; of the longest, in halving")] = 10
    lr_from: Annotated[float, LogRangeField(1e-8, 10.0), Label("learning rate from")] = 1e-6
    lr_to: Annotated[float, LogRangeField(1e-8, 10.0), Label("learning rate to")] = 1e-2
    decay_from: Annotated[float, LogRangeField(1e-10, 1.0), Label("weight decay from")] = 1e-8
    decay_to: Annotated[float, LogRangeField(1e-10, 1.0), Label("weight decay to")] = 1e-4
    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(50, 5000), Label("digits", "for training, validation and test")] = 500
    division: Annotated[
        str, ChoiceField(WITH_TEST, AS_BOOK), Label("division", "training / validation / test; 1,000 others test")
    ] = WITH_TEST
    hidden: fields.HiddenLayers = (100,) * 6
    chosen: Annotated[int, RangeField(0, 399), Display, Label("trial", "its place; 0 is the best")] = 0


WIDE: dict[str, Any] = {"lr_to": 1.0}
QUICK: dict[str, Any] = {"lr_to": 0.3, "samples": 2000}
BOOK: dict[str, Any] = {"data": "MNIST", "trials": 100, "epochs": 50, "division": AS_BOOK}


def ends(channel: str, step: int, variant: str = "", **claim: Any) -> Expected:
    """A claim on what the whole search has found."""
    return Expected(channel, variant, step, source="measured with 4 or 5 seeds", **claim)


NO_TREND = ends("r of decay", 100, value=0.0, tolerance=0.25)
FLATTERED = ends("accuracy of the best", 100, "test", below="validation")
BOOK_CLAIMS = (ends("least of the ten best rates", 100, at_least=0.003), NO_TREND, FLATTERED)
WIDER_CLAIMS = (
    ends("rate of the best", 100, at_least=0.03),
    ends("gain over rates to 0.01", 100, at_least=0.08),
    NO_TREND,
    FLATTERED,
)
QUICK_CLAIMS = (
    ends("accuracy of the best", 20, "validation", at_least=0.64),
    ends("rate of the best", 20, at_least=0.03),
    ends("r of decay", 20, value=0.0, tolerance=0.4),
)
GRID_CLAIMS = (ends("accuracy of the best", 20, "validation", at_most=0.64),)
HALVING_CLAIMS = (
    ends("epochs trained", 63, value=192.0),
    ends("rate of the best", 63, at_least=0.03),
    ends("accuracy of the best", 63, "validation", at_least=0.75),
)


@experiment(
    id="hyperparameter-search",
    chapter="Normalization and generalization",
    order=90,
    settings=SearchSettings,
    presets=(
        Preset("Quick", SearchSettings(**QUICK), 20, QUICK_CLAIMS),
        Preset("Book", SearchSettings(**BOOK), 100, BOOK_CLAIMS),
        Preset("Wider", SearchSettings(**BOOK, **WIDE), 100, WIDER_CLAIMS),
        Preset("Grid", SearchSettings(**QUICK, method=GRID), 20, GRID_CLAIMS),
        Preset("Halving", SearchSettings(**QUICK, method=HALVING, trials=32, epochs=32), 63, HALVING_CLAIMS),
    ),
    views=(
        View("trials", PlaneView(choose="chosen"), "Every trial; × diverged"),
        View("over rate", PlaneView(choose="chosen"), "Over the learning rate", "side"),
        View("over decay", PlaneView(choose="chosen"), "Over the weight decay", "side"),
        View("curves", PlaneView(), "The best 20; blue: the chosen one", "below"),
        View("best", TableView(choose="chosen"), "The best by validation", "below", weight=1.1),
        View("verdict", TextView(), "What the search says", "below", weight=0.7),
    ),
)
def run(settings: SearchSettings, now: Callable[[], SearchSettings], library: Library) -> Run:
    """Random or grid?

    Each trial trains 784-100×6-10 on a few digits at a learning rate and a weight decay of its own. Validation chooses
    the best; the test is there to say how much that flatters. Trials are executed side by side, and come in order.
    """
    given = library.digits(settings.data).flat()
    shares = (0.6, 0.2, 0.2) if settings.division == WITH_TEST else (0.8, 0.2, 0.0)
    parts = split(given.train.first(settings.samples), stream(settings.seed, "split"), shares)
    test = parts.test if settings.division == WITH_TEST else given.test.first(TESTED)
    sizes = " / ".join(f"{len(part):,}" for part in (parts.train, parts.validation, test))
    yield Start(f"{given.train.first(settings.samples).caption} · {sizes}")
    training = yield from in_memory(parts.train)
    validation = yield from in_memory(parts.validation)
    test = yield from in_memory(test)
    job = Training(Digits(training, validation, test), settings.hidden, settings.epochs, settings.seed)
    ranges = Ranges(ordered(settings.lr_from, settings.lr_to), ordered(settings.decay_from, settings.decay_to))
    trials = chosen_trials(settings, ranges)
    total, longest = extent(settings, len(trials))
    watch = SearchWatch(ranges, total, longest)
    views = {
        Key("trials"): lambda: watch.plane(now().chosen),
        Key("verdict"): watch.verdict,
        Key("over rate"): lambda: watch.marginal(RATE, now().chosen),
        Key("over decay"): lambda: watch.marginal(DECAY, now().chosen),
        Key("curves"): lambda: watch.curves(now().chosen),
        Key("best"): lambda: watch.table(now().chosen),
    }
    yield Tick(0, total=total, views=views)
    with closing(outcomes(settings, job, trials, library)) as found:
        for outcome in found:
            if outcome is None:
                yield None
                continue
            watch.add(outcome, outcome.trial.budget or settings.epochs)
            yield Tick(watch.count, total=total, scalars=watch.scalars(), views=views)


def ordered(one: float, other: float) -> tuple[float, float]:
    """The lower one first."""
    return min(one, other), max(one, other)


def chosen_trials(settings: SearchSettings, ranges: Ranges) -> list[Trial]:
    """A grid has as many rates as decays, or some more, and no more trials than were asked for."""
    space: Space = {RATE: LogUniform(*ranges.lr), DECAY: LogUniform(*ranges.decay)}
    if settings.method == GRID:
        decays = math.isqrt(settings.trials)
        return grid_trials(space, {RATE: settings.trials // decays, DECAY: decays})
    return random_trials(space, settings.trials, stream(settings.seed, "search"))


def first_budget(settings: SearchSettings) -> int:
    """Epochs of the first round, which doubles until one trial is left, with about the epochs that were asked for."""
    return max(1, settings.epochs >> (settings.trials.bit_length() - 1))


def extent(settings: SearchSettings, trials: int) -> tuple[int, int]:
    """How many trainings there will be, and the epochs of the longest."""
    if settings.method != HALVING:
        return trials, settings.epochs
    rounds = trials.bit_length()  # n, n/2, n/4 … 1
    return sum(trials >> i for i in range(rounds)), first_budget(settings) << (rounds - 1)


def outcomes(settings: SearchSettings, job: Training, trials: list[Trial], library: Library) -> Outcomes:
    """As they come, in the order of the trials."""
    if settings.method == HALVING:
        return successive_halving(job, trials, first_budget(settings), executor=library.executor)
    return search(job, trials, library.executor)
