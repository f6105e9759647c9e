"""The maps of gap and level, and what four remedies change."""

from __future__ import annotations

from core.data.library import Library
from core.experiments import catalog
from core.experiments.normalization_and_generalization.overfitting_remedies import REMEDIES
from core.experiments.normalization_and_generalization.overfitting_remedies import SAMPLES as FEW
from core.experiments.normalization_and_generalization.overfitting_settings import SAMPLES, WIDTHS
from core.experiments.shared.classifier import mlp_for
from core.run.tick import Key
from core.training import cell
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "overfitting"


def quick(channel: str, width: int, samples: int) -> float:
    return last(at_end(ID, "Quick"), Key(channel, cell(width, samples)))


def gaps() -> list[float]:
    return [500, quick("gap", 500, 150), 150, quick("gap", 500, 5000), 5000]


def levels() -> list[float]:
    return [150, quick("test accuracy", 2, 150), 2, quick("test accuracy", 500, 150), 500]


def parameters() -> list[float]:
    data = Library().digits("pen digits").flat().train
    return [mlp_for(data, (max(WIDTHS),), 0).values.size, min(SAMPLES)]


def opened() -> list[float]:
    """The update by which nearly all of the gap of 500 neurons on 150 digits is there."""
    steps, _, _, values = at_end(ID, "Quick").series[Key("gap", cell(500, 150))].read()
    return [next(float(step) for step, value in zip(steps, values, strict=True) if value > 0.9 * values[-1])]


def best() -> float:
    """The width that reads the most test digits after learning 150."""
    return float(max(WIDTHS, key=lambda width: quick("test accuracy", width, 150)))


def remedies() -> list[float]:
    """Of the presets: digits, then the step and the levels that are expected at the end."""
    preset = catalog()[ID].preset("Four remedies, MNIST")
    levels = {one.variant: one.value for one in preset.expected if one.value is not None and one.step == preset.steps}
    return [preset.steps, *(levels[name] for name in REMEDIES)]


def expected() -> list[float]:
    book = catalog()[ID].preset("Book")
    levels = {claim.variant: claim.value for claim in book.expected if claim.value is not None}
    return [levels[cell(500, samples)] for samples in SAMPLES] + [book.steps]


FIGURES = (
    Figure("with 500 neurons it is 0.36 for 150 digits and\n  0.05 for 5,000", gaps),
    Figure("For 150 digits it is 0.23 with 2 neurons and 0.64 with 500.", levels),
    Figure("up to 397,510 parameters for 50 digits", parameters),
    Figure("the row of 2 neurons", lambda: [min(WIDTHS)]),
    Figure("within the first 10 updates", opened),
    Figure("- [x] 500: the more", lambda: [best()]),
    Figure("each alone on 300 digits", lambda: [FEW]),
    Figure(
        "after 3,000 updates: nothing 0.77, L2 0.775, dropout 0.785, batch norm 0.64,\ntwice the digits 0.835",
        remedies,
    ),
    Figure("For 150 training digits", lambda: [SAMPLES[1]]),
    Figure("0.50, 0.63, 0.76, 0.88 and 0.89 for the five numbers\nof digits, after 400 updates", expected),
)
