"""The benchmark is run rarely and must not rot in between: its cases can be built, trained, and have their twins."""

from __future__ import annotations

import math
import multiprocessing
import threading
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest

from core.nn import Network, Recurrent, count_parameters, walk
from core.nn.recurrent_cell import Cell
from core.random import stream
from tests.benchmarks import growth, imports, machine, mnist, scaling, sides, tables, training, window
from tests.benchmarks.cases import CASES, Case, case_of

EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.strip())
TINY = case_of("2-4-2-1 tanh, batch 10, SGD")


def small(case: Case) -> Case:
    """The same net on a batch of 4; what is not split has one thread."""
    return replace(case, batch=4, threads=2 if case.split else 1)


@EVERY
def test_that_every_case_trains(case: Case) -> None:
    ticks = list(islice(sides.our_steps(small(case)), 3))
    losses = [value for tick in ticks if tick is not None for value in tick.scalars.values()]
    assert len(losses) == 2
    assert all(math.isfinite(loss) for loss in losses)
    assert losses[0] != losses[1]


@EVERY
def test_that_pytorchs_twin_has_the_same_parameters_and_trains(case: Case) -> None:
    pytest.importorskip("torch")
    from tests.benchmarks import torch_twin

    layers = case.layers()
    theirs = sum(p.numel() for p in torch_twin.network(case).parameters())
    assert theirs == count_parameters(layers) + sum(
        second_biases(cell) for layer in layers if isinstance(layer, Recurrent) for cell in walk([layer])
        if isinstance(cell, Cell)
    )  # fmt: skip
    losses = list(islice(torch_twin.steps(small(case)), 2))
    assert losses[0] != losses[1]


def second_biases(cell: Cell) -> int:
    """PyTorch adds a bias to U's product, too. Of ours only the GRU with its reset after U has one, for a third."""
    own = {name: math.prod(p.shape) for name, p in cell.parameters().items()}
    return own["b"] - own.get("c", 0)


def test_that_scikit_learns_twin_has_the_same_parameters() -> None:
    pytest.importorskip("sklearn")
    from tests.benchmarks import sklearn_twin

    found = [case for case in CASES if sklearn_twin.has(case)]
    assert case_of("784-100×4-10, batch 128, momentum") in found
    for case in found:
        net = sklearn_twin.classifier(case)
        x, y = case.data()
        net.partial_fit(x, y, classes=np.arange(10))
        assert sum(a.size for a in (*net.coefs_, *net.intercepts_)) == count_parameters(case.layers())


def test_that_flops_are_three_products_a_layer_and_two_in_the_first() -> None:
    case = case_of("784-100-10, batch 100, SGD")
    assert case.flops() == 2 * 100 * (2 * 784 * 100 + 3 * 100 * 10)


def test_that_symbols_count_for_nothing_and_the_gru_above_them_for_three() -> None:
    case = case_of("GRU 2 layers both ways, T 12, batch 256, Adam")
    gates = 3 * 100
    cells = 2 * (100 + 100) * gates + 2 * (200 + 100) * gates
    assert case.flops() == 2 * 256 * 3 * (12 * cells + 200 * 18)


def test_that_a_side_answers_until_nobody_asks() -> None:
    ours, theirs = multiprocessing.Pipe()
    side = threading.Thread(target=sides.serve, args=(TINY.name, 1, "ours", theirs))
    side.start()
    ours.send("allocation")
    assert 0 <= ours.recv() < 100
    ours.send("peak")
    assert not ours.recv() <= 0
    ours.close()
    side.join(5)
    assert not side.is_alive()


def test_that_growth_doubles_and_its_nets_train() -> None:
    for amounts, made in ((growth.BATCHES, growth.by_batch), (growth.DEPTHS, growth.by_depth)):
        assert all(b == 2 * a for a, b in pairwise(amounts))
        assert len(list(islice(sides.our_steps(made(amounts[0])), 2))) == 2
    assert len(growth.by_depth(16).layers()) == 2 * 16 - 1


def test_that_scaling_takes_blas_and_split_batches() -> None:
    assert {case.split for case in scaling.chosen()} == {False, True}


def test_that_the_statements_whose_import_is_timed_are_python() -> None:
    for statements in imports.PARTS.values():
        compile(statements, "imports", "exec")


def test_that_a_generated_table_is_read_and_learnt_from(tmp_path: Path) -> None:
    tables.write(tmp_path / "table.csv", 80, 3)
    found = tables.measured(tmp_path / "table.csv")
    assert min(found.bare, found.read, found.menu, found.first, found.epoch) > 0
    assert not found.peak < found.before


@pytest.mark.parametrize("name", mnist.COURSES)
def test_that_the_courses_networks_read_a_digit(name: str) -> None:
    course = mnist.COURSES[name]
    net = Network(course.layers(stream(0, "dropout")), rng=stream(0, "init"))
    shape = (784,) if course.flat else (28, 28, 1)
    assert net.forward(np.zeros((1, *shape), np.float32)).shape == (1, 10)


def test_that_the_header_says_what_is_absent() -> None:
    assert "NumPy" in machine.header()
    for name in sides.LIBRARIES:
        assert (f"{name} absent" in machine.header()) is not sides.installed(name)


@pytest.mark.skipif(not machine.STAT.is_file(), reason="only Linux counts what all programs take")
def test_that_the_load_of_others_is_a_share() -> None:
    load = machine.Load()
    load.whole -= 1  # so that a second has passed
    assert 0 <= int(load.told().split("took ")[1].split("%")[0]) <= 100


def test_that_a_comparison_prints_the_median_and_the_extremes() -> None:
    assert training.compared([1e-3, 2e-3, 4e-3], [1e-3, 1e-3, 1e-3]).split() == [
        "1.00", "ms", "2.00", "1.00", "…", "4.00",
    ]  # fmt: skip


def test_that_the_window_is_compared_with_the_steps_of_the_run_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "SECONDS", 0.1)
    ours, theirs = multiprocessing.Pipe()
    alone = threading.Thread(target=window.serve_bare, args=(0, theirs))
    alone.start()
    ours.send(True)
    assert ours.poll(60)
    assert ours.recv() > 0
    ours.send(False)
    alone.join()
