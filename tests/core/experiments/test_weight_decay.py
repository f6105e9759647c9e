"""Weight decay: a step by hand, lanes that share their start, a strength that is moved, and the gap."""

from typing import Any

import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.weight_decay import YOURS, DecaySettings
from core.experiments.normalization_and_generalization.weight_decay import run as decay
from core.experiments.shared.gap import with_gap
from core.records import Histograms
from core.run.session import Session
from core.run.tick import Key, Tick, Ticks

SETTINGS: dict[str, Any] = {"hidden": (20,), "samples": 100, "tested": 100, "every": 1}


def session(step: int, **changed: Any) -> Session:
    made = Session(decay, DecaySettings(**{**SETTINGS, **changed}), Library())
    made.run_to(step)
    return made


def values(made: Session, channel: str, lane: str) -> list[float]:
    return [float(value) for value in made.series[Key(channel, lane)].read()[3]]


def spread(made: Session, lane: str) -> float:
    record = made.record(Key("weights", lane))
    assert isinstance(record, Histograms)
    return float(record.std[0])


def test_that_all_lanes_begin_alike() -> None:
    made = session(1, strengths=("λ 0", "λ 0.2"))
    assert values(made, "loss", "λ 0") == values(made, "loss", "λ 0.2")


def test_that_the_gap_is_training_minus_test() -> None:
    made = session(5)
    both = zip(*(values(made, f"{part} accuracy", "λ 0.1") for part in ("training", "test")), strict=True)
    assert values(made, "gap", "λ 0.1") == [training - test for training, test in both]


def test_that_a_tick_without_accuracies_has_no_gap() -> None:
    def ticks() -> Ticks:
        yield None
        yield Tick(0, scalars={Key("loss"): 1.0})

    assert list(with_gap(ticks())) == list(ticks())


def test_that_one_update_shrinks_the_weights_by_rate_times_strength() -> None:
    """With the same gradient both lanes differ by η λ w alone: std falls by the factor 1 − η λ, but for the data's
    share, which is small at first."""
    made = session(1, strengths=("λ 0", YOURS), yours=1.0, lr=0.1)
    assert spread(made, YOURS) / spread(made, "λ 0") == pytest.approx(0.9, abs=0.01)


def test_that_your_strength_is_moved_while_it_learns() -> None:
    strengths = ("λ 0", YOURS)
    made, other = (session(3, strengths=strengths) for _ in range(2))
    made.edit("yours", 1.0)
    for each in (made, other):
        each.run_to(6)
    assert spread(made, YOURS) < spread(other, YOURS)
    assert spread(made, "λ 0") == spread(other, "λ 0")


def test_that_l1_takes_the_same_off_every_weight_and_makes_more_of_them_small() -> None:
    made = session(40, penalty="L1", strengths=("λ 0", YOURS), yours=0.02, lr=0.1)
    plain, penalized = (values(made, "near zero", lane) for lane in ("λ 0", YOURS))
    assert plain[0] == penalized[0]
    assert penalized[-1] > 5 * plain[-1]
