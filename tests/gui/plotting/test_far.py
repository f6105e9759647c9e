"""What reaches far beyond a frame: what is near of it stands where it does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.plotting.far import FAR, near_line, near_part

FRAME = QRectF(100, 50, 400, 200)


def test_that_a_line_that_is_near_stays_as_it_is() -> None:
    x, y = np.array([0.0, 0.5, np.nan, 1.0]), np.array([0.0, 2.0, 1.0, -1.0])
    near = near_line(x, y)
    assert_array_equal(near[0], [0.0, 0.5, np.nan, 1.0])
    assert_array_equal(near[1], [0.0, 2.0, np.nan, -1.0])


def test_that_a_line_from_afar_keeps_its_slope() -> None:
    x, y = near_line(np.array([-1e6, 1e6]), np.array([-2e6, 2e6]))
    assert_allclose(y, 2 * x)
    assert_allclose(np.abs(y).max(), FAR)


def test_that_a_line_that_passes_by_leaves_nothing() -> None:
    assert near_line(np.array([-1e6, 1e6]), np.array([100.0, 100.0]))[0].size == 0
    assert near_line(np.array([100.0]), np.array([100.0]))[0].size == 0


def test_that_a_line_that_goes_out_and_comes_back_is_broken_where_it_is_away() -> None:
    x, y = near_line(np.array([0.0, 1.0, 1.0, 2.0]), np.array([0.0, 1e3, 2e3, 0.0]))
    assert np.isnan(x).sum() == 1
    assert (x[0], y[0], x[-1], y[-1]) == (0.0, 0.0, 2.0, 0.0)


numbers = st.floats(-1e4, 1e4) | st.sampled_from([np.nan, np.inf, -np.inf, 0.0, FAR, -FAR, 1e300])


@given(st.lists(st.tuples(numbers, numbers), max_size=30))
def test_that_no_point_is_far_and_every_near_one_is_kept(points: list[tuple[float, float]]) -> None:
    given_x, given_y = (np.array([point[i] for point in points], dtype=float) for i in (0, 1))
    x, y = near_line(given_x, given_y)
    ends = np.abs(np.array([x, y]))
    assert not (ends > FAR * (1 + 1e-9)).any()
    inside = (np.abs(given_x) < FAR) & (np.abs(given_y) < FAR)
    both = inside[:-1] & inside[1:]
    for i in np.flatnonzero(both):
        assert any(np.isclose(x, given_x[i]) & np.isclose(y, given_y[i]))


@pytest.mark.parametrize("times", [1, 1000])
def test_that_the_part_of_an_image_stands_where_the_image_does(qtbot: QtBot, times: int) -> None:
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    for i in range(64):
        for j in range(32):
            image.setPixel(i, j, 0xFF000000 | i << 8 | j)
    box = QRectF(FRAME.left() - 0.3 * times * 400, FRAME.top() - 0.25 * times * 200, times * 400, times * 200)
    part, place = near_part(image, box, FRAME)
    assert (part is image) == (times == 1)
    assert place.contains(FRAME.intersected(box))
    at = FRAME.center()
    in_whole = (at.x() - box.left()) / box.width() * 64, (at.y() - box.top()) / box.height() * 32
    in_part = (at.x() - place.left()) / place.width() * part.width(), (at.y() - place.top()) / place.height()
    assert part.pixel(int(in_part[0]), int(in_part[1] * part.height())) == image.pixel(*map(int, in_whole))


def test_that_an_image_beside_the_frame_is_none(qtbot: QtBot) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    assert near_part(image, QRectF(1e6, 0, 1e6, 1e6), FRAME)[0].isNull()
