"""Changes are built on the newest settings, so no quick gesture is lost."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from core.settings import (
    AddPoint,
    ChoiceField,
    ChoiceFromField,
    MatrixField,
    MovePoint,
    PaintPixels,
    PixelsField,
    PointsField,
    RemovePoint,
    SetCell,
    SetEntry,
    Settings,
    SetValue,
    SparseField,
    assign,
    with_value,
)

COLUMNS = {"iris": ("petal", "sepal"), "wine": ("alcohol",)}


@dataclass(frozen=True, kw_only=True)
class Example(Settings):
    points: Annotated[tuple[tuple[float, float], ...], PointsField(9, at_most=3)] = ((0.0, 0.0),)
    kernel: Annotated[tuple[tuple[float, ...], ...], MatrixField(2, 2, limit=9)] = ((1.0, 2.0), (3.0, 4.0))
    shifts: Annotated[tuple[tuple[int, float], ...], SparseField(lambda settings: len(settings.points) + 4, 9)] = ()
    digit: Annotated[bytes, PixelsField(2)] = b""
    table: Annotated[str, ChoiceField(*COLUMNS)] = "iris"
    column: Annotated[str, ChoiceFromField(lambda settings: COLUMNS[settings.table])] = "petal"

    def following(self, path: str, before: Settings) -> "Example":
        return with_value(self, "column", COLUMNS[self.table][0]) if path == "table" else self


def test_that_two_quick_clicks_both_arrive() -> None:
    clicks = AddPoint("points", (1.0, 1.0)), AddPoint("points", (2.0, 2.0))  # made before either was applied
    settings = Example()
    for click in clicks:
        settings = click.apply(settings)
    assert settings.points == ((0.0, 0.0), (1.0, 1.0), (2.0, 2.0))
    with pytest.raises(ValueError, match="points must be at most 3 points"):
        AddPoint("points", (3.0, 3.0)).apply(settings)


def test_that_points_are_moved_and_removed_by_their_index() -> None:
    settings = Example(points=((0.0, 0.0), (1.0, 1.0)))
    assert MovePoint("points", 1, (5.0, 6.0)).apply(settings).points == ((0.0, 0.0), (5.0, 6.0))
    assert RemovePoint("points", 0).apply(settings).points == ((1.0, 1.0),)
    assert MovePoint("points", 7, (5.0, 6.0)).apply(settings) == settings  # it was removed meanwhile


def test_that_one_cell_is_set_and_checked() -> None:
    assert SetCell("kernel", 1, 0, -5.0).apply(Example()).kernel == ((1.0, 2.0), (-5.0, 4.0))
    with pytest.raises(ValueError, match="none beyond ±9"):
        SetCell("kernel", 1, 0, 10.0).apply(Example())


def test_that_one_entry_is_set_and_a_zero_takes_it_away() -> None:
    settings = SetEntry("shifts", 1, -2.0).apply(SetEntry("shifts", 3, 0.5).apply(Example()))
    assert settings.shifts == ((1, -2.0), (3, 0.5))
    assert SetEntry("shifts", 1, 0.0).apply(settings).shifts == ((3, 0.5),)
    with pytest.raises(ValueError, match="shifts must be none, or place:number with places from 0 to 4, such as"):
        SetEntry("shifts", 5, 1.0).apply(settings)


def test_that_ink_makes_pixels_brighter_and_an_eraser_clears_them() -> None:
    drawn = PaintPixels("digit", ((0, 200), (3, 90)), 2).apply(Example())
    assert drawn.digit == bytes([200, 0, 0, 90])
    assert PaintPixels("digit", ((0, 100), (1, 40)), 2).apply(drawn).digit == bytes([200, 40, 0, 90])
    assert PaintPixels("digit", ((0, 255), (3, 255)), 2, erase=True).apply(drawn).digit == b""


def test_that_a_change_never_writes_into_the_settings_it_is_applied_to() -> None:
    settings = Example()
    before = hash(settings)
    SetValue("kernel", ((0.0, 0.0), (0.0, 0.0))).apply(settings)
    assert hash(settings) == before
    assert settings == Example()


def test_that_what_a_choice_offers_may_depend_on_another_setting() -> None:
    assert assign(Example(), "column=sepal").column == "sepal"
    with pytest.raises(ValueError, match="column must be one of petal, sepal, not 'alcohol'"):
        assign(Example(), "column=alcohol")
    wine = assign(Example(column="sepal"), "table=wine")
    assert wine.column == "alcohol"
    with pytest.raises(ValueError, match="column must be one of alcohol"):
        assign(wine, "column=petal")
