"""What was done to a stage comes back from JSON as it was, and nothing else does."""

from __future__ import annotations

import json
import math

import pytest

from gui.arrangement.tree import Split
from gui.view_state import UNTOUCHED, PlotState, StageState

STATE = StageState(
    Split(True, ("paths", "loss"), (1.0, 2.5)),
    {
        "loss": PlotState((0.0, 10.0), (-1.5, 1e-9), True, False, 0, frozenset({"tame", "wild"})),
        "paths": PlotState(x=(1.0, 2.0)),
    },
)


def test_that_it_comes_back_as_it_was() -> None:
    assert StageState.from_json(json.loads(json.dumps(STATE.to_json()))) == STATE
    assert STATE.plots["loss"].to_json()["hidden"] == ["tame", "wild"]  # in an order: the same picture, the same bytes


def test_that_what_is_untouched_is_not_written() -> None:
    assert UNTOUCHED.to_json() == {}
    assert StageState(None, {"loss": PlotState()}).to_json() == {}
    assert StageState.from_json({}) == UNTOUCHED
    assert PlotState(smooth=0, log_y=False).to_json() == {"smooth": 0, "log_y": False}  # 0 and false are choices


def test_that_a_range_is_a_zoom() -> None:
    assert not PlotState(smooth=3).zoomed
    assert PlotState(y=(0.0, 1.0)).zoomed


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        "loss",
        {"arrangement": 7},
        {"arrangement": None},
        {"plots": []},
        {"plots": {"loss": 7}},
        {"plots": {7: {}}},
        {"colour": "red"},
        {"plots": {"loss": {"z": [0, 1]}}},
        *(
            {"plots": {"loss": plot}}
            for plot in (
                {"x": [1]},
                {"x": [1, 0]},
                {"x": [1, 1]},
                {"x": [0, math.inf]},
                {"y": [math.nan, 1]},
                {"y": [0, 10**400]},
                {"y": ["0", "1"]},
                {"y": [False, True]},
                {"x": None},
                {"log_x": 1},
                {"smooth": -1},
                {"smooth": 2.5},
                {"smooth": True},
                {"smooth": 10**30},
                {"hidden": "tame"},
                {"hidden": [1]},
            )
        ),
    ],
)
def test_that_nonsense_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        StageState.from_json(value)
