"""One input through a small network, and how far the change of one weight reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Self

import numpy as np

from core.data.library import Library
from core.experiments.neurons.forward_pictures import SYMBOLS, VALUES, bars, diagram, products, table
from core.experiments.neurons.small_net import EDGES, SmallNet
from core.experiments.shared.nudges import Entries
from core.records import Record
from core.run import (
    BarsView,
    Expected,
    GraphView,
    Key,
    MatricesView,
    Pace,
    Preset,
    Run,
    Start,
    TableView,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, Live, RangeField, SeededSettings, SparseField

NUDGE = 0.1  # that a weight gets when it is chosen


@dataclass(frozen=True, kw_only=True)
class ForwardSettings(SeededSettings):
    """Which weight is moved, and by how much."""

    edge: Annotated[int, RangeField(0, EDGES - 1), Label("weight", "counted from 0, layer by layer")] = 0
    nudges: Annotated[
        Entries, SparseField(EDGES, 10.0), Live, Label("change of the weight", "what is added to which weight")
    ] = ((0, NUDGE),)
    labels: Annotated[str, ChoiceField(VALUES, SYMBOLS), Display] = VALUES

    def following(self, path: str, before: Self) -> Self:
        """One weight is moved at a time."""
        return replace(self, nudges=((self.edge, NUDGE),)) if path == "edge" else self


def reach(*counts: int) -> tuple[Expected, ...]:
    """How many units of each layer change, from the first layer behind the input on."""
    return tuple(
        Expected(f"units changed, layer {i}", value=count, source="a sigmoid net is connected forwards only")
        for i, count in enumerate(counts, 2)
    )


SLOPE = Expected("Δy/Δw ÷ ∂y/∂w", value=1.0, tolerance=0.01, source="the derivative of backpropagation")
COUNT = Expected("parameters", value=47, source="6·4 + 4 + 4·3 + 3 + 3·1 + 1")


@experiment(
    id="forward-pass",
    chapter="Neurons",
    order=50,
    settings=ForwardSettings,
    presets=(
        Preset("Quick", ForwardSettings(), expected=(COUNT, *reach(1, 3, 1)), pace=Pace.INSTANT),
        Preset("Book", ForwardSettings(labels=SYMBOLS), expected=(COUNT, *reach(1, 3, 1)), pace=Pace.INSTANT),
        Preset(
            "A very small change",
            ForwardSettings(nudges=((0, 0.001),)),
            expected=(*reach(1, 3, 1), SLOPE),
            pace=Pace.INSTANT,
        ),
        Preset(
            "A late weight", ForwardSettings(edge=36, nudges=((36, NUDGE),)), expected=reach(0, 0, 1), pace=Pace.INSTANT
        ),
    ),
    views=(
        View("network", GraphView(choose_edge="edge", weights="nudges"), "Click a weight: how far does it reach?"),
        View("change", BarsView(), "Largest change in each layer", "side"),
        View("numbers", TableView(), "The weight and the output", "side"),
        View("products", MatricesView(), "The same as matrices; outlined: what has changed", "below"),
    ),
)
def run(settings: ForwardSettings, now: Callable[[], ForwardSettings], library: Library) -> Run:
    """What flows through a network?

    Every layer multiplies what it gets by its weights, adds up, and bends the sum. A change of one weight goes forward
    to one unit of the next layer, and from there to all that come after it; nothing beside or before it notices.
    """
    yield Start("one input of 6 numbers from N(0, 1)")
    added = np.zeros(EDGES)
    for place, number in settings.nudges:
        added[place] = number
    small = SmallNet(settings.seed, added)
    views: dict[Key, Callable[[], Record]] = {
        Key("network"): lambda: diagram(small, settings.edge, now().labels),
        Key("change"): partial(bars, small),
        Key("numbers"): partial(table, small, settings.edge),
        Key("products"): lambda: products(small, settings.edge, now().labels),
    }
    yield Tick(0, scalars=measured(small, settings.edge), views=views)


def measured(small: SmallNet, edge: int) -> dict[Key, float]:
    """How many units change in each layer, by how much, and the slope of the chosen weight in two ways."""
    change = small.change
    found = {f"units changed, layer {i}": float(np.count_nonzero(d)) for i, d in enumerate(change, 1)}
    found |= {f"largest change, layer {i}": float(np.abs(d).max()) for i, d in enumerate(change, 1)}
    found |= {"parameters": float(small.net.parameter_count), "y": float(small.after[-1][0])}
    found |= {"∂y/∂w": float(small.slopes[edge])}
    if small.added[edge]:
        ratio = float(change[-1][0] / small.added[edge])
        found |= {"Δy/Δw": ratio, "Δy/Δw ÷ ∂y/∂w": ratio / float(small.slopes[edge])}
    return {Key(name): value for name, value in found.items()}
