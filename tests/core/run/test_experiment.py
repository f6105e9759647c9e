"""An experiment is a value, and its mistakes are found when it is made."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from core.data.library import Library
from core.run.experiment import Experiment, Preset, View, experiment
from core.run.tick import Tick, Ticks
from core.settings.fields import PointField, RangeField
from core.settings.settings import Display, Settings


@dataclass(frozen=True, kw_only=True)
class Example(Settings):
    rate: Annotated[float, RangeField(0.0, 1.0)] = 0.5
    start: Annotated[tuple[float, float], PointField()] = (0.0, 0.0)
    near: Annotated[tuple[float, float], PointField(90), Display] = (0.0, 0.0)
    seen: Annotated[tuple[float, float], PointField(180), Display] = (0.0, 0.0)


def run(settings: Example, library: Library) -> Ticks:
    """Why does it?

    Because.
    """
    yield Tick(0)


def made(**more: Any) -> Experiment:
    arguments: dict[str, Any] = {
        "id": "example",
        "chapter": "Optimizers",
        "settings": Example,
        "presets": (Preset("Quick", Example(), 10), Preset("Book", Example(rate=0.1), 99)),
        "views": (View("loss", title="Loss of it"), View("paths", click="start")),
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


def test_that_a_preset_out_of_bounds_is_found_when_the_experiment_is_made() -> None:
    with pytest.raises(ValueError, match=r"example: preset Wild: rate must be a number from 0 to 1, not 7"):
        made(presets=(Preset("Wild", Example(rate=7.0), 1),))


def test_that_a_preset_of_other_settings_is_found() -> None:
    with pytest.raises(TypeError, match="preset Bare has Settings, not Example"):
        made(presets=(Preset("Bare", Settings(), 1),))


def test_that_a_click_must_set_a_point() -> None:
    with pytest.raises(ValueError, match="no setting 'begin'"):
        made(views=(View("paths", click="begin"),))
    with pytest.raises(TypeError, match="a click in paths cannot set rate"):
        made(views=(View("paths", click="rate"),))


def test_that_turning_must_set_a_point_that_takes_every_angle_and_starts_nothing_again() -> None:
    made(views=(View("surface", drag="seen"),))
    with pytest.raises(ValueError, match="no setting 'sight'"):
        made(views=(View("surface", drag="sight"),))
    for path in ("start", "rate", "near"):
        with pytest.raises(TypeError, match=f"turning surface cannot set {path}"):
            made(views=(View("surface", drag=path),))


def test_that_an_experiment_needs_a_preset() -> None:
    with pytest.raises(TypeError, match="example has no preset"):
        made(presets=())
