import numpy as np
import pytest

from core.data.pen_digits.digits import MOST_TRAIN, PenPictures, labels, pen_digits, pictures
from core.data.pen_digits.strokes import MOST_CONTROLS, SAMPLES, all_ways, catmull_rom

ROWS = np.arange(400)


@pytest.fixture(scope="module")
def ink() -> np.ndarray:
    return pictures(0, ROWS)


def test_that_a_picture_depends_on_the_seed_and_its_number_alone() -> None:
    alone = PenPictures(0, 0, 500)
    together = PenPictures(0, 0, 500)[:]
    for rows in (np.array([499]), np.array([7, 3, 250]), slice(100, 140)):
        assert np.array_equal(alone[rows], together[rows])
    assert np.array_equal(PenPictures(0, 100, 20)[:], together[100:120])
    assert not np.array_equal(PenPictures(1, 0, 5)[:], together[:5])


def test_that_asking_again_gives_the_same_bytes_as_the_first_time() -> None:
    kept = PenPictures(0, 0, 50)
    assert np.array_equal(kept[np.array([3, 3, 9])], kept[np.array([3, 3, 9])])


def test_that_only_the_pictures_asked_for_are_made() -> None:
    kept = PenPictures(0, 0, MOST_TRAIN)
    kept[np.array([5, 59_999, 5])]
    assert np.flatnonzero(kept._made).tolist() == [5, 59_999]


def test_that_labels_are_balanced_and_shuffled_and_depend_on_the_number_alone() -> None:
    y = labels(0, np.arange(1000))
    assert np.array_equal(np.sort(y.reshape(100, 10), axis=1), np.tile(np.arange(10), (100, 1)))
    assert len({tuple(ten) for ten in y.reshape(100, 10)}) > 90
    assert np.array_equal(labels(0, np.array([998, 4])), y[[998, 4]])


def test_that_ink_fills_a_box_of_twenty_pixels_and_stays_in_the_picture(ink: np.ndarray) -> None:
    dark = ink > 0.5
    height = dark.any(axis=2).sum(axis=1)
    width = dark.any(axis=1).sum(axis=1)
    assert np.all(np.abs(np.maximum(height, width) - 20) <= 1)
    border = np.concatenate([ink[:, [0, -1]].ravel(), ink[:, :, [0, -1]].ravel()])
    assert np.mean(border > 0) < 0.01


def test_that_the_centre_of_mass_is_near_the_middle(ink: np.ndarray) -> None:
    pixels = np.arange(28)
    mass = ink.sum(axis=(1, 2))
    for axis in (1, 2):
        centre = (ink.sum(axis=3 - axis) * pixels).sum(axis=1) / mass
        assert abs(centre.mean() - 13.5) < 0.2
        assert np.abs(centre - 13.5).max() < 4.5


def test_that_pens_differ_and_ink_is_black_inside(ink: np.ndarray) -> None:
    assert ink.min() == 0
    assert np.all(ink.max(axis=(1, 2)) > 0.95)
    coverage = ink.mean(axis=(1, 2))
    assert coverage.min() > 0.02
    assert coverage.max() / coverage.min() > 4


def test_that_pictures_of_one_digit_resemble_each_other_more_than_others(ink: np.ndarray) -> None:
    flat, y = ink.reshape(len(ink), -1), labels(0, ROWS)
    square = np.square(flat).sum(axis=1)
    distance = square[:, None] + square - 2 * flat @ flat.T + 1e6 * np.eye(len(flat))
    assert np.mean(y[distance.argmin(axis=1)] == y) > 0.6


def test_that_the_parts_never_share_a_picture_whatever_their_sizes() -> None:
    small, large = pen_digits(30, 20), pen_digits(90_000, 90_000)
    assert (len(large.train), len(large.test)) == (60_000, 10_000)
    assert np.array_equal(small.train.x[:], large.train.x[:30])
    assert np.array_equal(small.test.y, large.test.y[:20])
    shared = (small.train.x[:][:, None] == small.test.x[:]).all(axis=(2, 3, 4))
    assert not shared.any()
    assert small.train.x.shape == (30, 28, 28, 1)
    assert small.train.x[:].dtype == np.float32


def test_that_every_way_is_a_path_that_fits_the_tables() -> None:
    assert {way.digit for way in all_ways()} == set(range(10))
    for way in all_ways():
        assert len(way.controls) <= MOST_CONTROLS
        assert way.basis.shape == (SAMPLES, len(way.controls))
        path = way.basis @ way.controls
        steps = np.linalg.norm(np.diff(path, axis=0), axis=1)[way.joined == 1]
        assert steps.max() < 0.08  # of the height: 1½ pixels where the pen runs fastest
        assert path.min() > -0.15
        assert path.max() < 1.15


def test_that_the_curve_passes_through_its_points() -> None:
    points = np.array([[0, 0], [1, 2], [3, 1], [4, 4]])
    assert catmull_rom(np.ones(3), 13)[::4] @ points == pytest.approx(points)
    assert catmull_rom(np.array([0.3]), 5) @ np.array([0.0, 1.0]) == pytest.approx(np.linspace(0, 1, 5))
