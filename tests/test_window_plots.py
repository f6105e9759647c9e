"""Every kind of plot in a real window: a real mouse zooms, moves, hides, opens menus, and makes gestures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hand import Hand, Place, hand_before
from tests.screen import needs_screen

pytestmark = [pytest.mark.slow, needs_screen]

PLOTS = ("Plane", "Loss", "Accuracy", "Sweep", "Weights", "Ridge", "Bars", "Pictures")


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """One window for all tests: each leaves it as it was."""
    with hand_before(tmp_path_factory.mktemp("home")) as made:
        made.until("all plots at rest", lambda seen: seen["step"] > 0 and set(seen["plots"]) == set(PLOTS))
        yield made


NOTCH = 1.02**-15  # of the range is left after one of the wheel


def width(span: list[float]) -> float:
    return span[1] - span[0]


def at(span: list[float], share: float) -> float:
    return span[0] + share * width(span)


@pytest.mark.parametrize("name", PLOTS)
def test_that_the_wheel_zooms_at_the_cursor_a_drag_moves_and_a_double_click_shows_all(hand: Hand, name: str) -> None:
    before = hand.plot(name)
    hand.click(hand.place(name, 0.25, 0.25), button=4, times=3)  # the wheel
    hand.until("a closer plot", lambda _: width(hand.plot(name)["x"]) < 1.01 * NOTCH**3 * width(before["x"]))
    zoomed = hand.plot(name)
    assert "zoomed" in zoomed["header"]
    assert at(zoomed["x"], 0.25) == pytest.approx(at(before["x"], 0.25), abs=0.02 * width(before["x"]))
    assert at(zoomed["y"], 0.75) == pytest.approx(at(before["y"], 0.75), abs=0.02 * width(before["y"]))
    start, end = hand.place(name, 0.93, 0.02), hand.place(name, 0.93, 0.62)
    hand.drag(start, hand.place(name, 0.93, 0.3), end)
    hand.until("a moved plot", lambda _: at(hand.plot(name)["y"], 0.4) > at(zoomed["y"], 0.98))
    assert width(hand.plot(name)["y"]) == pytest.approx(width(zoomed["y"]), rel=1e-6)
    hand.show_all(name)
    assert (hand.plot(name)["x"], hand.plot(name)["y"]) == (before["x"], before["y"])
    assert (hand.seen["wrong"], hand.seen["maximized"]) == ("", "")


@pytest.mark.parametrize("name", PLOTS)
def test_that_a_rectangle_with_shift_is_what_is_shown_then(hand: Hand, name: str) -> None:
    before = hand.plot(name)
    corners = [hand.place(name, *at) for at in ((0.55, 0.05), (0.7, 0.3), (0.95, 0.85))]
    hand.holding("shift", lambda: hand.drag(*corners))
    hand.until("a rectangle", lambda _: width(hand.plot(name)["x"]) < 0.6 * width(before["x"]))
    assert at(before["x"], 0.55) == pytest.approx(hand.plot(name)["x"][0], abs=0.03 * width(before["x"]))
    if name != "Pictures":  # whose pixels stay square
        assert at(before["y"], 0.15) == pytest.approx(hand.plot(name)["y"][0], abs=0.03 * width(before["y"]))
    hand.show_all(name)


@pytest.mark.parametrize("name", ["Plane", "Loss", "Sweep", "Weights", "Ridge"])
def test_that_over_an_axis_the_mouse_moves_that_axis_alone(hand: Hand, name: str) -> None:
    before, (left, top) = hand.plot(name), hand.place(name, 0, 0.3)
    hand.click((left - 10, top), button=4)
    hand.until("closer y", lambda _: width(hand.plot(name)["y"]) < 0.9 * width(before["y"]))
    assert hand.plot(name)["x"] == before["x"]
    middle, bottom = hand.place(name, 0.3, 1)
    hand.drag((middle, bottom + 8), (middle + 20, bottom + 12), (middle + 40, bottom + 12))
    y = hand.plot(name)["y"]
    hand.until("moved x", lambda _: hand.plot(name)["x"][0] < before["x"][0])
    assert (hand.plot(name)["y"], width(hand.plot(name)["x"])) == (y, pytest.approx(width(before["x"])))
    hand.show_all(name)


@pytest.mark.parametrize("name", ["Plane", "Loss", "Accuracy"])
def test_that_a_click_on_a_name_hides_and_shows_and_one_with_ctrl_leaves_it_alone(hand: Hand, name: str) -> None:
    def hidden(*curves: str) -> None:
        hand.until(f"without {curves}", lambda _: hand.plot(name)["state"].get("hidden", []) == list(curves))

    for _ in range(2):  # the second is a double click to Qt
        hand.click(hand.plot(name)["names"]["SGD"])
        hidden("SGD")
        hand.click(hand.plot(name)["names"]["SGD"])
        hidden()
    hand.holding("ctrl", lambda: hand.click(hand.plot(name)["names"]["SGD"]))
    hidden("Adam")
    hand.holding("ctrl", lambda: hand.click(hand.plot(name)["names"]["SGD"]))
    hidden()


@pytest.mark.parametrize("name", PLOTS)
def test_that_a_right_click_opens_the_menu(hand: Hand, name: str) -> None:
    hand.click(hand.place(name, 0.5, 0.4), button=3)
    hand.until("a menu", lambda seen: seen["menu"])
    assert {"View all", "As the experiment has it", "Copy the data", "Save this panel…"} <= hand.seen["menu"].keys()
    hand.do("key", "Escape")
    hand.until("no menu", lambda seen: not seen["menu"])


def test_that_a_choice_of_the_menu_is_made(hand: Hand) -> None:
    for log in (True, False):
        hand.click(hand.place("Loss", 0.5, 0.5), button=3)
        hand.until("a menu", lambda seen: "Logarithmic y" in seen["menu"])
        hand.click(hand.seen["menu"]["Logarithmic y"])
        hand.until("another scale", lambda _, log=log: hand.plot("Loss")["state"].get("log_y") is log)
    hand.click(hand.place("Loss", 0.5, 0.5), button=3)
    hand.until("a menu", lambda seen: "As the experiment has it" in seen["menu"])
    hand.click(hand.seen["menu"]["As the experiment has it"])
    hand.until("nothing done", lambda _: hand.plot("Loss")["state"] == {})


@pytest.mark.parametrize(
    ("name", "setting", "place", "wanted"),
    [
        ("Plane", "start", (0.75, 0.25), (5.0, 2.5)),
        ("Sweep", "cell", (0.5, 0.5), 0),
        ("Bars", "bar", (0.5, 0.5), 1),
        ("Pictures", "picture", (0.96, 0.5), 8),
    ],
)
def test_that_a_click_is_a_gesture_and_a_drag_is_none(
    hand: Hand, name: str, setting: str, place: Place, wanted: object
) -> None:
    hand.click(hand.place("Sweep", 4.6, 0.5))  # another one is chosen
    hand.until("another cell", lambda seen: seen["settings"]["cell"] != 0)
    hand.click(hand.place(name, *place))
    hand.until("the gesture", lambda seen: _alike(seen["settings"][setting], wanted))
    settings = hand.seen["settings"]
    start, end = hand.place(name, 0.3, 0.3), hand.place(name, 0.6, 0.6)
    hand.drag(start, hand.place(name, 0.5, 0.5), end)
    hand.wait_for_zoom(name)
    hand.show_all(name)
    assert hand.seen["settings"] == settings


def _alike(value: Any, wanted: Any) -> bool:
    return bool(value == (pytest.approx(wanted, abs=0.1) if isinstance(wanted, tuple) else wanted))


def test_that_a_line_that_can_be_dragged_is_dragged(hand: Hand) -> None:
    hand.drag(*(hand.place("Accuracy", share, 0.5) for share in (0.5, 0.6, 0.75)))
    hand.until("a moved line", lambda seen: abs(seen["settings"]["threshold"] - 90) <= 1)
    assert hand.plot("Accuracy")["state"] == {}


def test_that_panels_of_one_run_zoom_along_x_together(hand: Hand) -> None:
    hand.click(hand.place("Loss", 0.3, 0.3), button=4)
    for name in ("Accuracy", "Ridge"):
        hand.until("the same x", lambda _, name=name: hand.plot(name)["x"] == hand.plot("Loss")["x"] != [0.0, 120.0])
    hand.show_all("Accuracy")
    hand.until("all x", lambda _: hand.plot("Loss")["x"] == [0.0, 120.0])
    hand.show_all("Loss")


@pytest.mark.parametrize("name", ["Loss", "Sweep"])
def test_that_a_double_click_on_a_title_maximizes_and_brings_back(hand: Hand, name: str) -> None:
    for wanted in (name, ""):
        hand.click(hand.plot(name)["title"], times=2)
        hand.until("the stage", lambda seen, wanted=wanted: seen["maximized"] == wanted)


def test_that_a_double_click_in_a_plot_without_a_gesture_maximizes(hand: Hand) -> None:
    for wanted in ("Weights", ""):
        hand.click(hand.place("Weights", 0.5, 0.5), times=2)
        hand.until("the stage", lambda seen, wanted=wanted: seen["maximized"] == wanted)
