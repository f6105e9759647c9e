"""Curvatures, limits of the rate, and what an outlier does."""

from core.experiments.loss_and_gradient.line_fits import best_line, curvatures
from core.experiments.loss_and_gradient.line_training import DOUBLE
from core.experiments.loss_and_gradient.linear_regression import OUTLIER
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "linear-regression"


def limit(reduction: str) -> float:
    return 2 / curvatures(DOUBLE, reduction)[1]


def bounds() -> list[float]:
    below, above = at_end(ID, "Below the limit"), at_end(ID, "Above the limit")
    assert last(below, Key("loss", "MSE")) < 1e-3
    assert [event.text for event in above.events] == ["diverged"]
    return [limit("sum"), below.settings.lr, above.settings.lr]


def slopes() -> list[float]:
    made = at_end(ID, "Outlier")
    return [last(made, Key("weight", name)) for name in ("MSE", "MAE", "smooth L1")]


def dragged() -> None:
    """Of twice the height of the outlier only the line of the squares takes notice."""
    higher = (*OUTLIER[:-1], (9.0, 60.0))
    same = [abs(best_line(n, higher)[0] - best_line(n, OUTLIER)[0]) < 1e-6 for n in ("MSE", "smooth L1", "MAE")]
    assert same == [False, True, True]


def book() -> list[float]:
    made, expected = at_end(ID, "Book"), at_end(ID, "Book").preset.expected[-1]
    dragged()
    assert expected.value is not None
    assert abs(last(made, Key("prediction", "MSE")) - expected.value) <= expected.tolerance
    return [expected.tolerance, expected.value]


def forgotten() -> list[float]:
    made = at_end(ID, "Forgotten zero_grad")
    return [last(made, Key("largest of 500 losses", "MSE")), float(made.series[Key("loss", "MSE")].read()[3][0])]


FIGURES = (
    Figure("its curvatures are 0.72 and 33.3", lambda: list(curvatures(DOUBLE, "sum"))),
    Figure("here 0.0601: 0.059 still arrives, leaping from wall to wall; 0.061 is marked", bounds),
    Figure("three times as large, 0.1803", lambda: [limit("mean")]),
    Figure("climbs back to 61, higher than the 56 it began with", forgotten),
    Figure("makes the slope 1.84; MAE stays at about 0.5 and smooth L1 at 0.58", slopes),
    Figure("lies within 0.002 of 8", book),
)
