"""The network of the race, and how far the rules have moved and widened its first weights."""

from functools import cache

from core.experiments import catalog
from core.experiments.shared.fields import TESTED
from core.records import CurvesGrid, Histograms
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure

RULES = ("SGD", "Adam")


def weights(race: Session, rule: str) -> Histograms:
    record = race.record(Key("weights", rule))
    assert isinstance(record, Histograms)
    return record


def network() -> list[float]:
    """Inputs and scores, from the weights of the first and the last layer: 784 × 100 and 100 × 10."""
    race = session("optimizer-race", "Quick", 0, optimizers=RULES)
    width = race.settings.hidden[0]
    total = weights(race, "SGD").total
    return [total[0] / width, width, total[-1] / width]


@cache
def widened() -> list[float]:
    """By how many per cent the spread of the first layer has grown."""
    end = catalog()["optimizer-race"].preset("Quick").steps
    begin, race = (session("optimizer-race", "Quick", step, optimizers=RULES) for step in (0, end))
    return [end, *(100 * (weights(race, rule).std[0] / weights(begin, rule).std[0] - 1) for rule in RULES)]


@cache
def moved() -> list[float]:
    """How far the first layer's weights have gone, in per cent; which share AdaGrad had gone at its second look."""
    end = catalog()["optimizer-race"].preset("Quick").steps
    record = session("optimizer-race", "Quick", end).record(Key("weights moved"))
    assert isinstance(record, CurvesGrid)
    first = record.filled[0]
    adagrad = first.lines["AdaGrad"]
    ends = (100 * float(first.lines[rule][-1]) for rule in ("SGD", "Momentum", "Adam", "AdaGrad"))
    return [end, *ends, float(adagrad[1] / adagrad[-1]), float(first.x[1])]


def expected() -> list[float]:
    claims = catalog()["optimizer-race"].preset("Book").expected
    return [claims[0].mean_of_last, next(claim.factor for claim in claims if claim.below == "SGD" and claim.factor < 1)]


FIGURES = (
    Figure("(784 inputs, four hidden layers of 100 neurons, ReLU, 10 scores)", network),
    Figure(
        "after 300 updates SGD has moved those of the first layer by 9 per cent of their length,"
        " Momentum by 26, Adam by 47 and AdaGrad by 54, nearly half of that in its first 10 updates",
        moved,
    ),
    Figure("after 300 updates SGD has widened the weights of the first layer by 0.4 per cent, Adam by 10.", widened),
    Figure("the first 1,000 test digits", lambda: [TESTED]),
    Figure(
        "the mean of the last 100 losses of AdaGrad and of Adam lies below Momentum's and below half of SGD's", expected
    ),
)
