"""Experiments of the course in a real window: a mouse flips a point, drags a bar and a line; keys ask and reveal."""

from __future__ import annotations

from math import log10

import pytest

from tests.hand import hand_before
from tests.screen import needs_screen

pytestmark = [pytest.mark.slow, needs_screen]


def test_that_a_click_flips_what_a_point_is_to_be(tmp_path) -> None:
    name = "Click a point to flip what is wanted (ring: wrong)"
    with hand_before(tmp_path, "logic-gates") as hand:
        hand.until("the plane", lambda seen: name in seen["plots"])
        before = hand.seen["settings"]["targets"]
        plot = hand.plot(name)
        shares = [
            (0.0 - plot["x"][0]) / (plot["x"][1] - plot["x"][0]),
            (plot["y"][1] - 0.0) / (plot["y"][1] - plot["y"][0]),
        ]
        hand.click(hand.place(name, *shares))  # the point (0, 0)
        hand.until("another target", lambda seen: seen["settings"]["targets"] != before)
        assert hand.seen["settings"]["targets"][0][0] == 1 - before[0][0]


def test_that_a_bar_is_dragged(tmp_path) -> None:
    name = "Logits: drag a bar"
    with hand_before(tmp_path, "softmax") as hand:
        hand.until("the bars", lambda seen: name in seen["plots"] and seen["step"] == 0)
        before = hand.seen["settings"]["logits"][0]
        top = 1 - before[0] / hand.plot(name)["y"][1]
        hand.drag(*(hand.place(name, 0.1, share) for share in (top + 0.02, top + 0.1, top + 0.2)))
        hand.until("a lower bar", lambda seen: seen["settings"]["logits"][0][0] < before[0] - 0.2)
        assert hand.seen["settings"]["logits"][0][1:] == before[1:]


def test_that_an_upright_line_is_dragged_over_decades(tmp_path) -> None:
    name = "Error of the derivative (dashed: what theory allows)"
    with hand_before(tmp_path, "numerical-gradient") as hand:
        hand.until("the curve", lambda seen: name in seen["plots"] and seen["step"] == 0)
        start = hand.seen["settings"]["h"]
        hand.drag(*(hand.place(name, share, 0.5) for share in (share_of(hand, name, start), 0.7, 0.6)))
        hand.until("a smaller h", lambda seen: seen["settings"]["h"] < 0.01 * start)


def share_of(hand, name: str, value: float) -> float:
    """Where a value stands on the logarithmic x axis of a plot."""
    low, high = map(log10, hand.plot(name)["x"])
    return (log10(value) - low) / (high - low)


def test_that_in_a_presentation_the_question_comes_first_and_a_remote_reveals(tmp_path) -> None:
    with hand_before(tmp_path, "softmax", "losses") as hand:
        hand.until("the first", lambda seen: seen.get("step") == 0)
        hand.do("key", "F11")
        hand.do("key", "Next")
        hand.until("the question", lambda seen: seen.get("question"))
        hand.do("key", "2")
        hand.do("key", "Next")
        hand.until("the run", lambda seen: "Loss of a prediction" in seen.get("plots", {}))
        hand.do("key", "F11")
