"""Schedules, rates by layer, and the noise ball's variance."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.optimizers.learning_rate import RACE
from core.experiments.optimizers.learning_rate import run as rates
from core.experiments.optimizers.noise_ball import RATES, SMALL, Ball
from core.experiments.optimizers.rate_lanes import COSINE, SCHEDULES, WARM, by_fan_in, schedule, update_ratio
from core.nn import Linear, Network, ReLU
from core.optim import SGD
from core.random import stream
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("length", [10, 300, 2000])
def test_that_every_schedule_begins_at_1_or_comes_there_and_never_exceeds_it(name: str, length: int) -> None:
    found = [schedule(name, length)(step) for step in range(length)]
    assert max(found) == pytest.approx(1.0 if "÷" not in name else 0.1)
    assert min(found) >= 0


def test_that_warm_up_climbs_for_a_hundred_updates() -> None:
    assert [schedule(WARM, 2000)(step) for step in (0, 49, 99)] == pytest.approx([0.01, 0.5, 1.0])


def test_that_gradients_are_divided_by_the_root_of_the_inputs_of_their_layer() -> None:
    net = Network([Linear(16, 4), ReLU(), Linear(4, 2)], rng=stream(0, "init"))
    g = np.ones_like(net.values)
    by_fan_in(net)(net.values, g)
    sizes = [16 * 4 + 4, 4 * 2 + 2]
    np.testing.assert_allclose(g, np.repeat([1 / 4, 1 / 2], sizes))


def test_that_the_ratio_is_the_length_of_an_update_over_that_of_the_weights() -> None:
    net = Network([Linear(3, 2)], rng=stream(0, "init"))
    measure = update_ratio(net)
    before = net.values.copy()
    SGD(0.1).update(net.values, np.ones_like(net.values))
    (ratio,) = measure().values()
    assert ratio == pytest.approx(0.1 * np.sqrt(before.size) / np.linalg.norm(before), rel=1e-5)


@pytest.mark.parametrize(("lr", "name"), [(0.5, "rate 0.5"), (0.1, SMALL)])
def test_that_the_variance_rests_where_theory_says(lr: float, name: str) -> None:
    ball = Ball(RATES[name], seed=1)
    for _ in range(200):
        ball.step()
    assert ball.foretold[-1] == pytest.approx(lr / (2 - lr))
    assert ball.measured[-1] == pytest.approx(lr / (2 - lr), rel=0.1)


def test_that_the_rate_is_the_schedules_share_of_the_first_rate() -> None:
    settings = with_value(RACE, "schedules", (COSINE,))
    session = Session(rates, settings, Library())
    session.run_to(3)
    found = session.series[Key("rate", COSINE)].read()[3]
    np.testing.assert_allclose(found, [0.2 * schedule(COSINE, 2000)(step) for step in range(3)])
