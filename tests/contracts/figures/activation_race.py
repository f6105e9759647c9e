"""Who is ahead after 300 updates, and what is left after the hot start."""

from functools import cache

from core.experiments.neurons.activation_race import HOT, LEAKY, RELU, SIGMOID, TANH, RaceSettings
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "activation-race"


@cache
def run(preset: str, step: int) -> Session:
    return session(ID, preset, step)


def loss(preset: str, name: str) -> float:
    return run(preset, 300).series[Key("loss", name)].mean_before(300, 50)


def zeros() -> list[float]:
    shares = [100 * last(run("Quick", 300), Key(f"zero layer {i}", RELU)) for i in (1, 2, 3)]
    assert last(run("Quick", 300), Key("zero layer 1", LEAKY)) == 0
    return [sum(shares) / 3]


def silent() -> list[float]:
    hot = run("Too hot", 750)
    shares = [hot.series[Key("dead layer 1", name)].mean_before(150, 1) for name in (RELU, LEAKY)]
    assert min(shares) > 0.5
    return [0.5]


FIGURES = (
    Figure("784-100-100-100-10", lambda: [784, *RaceSettings().hidden, 10]),
    Figure(
        "tanh stands at a loss of 0.22, ReLU at 0.27, and the sigmoid at 1.0",
        lambda: [loss("Quick", name) for name in (TANH, RELU, SIGMOID)],
    ),
    Figure("at most a quarter", lambda: [0.25]),
    Figure("the sigmoid stays near 2.30 for", lambda: [loss("SGD 0.1", SIGMOID)]),
    Figure("about 70 per cent of what ReLU puts out is exactly 0", lambda: [*zeros(), 0.0], 3),
    Figure(
        "150 updates at rate 1, then 600 at 0.05. More than half of",
        lambda: [HOT.hot, HOT.hot_lr, 600, HOT.lr, *silent()],
    ),
    Figure("a slope below 0 does", lambda: [0.0]),
    Figure(
        "it reads 77 per cent of the digits, ReLU 45",
        lambda: [100 * last(run("Too hot", 750), Key("test accuracy", name)) for name in (LEAKY, RELU)],
    ),
    Figure("A rate far too large for 150 updates", lambda: [HOT.hot]),
)
