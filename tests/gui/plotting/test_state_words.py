"""What was done to a plot, in words."""

from __future__ import annotations

import pytest

from gui.plotting.state_words import state_words
from gui.view_state import PlotState


@pytest.mark.parametrize(
    ("state", "words", "with_ranges"),
    [
        (PlotState(), "", ""),
        (PlotState(x=(0.0, 1500.0)), "zoomed", "zoomed to x 0 … 1500"),
        (PlotState(y=(-1e-7, 0.5)), "zoomed", "zoomed to y −10⁻⁷ … 0.5"),
        (PlotState(x=(1.0, 2.0), y=(3.0, 4.0)), "zoomed", "zoomed to x 1 … 2, y 3 … 4"),
        (PlotState(log_x=False, log_y=True), "x linear · y logarithmic", "x linear · y logarithmic"),
        (PlotState(smooth=30), "mean over 30 steps", "mean over 30 steps"),
        (PlotState(smooth=0), "not smoothed", "not smoothed"),
        (PlotState(hidden=frozenset({"b", "a"})), "hidden: a, b", "hidden: a, b"),
    ],
)
def test_that_everything_that_was_done_is_said_and_nothing_else(state: PlotState, words: str, with_ranges: str) -> None:
    assert state_words(state) == words
    assert state_words(state, ranges=True) == with_ranges
