"""The six rates after 300 updates, and where the noise ball rests."""

from core.experiments import catalog
from core.experiments.optimizers.learning_rate import COSINE, FALLS, MNIST, RACE
from core.experiments.optimizers.noise_ball import LARGE, SMALL
from core.experiments.optimizers.rate_lanes import CONSTANT, HIDDEN, TENTH, schedule
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "learning-rate"


def mean_loss(name: str) -> float:
    return at_end(ID, "Quick").series[Key("loss", name)].mean_before(300, 50)


def accuracy(name: str) -> float:
    return last(at_end(ID, "Quick"), Key("test accuracy", name))


def quick() -> list[float]:
    losses = {name: mean_loss(name) for name in ("0.001", "0.01", "0.1", "0.3", "1", "3")}
    assert losses["0.001"] > 2.1
    assert losses["0.3"] == min(losses.values())
    return [losses["1"], 100 * accuracy("1")]


def thrown() -> list[float]:
    return [last(at_end(ID, "Quick"), Key("highest loss", "3")), mean_loss("3")]


def moved() -> list[float]:
    small = at_end(ID, "Quick").series[Key("update ratio", "0.001")].mean_before(300, 50)
    large = at_end(ID, "Quick").series[Key("update ratio", "0.3")].mean_before(300, 50)
    assert small < 1e-3
    assert 0.005 < large < 0.02
    return []


def beaten() -> list[float]:
    """A tenth of the first rate of the preset."""
    lr = catalog()[ID].preset("When it does not help").settings.lr
    return [lr, lr * schedule(TENTH, 2000)(0)]


def rests() -> list[float]:
    return [0.5, 0.5 / 1.5, 0.1, 0.1 / 1.9]


def variances() -> list[float]:
    run = at_end(ID, "Noise ball")
    found = [last(run, Key("variance", name)) for name in (LARGE, SMALL)]
    assert abs(found[0] - rests()[1]) < 0.03
    assert abs(found[1] - rests()[3]) < 0.005
    return [*rests(), 0.0]


FIGURES = (
    Figure("784-100-100-10 with ReLU", lambda: [784, *HIDDEN, 10]),
    Figure("At 1 it is 2.1 again, and 20 per cent of the digits", lambda: [1.0, *quick()]),
    Figure("thrown up to 400,000 and then comes to rest at 2.3, which", thrown, 20_000),
    Figure("2,000 updates of 10 digits", lambda: [2000, RACE.batch]),
    Figure("mean of the last 100 losses of the cosine is below 0.7 of", lambda: [FALLS.mean_of_last, FALLS.factor]),
    Figure("from 0.5 the first updates do harm that the schedules do not mend, and a constant 0.05", beaten),
    Figure(
        "A rate of 0.5 rests at a variance of 0.333, one of 0.1 at 0.053; only a falling rate goes on towards 0",
        variances,
    ),
    Figure("slower by 10 or 28 times", lambda: [100**0.5, 784**0.5]),
    Figure("About 2.3, as by guessing", lambda: [mean_loss("3")]),
    Figure("with the cosine: .917 and .930 of", lambda: [MNIST[CONSTANT], MNIST[COSINE]]),
)
