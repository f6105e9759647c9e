"""What the mean of five networks gains, and where the five disagree."""

from __future__ import annotations

import numpy as np

from core.experiments import catalog
from core.experiments.normalization_and_generalization.ensemble_jury import DISAGREE, DROPOUT, GAIN, MEAN, MEMBERS
from core.records import Curves
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "ensemble"


def quick(channel: str, name: str = "") -> float:
    return last(at_end(ID, "Quick"), Key(channel, name))


def typical() -> float:
    return float(np.mean([quick("test accuracy", name) for name in MEMBERS]))


def early() -> list[float]:
    steps, _, _, values = at_end(ID, "Quick").series[Key(GAIN, MEAN)].read()
    return [float(steps[values.argmax()]), float(values.max())]


def second() -> list[float]:
    """The share of the gain that is there with two networks."""
    curves = at_end(ID, "Quick").record(Key("by number"))
    assert isinstance(curves, Curves)
    means = curves.lines["mean of so many"]
    return [float((means[1] - means[0]) / (means[4] - means[0]))]


def expected() -> list[float]:
    quick, book = (catalog()[ID].preset(name).expected[0] for name in ("Quick", "Book"))
    return [float(quick.value or 0), float(book.value or 0), quick.tolerance]


FIGURES = (
    Figure("about 0.70 of the test digits. Their mean reads 0.014 more", lambda: [typical(), quick(GAIN, MEAN)]),
    Figure("after 15 the mean is ahead by 0.135", early),
    Figure("do not agree on 282 of 1,000 test digits", lambda: [1000 * quick(DISAGREE), 1000]),
    Figure("brings about half of the gain", second),
    Figure("The one with dropout gains 0.008.", lambda: [quick(GAIN, DROPOUT)]),
    Figure("about 700 of 1,000 test digits", lambda: [1000 * typical(), 1000], 1.0),
    Figure("gains 0.014 with pen digits and 0.008 with MNIST, give or take 0.01.", expected),
)
