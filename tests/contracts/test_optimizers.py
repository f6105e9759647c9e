"""What every optimizer must do, over every optimizer; and the numbers of the textbooks."""

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from core import optim
from core.array import Array
from core.optim import (
    SGD,
    AdaDelta,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
)
from core.optim.optimizer import BLOCK

MAKERS: list[Callable[[], Optimizer]] = [
    lambda: SGD(0.1),
    lambda: Momentum(0.1),
    lambda: Nesterov(0.1),
    lambda: AdaGrad(0.5),
    lambda: RMSProp(0.05),
    AdaDelta,
    lambda: Adam(0.1),
    lambda: Adam(0.1, bias_correction=False),
    lambda: AdamW(0.1, weight_decay=0.1),
    lambda: SGD(0.1, weight_decay=0.1),
    lambda: Momentum(0.1, weight_decay=0.1),
    lambda: Nesterov(0.1, weight_decay=0.1),
    lambda: AdaGrad(0.5, weight_decay=0.1),
    lambda: RMSProp(0.05, weight_decay=0.1),
    lambda: AdaDelta(weight_decay=0.1),
    lambda: Adam(0.1, weight_decay=0.1),
]

every_optimizer = pytest.mark.parametrize("make", MAKERS, ids=lambda make: repr(make()))


def slope(w: Array) -> Array:
    """The gradient of the valley x²/20 + y²."""
    return np.array([w[0] / 10, 2 * w[1]])


def descend(optimizer: Optimizer, updates: int, start: tuple[float, float] = (-7, 2)) -> Array:
    w = np.array(start, float)
    for _ in range(updates):
        optimizer.update(w, slope(w))
    return w


def test_that_every_public_rule_has_a_case() -> None:
    public = [getattr(optim, name) for name in optim.__all__]
    rules = {kind for kind in public if isinstance(kind, type) and issubclass(kind, Optimizer)} - {Optimizer}
    assert rules == {type(make()) for make in MAKERS}


@pytest.mark.parametrize(
    ("optimizer", "end"),
    [
        (SGD(0.95), (-0.3872, -0.0942)),
        (Momentum(0.1), (0.8141, 0.2729)),
        (AdaGrad(1.5, eps=1e-7), (-0.1362, 0.0000)),
        (Adam(0.3, eps=1e-7), (0.0201, 0.3220)),
    ],
    ids=repr,
)
def test_that_29_updates_in_the_valley_end_where_the_book_says(optimizer: Optimizer, end: tuple[float, float]) -> None:
    np.testing.assert_allclose(descend(optimizer, 29), end, atol=1e-4)


def test_that_gradient_descent_on_the_bowl_ends_where_the_book_says() -> None:
    for lr, end in [(0.1, (-6.1e-10, 8.1e-10)), (1e-10, (-3, 4))]:
        w = np.array([-3.0, 4.0])
        optimizer = SGD(lr)
        for _ in range(100):
            optimizer.update(w, 2 * w)
        np.testing.assert_allclose(w, end, rtol=0.01)


@every_optimizer
def test_that_the_named_terms_sum_to_the_update(make: Callable[[], Optimizer]) -> None:
    optimizer, w = make(), np.array([-7.0, 2.0])
    for _ in range(30):
        before, g = w.copy(), slope(w)
        kept = {name: array.copy() for name, array in optimizer.memory.items()}
        terms = optimizer.explain(w, g)
        np.testing.assert_array_equal(w, before)
        for name, array in kept.items():
            np.testing.assert_array_equal(optimizer.memory[name], array)
        optimizer.update(w, g)
        np.testing.assert_allclose(sum(terms.values()), w - before, rtol=1e-9, atol=1e-15)


@every_optimizer
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda three: pickle.loads(pickle.dumps(three))])
def test_that_a_copy_moves_the_vector_it_was_copied_with(
    make: Callable[[], Optimizer], copied: Callable[[object], tuple[Optimizer, Array, Array]]
) -> None:
    optimizer, w, g = make(), np.ones(3), np.array([1.0, 2.0, 3.0])
    optimizer.update(w, g)
    other, other_w, other_g = copied((optimizer, w, g))
    before = w.copy()
    other.update(other_w, other_g)
    np.testing.assert_array_equal(w, before)
    optimizer.update(w, g)
    np.testing.assert_array_equal(other_w, w)
    assert (w != before).all()
    assert other.steps == optimizer.steps == 2


@pytest.mark.parametrize("kind", [SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam])
def test_that_weight_decay_is_the_gradient_of_half_the_squares(kind: type[Optimizer]) -> None:
    decaying, plain = kind(0.1, weight_decay=0.3), kind(0.1)
    a, b = np.array([-7.0, 2.0]), np.array([-7.0, 2.0])
    for _ in range(5):
        decaying.update(a, slope(a))
        plain.update(b, slope(b) + 0.3 * b)
        np.testing.assert_allclose(a, b, rtol=1e-14)


def test_that_weight_decay_may_be_changed_between_two_updates() -> None:
    optimizer, w = SGD(0.1), np.ones(1)
    optimizer.update(w, np.zeros(1))
    assert w == 1
    optimizer.weight_decay = 0.5
    optimizer.update(w, np.zeros(1))
    assert w == 0.95


@every_optimizer
def test_that_it_goes_downhill(make: Callable[[], Optimizer]) -> None:
    w = descend(make(), 200)
    assert w[0] ** 2 / 20 + w[1] ** 2 < 7**2 / 20 + 2**2


@every_optimizer
def test_that_the_gradient_is_only_read(make: Callable[[], Optimizer]) -> None:
    g = np.array([1.0, -2.0])
    g.flags.writeable = False
    make().update(np.zeros(2), g)


@every_optimizer
def test_that_reset_makes_the_next_update_the_first(make: Callable[[], Optimizer]) -> None:
    used, fresh = make(), make()
    descend(used, 5)
    used.reset()
    assert (used.steps, used.memory) == (0, {})
    np.testing.assert_array_equal(descend(used, 3), descend(fresh, 3))


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_a_long_vector_moves_like_its_parts(make: Callable[[], Optimizer], dtype: type) -> None:
    rng = np.random.default_rng(0)
    whole, w = make(), rng.normal(size=2 * BLOCK + 5).astype(dtype)
    single, one = make(), w[-1:].copy()
    for _ in range(3):
        g = rng.normal(size=w.size).astype(dtype)
        whole.update(w, g)
        single.update(one, g[-1:])
    assert w[-1] == one[0]
    assert all(array.dtype == dtype and array.shape == w.shape for array in whole.memory.values())
    assert set(whole.memory) == set(whole.names)
    assert whole.steps == 3


@every_optimizer
def test_that_a_rate_given_for_one_update_is_used_once(make: Callable[[], Optimizer]) -> None:
    given, set_by_hand = make(), make()
    own = given.lr
    a, b = np.ones(2), np.ones(2)
    for lr in (0.3, own):
        given.update(a, slope(a), lr)
        set_by_hand.lr = lr
        set_by_hand.update(b, slope(b))
        np.testing.assert_array_equal(a, b)
    assert given.lr == own


@every_optimizer
def test_that_memory_of_another_size_is_refused(make: Callable[[], Optimizer]) -> None:
    optimizer = make()
    optimizer.update(np.zeros(2), np.ones(2))
    if optimizer.names:
        with pytest.raises(ValueError, match="has memory of 2 numbers, got 3; reset"):
            optimizer.update(np.zeros(3), np.ones(3))
    with pytest.raises(ValueError, match=r"got shapes \(2,\) and \(3,\)"):
        optimizer.update(np.zeros(2), np.ones(3))


@every_optimizer
def test_that_the_label_names_the_rule_and_its_rate(make: Callable[[], Optimizer]) -> None:
    optimizer = make()
    assert optimizer.label() == f"{type(optimizer).__name__} {optimizer.lr:g}"


def test_that_the_first_two_updates_are_those_worked_by_hand() -> None:
    g = np.array([2.0])
    expected: list[tuple[Optimizer, tuple[float, float]]] = [
        (SGD(0.1), (-0.2, -0.4)),
        (Momentum(0.1, 0.5), (-0.2, -0.5)),
        (Nesterov(0.1, 0.5), (-0.3, -0.65)),
        (AdaGrad(0.1, 0.0), (-0.1, -0.1 - 0.1 / 2**0.5)),
        (RMSProp(0.1, 0.75, 0.0), (-0.2, -0.2 - 0.2 / 1.75**0.5)),
        (Adam(0.1, eps=0.0), (-0.1, -0.2)),
        (AdamW(0.1, eps=0.0, weight_decay=0.5), (-0.1, -0.195)),
    ]
    for optimizer, ends in expected:
        w = np.zeros(1)
        for end in ends:
            optimizer.update(w, g)
            assert w[0] == pytest.approx(end), optimizer
