from pathlib import Path

import numpy as np
import pytest

from core.data.library import DIGITS, Library
from core.data.missing import MissingData
from core.data.mnist.files import FILES
from core.data.mnist.idx import DataFileError
from core.data.tables import TABLES


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    return Library(cache_dir=tmp_path / "nothing")


@pytest.mark.parametrize(("name", "side"), [("pen digits", 28), ("UCI digits", 8)])
def test_that_built_in_digits_are_there_at_once(empty: Library, name: str, side: int) -> None:
    split = empty.digits(name, train=300, test=50)
    assert split.train.x.shape == (300, side, side, 1)
    assert split.test.x.shape == (50, side, side, 1)
    batch = split.train.x[np.arange(100)]
    assert batch.dtype == np.float32
    assert batch.min() == 0
    assert batch.max() == 1
    assert split.train.classes == tuple("0123456789")
    assert split.train.note in ("/255", "/16")
    assert empty.has(name)


def test_that_all_samples_come_where_no_number_is_given(empty: Library) -> None:
    assert [len(part) for part in (empty.digits("UCI digits").train, empty.digits("UCI digits").test)] == [1437, 360]
    assert [len(part) for part in (empty.digits("pen digits").train, empty.digits("pen digits").test)] == [
        10_000,
        1_000,
    ]


def test_that_absent_mnist_says_what_to_do(empty: Library) -> None:
    assert not empty.has("MNIST")
    with pytest.raises(MissingData) as caught:
        empty.digits("MNIST")
    assert caught.value.name == "MNIST"
    assert "download it in the window" in str(caught.value)
    assert "--data-dir" in str(caught.value)


def test_that_a_folder_without_mnist_is_told_why(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="lacks train-images-idx3-ubyte"):
        Library(tmp_path, tmp_path).digits("MNIST")
    with pytest.raises(MissingData, match="is not a folder"):
        Library(tmp_path / "typo", tmp_path).digits("MNIST")


def test_that_wrong_files_are_an_error_and_not_missing(tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file.name).write_bytes(b"<html>not found</html>")
    library = Library(tmp_path, tmp_path)
    for _ in range(2):
        with pytest.raises(DataFileError, match="not an IDX file"):
            library.digits("MNIST")


def test_that_mnist_is_found_in_the_folder_below_it_or_among_the_downloads(mnist_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mnist").symlink_to(mnist_folder)
    for library in (Library(mnist_folder, tmp_path), Library(tmp_path, tmp_path), Library(None, mnist_folder)):
        assert library.has("MNIST")
    split = Library(mnist_folder, tmp_path).digits("MNIST", train=500, test=100)
    assert split.train.caption == "MNIST · 500 · /255"
    assert split.train.y[:5].tolist() == [5, 0, 4, 1, 9]
    assert len(split.test) == 100


def test_that_unknown_names_get_one_sentence(empty: Library) -> None:
    with pytest.raises(ValueError, match="there are pen digits, UCI digits, MNIST"):
        empty.digits("mnist")
    with pytest.raises(ValueError, match="there are breast cancer, wine, iris, diabetes"):
        empty.table("titanic")
    assert len(DIGITS) == 3


@pytest.mark.parametrize(
    ("name", "shape", "classes"),
    [("breast cancer", (569, 30), 2), ("wine", (178, 13), 3), ("iris", (150, 4), 3), ("diabetes", (442, 10), 0)],
)
def test_that_tables_have_named_columns_and_classes(
    empty: Library, name: str, shape: tuple[int, int], classes: int
) -> None:
    table = empty.table(name)
    assert table.x.shape == shape
    assert len(table.columns) == shape[1]
    assert len(table.classes) == classes
    assert np.isfinite(table.x[:]).all()
    if classes:
        assert set(table.y.tolist()) == set(range(classes))
    assert name in TABLES


def test_that_shared_arrays_cannot_be_changed_by_a_run(empty: Library) -> None:
    with pytest.raises(ValueError, match="read-only"):
        empty.table("iris").x[:][0] = 0
