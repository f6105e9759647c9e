"""An arrangement is a value: moving a panel makes another, and a file gives back the one that was written, or none."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.arrangement.tree import DEEPEST, Arrangement, Edge, Split, from_json, moved, panels, swapped, to_json

COLUMN = Split(False, ("b", "c", "d"), (1.0, 2.0, 3.0))
WHOLE = Split(True, ("a", COLUMN), (0.6, 0.4))


def leaves(whole: Arrangement) -> list[str]:
    return [whole] if isinstance(whole, str) else [leaf for part in whole.parts for leaf in leaves(part)]


def test_that_a_panel_keeps_its_share_within_its_column() -> None:
    assert moved(WHOLE, "b", Edge.BOTTOM, "c") == Split(
        True, ("a", Split(False, ("c", "b", "d"), (2.0, 1.0, 3.0))), (0.6, 0.4)
    )


def test_that_a_panel_from_elsewhere_takes_a_mean_share_of_a_column() -> None:
    assert moved(WHOLE, "a", Edge.TOP, "d") == Split(False, ("b", "c", "a", "d"), (1.0, 2.0, 2.0, 3.0))


def test_that_a_panel_stands_beside_one_of_a_column_in_half_of_its_room() -> None:
    pair = Split(True, ("d", "b"), (1.0, 1.0))
    assert moved(WHOLE, "b", Edge.RIGHT, "d") == Split(True, ("a", Split(False, ("c", pair), (2.0, 3.0))), (0.6, 0.4))


def test_that_what_is_left_of_a_pair_takes_its_place() -> None:
    row = Split(True, ("a", Split(False, ("b", "c"), (1.0, 1.0)), "d"), (1.0, 5.0, 2.0))
    assert moved(row, "c", Edge.LEFT, "a") == Split(True, ("c", "a", "b", "d"), (8 / 3, 1.0, 5.0, 2.0))


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        (Edge.RIGHT, Split(True, (COLUMN, "a"), (0.4, 0.6))),
        (Edge.LEFT, WHOLE),
        (Edge.BOTTOM, Split(False, (*COLUMN.parts, "a"), (1.0, 2.0, 3.0, 2.0))),
    ],
)
def test_that_a_panel_goes_to_an_edge_of_the_whole(edge: Edge, expected: Split) -> None:
    assert moved(WHOLE, "a", edge) == expected


def test_that_a_new_row_beneath_all_takes_a_third() -> None:
    row = Split(True, ("a", "b", "c"), (1.0, 1.0, 1.0))
    left = Split(True, ("a", "c"), (1.0, 1.0))
    assert moved(row, "b", Edge.BOTTOM) == Split(False, (left, "b"), (2.0, 1.0))


def test_that_two_panels_change_places_that_keep_their_sizes() -> None:
    expected = Split(True, ("d", Split(False, ("b", "c", "a"), (1.0, 2.0, 3.0))), (0.6, 0.4))
    assert swapped(WHOLE, "a", "d") == expected
    assert swapped(expected, "a", "d") == WHOLE


MOVES = st.tuples(st.sampled_from("abcd"), st.sampled_from(Edge), st.sampled_from([None, *"abcd"]))


@given(st.lists(MOVES, max_size=12))
def test_that_no_panel_is_lost_or_doubled_by_any_moves(moves: list[tuple[str, Edge, str | None]]) -> None:
    whole: Arrangement = WHOLE
    for name, edge, anchor in moves:
        whole = moved(whole, name, edge, anchor)
        assert Counter(leaves(whole)) == Counter("abcd")
    assert from_json(json.loads(json.dumps(to_json(whole)))) == whole


def test_that_a_panel_that_is_alone_has_nowhere_to_go() -> None:
    assert moved("a", "a", Edge.LEFT) == "a"
    assert panels("a") == {"a"}
    assert from_json(to_json("a")) == "a"


def nested(depth: int) -> Any:
    made: Any = "deepest"
    for i in range(depth):
        made = {"across": True, "parts": [f"panel {i}", made], "shares": [1, 1]}
    return made


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        ["a", "b"],
        {},
        {"across": True, "parts": ["a"], "shares": [1.0]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0]},
        {"across": 1, "parts": ["a", "b"], "shares": [1.0, 1.0]},
        {"across": True, "parts": ["a", "a"], "shares": [1.0, 1.0]},
        {"across": True, "parts": ["a", None], "shares": [1.0, 1.0]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, 0.0]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, -1.0]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, math.nan]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, math.inf]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, 10**400]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, True]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, "1"]},
        {"across": True, "parts": ["a", "b"], "shares": [1.0, 1.0], "more": 1},
        nested(DEEPEST + 1),
        nested(400),
    ],
)
def test_that_nonsense_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"an arrangement is|two places"):
        from_json(value)
