"""The surfaces on which optimizers are compared, each with its exact gradient.

Formulas, views and starts: the table of the syllabus, chapter 4. The gradients are worked out by hand; a test compares
each with central differences.
"""

import numpy as np

from core.array import Array
from core.surfaces.formula import parse
from core.surfaces.model_losses import line_fit_loss, logistic_loss
from core.surfaces.surface import Domain, Point, Surface, square_domain

Gradient = tuple[Array, Array]


def rotated_quadratic(kappa: float = 20.0, angle: float = 30.0) -> Surface:
    """½ wᵀAw, A = R diag(1, κ) Rᵀ, R a turn by `angle` degrees; the best fixed rate is 2/(1 + κ)."""
    if not kappa > 0:
        raise ValueError(f"the larger eigenvalue κ must be above 0, got {kappa:g}")
    turn = np.deg2rad(angle)
    c, s = float(np.cos(turn)), float(np.sin(turn))
    a, b, d = c * c + kappa * s * s, (1 - kappa) * s * c, s * s + kappa * c * c

    def f(x: Array, y: Array) -> Array:
        return 0.5 * (a * x * x + 2 * b * x * y + d * y * y)

    def gradient(x: Array, y: Array) -> Gradient:
        return a * x + b * y, b * x + d * y

    formula = f"½ wᵀAw, eigenvalues 1 and {kappa:g}, turned by {angle:g}°"
    return Surface("rotated quadratic", formula, f, gradient, square_domain(10), (-9.0, 4.0), ((0.0, 0.0),))


def formula_surface(text: str, view: Domain = ((-5.0, 5.0), (-5.0, 5.0)), start: Point = (-3.0, 4.0)) -> Surface:
    """A surface from a typed formula such as `x^2/20 + y^2`; the minima are unknown.

    Raises `FormulaError`, one sentence with the position, where the text is not a formula of x and y.
    """
    expression = parse(text)

    def f(x: Array, y: Array) -> Array:
        return expression(x, y)[0]

    def gradient(x: Array, y: Array) -> Gradient:
        _, along_x, along_y = expression(x, y)
        return along_x, along_y

    return Surface("typed formula", text, f, gradient, view, start)


def _valley_gradient(x: Array, y: Array) -> Gradient:
    return x / 10, 2 * y


def _bowl_gradient(x: Array, y: Array) -> Gradient:
    return 2 * x, 2 * y


def _saddle_gradient(x: Array, y: Array) -> Gradient:
    return 2 * x, -2 * y + 0.2 * y**3


def _sine_saddle_gradient(x: Array, y: Array) -> Gradient:
    return np.cos(x), 2 * y


def _rosenbrock_gradient(x: Array, y: Array) -> Gradient:
    off = y - x * x
    return -2 * (1 - x) - 400 * x * off, 200 * off


def _beale(x: Array, y: Array) -> Array:
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    z: Array = a**2 + b**2 + c**2
    return z


def _beale_gradient(x: Array, y: Array) -> Gradient:
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    along_x = 2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1)
    return along_x, 2 * x * (a + 2 * b * y + 3 * c * y**2)


def _himmelblau_gradient(x: Array, y: Array) -> Gradient:
    a, b = x * x + y - 11, x + y * y - 7
    return 4 * a * x + 2 * b, 2 * a + 4 * b * y


def _booth_gradient(x: Array, y: Array) -> Gradient:
    return 10 * x + 8 * y - 34, 8 * x + 10 * y - 38


def _rastrigin(x: Array, y: Array) -> Array:
    z: Array = 20 + x**2 - 10 * np.cos(2 * np.pi * x) + y**2 - 10 * np.cos(2 * np.pi * y)
    return z


def _rastrigin_gradient(x: Array, y: Array) -> Gradient:
    return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x), 2 * y + 20 * np.pi * np.sin(2 * np.pi * y)


def _wells(x: Array, y: Array) -> Gradient:
    """The two dents alone: 2 e^{−((x−1)²+y²)/.2} and 3 e^{−((x+1)²+y²)/.2}."""
    return 2 * np.exp(-5 * ((x - 1) ** 2 + y**2)), 3 * np.exp(-5 * ((x + 1) ** 2 + y**2))


def _two_wells(x: Array, y: Array) -> Array:
    right, left = _wells(x, y)
    z: Array = x**2 + y**2 - right - left
    return z


def _two_wells_gradient(x: Array, y: Array) -> Gradient:
    right, left = _wells(x, y)
    return 10 * right * (x - 1) + 10 * left * (x + 1) + 2 * x, 10 * y * (right + left) + 2 * y


def _plateau(x: Array, y: Array) -> Array:
    r = 10 * np.hypot(x, y) + 0.01
    z: Array = -np.sin(r) / r + 0.01 * r**2
    return z


def _plateau_gradient(x: Array, y: Array) -> Gradient:
    """∂r/∂x = 10 x / √(x² + y²); the tip (0, 0) has no gradient and gets 0, so that a walker rests there."""
    distance = np.hypot(x, y)
    r = 10 * distance + 0.01
    slope = (np.sin(r) - r * np.cos(r)) / r**2 + 0.02 * r
    share = 10 * slope / np.where(distance == 0, 1.0, distance)
    return share * x, share * y


TRENCHES = ((-0.5, -0.8, 0.35), (1.0, -0.5, 0.2), (-1.0, 0.5, 0.2), (-0.5, -0.8, 0.2))


def _density(x: Array, y: Array, trench: tuple[float, float, float]) -> Array:
    """N(a, b; σ) = exp(−((x−a)² + (y−b)²)/(2σ²)) / (2πσ²)"""
    a, b, sigma = trench
    return np.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * sigma**2)) / (2 * np.pi * sigma**2)


def _three_trenches(x: Array, y: Array) -> Array:
    first, second, third, fourth = (_density(x, y, trench) for trench in TRENCHES)
    z: Array = -first - second - third - fourth
    return z


def _three_trenches_gradient(x: Array, y: Array) -> Gradient:
    """−N has the gradient N (x − a, y − b) / σ²"""
    along_x, along_y = np.zeros_like(x, np.float64), np.zeros_like(y, np.float64)
    for a, b, sigma in TRENCHES:
        steepness = _density(x, y, (a, b, sigma)) / sigma**2
        along_x = along_x + steepness * (x - a)
        along_y = along_y + steepness * (y - b)
    return along_x, along_y


_ALL = (
    Surface(
        "valley",
        "x²/20 + y²",
        lambda x, y: x**2 / 20 + y**2,
        _valley_gradient,
        square_domain(10),
        (-7.0, 2.0),
        ((0.0, 0.0),),
    ),
    Surface("bowl", "x² + y²", lambda x, y: x**2 + y**2, _bowl_gradient, square_domain(5), (-3.0, 4.0), ((0.0, 0.0),)),
    Surface(
        "saddle",
        "x² − y² + .05 y⁴",
        lambda x, y: x**2 - y**2 + 0.05 * y**4,
        _saddle_gradient,
        square_domain(4),
        (-2.3, 0.01),
        ((0.0, 10**0.5), (0.0, -(10**0.5))),
    ),
    Surface(
        "sine saddle",
        "sin x + y²",
        lambda x, y: np.sin(x) + y**2,
        _sine_saddle_gradient,
        square_domain(4),
        (1.4, 2.5),
        ((-np.pi / 2, 0.0),),
    ),
    Surface(
        "Rosenbrock",
        "(1−x)² + 100 (y−x²)²",
        lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        _rosenbrock_gradient,
        ((-2.0, 2.0), (-1.0, 3.0)),
        (-1.2, 1.0),
        ((1.0, 1.0),),
        seen_from=(-80.0, 60.0),
    ),
    Surface(
        "Beale",
        "(1.5−x+xy)² + (2.25−x+xy²)² + (2.625−x+xy³)²",
        _beale,
        _beale_gradient,
        square_domain(4.5),
        (1.0, 2.0),
        ((3.0, 0.5),),
        seen_from=(-15.0, 45.0),
    ),
    Surface(
        "Himmelblau",
        "(x²+y−11)² + (x+y²−7)²",
        lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
        _himmelblau_gradient,
        square_domain(5),
        (0.0, 0.0),
        ((3.0, 2.0), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)),
        seen_from=(-110.0, 58.0),
    ),
    Surface(
        "Booth",
        "(x+2y−7)² + (2x+y−5)²",
        lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
        _booth_gradient,
        square_domain(10),
        (-8.0, 8.0),
        ((1.0, 3.0),),
    ),
    Surface(
        "Rastrigin",
        "20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        _rastrigin,
        _rastrigin_gradient,
        square_domain(4.5),
        (-2.0, 3.5),
        ((0.0, 0.0),),
        seen_from=(-100.0, 65.0),
    ),
    Surface(
        "two wells",
        "−2 exp(−((x−1)²+y²)/.2) − 3 exp(−((x+1)²+y²)/.2) + x² + y²",
        _two_wells,
        _two_wells_gradient,
        square_domain(2),
        (1.5, 1.5),
        ((-0.936301, 0.0), (0.905318, 0.0)),
        seen_from=(-60.0, 50.0),
    ),
    Surface(
        "plateau",
        "−sin r/r + .01 r², r = 10 √(x²+y²) + .01",
        _plateau,
        _plateau_gradient,
        square_domain(2),
        (1.5, 1.5),
        ((0.0, 0.0),),
    ),
    Surface(
        "three trenches",
        "−N(−.5,−.8;.35) − N(1,−.5;.2) − N(−1,.5;.2) − N(−.5,−.8;.2)",
        _three_trenches,
        _three_trenches_gradient,
        square_domain(1.5),
        (0.75, 1.0),
        ((-0.5, -0.8), (0.999989, -0.500002), (-0.999981, 0.49995)),
    ),
    rotated_quadratic(),
    line_fit_loss(),
    logistic_loss(),
)

SURFACES: dict[str, Surface] = {surface.name: surface for surface in _ALL}
