"""Preprocessing: fitted once, the same for every part, and undone again."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.preprocessing import PORTION, Preprocessing, centre, pca, principal_axes, standardize, whiten, zca
from core.data.samples import Bytes
from core.data.split import split
from core.data.tables import table, uci_digits
from core.random import stream

RNG = np.random.default_rng(0)
X = RNG.normal(size=(PORTION + 321, 5)) @ RNG.normal(size=(5, 5)) + [1, 2, 30, 0, -5]

every_step = pytest.mark.parametrize(
    "fit", [centre, standardize, pca, whiten, zca, partial(whiten, eps=0.3), partial(zca, eps=0.3)]
)
Fit = Callable[[np.ndarray], Preprocessing]


@pytest.mark.parametrize("fit", [whiten, zca])
def test_that_the_whitened_covariance_is_the_identity(fit: Fit) -> None:
    np.testing.assert_allclose(np.cov(fit(X)(X).T), np.eye(5), atol=1e-12)


@pytest.mark.parametrize("fit", [whiten, zca])
def test_that_eps_spares_directions_without_variance(fit: Callable[..., Preprocessing]) -> None:
    variances = principal_axes(X)[2]
    left = np.linalg.eigvalsh(np.cov(fit(X, eps=0.3)(X).T))[::-1]
    np.testing.assert_allclose(left, variances / (variances + 0.3), rtol=1e-10)


def test_that_centred_and_standardized_numbers_have_the_promised_moments() -> None:
    np.testing.assert_allclose(centre(X)(X).mean(0), 0, atol=1e-13)
    np.testing.assert_allclose(centre(X)(X).std(0), X.std(0), rtol=1e-12)
    np.testing.assert_allclose(standardize(X)(X).mean(0), 0, atol=1e-13)
    np.testing.assert_allclose(standardize(X)(X).std(0, ddof=1), 1, rtol=1e-12)


def test_that_pca_sorts_the_variances_and_leaves_no_correlation() -> None:
    covariance = np.cov(pca(X)(X).T)
    np.testing.assert_allclose(covariance, np.diag(np.sort(np.linalg.eigvalsh(np.cov(X.T)))[::-1]), atol=1e-10)


def test_that_zca_changes_the_numbers_least_of_all_whitenings() -> None:
    distance = [np.sum((fit(X)(X) - (X - X.mean(0))) ** 2) for fit in (zca, whiten)]
    assert distance[0] < distance[1]
    w = zca(X).forward
    np.testing.assert_allclose(w, w.T, atol=1e-12)


@every_step
def test_that_every_step_is_undone(fit: Fit) -> None:
    np.testing.assert_allclose(fit(X).inverse(fit(X)(X)), X, rtol=1e-9, atol=1e-9)


def test_that_few_components_give_the_nearest_picture() -> None:
    step = pca(X, 2)
    nearest = step.inverse(step(X))
    assert step(X).shape == (len(X), 2)
    np.testing.assert_allclose(np.sum((nearest - X) ** 2) / (len(X) - 1), principal_axes(X)[2][2:].sum(), rtol=1e-9)
    np.testing.assert_allclose(np.cov(whiten(X, components=2)(X).T), np.eye(2), atol=1e-12)


def test_that_axes_have_a_fixed_sign() -> None:
    _, axes, _ = principal_axes(X)
    assert (axes[np.abs(axes).argmax(0), range(5)] > 0).all()
    np.testing.assert_allclose(axes.T @ axes, np.eye(5), atol=1e-12)


@every_step
def test_that_statistics_are_those_of_the_training_part_alone(fit: Fit) -> None:
    parts = split(table("wine"), stream(0, "split"))
    step = fit(parts.train.x)
    alone = fit(np.asarray(parts.train.x[:]))
    far = np.full((3, parts.train.x.shape[1]), 1e6)
    np.testing.assert_allclose(step(far), alone(far), rtol=1e-6)
    done = step.on(parts.test)
    np.testing.assert_array_equal(done.x[:], step(parts.test.x[:]))
    np.testing.assert_array_equal(done.x[3], step(parts.test.x[3:4])[0])
    assert done.caption.endswith(f"36 · {step.note}")


def test_that_pictures_stay_pictures_and_are_made_when_asked_for() -> None:
    digits = uci_digits().train
    step = zca(digits.x, eps=0.01)
    done = step.on(digits)
    assert done.x.shape == digits.x.shape == (len(digits), 8, 8, 1)
    assert done.x[:2].dtype == np.float32
    assert done.x[np.array([4, 2])].shape == (2, 8, 8, 1)
    assert done.x[0].shape == (8, 8, 1)
    assert done.note == "/16, ZCA (ε = 0.01)"
    assert pca(digits.x, 3).on(digits).x.shape == (len(digits), 3)
    np.testing.assert_allclose(step.inverse(done.x[:9]), digits.x[:9].reshape(9, 64), atol=1e-4)


def test_that_steps_follow_each_other() -> None:
    data = Dataset("bytes", Bytes(RNG.integers(0, 256, (40, 3), np.uint8)), np.zeros(40, np.int64), ("a",), "/255")
    centred = centre(data.x).on(data)
    both = whiten(centred.x).on(centred)
    assert both.note == "/255, centred, whitened"
    np.testing.assert_allclose(np.cov(both.x[:].T), np.eye(3), atol=1e-5)


def test_that_a_feature_that_never_changes_is_only_centred() -> None:
    for constant in (0.1, 0.0):  # 0: the corners of a digit
        x = np.column_stack([X[:, 0], np.full(len(X), constant)])
        assert not np.abs(standardize(x)(x)[:, 1]).max() > 1e-12
        assert np.isfinite(standardize(x).inverse(standardize(x)(x))).all()
    with pytest.raises(ValueError, match="1 of 2 directions have none; give an eps above 0"):
        whiten(x)
    assert np.isfinite(zca(x, eps=1e-3)(x)).all()


def test_that_what_cannot_be_is_told() -> None:
    with pytest.raises(ValueError, match="2 samples or more, got 1"):
        centre(X[:1])
    with pytest.raises(ValueError, match="keeps 1 to 5 components, got 6"):
        pca(X, 6)
    with pytest.raises(ValueError, match=r"centred: 5 features are expected, got \(2, 4\)"):
        centre(X)(X[:2, :4])
