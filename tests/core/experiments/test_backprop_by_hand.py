"""Backprop by hand: numbers worked out on paper, gradients against finite differences, edits, what the board shows."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.backpropagation.backprop_by_hand import run as by_hand
from core.experiments.backpropagation.backprop_networks import NETWORKS, ONE, TWO, ByHand, of
from core.experiments.backpropagation.backprop_pass import KEPT, LEARN, SHARED
from core.experiments.backpropagation.backprop_steps import errors
from core.records import Matrices, Matrix, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetCell, with_value


def session(settings: ByHand, step: int) -> Session:
    made = Session(by_hand, settings, Library())
    made.run_to(step)
    return made


def matrices(made: Session, channel: str) -> Matrices:
    record = made.record(Key(channel))
    assert isinstance(record, Matrices)
    return record


def titled(made: Session, title: str, channel: str = "board") -> Matrix:
    return next(matrix for matrix in matrices(made, channel).matrices if matrix.title == title)


def test_that_the_two_samples_give_the_numbers_worked_out_on_paper() -> None:
    made = session(of(TWO), 9)
    assert titled(made, "Z1").values.tolist() == [[-0.5, 1.5], [-0.5, 5.5]]
    assert titled(made, "Y").values.tolist() == [[3], [11]]
    assert titled(made, "L").values.tolist() == [[16.25]]
    gradients = {title: titled(made, title).gradients for title in ("Y", "W2", "b2", "A1", "W1")}
    assert {title: g.tolist() for title, g in gradients.items() if g is not None} == {
        "Y": [[-3.5], [-4.5]],
        "W2": [[0], [-30]],
        "b2": [[-8]],
        "A1": [[-3.5, -7], [-4.5, -9]],
        "W1": [[0, -34], [0, -50]],
    }


def test_that_the_shares_of_the_samples_add_up_to_the_gradient() -> None:
    last = session(of(TWO), 6)
    assert titled(last, "sample 1", "shares").values.tolist() == [[0], [-5.25], [-3.5]]
    assert titled(last, "sample 2", "shares").values.tolist() == [[0], [-24.75], [-4.5]]
    first = session(of(TWO), 9)
    assert titled(first, "sample 1", "shares").values[:2, 1].tolist() == [-7, -14]
    assert titled(first, "sample 2", "shares").values[:2, 1].tolist() == [-27, -36]
    assert titled(first, "∂L/∂W1, ∂L/∂b1", "shares").values[:2, 1].tolist() == [-34, -50]


@pytest.mark.parametrize("name", NETWORKS)
def test_that_every_gradient_is_that_of_finite_differences(name: str) -> None:
    settings = of(name)
    network = settings.network()
    for _ in range(3):
        done = network.run(np.array(settings.x), np.array(settings.t))
        assert max(errors(network, done).values()) < 1e-8
        network.update(settings.lr, LEARN)


@pytest.mark.parametrize(("biases", "loss"), [(KEPT, 0.2910277737), (LEARN, 0.2804714468), (SHARED, 0.2857508867)])
def test_that_biases_are_kept_learn_each_or_learn_as_one(biases: str, loss: float) -> None:
    made = session(of(ONE, biases=biases), 16)
    assert made.series[Key("loss")].read()[3][-1] == pytest.approx(loss, abs=1e-9)


def test_that_ten_thousand_updates_reach_the_textbooks_loss() -> None:
    preset = by_hand.preset("10,000 updates")
    made = Session(by_hand, preset.settings, Library(), preset=preset)
    made.run_to(10_000)
    assert [verdict.holds for verdict in made.verdicts()] == [True]


def test_that_operation_by_operation_and_update_by_update_are_the_same_descent() -> None:
    slow = session(of(TWO), 54).series[Key("loss")].read()[3]
    fast = session(of(TWO, step="an update"), 5).series[Key("loss")].read()[3]
    assert slow.tolist() == fast.tolist()


def test_that_what_is_not_computed_yet_is_blank() -> None:
    made = session(of(TWO), 0)
    for step, known in enumerate((set(), {"Z1"}, {"Z1", "A1"}, {"Z1", "A1", "Y"}, {"Z1", "A1", "Y", "L"})):
        made.run_to(step)
        waiting = {m.title for m in matrices(made, "board").matrices if m.blank is not None and m.blank.all()}
        assert {"Z1", "A1", "Y", "L"} - waiting == known
    made.run_to(5)
    reached = [m.title for m in matrices(made, "board").matrices if m.has_gradient(0, 0)]
    assert reached == ["Y"]


def test_that_a_given_number_can_be_edited_until_it_has_been_updated() -> None:
    assert titled(session(of(TWO), 9), "W1").values[0, 1] == 2
    titles = {matrix.title for matrix in matrices(session(of(TWO), 12), "board").matrices}
    assert "W1" not in titles
    assert "W1 after 1" in titles
    changed = SetCell("w1", 0, 0, 3.0).apply(of(TWO))
    assert titled(session(changed, 1), "Z1").values.tolist() == [[1.5, 1.5], [5.5, 5.5]]


def test_that_another_network_brings_its_numbers_and_their_shapes_are_checked() -> None:
    settings = with_value(of(TWO), "net", ONE)
    assert settings == of(ONE)
    with pytest.raises(ValueError, match="w1 must be 2 rows of 2 numbers"):
        with_value(settings, "w1", ((1.0, 2.0, 3.0),))


def test_that_the_table_says_why_the_weights_keep_their_shape() -> None:
    for samples in (2, 6):
        record = session(of("3-2 linear", samples=samples), 4).record(Key("shapes"))
        assert isinstance(record, Table)
        assert record.rows[0][:3] == ("W1", "(3, 2)", f"Xᵀ δ1: (3, {samples})·({samples}, 2)")


def test_that_the_sentence_works_out_the_cell_that_is_outlined() -> None:
    made = session(of(TWO), 6)
    assert "Row 2, column 1: 1.5·(−3.5) + 5.5·(−4.5) = −30." in matrices(made, "operation").caption
    assert titled(made, "∂L/∂W2", "operation").highlight == ((1, 0),)
