"""The optimizer race: fair, in the textbook's order, and divergence is a lesson."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.errors import MissingData
from core.data.library import Library
from core.experiments.optimizers.optimizer_race import Race, optimizer_race
from core.experiments.shared.optimizers import NAMES, Plain
from core.records import CurvesGrid, Histograms
from core.run.session import Session
from core.run.tick import Key

SMALL = Race(data="UCI digits", hidden=(20, 20), batch=32)


def session(settings: Race, steps: int) -> Session:
    made = Session(optimizer_race, settings, Library())
    made.run_to(steps)
    return made


def losses(made: Session, variant: str) -> list[float]:
    return made.series[Key("loss", variant)].read()[3].tolist()


def test_that_the_default_network_is_the_textbooks() -> None:
    histograms = session(Race(optimizers=("SGD",)), 0).record(Key("weights", "SGD"))
    assert isinstance(histograms, Histograms)
    assert histograms.total.tolist() == [78_400, 10_000, 10_000, 10_000, 1000]


def test_that_all_start_from_the_same_weights_and_batches() -> None:
    made = session(replace(SMALL, optimizers=NAMES), 1)
    firsts = {losses(made, name)[0] for name in NAMES}
    assert len(firsts) == 1


def test_that_taking_part_changes_nothing_for_the_others() -> None:
    together = session(replace(SMALL, optimizers=("SGD", "Adam")), 60)
    alone = session(replace(SMALL, optimizers=("Adam",)), 60)
    assert losses(together, "Adam") == losses(alone, "Adam")


def test_that_each_optimizer_goes_its_own_way() -> None:
    made = session(replace(SMALL, optimizers=NAMES), 40)
    assert len({losses(made, name)[-1] for name in NAMES}) == len(NAMES)
    assert all(np.isfinite(losses(made, name)).all() for name in NAMES)


def test_that_quick_puts_the_adaptive_ones_before_momentum_and_momentum_before_sgd() -> None:
    made = session(replace(Race(), batch=64), 200)
    mean = {name: float(np.mean(losses(made, name)[-100:])) for name in ("SGD", "Momentum", "AdaGrad", "Adam")}
    assert max(mean["AdaGrad"], mean["Adam"]) < mean["Momentum"] < mean["SGD"]
    assert max(mean["AdaGrad"], mean["Adam"]) < 0.5 * mean["SGD"]


def test_that_book_expects_the_adaptive_ones_far_below_sgd() -> None:
    claims = {(e.variant, e.below): e.factor for e in optimizer_race.preset("Book").expected}
    assert claims["AdaGrad", "SGD"] == claims["Adam", "SGD"] == 0.5
    assert claims["AdaGrad", "Momentum"] == claims["Adam", "Momentum"] == claims["Momentum", "SGD"] == 1


def test_that_the_result_of_the_race_has_the_larger_part_of_its_column() -> None:
    views = {view.channel: view for view in optimizer_race.views}
    assert views["test accuracy"].weight > views["weights"].weight
    assert views["weights moved"].area == "below"


def test_that_a_run_that_diverges_is_marked_and_the_others_go_on() -> None:
    made = session(Race(data="UCI digits", optimizers=("SGD", "Adam"), sgd=Plain(lr=10.0)), 60)
    assert [(mark.key, mark.text) for mark in made.events] == [(Key("loss", "SGD"), "diverged")]
    assert len(losses(made, "Adam")) == 60
    assert len(losses(made, "SGD")) < 60
    assert isinstance(made.record(Key("weights", "SGD")), Histograms)


def moved(made: Session) -> CurvesGrid:
    record = made.record(Key("weights moved"))
    assert isinstance(record, CurvesGrid)
    return record


def test_that_every_layer_has_a_plot_of_how_far_each_optimizer_has_moved_it() -> None:
    grid = moved(session(replace(SMALL, optimizers=("SGD", "Adam")), 60))
    assert grid.titles == ("layer 1", "layer 2", "layer 3")
    for plot in grid.filled:
        assert plot.x.tolist() == [0, 10, 20, 30, 40, 50, 60]
        assert tuple(plot.lines) == ("SGD", "Adam")
        assert plot.lines["SGD"][0] == plot.lines["Adam"][0] == 0
        assert plot.lines["Adam"][-1] > plot.lines["SGD"][-1] > 0


def test_that_a_race_with_a_run_that_diverged_still_shows_the_others_moves() -> None:
    grid = moved(session(Race(data="UCI digits", optimizers=("SGD", "Adam"), sgd=Plain(lr=10.0)), 60))
    assert all(np.isfinite(plot.lines["Adam"]).all() for plot in grid.filled)


def test_that_book_without_mnist_says_so_before_the_first_tick(tmp_path) -> None:
    made = Session(optimizer_race, optimizer_race.preset("Book").settings, Library(cache_dir=tmp_path))
    with pytest.raises(MissingData):
        made.advance()
