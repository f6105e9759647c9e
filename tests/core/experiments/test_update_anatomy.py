"""Every line of the board is true, and the terms add up to the step."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.optimizers.update_anatomy import AnatomySettings
from core.experiments.optimizers.update_anatomy import run as anatomy
from core.experiments.optimizers.update_stages import STAGES, Line, stages, take
from core.optim import AdaGrad, Adam
from core.records import ArrowsMark, Matrices, Plane
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value

OPTIMIZERS = [kind.__name__ for kind in STAGES]
APPLY = {"·": np.multiply, "⊙": np.multiply, "+": np.add}


def worked_out(line: Line) -> np.ndarray:
    """Products before sums."""
    summands = [line.parts[0][1]]
    for operator, (_, value) in zip(line.operators, line.parts[1:], strict=True):
        if operator == "+":
            summands.append(value)
        else:
            summands[-1] = APPLY[operator](summands[-1], value)
    return np.sum([np.broadcast_to(one, 2) for one in summands], axis=0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_that_every_line_is_an_equation_and_the_terms_are_the_step(name: str) -> None:
    optimizer = AnatomySettings(optimizer=name).made()
    w = np.array([-7.0, 2.0])
    for _ in range(5):
        update = take(optimizer, w, np.array([w[0] / 10, 2 * w[1]]))
        np.testing.assert_allclose(sum(update.terms.values()), update.step, atol=1e-12)
        for stage in stages(optimizer, update):
            for line in stage.lines:
                if line.parts:
                    np.testing.assert_allclose(worked_out(line), line.result[1], rtol=1e-7, atol=1e-12)


def test_that_the_arrows_lie_tip_to_tail_and_end_where_the_step_does() -> None:
    session = Session(anatomy, AnatomySettings(optimizer="Adam"), Library())
    session.run_to(15)
    plane = session.record(Key("step"))
    assert isinstance(plane, Plane)
    first, second, step = [layer for layer in plane.layers if isinstance(layer, ArrowsMark)]
    assert (second.x, second.y) == (first.x + first.dx, first.y + first.dy)
    np.testing.assert_allclose([second.x + second.dx, second.y + second.dy], [step.dx, step.dy], rtol=1e-6)


def test_that_what_is_not_worked_out_yet_is_blank() -> None:
    session = Session(anatomy, AnatomySettings(optimizer="AdaGrad"), Library())
    blanks = []
    for step in range(4):
        session.run_to(step)
        board = session.record(Key("board"))
        assert isinstance(board, Matrices)
        blanks.append(sum(one.blank is not None for one in board.matrices))
    assert blanks == [7, 6, 3, 0]


def test_that_without_bias_correction_a_stage_is_missing() -> None:
    w, g = np.array([1.0, 1.0]), np.array([1.0, 2.0])
    counts = []
    for corrected in (True, False):
        optimizer = Adam(0.1, bias_correction=corrected)
        counts.append(len(stages(optimizer, take(optimizer, w.copy(), g))))
    assert counts == [5, 4]


def test_that_adagrads_rate_is_one_over_the_root_of_the_sum() -> None:
    optimizer, w = AdaGrad(0.5, eps=0.0), np.zeros(2)
    for _ in range(4):
        update = take(optimizer, w, np.array([1.0, 3.0]))
    np.testing.assert_allclose(update.rate, [0.5 / 2, 0.5 / 6])


@pytest.mark.parametrize("surface", ["valley", "bowl", "constant slope"])
def test_that_a_start_outside_the_picture_is_reached(surface: str) -> None:
    settings = with_value(AnatomySettings(surface=surface), "start", (-30.0, 12.0))
    session = Session(anatomy, settings, Library())
    session.run_to(3)
    plane = session.record(Key("point"))
    assert isinstance(plane, Plane)
    assert plane.axes.x[0] < -30
    assert plane.axes.y[1] > 12
