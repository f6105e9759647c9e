"""Our results beside PyTorch's, computed now and on other inputs than the recorded ones."""

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed; `make parity` does that. The recorded values are tested")

from tests.contracts.layer_cases import Case
from tests.parity import cases, oracle, ours
from tests.parity.cases import LossCase
from tests.parity.compare import check

SEEDS = (3, 4)
every_seed = pytest.mark.parametrize("seed", SEEDS)


@every_seed
@pytest.mark.parametrize("case", cases.LAYERS, ids=lambda case: case.name)
def test_that_a_layer_computes_what_pytorch_does(case: Case, seed: int) -> None:
    given = cases.layer_inputs(case, seed)
    check(ours.layer(case, given), oracle.layer(case, given))


@every_seed
@pytest.mark.parametrize("case", cases.LOSSES, ids=lambda case: case.name)
def test_that_a_loss_is_pytorch_s(case: LossCase, seed: int) -> None:
    given = cases.loss_inputs(case, seed)
    check(ours.loss(case, given), oracle.loss(case, given))


@every_seed
@pytest.mark.parametrize("name", cases.OPTIMIZERS)
def test_that_twenty_updates_are_pytorch_s(name: str, seed: int) -> None:
    given = cases.optimizer_inputs(name, seed)
    check(ours.optimizer(name, given), oracle.optimizer(name, given))


@every_seed
@pytest.mark.parametrize("name", cases.REGULARIZERS)
def test_that_a_regularizer_leaves_pytorch_s_gradient(name: str, seed: int) -> None:
    given = cases.optimizer_inputs(name, seed)
    check(ours.regularizer(name, given), oracle.regularizer(name, given))


@pytest.mark.parametrize("name", cases.SCHEDULES)
def test_that_a_schedule_is_pytorch_s(name: str) -> None:
    check(ours.schedule(name), oracle.schedule(name))
