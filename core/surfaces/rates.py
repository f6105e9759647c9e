"""Learning rates that work on each surface from its own start, found by trying.

Nobody diverges or leaves the view, and sixty steps bring each visibly down, but where the ground is flat: at the start
of the three trenches the gradient is 7e-8, and only those who divide by its size get away. Rastrigin keeps in its first
hole whoever takes small steps. In the two valleys SGD is close to the largest rate that does, so that it zig-zags.
AdaDelta's ε is 0.03 here: with the usual 1e-6 it would take its first hundred steps to get going.
"""

from __future__ import annotations

from core.surfaces.functions import SURFACES

NAMES = ("SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam", "AdamW")

# fmt: off
_TABLE = {
    #                     SGD   Momentum Nesterov AdaGrad RMSProp AdaDelta Adam AdamW
    "valley":            (0.95,  0.1,    0.1,     1.5,    0.3,    1.0,     0.3, 0.3),
    "bowl":              (0.1,   0.02,   0.02,    1.0,    0.1,    0.5,     0.3, 0.3),
    "saddle":            (0.1,   0.03,   0.03,    0.3,    0.1,    0.2,     0.1, 0.1),
    "sine saddle":       (0.1,   0.02,   0.05,    0.5,    0.1,    0.3,     0.2, 0.2),
    "Rosenbrock":        (0.001, 0.0005, 0.001,   0.5,    0.03,   0.1,     0.1, 0.1),
    "Beale":             (0.01,  0.002,  0.003,   2.0,    0.5,    0.5,     0.3, 0.3),
    "Himmelblau":        (0.01,  0.002,  0.003,   0.5,    0.1,    0.2,     0.3, 0.3),
    "Booth":             (0.05,  0.01,   0.01,    2.0,    0.3,    1.0,     0.3, 0.3),
    "Rastrigin":         (0.002, 0.002,  0.002,   0.5,    0.05,   0.01,    0.5, 0.2),
    "two wells":         (0.03,  0.02,   0.02,    0.3,    0.03,   0.1,     0.3, 0.3),
    "plateau":           (0.02,  0.005,  0.005,   0.2,    0.05,   0.1,     0.1, 0.1),
    "three trenches":    (0.01,  0.001,  0.001,   0.1,    0.02,   0.1,     0.1, 0.1),
    "rotated quadratic": (0.09,  0.02,   0.01,    1.5,    0.3,    2.0,     0.3, 0.3),
    "line-fit loss":     (0.1,   0.03,   0.03,    1.0,    0.2,    1.0,     0.3, 0.3),
    "logistic loss":     (1.0,   0.1,    0.2,     1.0,    0.1,    1.0,     0.2, 0.2),
}
_OTHERS =                (0.05,  0.01,   0.01,    0.5,    0.1,    0.3,     0.1, 0.1)
# fmt: on

RATES: dict[str, dict[str, float]] = {name: dict(zip(NAMES, _TABLE[name], strict=True)) for name in SURFACES}
CAREFUL: dict[str, float] = dict(zip(NAMES, _OTHERS, strict=True))


def rates_on(surface: str) -> dict[str, float]:
    """For each optimizer by its name; careful ones on a surface that nobody has tried, such as a typed formula."""
    return RATES.get(surface, CAREFUL)
