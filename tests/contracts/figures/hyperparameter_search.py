"""What random search, grid and halving find on pen digits, and what is claimed of the book's ranges."""

from core.experiments import catalog
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import at_end, last, session
from tests.contracts.note_figures import Figure

ID = "hyperparameter-search"
BEST = Key("accuracy of the best", "validation")


def end(preset: str, channel: str) -> float:
    return last(at_end(ID, preset), Key(channel))


def best(preset: str) -> float:
    return last(at_end(ID, preset), BEST)


def points(made: Session, channel: str) -> list[tuple[float, float]]:
    """(setting, accuracy) of every trial that has not diverged."""
    plane = made.record(Key(channel))
    dots = next(mark for mark in plane.layers if len(getattr(mark, "values", ())))  # type: ignore[union-attr]
    return list(zip(dots.x.tolist(), dots.values.tolist(), strict=True))


def columns_and_rows() -> list[float]:
    found = (points(at_end(ID, "Grid"), channel) for channel in ("over rate", "over decay"))
    return [len({x for x, _ in trials}) for trials in found]


def nothing_learnt() -> list[float]:
    """The rate below which no trial reads a quarter of the digits, or what the note says where that is less."""
    return [min(0.001, *(rate for rate, accuracy in points(at_end(ID, "Quick"), "over rate") if accuracy > 0.25))]


def lucky() -> list[float]:
    made = session(ID, "Grid", 20, lr_to=1.0)
    return [last(made, Key("rate of the best")), last(made, BEST)]


def grid() -> list[float]:
    return [columns_and_rows()[0], best("Grid"), best("Quick")]


def halving() -> list[float]:
    return [end("Halving", "epochs trained"), end("Quick", "epochs trained"), 32, best("Halving")]


def expected() -> list[float]:
    claims = {c.channel: c.at_least for c in catalog()[ID].preset("Wider").expected if c.at_least is not None}
    return [claims["rate of the best"], claims["gain over rates to 0.01"]]


FIGURES = (
    Figure("has only 5 rates, each of them with 4 values", columns_and_rows),
    Figure("Below 0.001 nothing is learnt", nothing_learnt),
    Figure("Its correlation with the accuracy is 0.01.", lambda: [end("Quick", "r of decay")]),
    Figure(
        "5 columns, none of which stands at a good rate. The best reads 0.60 of the validation digits; random trials, "
        "as many, found 0.69.",
        grid,
    ),
    Figure("one of them is 0.032. Then it is as good as random trials are, 0.71.", lucky),
    Figure(
        "192 epochs in all, where the random search had 200. The one that is left was trained for 32 of them and "
        "reads 0.84.",
        halving,
    ),
    Figure("the best rate is 0.03 or more, and better by 0.08 or more", expected),
)
