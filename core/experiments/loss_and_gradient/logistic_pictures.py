"""Pictures of one sigmoid neuron between two classes on a line."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from core.experiments.loss_and_gradient.line_fits import Points
from core.experiments.loss_and_gradient.line_pictures import roomy
from core.experiments.loss_and_gradient.line_training import Line
from core.nn.activation import sigmoid
from core.records import Axes, Curves, FieldMark, LinesMark, Mark, Plane, PointsMark, Record, Table
from core.run import Key
from core.surfaces.model_losses import logistic_loss

HEIGHT = (-0.12, 1.12)
BLUE, GREY, GREEN = 0, 3, 2
FINE = 201
GROWTH = 1.02  # of the steps that are noted
END = "in the end"


def boundary(neuron: Line) -> float:
    """Where σ(w x + b) = ½; nan for a flat curve."""
    return -neuron.b / neuron.w if neuron.w else math.nan


@lru_cache(maxsize=64)
def limit(points: Points) -> float:
    """Where the boundary ends after infinitely many updates: in the middle of the gap between the classes, and where
    there is none at the minimum of the cross entropy. nan where a class is missing."""
    ones, zeros = ([x for x, label in points if label == wanted] for wanted in (1.0, 0.0))
    if not (ones and zeros):
        return math.nan
    minima = logistic_loss(points).minima
    if minima:
        w, b = minima[0]
        return -b / w if w else math.nan
    return (max(zeros) + min(ones)) / 2 if max(zeros) <= min(ones) else (max(ones) + min(zeros)) / 2


class Course:
    """Weight, bias, boundary and its limit at steps that grow by 2 % each: evenly spaced on a logarithmic axis,
    on which a boundary that creeps is seen to creep."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.values: list[tuple[float, float, float, float]] = []

    def note(self, step: int, neuron: Line, points: Points) -> None:
        """If it is one of those steps."""
        if step and (not self.steps or step >= self.steps[-1] * GROWTH):
            self.steps.append(step)
            self.values.append((neuron.w, neuron.b, boundary(neuron), limit(points)))

    def curves(self, *names: str) -> Curves:
        """Of those called weight, bias, boundary, in the end; the last one dashed."""
        columns = dict(zip(("weight", "bias", "boundary", END), np.array(self.values).reshape(-1, 4).T, strict=True))
        lines = {name: columns[name] for name in names}
        return Curves(np.array(self.steps), lines, dashed=(END,) if END in names else (), log_x=True)


def views(neuron: Line, course: Course, points: Points, now: Callable[[], Any]) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for; the axes are those of the points of the beginning."""
    axes = Axes(roomy(np.array([x for x, _ in points] or [0.0]), 1.0), HEIGHT, "x", "P(class 1)")
    return {
        Key("probability"): partial(curve, neuron, axes, now),
        Key("boundary over time"): partial(course.curves, "boundary", END),
        Key("weights over time"): partial(course.curves, "weight", "bias"),
        Key("points"): partial(table, neuron, now),
    }


def curve(neuron: Line, axes: Axes, now: Callable[[], Any]) -> Plane:
    """The probability as a curve and as a colour, the points, the boundary, dashed where it would end."""
    settings = now()
    x = np.linspace(*axes.x, FINE)
    p = sigmoid(neuron.w * x + neuron.b)
    layers: list[Mark] = [
        FieldMark(np.tile(p, (2, 1)), axes.x, axes.y, (0.0, 1.0), "signed", 0.5, "P(class 1)"),
        LinesMark(x, p, "σ(w x + b)", color=GREY),
        LinesMark(np.full(2, boundary(neuron)), np.array(HEIGHT), "boundary", color=BLUE),
        LinesMark(np.full(2, limit(settings.points)), np.array(HEIGHT), END, dashed=True, color=GREEN),
    ]
    if settings.points:
        found = np.array(settings.points)
        layers.append(PointsMark(found[:, 0], found[:, 1], found[:, 1].astype(np.int64), name="point"))
    answer = sigmoid(np.array([neuron.w * settings.asked + neuron.b]))
    layers.append(PointsMark(np.array([settings.asked]), answer, marker="star", name="asked for"))
    return Plane(axes, tuple(layers))


def table(neuron: Line, now: Callable[[], Any]) -> Table:
    """Every point with its probability, and the two shares of the gradient: p − y for the bias, (p − y) x for w."""
    rows = []
    for x, label in now().points:
        p = float(sigmoid(np.array([neuron.w * x + neuron.b]))[0])
        rows.append((f"{x:.4g}", f"{label:g}", number(p), number(p - label), number((p - label) * x)))
    return Table(("x", "class y", "p", "p − y", "(p − y) x"), tuple(rows))


def number(value: float) -> str:
    """0.0312, −0.4501"""
    return f"{round(value, 4) + 0.0:.4f}".replace("-", "−")
