"""How large a step? Six rates, then seven schedules, on the same network and the same batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.optimizers.noise_ball import BALLS, INVERSE, LARGE, SMALL, balls
from core.experiments.optimizers.rate_lanes import CONSTANT, COSINE, SCHEDULES, TENTH, Standing, lane, schedule, table
from core.experiments.shared import fields
from core.optim.schedules import Schedule
from core.run import CurvesView, Expected, HistogramsView, Key, Preset, Run, Start, TableView, View, experiment
from core.settings import (
    ChoiceField,
    FlagField,
    Label,
    Live,
    LogRangeField,
    ManyField,
    RangeField,
    SeededSettings,
    Shown,
)
from core.training import TEST_ACCURACY, Probes, race, watched_together

RATES = {f"{rate:g}": rate for rate in (0.001, 0.01, 0.1, 0.3, 1.0, 3.0)}
OF_RATES, OF_SCHEDULES, OF_NOISE = "rates", "schedules", "noise ball"


@dataclass(frozen=True, kw_only=True)
class RateSettings(SeededSettings):
    """What is compared, and on which data."""

    compare: Annotated[str, ChoiceField(OF_RATES, OF_SCHEDULES, OF_NOISE)] = OF_RATES
    rates: Annotated[tuple[str, ...], ManyField(*RATES), Shown("compare", OF_RATES)] = tuple(RATES)
    schedules: Annotated[tuple[str, ...], ManyField(*SCHEDULES), Shown("compare", OF_SCHEDULES)] = SCHEDULES
    lr: Annotated[
        float,
        LogRangeField(1e-3, 3.0),
        Live,
        Shown("compare", OF_SCHEDULES),
        Label("first rate α₀", "of all schedules"),
    ] = 0.2
    length: Annotated[
        int, RangeField(10, 20_000), Shown("compare", OF_SCHEDULES), Label("length", "of a schedule, in updates")
    ] = 2000
    fan_in: Annotated[
        bool,
        FlagField(),
        Shown("compare", OF_RATES, OF_SCHEDULES),
        Label("rate ÷ √inputs", "each layer has its own rate: η / √(its inputs)"),
    ] = False
    data: Annotated[fields.Digits, Shown("compare", OF_RATES, OF_SCHEDULES)] = fields.PEN_DIGITS
    samples: Annotated[
        int, RangeField(500, 60_000), Shown("compare", OF_RATES, OF_SCHEDULES), Label("training digits")
    ] = 5000
    batch: Annotated[fields.BatchSize, Shown("compare", OF_RATES, OF_SCHEDULES)] = 100


def variants(settings: RateSettings) -> tuple[str, ...]:
    """All that may ever appear beside each other."""
    return {OF_RATES: tuple(RATES), OF_SCHEDULES: SCHEDULES, OF_NOISE: BALLS}[settings.compare]


def is_family(settings: RateSettings) -> bool:
    """Rates are steps of one quantity; schedules are not."""
    return settings.compare == OF_RATES


def loss(name: str, step: int, last: int, **claim: Any) -> Expected:
    """A claim on the mean of the last losses."""
    return Expected("loss", name, step, mean_of_last=last, source="measured with 4 seeds", **claim)


def right(name: str, value: float, tolerance: float = 0.02) -> Expected:
    """The accuracy at the end of a schedule."""
    return Expected(
        TEST_ACCURACY, name, 2000, value=value, tolerance=tolerance, source="mean of 3 seeds; single runs within .02"
    )


RATED, SCHEDULED = Shown("compare", OF_RATES), Shown("compare", OF_SCHEDULES)
TRAINED = Shown("compare", OF_RATES, OF_SCHEDULES)
RACED = CurvesView(log_y=True, smooth=5, y_label="cross entropy", y_range=(0.1, 20.0))
SMOOTHED = CurvesView(log_y=True, y_label="cross entropy", y_range=(0.1, 3.0))
READ = CurvesView(y_range=(0.6, 0.95))
MOVED = CurvesView(log_y=True, smooth=5, y_label="‖Δw‖ / ‖w‖")
QUICK = (
    loss("0.001", 300, 50, value=2.18, tolerance=0.05),
    loss("0.01", 300, 50, value=1.12, tolerance=0.1),
    loss("0.1", 300, 50, value=0.43, tolerance=0.06),
    loss("0.3", 300, 50, value=0.23, tolerance=0.07),
    loss("1", 300, 50, at_least=1.2),
    Expected("highest loss", "3", 300, at_least=1e3, source="measured"),
    loss("3", 300, 50, value=2.3, tolerance=0.05),
)
RACE = RateSettings(compare=OF_SCHEDULES, batch=10)
PEN = dict(zip(SCHEDULES, (0.860, 0.861, 0.887, 0.890, 0.884, 0.903, 0.900), strict=True))
MNIST = dict(zip(SCHEDULES, (0.917, 0.898, 0.923, 0.919, 0.919, 0.930, 0.927), strict=True))
FALLS = loss(COSINE, 2000, 100, below=CONSTANT, factor=0.7)
NOISE = (
    Expected("variance", LARGE, 300, value=1 / 3, tolerance=0.033, source="η / (2 − η)"),
    Expected("variance", SMALL, 300, value=0.0526, tolerance=0.0053, source="η / (2 − η)"),
    Expected("variance", INVERSE, 300, at_most=0.03, source="η / (2 − η) falls with η"),
)


@experiment(
    id="learning-rate",
    chapter="Optimizers",
    order=40,
    settings=RateSettings,
    presets=(
        Preset("Quick", RateSettings(), 300, QUICK),
        Preset("Book", replace(RACE, data="MNIST"), 2000, (*(right(*one) for one in MNIST.items()), FALLS)),
        Preset("Schedules", RACE, 2000, (*(right(*one) for one in PEN.items()), FALLS)),
        Preset(
            "When it does not help",
            replace(RACE, lr=0.5),
            2000,
            (Expected(TEST_ACCURACY, TENTH, 2000, above=COSINE, source="measured with 3 seeds"),),
        ),
        Preset("Noise ball", RateSettings(compare=OF_NOISE), 300, NOISE, steps_per_second=60),
        Preset("1/√fan-in", RateSettings(fan_in=True), 300),
    ),
    views=(
        View("loss", RACED, "Loss on each batch, and its mean", shown=RATED),
        View("mean loss", SMOOTHED, "Mean loss of the last 100 batches", shown=SCHEDULED),
        View(TEST_ACCURACY, CurvesView(), "Test digits read right", "side", shown=RATED),
        View(TEST_ACCURACY, READ, "Test digits read right, from 0.6 on", "side", shown=SCHEDULED),
        View("update ratio", MOVED, "Update ÷ weight", "side", shown=RATED),
        View("rate", CurvesView(y_label="η"), "The rate", "side", shown=SCHEDULED),
        View("standings", TableView(), "Where they stand", "side", 1.2, shown=TRAINED),
        View("cloud", HistogramsView(), "4,000 points at the bottom of ½x²", shown=Shown("compare", OF_NOISE)),
        View(
            "spread",
            CurvesView(log_y=True, y_label="variance of x"),
            "Their variance (dashed: theory)",
            "side",
            1.5,
            shown=Shown("compare", OF_NOISE),
        ),
        View("balls", TableView(), "Where they rest", "side", shown=Shown("compare", OF_NOISE)),
    ),
    variants=variants,
    family=is_family,
)
def run(settings: RateSettings, now: Callable[[], RateSettings], library: Library) -> Run:
    """Too small, right, too large?

    Too small a rate hardly moves, too large a one throws the weights about, and the right one is often just below that.
    A schedule begins there and then lowers it, so that the noise of the batches is averaged out at the end.
    """
    if settings.compare == OF_NOISE:
        yield Start("½x² with noise of N(0, 1) on every gradient, no data", fair=True)
        yield from balls(settings.seed)
        return
    whole = library.digits(settings.data).flat()
    split = Split(whole.train.first(settings.samples), whole.test)
    yield Start(split.train.caption, fair=True)
    made: dict[str, Callable[[int], float]] = {name: partial(constant, RATES[name]) for name in settings.rates}
    if settings.compare == OF_SCHEDULES:
        shapes = {name: schedule(name, settings.length) for name in settings.schedules}
        made = {name: partial(scheduled, shape, now) for name, shape in shapes.items()}
    over = 100 if settings.compare == OF_SCHEDULES else 50
    standings = {name: Standing(over) for name in made}
    lanes = {
        name: lane(split, rate, standings[name], seed=settings.seed, batch=settings.batch, fan_in=settings.fan_in)
        for name, rate in made.items()
    }
    yield from watched_together(race(lanes), Probes({Key("standings"): partial(table, standings, over)}))


def constant(rate: float, step: int) -> float:
    """The same at every step."""
    return rate


def scheduled(shape: Schedule, now: Callable[[], RateSettings], step: int) -> float:
    """The first rate of this moment, lowered as the schedule has it."""
    return now().lr * shape(step)
