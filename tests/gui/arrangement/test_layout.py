"""Rectangles of an arrangement: nothing is smaller than it may be, and gaps go where they are put."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from core.run.views import View
from gui.arrangement.automatic import arrange, automatic, completed, named
from gui.arrangement.drop import find_drop
from gui.arrangement.layout import GAP, LEAST, lay_out, split, with_gap_at, with_usual_gap
from gui.arrangement.tree import Split, panels

AREA = QRect(0, 0, 1208, 808)
WHOLE = Split(True, ("a", Split(False, ("b", "c", "d"), (1.0, 1.0, 2.0))), (3.0, 1.0))


def rects(whole: Split, area: QRect = AREA, shown: set[str] | None = None) -> dict[str, tuple[int, ...]]:
    return {name: rect.getRect() for name, rect in lay_out(whole, area, shown).cells.items()}


def test_that_parts_take_their_shares() -> None:
    assert rects(WHOLE) == {
        "a": (0, 0, 900, 808),
        "b": (908, 0, 300, 198),
        "c": (908, 206, 300, 198),
        "d": (908, 412, 300, 396),
    }


def test_that_hidden_panels_leave_their_room_to_the_others() -> None:
    assert rects(WHOLE, shown={"a", "c", "d"})["c"] == (908, 0, 300, 267)
    assert rects(WHOLE, shown={"b", "c"}) == {"b": (0, 0, 1208, 400), "c": (0, 408, 1208, 400)}
    assert rects(WHOLE, shown={"b"}) == {"b": (0, 0, 1208, 808)}
    assert len(lay_out(WHOLE, AREA, {"b", "d"}).gaps) == 1


def test_that_no_part_has_less_than_it_needs_where_there_is_room() -> None:
    lopsided = Split(True, ("a", "b", "c"), (1.0, 1000.0, 1.0))
    assert [rect[2] for rect in rects(lopsided).values()] == [LEAST[0], 1192 - 2 * LEAST[0], LEAST[0]]
    assert [r.width() for r in split(QRect(0, 0, 100 + GAP, 50), [1.0, 9.0], True, [200, 200])] == [50, 50]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (30, 10), (100, 30), (10, 3000)])
def test_that_many_panels_stand_somewhere_in_an_area_without_room(size: tuple[int, int]) -> None:
    many = [View(f"{area} {i}", area=area) for area in ("main", "side", "below") for i in range(4)]
    cells = arrange(many, QRect(0, 0, *size))
    assert len(cells) == len(many)


def test_that_a_gap_stands_where_it_is_put_and_moves_no_other() -> None:
    gaps = lay_out(WHOLE, AREA).gaps
    lower = next(gap for gap in gaps if gap.sides == ({"c"}, {"d"}))
    assert lower.rect == QRect(908, 404, 300, GAP)
    after = rects(with_gap_at(WHOLE, lower, 500))
    assert after["c"] == (908, 206, 300, 294)
    assert after["d"] == (908, 508, 300, 300)
    assert (after["a"], after["b"]) == (rects(WHOLE)["a"], rects(WHOLE)["b"])


@pytest.mark.parametrize(("position", "heights"), [(-5000, (140, 454)), (5000, (454, 140))])
def test_that_a_gap_stops_where_a_panel_would_be_too_small(position: int, heights: tuple[int, int]) -> None:
    gap = next(gap for gap in lay_out(WHOLE, AREA).gaps if gap.sides == ({"c"}, {"d"}))
    after = rects(with_gap_at(WHOLE, gap, position))
    assert (after["c"][3], after["d"][3]) == heights


def test_that_a_gap_stops_for_all_that_stand_at_its_side() -> None:
    row = Split(True, ("a", Split(True, ("b", "c"), (1.0, 1.0))), (1.0, 1.0))
    gap = next(gap for gap in lay_out(row, AREA).gaps if gap.sides == ({"a"}, {"b", "c"}))
    after = rects(with_gap_at(row, gap, 5000))
    assert (after["b"][2], after["c"][2]) == (LEAST[0], LEAST[0])


def test_that_a_gap_without_room_stays() -> None:
    (gap,) = lay_out(Split(True, ("a", "b"), (1.0, 2.0)), QRect(0, 0, 200, 100)).gaps
    assert with_gap_at(gap.split, gap, 50) == gap.split


def test_that_every_pixel_can_be_reached() -> None:
    (gap,) = lay_out(Split(True, ("a", "b"), (1.0, 2.0)), QRect(0, 0, 3801, 100)).gaps
    for position in range(200, 3590, 7):
        moved = with_gap_at(gap.split, gap, position)
        assert lay_out(moved, QRect(0, 0, 3801, 100)).gaps[0].at == position


VIEWS = named([View("a"), View("b", area="side"), View("c", area="side", weight=2.0), View("d", area="below")])


def test_that_a_gap_that_is_put_back_is_where_it_was() -> None:
    usual = automatic(VIEWS, AREA)
    for i, gap in enumerate(lay_out(usual, AREA).gaps):
        changed = with_gap_at(usual, gap, gap.at + 60)
        moved = lay_out(changed, AREA).gaps[i]
        assert moved.at == gap.at + 60
        assert lay_out(with_usual_gap(changed, moved, usual), AREA).cells == lay_out(usual, AREA).cells


def test_that_a_gap_of_strangers_is_put_back_to_the_middle() -> None:
    strangers = Split(True, ("a", "d"), (1.0, 5.0))
    gap = lay_out(strangers, AREA).gaps[0]
    assert with_usual_gap(strangers, gap, automatic(VIEWS, AREA)) == Split(True, ("a", "d"), (3.0, 3.0))


def test_that_hidden_panels_change_nothing_until_they_are_seen() -> None:
    shown = {name: view for name, view in VIEWS.items() if name in ("a", "c")}
    usual = automatic(shown, AREA)
    whole = completed(usual, VIEWS)
    assert panels(whole) == VIEWS.keys()
    assert lay_out(whole, AREA, shown.keys()).cells == lay_out(usual, AREA).cells
    with_b = lay_out(whole, AREA, {"a", "b", "c"}).cells
    assert with_b["b"].united(with_b["c"]) == lay_out(usual, AREA).cells["c"]


def test_that_panels_of_one_channel_have_names_of_their_own() -> None:
    twice = [View("loss"), View("loss", area="side"), View("loss", area="below")]
    assert list(named(twice)) == ["loss", "loss 2", "loss 3"]
    assert len({rect.getRect() for rect in arrange(twice, AREA)}) == 3
    assert arrange([], AREA) == []


@pytest.mark.parametrize(
    ("at", "rect"),
    [
        ((450, 400), (0, 0, 900, 808)),  # the middle of a: both change places
        ((30, 400), (0, 0, 446, 808)),  # the left of a
        ((450, 760), (0, 408, 900, 400)),  # the bottom of a
        ((1000, 210), (908, 140, 300, 140)),  # the top of c
        ((1050, 805), (0, 606, 1208, 202)),  # the bottom of the stage
    ],
)
def test_that_a_panel_is_dropped_where_the_mark_shows(at: tuple[int, int], rect: tuple[int, ...]) -> None:
    cells = lay_out(WHOLE, AREA).cells
    found = find_drop(WHOLE, cells, AREA, "d", QPoint(*at))
    assert found is not None
    after = lay_out(found.arrangement, AREA).cells
    assert found.rect == after["d"]
    assert after.keys() == cells.keys()


@pytest.mark.parametrize("at", [(1000, 600), (1000, 406), (-1, 5), (5000, 5)])
def test_that_a_panel_is_not_dropped_outside_or_where_it_is(at: tuple[int, int]) -> None:
    assert find_drop(WHOLE, lay_out(WHOLE, AREA).cells, AREA, "d", QPoint(*at)) is None


def test_that_a_panel_is_not_dropped_where_there_is_no_room() -> None:
    area = QRect(0, 0, 700, 3 * LEAST[1] + 2 * GAP)
    cells = lay_out(WHOLE, area).cells
    assert find_drop(WHOLE, cells, area, "a", QPoint(cells["b"].center().x(), cells["b"].y() + 25)) is None
    assert find_drop(WHOLE, cells, area, "a", cells["b"].center()) is not None
