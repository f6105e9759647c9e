"""Named streams."""

import numpy as np
import pytest

from core.random import stream


def test_that_a_stream_is_the_same_every_time_and_everywhere() -> None:
    np.testing.assert_array_equal(stream(0, "init").integers(0, 1000, 4), stream(0, "init").integers(0, 1000, 4))
    assert stream(0, "init").integers(0, 1000, 4).tolist() == [891, 939, 614, 414]


def test_that_streams_with_other_names_or_seeds_differ() -> None:
    draws = {tuple(stream(s, name).integers(0, 1000, 4)) for s in (0, 1) for name in ("init", "data", "dropout")}
    assert len(draws) == 6


def test_that_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="got -1"):
        stream(-1, "init")
