"""The losses that the starts lead to, and the shape of the network."""

import numpy as np

from core.experiments import catalog
from core.experiments.initialization.init_training import CONSTANT, HE, LN_10, SMALL, XAVIER, StartSettings
from core.run.tick import Key
from tests.contracts.measured import at_end
from tests.contracts.note_figures import Figure

ID = "init-training"


def loss(name: str) -> float:
    return at_end(ID, "Quick").series[Key("loss", name)].mean_before(300, 100)


def claimed() -> list[float]:
    """Of the constant start, as the preset has it."""
    preset = catalog()[ID].preset("Pen digits, 2,000 updates")
    value = next(claim.value for claim in preset.expected if claim.variant == CONSTANT and claim.channel == "loss")
    return [preset.steps, value or np.nan]


def small() -> list[float]:
    assert abs(loss(SMALL) - LN_10) < 0.01
    return [LN_10]


FIGURES = (
    Figure("784-100-100-100-100-10 with ReLU", lambda: [784, *StartSettings().hidden, 10]),
    Figure("spread 0.01: the", lambda: [StartSettings().sigma]),
    Figure(r"the line $\ln 10 \approx 2.303$", small),
    Figure("the loss is 1.05 (mean of the last 100) against 1.98", lambda: [loss(HE), 100, loss(XAVIER)]),
    Figure("after 2,000 updates of the pen digits its loss is about 2.2", claimed),
    Figure("All weights begin with the same small value, 0.01. After", lambda: [StartSettings().constant]),
    Figure("a mean of 2.3026 over the last 100 losses", lambda: [LN_10, 100]),
)
