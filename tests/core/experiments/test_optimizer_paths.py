"""The optimizer paths: the textbook's end points, the start, divergence, and what the pictures hold."""

import dataclasses
from itertools import permutations
from typing import cast

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.optimizers.optimizer_paths import BOOK, QUICK, PathSettings
from core.experiments.optimizers.optimizer_paths import run as paths
from core.experiments.shared.landscape import TYPED, landscape
from core.experiments.shared.optimizers import NAMES
from core.optim import SGD
from core.records import ContoursMark, FieldMark, PathMark, Plane, PointsMark, Record, Table
from core.run.session import Session
from core.run.tick import Key
from core.run.views import PlaneView, SurfaceView
from core.settings import Effect, assign, assign_all, changed, field_at, with_value
from core.surfaces.functions import SURFACES
from core.surfaces.rates import NAMES as RATED
from core.surfaces.rates import rates_on

BOOK_ENDS = {
    "SGD": (-0.3872, -0.0942),
    "Momentum": (0.8141, 0.2729),
    "AdaGrad": (-0.1362, 0.0),
    "Adam": (0.0201, 0.3220),
}


def session(settings: PathSettings, step: int) -> Session:
    made = Session(paths, settings, Library())
    made.run_to(step)
    return made


def plane(made: Session, channel: str, variant: str) -> Plane:
    record: Record | None = made.record(Key(channel, variant))
    assert isinstance(record, Plane)
    return record


def path(made: Session, channel: str, variant: str) -> PathMark:
    return next(layer for layer in plane(made, channel, variant).layers if isinstance(layer, PathMark))


def table(made: Session) -> dict[str, tuple[str, ...]]:
    record = made.record(Key("ends"))
    assert isinstance(record, Table)
    return {row[0]: row[1:] for row in record.rows}


def test_that_the_end_points_after_29_updates_are_the_textbooks() -> None:
    made = session(BOOK, 29)
    for name, (x, y) in BOOK_ENDS.items():
        assert made.series[Key("x", name)].read()[3][-1] == pytest.approx(x, abs=1e-4)
        assert made.series[Key("y", name)].read()[3][-1] == pytest.approx(y, abs=1e-4)


def test_that_a_path_is_walked_by_the_very_class_that_trains_networks() -> None:
    made = session(BOOK, 7)
    w, optimizer = np.array([-7.0, 2.0]), SGD(0.95)
    for _ in range(7):
        optimizer.update(w, np.array([w[0] / 10, 2 * w[1]]))
    assert (made.series[Key("x", "SGD")].read()[3][-1], made.series[Key("y", "SGD")].read()[3][-1]) == tuple(w)


@pytest.mark.parametrize("name", [*SURFACES, TYPED])
def test_that_every_surface_is_walked_from_its_own_start_by_every_optimizer(name: str) -> None:
    settings = with_value(QUICK, "surface", name)
    made = session(settings, 3)
    diverged = {mark.key.variant for mark in made.events}
    for variant in settings.optimizers:
        walked = path(made, "paths", variant)
        assert (walked.x[0], walked.y[0]) == settings.start
        assert len(walked.x) == 4 or variant in diverged
    assert not diverged & {"AdaGrad", "RMSProp", "AdaDelta", "Adam", "AdamW"}


def test_that_another_surface_brings_its_own_start_and_a_click_replaces_it() -> None:
    settings = with_value(BOOK, "surface", "bowl")
    assert settings.start == (-3.0, 4.0)
    clicked = with_value(settings, "start", (1.0, -2.0))
    assert clicked.start == (1.0, -2.0)
    assert clicked.surface == "bowl"
    assert with_value(clicked, "sgd.lr", 0.1).start == (1.0, -2.0)


def test_that_the_command_line_may_give_both_surface_and_start_in_any_order() -> None:
    for texts in permutations(("surface=Rastrigin", "start=1,1.5")):
        assert assign_all(BOOK, texts).start == (1.0, 1.5)


EVERYBODY = dataclasses.replace(QUICK, optimizers=NAMES)
FLAT = {("three trenches", name) for name in ("SGD", "Momentum", "Nesterov", "AdaDelta")}  # the start has no slope


def rates(settings: PathSettings) -> dict[str, float]:
    return {name: own.lr for name, own in settings.constants.items()}


@pytest.mark.parametrize("name", [*SURFACES, TYPED])
def test_that_every_surface_brings_rates_that_lead_everybody_down_within_the_picture(name: str) -> None:
    settings = with_value(EVERYBODY, "surface", name)
    made = session(settings, 60)
    (x0, x1), (y0, y1) = settings.chosen().view
    assert rates(settings) == rates_on(name)
    assert not made.events
    for variant in NAMES:
        height = made.series[Key("height", variant)].read()[3]
        walked = path(made, "paths", variant)
        assert ((walked.x >= x0) & (walked.x <= x1) & (walked.y >= y0) & (walked.y <= y1)).all()
        assert height[-1] < 0.4 * height[0] or (name, variant) in FLAT
    made.run_to(500)
    assert not made.events


def test_that_there_is_a_rate_for_every_optimizer_and_quick_and_book_have_those_of_the_valley() -> None:
    assert RATED == NAMES
    assert rates(QUICK) == rates(BOOK) == rates_on("valley")


def test_that_a_rate_set_by_hand_stays_on_every_surface_and_the_others_follow() -> None:
    there = with_value(with_value(QUICK, "sgd.lr", 0.5), "surface", "Rosenbrock")
    assert rates(there) == rates_on("Rosenbrock") | {"SGD": 0.5}
    assert rates(with_value(there, "surface", "valley")) == rates_on("valley") | {"SGD": 0.5}


def test_that_going_to_another_surface_and_back_is_as_if_nothing_had_been() -> None:
    assert with_value(with_value(QUICK, "surface", "plateau"), "surface", "valley") == QUICK


def test_that_only_rates_and_the_start_follow_the_surface() -> None:
    there = with_value(BOOK, "surface", "bowl")
    assert there.adagrad == dataclasses.replace(BOOK.adagrad, lr=rates_on("bowl")["AdaGrad"])
    assert there.optimizers == BOOK.optimizers


def test_that_a_rate_given_on_the_command_line_wins_in_any_order_even_the_valleys_own() -> None:
    for texts in permutations(("surface=Rosenbrock", "sgd.lr=0.95", "adam.lr=0.7")):
        assert rates(assign_all(QUICK, texts)) == rates_on("Rosenbrock") | {"SGD": 0.95, "Adam": 0.7}


def test_that_a_caption_names_the_surface_and_of_the_rates_only_those_set_by_hand() -> None:
    there = with_value(with_value(QUICK, "sgd.lr", 0.5), "surface", "bowl")
    assert changed(there, QUICK) == ("surface bowl", "sgd.lr 0.5")
    assert assign_all(QUICK, [text.replace(" ", "=", 1) for text in changed(there, QUICK)]) == there


def test_that_the_view_of_the_paths_binds_a_click_to_the_start_and_restarts() -> None:
    assert cast(PlaneView, paths.view("paths").options).point == "start"
    assert field_at(PathSettings, "start").effect is Effect.RESTART


def test_that_only_the_chosen_optimizers_walk() -> None:
    made = session(with_value(QUICK, "optimizers", ("Nesterov", "AdamW")), 2)
    assert {key.variant for key in made.series} == {"Nesterov", "AdamW"}
    assert [layer.describe() for layer in plane(made, "paths", "Nesterov").layers if isinstance(layer, ContoursMark)]


def test_that_a_path_that_diverges_stops_with_a_mark_and_the_others_go_on() -> None:
    made = session(assign(QUICK, "sgd.lr=1.2"), 60)
    mark = made.events[0]
    assert (mark.key, mark.text) == (Key("height", "SGD"), "diverged")
    assert made.step == 60
    assert made.series[Key("f", "SGD")].read()[0][-1] == mark.step - 1
    assert table(made)["SGD 1.2"] == ("diverged", "", "")
    assert table(made)["Adam 0.3"][0].startswith("(")
    walked = path(made, "paths", "SGD")
    assert np.isfinite(walked.x).all()
    assert len(walked.x) == mark.step


def test_that_a_diverging_path_leaves_the_axes_where_they_were() -> None:
    made = session(assign(QUICK, "sgd.lr=1.2"), 60)
    assert plane(made, "paths", "SGD").axes.y == (-10.0, 10.0)
    side = path(made, "surface", "SGD")
    assert np.nanmax(side.z) <= 105
    assert np.isnan(side.z).any()


def test_that_the_run_ends_when_nobody_walks_any_more() -> None:
    made = session(assign(assign(QUICK, "optimizers=SGD"), "sgd.lr=1.2"), 1000)
    assert made.finished
    assert made.step < 100


def test_that_a_start_outside_the_view_stretches_it_and_one_inside_does_not() -> None:
    inside = plane(session(BOOK, 0), "paths", "SGD")
    outside = plane(session(with_value(BOOK, "start", (-12.0, 2.0)), 0), "paths", "SGD")
    assert inside.axes.x == (-10.0, 10.0)
    assert outside.axes.x == (-13.0, 10.0)
    assert outside.axes.y == (-10.0, 10.0)


def test_that_a_new_start_keeps_the_very_same_ground() -> None:
    one, other = (
        plane(session(with_value(BOOK, "start", start), 1), "paths", "SGD") for start in ((1.0, 1.0), (2.0, -3.0))
    )
    assert one.layers[0] is other.layers[0]


def test_that_the_first_plane_brings_ground_minima_and_start_and_the_others_only_their_paths() -> None:
    made = session(BOOK, 5)
    assert [type(layer) for layer in plane(made, "paths", "SGD").layers] == [
        ContoursMark,
        PointsMark,
        PathMark,
        PointsMark,
    ]
    assert [type(layer) for layer in plane(made, "surface", "SGD").layers] == [FieldMark, PointsMark, PathMark]
    assert [type(layer) for layer in plane(made, "paths", "Adam").layers] == [PathMark]


def test_that_paths_lie_on_the_surface_in_the_picture_from_the_side() -> None:
    made = session(BOOK, 10)
    side = path(made, "surface", "Momentum")
    np.testing.assert_allclose(side.z, side.x**2 / 20 + side.y**2, rtol=1e-12)


def test_that_heights_are_told_above_the_lowest_known_value_and_never_below_nothing() -> None:
    made = session(with_value(with_value(QUICK, "surface", "saddle"), "optimizers", ("SGD", "RMSProp")), 60)
    assert made.series[Key("f", "RMSProp")].read()[3][-1] == pytest.approx(-5)
    assert made.series[Key("height", "RMSProp")].read()[3][-1] >= 0
    assert made.series[Key("height", "SGD")].at(0) == pytest.approx(5 + 2.3**2, rel=1e-3)


@pytest.mark.parametrize("formula", ["log(x)", "1/0", "log(x) + y^2"])
def test_that_a_formula_without_a_value_at_the_start_is_marked_there(formula: str) -> None:
    made = session(assign(assign(QUICK, f"surface={TYPED}"), f"formula={formula}"), 5)
    assert made.step == 0
    assert made.finished
    assert made.events == []
    assert made.start is not None
    assert made.start.sentence == f"{formula} has no value at the start (−3, 4); choose another start"
    values = plane(made, "paths", "SGD").layers[0].values  # type: ignore[union-attr]
    assert np.isnan(values).any()
    assert not np.isinf(values).any()


def test_that_a_wrong_formula_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"formula must be a formula of x and y.*Position 4"):
        assign(QUICK, "formula=x +* y")


def test_that_a_typed_formula_gives_the_paths_of_the_surface_it_spells() -> None:
    typed = dataclasses.replace(BOOK, surface=TYPED, formula="x^2/20 + y^2")
    one, other = session(typed, 29), session(BOOK, 29)
    for name in BOOK_ENDS:
        assert one.series[Key("x", name)].read()[3][-1] == pytest.approx(
            other.series[Key("x", name)].read()[3][-1], abs=1e-12
        )


def test_that_contours_of_a_bowl_are_evenly_spaced_rings() -> None:
    ground = landscape("bowl", "", 1.0, 0.0, 1.0, None)
    radii = np.sqrt(ground.contours.levels[:-2])  # the outermost ones are cut by the corners of the view
    np.testing.assert_allclose(np.diff(radii), np.diff(radii).mean(), rtol=0.15)


def test_that_kappa_stretches_the_rotated_quadratic() -> None:
    turned = assign(assign(assign(QUICK, "surface=rotated quadratic"), "angle=0"), "kappa=5")
    assert float(turned.chosen().f(1.0, 1.0)) == pytest.approx(0.5 * (1 + 5))  # type: ignore[arg-type]


def test_that_the_surface_is_seen_from_the_direction_that_is_set_without_starting_again() -> None:
    assert cast(SurfaceView, paths.view("surface").options).direction == "direction"
    made = session(QUICK, 5)
    assert plane(made, "surface", "SGD").direction is None
    made.edit("direction", (30.0, 40.0))
    assert field_at(PathSettings, "direction").effect is Effect.DISPLAY
    assert plane(made, "surface", "SGD").direction == (30.0, 40.0)
    assert made.step == 5
    assert changed(made.initial, made.preset.settings) == ("direction 30,40",)
    for text, direction in (("30,40", (30.0, 40.0)), ("0,0", (0.0, 0.0)), ("automatic", None)):
        assert plane(session(assign(QUICK, f"direction={text}"), 0), "surface", "SGD").direction == direction


def test_that_a_surface_with_ridges_has_its_own_direction_until_one_is_set() -> None:
    there = with_value(QUICK, "surface", "Rosenbrock")
    assert plane(session(there, 0), "surface", "SGD").direction == SURFACES["Rosenbrock"].seen_from
    assert plane(session(with_value(there, "direction", (1.0, 2.0)), 0), "surface", "SGD").direction == (1.0, 2.0)


@pytest.mark.parametrize(
    ("formula", "start", "missing"),
    [("log(x)", (-1.0, 2.0), "value"), ("1/(x y)", (0.0, 0.5), "value"), ("sqrt(x)", (0.0, 1.0), "gradient")],
)
def test_that_a_start_where_the_formula_is_undefined_is_told_in_a_sentence(
    formula: str, start: tuple[float, float], missing: str
) -> None:
    made = session(dataclasses.replace(QUICK, surface=TYPED, formula=formula, start=start), 5)
    told = ", ".join(f"{x:g}" for x in start).replace("-", "−")
    assert made.events == []
    assert made.start is not None
    assert made.start.sentence == f"{formula} has no {missing} at the start ({told}); choose another start"
    assert {row[0] for row in table(made).values()} == {"undefined"}
    assert made.step == 0
