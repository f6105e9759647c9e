import numpy as np
import pytest

from core.surfaces.functions import SURFACES, formula_surface, rotated_quadratic
from core.surfaces.model_losses import line_fit_loss, logistic_loss
from core.surfaces.surface import Surface

EVERY = [*SURFACES.values(), rotated_quadratic(3.0, -70.0), formula_surface("sin(x) y^2 - x/(1 + y²)")]
VALUES = {  # heights of the minima, from the table of the syllabus
    "saddle": [-5, -5],
    "sine saddle": [-1],
    "two wells": [-2.063, -1.093],
    "plateau": [-1],
    "three trenches": [-5.278, -3.979, -3.979],
}


def names(surface: Surface) -> str:
    return surface.name


def places(surface: Surface, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    (x0, x1), (y0, y1) = surface.view
    return rng.uniform(x0, x1, n), rng.uniform(y0, y1, n)


def test_that_there_are_at_least_fourteen_surfaces() -> None:
    assert len(SURFACES) >= 14
    assert all(name == surface.name for name, surface in SURFACES.items())


@pytest.mark.parametrize("surface", EVERY, ids=names)
def test_that_the_gradient_is_the_derivative(surface: Surface) -> None:
    x, y = places(surface)
    h = 1e-5
    along_x, along_y = surface.gradient(x, y)
    slopes = ((surface.f(x + h, y) - surface.f(x - h, y)), (surface.f(x, y + h) - surface.f(x, y - h)))
    size = max(np.abs(along_x).max(), np.abs(along_y).max())
    for exact, difference in zip((along_x, along_y), slopes, strict=True):
        assert np.abs(exact - difference / (2 * h)).max() < 1e-7 * size


@pytest.mark.parametrize("surface", EVERY, ids=names)
def test_that_grids_arrays_and_numbers_agree(surface: Surface) -> None:
    x, y = places(surface, 12)
    grid = surface.f(x.reshape(3, 4), y.reshape(3, 4))
    along_x, _ = surface.gradient(x, y)
    assert grid.shape == (3, 4)
    assert along_x.shape == (12,)
    assert float(surface.f(x[5], y[5])) == pytest.approx(grid[1, 1], rel=1e-12)
    assert float(surface.gradient(x[5], y[5])[0]) == pytest.approx(along_x[5], rel=1e-12)


@pytest.mark.parametrize("surface", EVERY, ids=names)
def test_that_the_start_is_in_view_and_not_at_rest(surface: Surface) -> None:
    for value, (low, high) in zip(surface.start, surface.view, strict=True):
        assert low < value < high
    assert np.hypot(*surface.gradient(*np.array(surface.start))) > 0  # in the trenches only 7e-8


@pytest.mark.parametrize("surface", EVERY, ids=names)
def test_that_every_minimum_is_flat_and_lower_than_its_surroundings(surface: Surface) -> None:
    angle = np.linspace(0, 2 * np.pi, 16)
    for x, y in surface.minima:
        height = surface.f(np.array(x), np.array(y))
        assert np.hypot(*surface.gradient(np.array(x), np.array(y))) < 2e-4
        assert np.all(surface.f(x + 0.01 * np.cos(angle), y + 0.01 * np.sin(angle)) > height)


@pytest.mark.parametrize("name", SURFACES)
def test_that_the_minima_have_the_heights_of_the_syllabus(name: str) -> None:
    surface = SURFACES[name]
    heights = [float(surface.f(np.array(x), np.array(y))) for x, y in surface.minima]
    if not name.endswith("loss"):
        assert heights == pytest.approx(VALUES.get(name, [0] * len(heights)), abs=1e-3)


def test_that_the_plateau_can_be_asked_at_its_tip() -> None:
    surface = SURFACES["plateau"]
    assert [float(part) for part in surface.gradient(np.array(0.0), np.array(0.0))] == [0, 0]


def test_that_the_rotated_quadratic_has_the_eigenvalues_it_promises() -> None:
    surface = rotated_quadratic(25, 30)
    hessian = np.array([surface.gradient(*np.array(axis, float)) for axis in ((1, 0), (0, 1))])
    values, vectors = np.linalg.eigh(hessian)
    assert values == pytest.approx([1, 25])
    assert np.abs(vectors[:, 0]) == pytest.approx([np.cos(np.pi / 6), 0.5])
    with pytest.raises(ValueError, match="above 0"):
        rotated_quadratic(0)


def test_that_the_line_fit_loss_is_the_mean_squared_error_of_the_points() -> None:
    surface = line_fit_loss(((1, 1), (2, 2), (3, 3)))
    assert surface.minima[0] == pytest.approx((1, 0), abs=1e-12)
    assert float(surface.f(np.array(0.0), np.array(1.0))) == pytest.approx((0 + 1 + 4) / 3)
    with pytest.raises(ValueError, match="different x"):
        line_fit_loss(((1, 1), (1, 2)))


def test_that_the_logistic_loss_is_ln_2_where_nothing_is_known() -> None:
    surface = logistic_loss()
    assert float(surface.f(np.array(0.0), np.array(0.0))) == pytest.approx(np.log(2))
    assert np.isfinite(surface.f(np.array(1e3), np.array(-1e3)))


def test_that_separable_classes_have_no_minimum() -> None:
    assert logistic_loss(((1, 0), (2, 0), (3, 1), (4, 1))).minima == ()
    with pytest.raises(ValueError, match="both classes"):
        logistic_loss(((1, 0), (2, 0)))
