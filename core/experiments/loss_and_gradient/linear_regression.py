"""A line learns to go through points: one weight, one bias, three losses, and the mistakes that one makes with them."""

from __future__ import annotations

from collections.abc import Callable

from core.data.library import Library
from core.experiments.loss_and_gradient.line_fits import ABSOLUTE, LINE_LOSSES, SMOOTH, SQUARED, Points
from core.experiments.loss_and_gradient.line_pictures import line_views
from core.experiments.loss_and_gradient.line_training import ZERO, Line, LineSettings, trained
from core.run import CurvesView, Expected, PlaneView, Preset, Run, Start, TableView, View, experiment
from core.training import Probes, race, watched_together

DIAGONAL: Points = ((1.0, 1.0), (2.0, 2.0), (3.0, 3.0))
OUTLIER: Points = (*((float(x), 0.5 * x + 1) for x in range(9)), (9.0, 30.0))


def ends(name: str, w: float, b: float, tolerance: tuple[float, float], step: int, source: str) -> tuple[Expected, ...]:
    """Weight and bias at that step."""
    return (
        Expected("weight", name, step, value=w, tolerance=tolerance[0], source=source),
        Expected("bias", name, step, value=b, tolerance=tolerance[1], source=source),
    )


def best(name: str, w: float, b: float, tolerance: float, source: str = "without training") -> tuple[Expected, ...]:
    """The line without any training."""
    return (
        Expected("best weight", name, value=w, tolerance=tolerance, source=source),
        Expected("best bias", name, value=b, tolerance=tolerance, source=source),
    )


BOOK = (
    *ends(SQUARED, 2.0, 0.0, (2e-3, 3e-3), 1000, "y = 2x"),
    Expected("prediction", SQUARED, 1000, value=8.0, tolerance=2e-3, source="at x = 4"),
)
OUTLIER_EXPECTED = (
    *best(SQUARED, 1.8364, -2.5636, 1e-3),
    *ends(SQUARED, 1.8364, -2.5636, (1e-3, 1e-3), 2400, "least squares"),
    *ends(SMOOTH, 0.583, 0.778, (0.02, 0.02), 2400, "nearly the nine points"),
    *ends(ABSOLUTE, 0.51, 1.0, (0.03, 0.03), 2400, "the nine points, y = 0.5 x + 1"),
)


@experiment(
    id="linear-regression",
    chapter="Loss and gradient",
    order=70,
    settings=LineSettings,
    presets=(
        Preset("Quick", LineSettings(), 200, endless=True, steps_per_second=40.0),
        Preset("Book", LineSettings(), 1000, BOOK, steps_per_second=200.0),
        Preset(
            "Three points", LineSettings(points=DIAGONAL), 1000, best(SQUARED, 1.0, 0.0, 1e-12), steps_per_second=200.0
        ),
        Preset(
            "Outlier",
            LineSettings(points=OUTLIER, losses=tuple(LINE_LOSSES), reduction="mean", lr=0.008),
            2400,
            OUTLIER_EXPECTED,
            endless=True,
            steps_per_second=300.0,
        ),
        Preset(
            "Below the limit",
            LineSettings(lr=0.059),
            500,
            (Expected("loss", SQUARED, 500, at_most=1e-3, source="0.059 < 2/λ = 0.0601"),),
            steps_per_second=60.0,
        ),
        Preset(
            "Above the limit",
            LineSettings(lr=0.061),
            1000,
            (Expected("loss", SQUARED, 1000, diverges=True, source="0.061 > 2/λ = 0.0601"),),
            steps_per_second=60.0,
        ),
        Preset(
            "Forgotten zero_grad",
            LineSettings(zero_gradients=False, start=ZERO),
            1000,
            (Expected("largest of 500 losses", SQUARED, 1000, at_least=30.0, source="it never settles"),),
            steps_per_second=60.0,
        ),
    ),
    views=(
        View("fit", PlaneView(points="points"), "Points, and the line now (dashed: the best)"),
        View("path", PlaneView(), "The walk of (w, b) on the squared error", "side"),
        View("loss", CurvesView(log_y=True, y_label="loss"), "Loss before each update", "below"),
        View("parameters", CurvesView(), "w and b (dashed: the best)", "below", 1.4),
        View("lines", TableView(), "The lines in numbers", "below", 1.2),
    ),
    variants=tuple(LINE_LOSSES),
)
def linear_regression(settings: LineSettings, now: Callable[[], LineSettings], library: Library) -> Run:
    """Can it find y = 2x?

    A neuron without activation is a line, y = w x + b. It starts somewhere, looks how wrong it is, and goes downhill.
    For squares the answer is known without training; so one sees whether the walk arrives, and what keeps it away.
    """
    yield Start(f"{len(settings.points)} points, all in every update", fair=True)
    lines = {name: Line(name, settings.seed, settings.start) for name in settings.losses}
    runs = {name: trained(line, now) for name, line in lines.items()}
    yield from watched_together(race(runs), Probes(line_views(lines, settings, now)))
