"""Gap and level of every strength, and the weights near zero."""

from core.experiments import catalog
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "weight-decay"


def quick(channel: str, lane: str) -> float:
    return last(at_end(ID, "Quick"), Key(channel, lane))


def level(lane: str) -> float:
    return quick("test accuracy", lane)


def gap(lane: str) -> float:
    return quick("gap", lane)


def near_zero() -> list[float]:
    run = at_end(ID, "L1")
    penalized, plain = (100 * last(run, Key("near zero", lane)) for lane in ("λ 0.003", "λ 0"))
    return [penalized, 0, plain]


def expected() -> list[float]:
    none, level, training = (c.value for c in catalog()[ID].preset("Book").expected if c.value is not None)
    return [none, level, 0.1, training]


FIGURES = (
    Figure("0.69 of the test digits: the gap is 0.31.", lambda: [level("λ 0"), gap("λ 0")]),
    Figure(
        "halves the gap, to 0.17, and lowers the level: 0.59.",
        lambda: [gap("λ 0.1") / gap("λ 0"), gap("λ 0.1"), level("λ 0.1")],
    ),
    Figure("its level is higher by 0.005.", lambda: [level("λ 0.03") - level("λ 0")]),
    Figure("22 per cent of the weights end near 0, without a penalty 1.", near_zero),
    Figure("0.76 without a penalty, 0.71 with $\\lambda$ 0.1, whose training accuracy is 0.90.", expected),
)
