"""Apples, oranges and tax as a computation graph: values flow forward, derivatives flow back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from core.data.library import Library
from core.experiments.shared.walkthrough import walkthrough
from core.graph.value import Value
from core.run import Expected, GraphView, Pace, Preset, Run, Start, TableView, View, experiment
from core.settings import ChoiceField, Label, RangeField, Settings, Shown

BOTH, APPLES, SQUARE = "apples and oranges", "apples alone", "(x + y)²"


@dataclass(frozen=True, kw_only=True)
class ShoppingSettings(Settings):
    """Which graph, and what stands in the basket."""

    graph: Annotated[str, ChoiceField(BOTH, APPLES, SQUARE)] = BOTH
    apple_price: Annotated[float, RangeField(0.0, 1000.0, 1.0), Shown("graph", BOTH, APPLES)] = 100.0
    apple_number: Annotated[float, RangeField(0.0, 20.0, 1.0), Shown("graph", BOTH, APPLES)] = 2.0
    orange_price: Annotated[float, RangeField(0.0, 1000.0, 1.0), Shown("graph", BOTH)] = 150.0
    orange_number: Annotated[float, RangeField(0.0, 20.0, 1.0), Shown("graph", BOTH)] = 3.0
    tax: Annotated[
        float, RangeField(0.0, 3.0, 0.01), Shown("graph", BOTH, APPLES), Label("tax", "1.1 adds ten per cent")
    ] = 1.1
    x: Annotated[float, RangeField(-100.0, 100.0, 0.1), Shown("graph", SQUARE)] = 3.0
    y: Annotated[float, RangeField(-100.0, 100.0, 0.1), Shown("graph", SQUARE)] = 4.0


def apples(settings: ShoppingSettings) -> Value:
    """total = price · number · tax"""
    subtotal = Value(settings.apple_price, "apple price") * Value(settings.apple_number, "apple number")
    return (subtotal.named("apples") * Value(settings.tax, "tax")).named("total")


def apples_and_oranges(settings: ShoppingSettings) -> Value:
    """total = (apple price · apple number + orange price · orange number) · tax"""
    apples = Value(settings.apple_price, "apple price") * Value(settings.apple_number, "apple number")
    oranges = Value(settings.orange_price, "orange price") * Value(settings.orange_number, "orange number")
    fruit = (apples.named("apples") + oranges.named("oranges")).named("fruit")
    return (fruit * Value(settings.tax, "tax")).named("total")


def square_of_sum(settings: ShoppingSettings) -> Value:
    """z = t², t = x + y"""
    t = (Value(settings.x, "x") + Value(settings.y, "y")).named("t")
    return (t**2).named("z")


GRAPHS: dict[str, Callable[[ShoppingSettings], Value]] = {
    BOTH: apples_and_oranges,
    APPLES: apples,
    SQUARE: square_of_sum,
}


def shopping(total: float, step: int, **expected: float) -> tuple[Expected, ...]:
    """The textbook's numbers after the whole walk, which must hold to 1e-9."""
    source = "The shopping graph of the textbook's chapter on backpropagation"
    slopes = (
        Expected("derivative", label.replace("_", " "), step, value=value, tolerance=1e-9, source=source)
        for label, value in expected.items()
    )
    return Expected("value", "total", step, value=total, tolerance=1e-9, source=source), *slopes


def walk(name: str, graph: str, steps: int, expected: tuple[Expected, ...] = ()) -> Preset:
    """A preset that is gone through node by node, without a last step: another graph has another number of nodes."""
    settings = ShoppingSettings(graph=graph)
    return Preset(name, settings, steps, expected, endless=True, pace=Pace.STEPPED, steps_per_second=1.0)


@experiment(
    id="shopping-graph",
    chapter="Backpropagation",
    order=10,
    settings=ShoppingSettings,
    presets=(
        walk("Quick", APPLES, 5, shopping(220, 5, apple_price=2.2, apple_number=110, tax=200)),
        walk(
            "Book",
            BOTH,
            9,
            shopping(715, 9, apple_price=2.2, apple_number=110, orange_price=3.3, orange_number=165, tax=650),
        ),
        walk("(x + y)²", SQUARE, 5),
    ),
    views=(
        View("graph", GraphView(), "Values flow forward, derivatives flow back"),
        View("derivatives", TableView(), "What moves the result, and how much", "below"),
    ),
)
def run(settings: ShoppingSettings, now: Callable[[], ShoppingSettings], library: Library) -> Run:
    """How do derivatives flow backwards?

    Every node knows only its own small rule. Forward it computes its value; backward it multiplies the gradient that
    arrives by its local derivative and hands the products on. That is the chain rule, done locally.
    """
    yield Start()
    yield from walkthrough(GRAPHS[settings.graph](settings))
