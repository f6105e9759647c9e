"""Derivatives and sums after the whole walk."""

from core.experiments.shared.walkthrough import NUDGE
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure


def derivative(walk: Session, of: str) -> float:
    return last(walk, Key("derivative", of))


def apples() -> Session:
    return at_end("shopping-graph", "Quick")


def both() -> Session:
    return at_end("shopping-graph", "Book")


def dearer(walk: Session) -> list[float]:
    return [derivative(walk, "apple price"), derivative(walk, "apple number")]


def tax() -> list[float]:
    now = apples().settings.tax
    return [derivative(apples(), "tax"), derivative(both(), "tax"), now, now + 1, 100 * ((now + 1) - now)]


def expected() -> list[float]:
    oranges = [derivative(both(), name) for name in ("orange price", "orange number", "tax")]
    alone = [last(apples(), Key("value", "total")), *dearer(apples()), derivative(apples(), "tax")]
    return [*alone, last(both(), Key("value", "total")), *dearer(both()), *oranges]


FIGURES = (
    Figure("pay ten per cent tax", lambda: [100 * (apples().settings.tax - 1)]),
    Figure("and 10 % tax.", lambda: [100 * (apples().settings.tax - 1)]),
    Figure("starts with the gradient 1;", lambda: [derivative(apples(), "total")]),
    Figure("per apple costs 2.2 more: two apples, with tax. One more apple costs 110.", lambda: dearer(apples())),
    Figure(
        "200 for the apples alone and 650 with the oranges, because it is measured in whole units: from 1.1 to 2.1"
        " would be a hundred per cent more",
        tax,
    ),
    Figure("makes the input larger by 0.01", lambda: [NUDGE]),
    Figure("220 with derivatives 2.2, 110 and 200 for the apples alone, 715 with 2.2, 110, 3.3, 165 and 650", expected),
)
