import numpy as np
import pytest

from core.data.toys import TOYS, VIEW, toy


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("name", TOYS)
def test_that_every_toy_set_is_balanced_float32_and_within_its_view(name: str) -> None:
    x, y = toy(name, 501, 0.02, rng())
    assert x.shape == (501, 2)
    assert x.dtype == np.float32
    assert np.bincount(y).tolist() == [251, 250]
    assert np.abs(x).max() < VIEW[0][1]


@pytest.mark.parametrize("name", TOYS)
def test_that_a_toy_set_depends_on_its_generator_alone(name: str) -> None:
    first, second, other = (toy(name, 40, 0.1, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(first[0], second[0])
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("name", TOYS)
def test_that_without_noise_the_nearest_neighbour_has_the_same_class(name: str) -> None:
    x, y = toy(name, 600, 0.0, rng())
    distance = np.linalg.norm(x[:, None] - x, axis=2) + 9 * np.eye(600)
    agreement = np.mean(y == y[distance.argmin(axis=1)])
    assert agreement > (0.97 if name != "spiral" else 0.95)


def test_that_the_shapes_are_what_their_names_say() -> None:
    x, y = toy("xor", 400, 0, rng())
    assert np.array_equal(y == 1, x[:, 0] * x[:, 1] < 0)
    x, y = toy("circles", 400, 0, rng())
    assert np.array_equal(y == 1, np.linalg.norm(x, axis=1) < 0.6)
    x, y = toy("plane", 400, 0, rng())
    assert np.array_equal(y == 1, x.sum(axis=1) > 0)


def test_that_noise_moves_points_by_its_standard_deviation() -> None:
    still, _ = toy("moons", 4000, 0.0, rng())
    moved, _ = toy("moons", 4000, 0.3, rng())
    assert moved.var() - still.var() == pytest.approx(0.09, abs=0.02)


@pytest.mark.parametrize(("name", "n", "noise"), [("rings", 10, 0.1), ("xor", 1, 0.1), ("xor", 10, -1)])
def test_that_wrong_requests_get_one_sentence(name: str, n: int, noise: float) -> None:
    with pytest.raises(ValueError, match="toy set"):
        toy(name, n, noise, rng())
