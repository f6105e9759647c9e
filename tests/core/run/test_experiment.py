"""An experiment is a value, and its mistakes are found when it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from core.data.library import Library
from core.run.experiment import Experiment, Preset, experiment
from core.run.tick import Run, Start, Tick
from core.run.views import HistogramsView, PlaneView, SurfaceView, View
from core.settings import Display, PointField, RangeField, Settings, Shown


@dataclass(frozen=True, kw_only=True)
class Example(Settings):
    rate: Annotated[float, RangeField(0.0, 1.0)] = 0.5
    start: Annotated[tuple[float, float], PointField()] = (0.0, 0.0)
    near: Annotated[tuple[float, float], PointField(90), Display] = (0.0, 0.0)
    seen: Annotated[tuple[float, float], PointField(180), Display] = (0.0, 0.0)


def run(settings: Example, now: Callable[[], Example], library: Library) -> Run:
    """Why does it?

    Because.
    """
    yield Start()
    yield Tick(0)


def made(**more: Any) -> Experiment:
    arguments: dict[str, Any] = {
        "id": "example",
        "chapter": "Optimizers",
        "settings": Example,
        "presets": (Preset("Quick", Example(), 10), Preset("Book", Example(rate=0.1), 99)),
        "views": (View("loss", title="Loss of it"), View("paths", PlaneView(point="start"))),
    }
    return experiment(**{**arguments, **more})(run)


def test_that_the_docstring_is_what_a_missing_note_falls_back_to() -> None:
    assert made().doc == "Why does it?\n\nBecause."


def test_that_presets_are_found_whatever_their_case() -> None:
    assert made().preset().name == "Quick"
    assert made().preset("bOOK").steps == 99
    with pytest.raises(ValueError, match=r"example has no preset 'Slow'; there are Quick, Book"):
        made().preset("Slow")


def test_that_views_are_found_by_channel_or_title() -> None:
    assert made().view("loss") == made().view("Loss of it")
    with pytest.raises(ValueError, match=r"example has no panel 'maps'; there are loss, paths"):
        made().view("maps")


def test_that_variants_may_depend_on_the_settings() -> None:
    assert made(variants=("a", "b")).variant_names(Example()) == ("a", "b")
    by_rate = made(variants=lambda settings: (f"rate {settings.rate}",))
    assert by_rate.variant_names(Example(rate=0.25)) == ("rate 0.25",)


def test_that_variants_are_a_family_always_or_under_some_settings() -> None:
    assert made(family=True).is_family(Example())
    some = made(family=lambda settings: settings.rate > 0.5)
    assert [some.is_family(Example(rate=rate)) for rate in (0.25, 0.75)] == [False, True]


def test_that_a_preset_out_of_bounds_is_found_when_the_experiment_is_made() -> None:
    with pytest.raises(ValueError, match=r"example: preset Wild: rate must be a number from 0 to 1, not 7"):
        made(presets=(Preset("Wild", Example(rate=7.0), 1),))


def test_that_a_preset_of_other_settings_is_found() -> None:
    with pytest.raises(TypeError, match="preset Bare has Settings, not Example"):
        made(presets=(Preset("Bare", Settings(), 1),))


def test_that_a_click_must_set_a_point() -> None:
    with pytest.raises(ValueError, match="no setting 'begin'"):
        made(views=(View("paths", PlaneView(point="begin")),))
    with pytest.raises(TypeError, match="point of paths cannot set rate, which is not a PointField"):
        made(views=(View("paths", PlaneView(point="rate")),))


def test_that_turning_must_set_a_point_that_takes_every_angle_and_starts_nothing_again() -> None:
    made(views=(View("surface", SurfaceView(direction="seen")),))
    with pytest.raises(ValueError, match="no setting 'sight'"):
        made(views=(View("surface", SurfaceView(direction="sight")),))
    with pytest.raises(TypeError, match="direction of surface cannot set rate"):
        made(views=(View("surface", SurfaceView(direction="rate")),))
    for path in ("start", "near"):
        with pytest.raises(TypeError, match=f"turning a surface cannot set {path}"):
            made(views=(View("surface", SurfaceView(direction=path)),))


def test_that_a_view_is_there_for_some_settings_or_presets_only() -> None:
    always, fast, book = View("a"), View("b", shown=Shown("rate", 0.5)), View("c", presets=("Book",))
    assert [view.is_shown(Example(), "Quick") for view in (always, fast, book)] == [True, True, False]
    assert [view.is_shown(Example(rate=0.1), "Book") for view in (always, fast, book)] == [True, False, True]
    with pytest.raises(ValueError, match="c is shown for Slow, which is no preset"):
        made(views=(View("c", presets=("Slow",)),))
    with pytest.raises(ValueError, match="no setting 'speed'"):
        made(views=(View("b", shown=Shown("speed", 1)),))


def test_that_a_view_refuses_what_its_panel_cannot_use() -> None:
    with pytest.raises(TypeError, match="log_y"):
        HistogramsView(log_y=True)  # type: ignore[call-arg]


def test_that_an_experiment_is_in_a_chapter_of_the_course() -> None:
    with pytest.raises(ValueError, match="example is in no chapter of the course: 'Alchemy'"):
        made(chapter="Alchemy")


def test_that_an_experiment_needs_a_preset() -> None:
    with pytest.raises(TypeError, match="example has no preset"):
        made(presets=())
