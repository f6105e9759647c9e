"""The best rate of SGD in the valley, and the rate above which it diverges."""

from tests.contracts.measured import session
from tests.contracts.note_figures import Figure

RATES = (0.9, 0.95, 1.0, 1.05)


def rates() -> list[float]:
    """2 / (λ₁ + λₙ) from the gradient at the start, ∇f = (λ₁ x, λₙ y); the largest rate that does not diverge."""
    walks = {rate: session("optimizer-paths", "Book", 500, sgd__lr=rate, optimizers=("SGD",)) for rate in RATES}
    x, y = walks[1.0].settings.start
    gradient = walks[1.0].settings.chosen().gradient(x, y)
    steady = max(rate for rate, walk in walks.items() if not walk.events)
    return [2 / float(gradient[0] / x + gradient[1] / y), steady, *RATES]


FIGURES = (
    Figure(
        "here 0.952; above 1 it diverges. A path that does is marked and stops, the others go on."
        " Try 0.9, 0.95, 1, 1.05.",
        rates,
    ),
)
