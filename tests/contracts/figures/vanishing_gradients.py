"""What each layer does to the gradient, as measured and as foretold."""

from core.experiments.backpropagation.deep_stacks import WIDTH, per_layer
from core.experiments.backpropagation.vanishing_gradients import (
    OWN,
    RELU,
    RELU_NORM,
    RELU_RESIDUAL,
    RELU_XAVIER,
    RESCUED,
    SIGMOID,
    TANH,
)
from core.nn import he_normal
from core.random import stream
from core.records import Curves
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "vanishing-gradients"


def factor(preset: str, name: str) -> float:
    return last(session(ID, preset, 0), Key("factor", name))


def left(preset: str, name: str) -> float:
    return last(session(ID, preset, 0), Key("gradient at layer 1", name))


def foretold(preset: str, name: str) -> float:
    curves = session(ID, preset, 0).record(Key("gradients", name))
    assert isinstance(curves, Curves)
    return per_layer(curves.lines["theory"])


def weights_of_he() -> list[float]:
    own = session(ID, "Exploding", 0).settings.own.sigma
    assert left("Quick", SIGMOID) < 1e-9
    return [own, float(he_normal((WIDTH, WIDTH), WIDTH, WIDTH, stream(0, "weights")).std()), factor("Exploding", OWN)]


FIGURES = (
    Figure("A stack of twenty equal layers, 100 wide", lambda: [WIDTH]),
    Figure("multiplied by 0.234 at each layer", lambda: [factor("Quick", SIGMOID)]),
    Figure(
        "tanh keeps 0.93 a layer, ReLU with Xavier 0.70, ReLU with He 0.99",
        lambda: [factor("Book", name) for name in (TANH, RELU_XAVIER, RELU)],
    ),
    Figure("keeps 1.01", lambda: [factor("Book", RELU_RESIDUAL)]),
    Figure("grows by 1.21 at each layer", lambda: [factor("Book", RELU_NORM)]),
    Figure("39-fold over", lambda: [left("Book", RELU_NORM)]),
    Figure("weights of 0.3 where He would take 0.14 multiply the gradient by 2.1", weights_of_he),
    Figure("grow too, by 1.56", lambda: [factor("Exploding", RELU_RESIDUAL)]),
    Figure("sigmoid with weights of 1", lambda: [RESCUED.own.sigma]),
    Figure("faster than the 1.41 that", lambda: [foretold("Exploding", RELU_RESIDUAL)]),
)
