from pathlib import Path

import numpy as np
import pytest

from core.data.errors import MissingData
from core.data.library import DIGITS, Library
from core.data.mnist.files import FILES
from core.data.tables import TABLES
from tests.core.data import small_mnist


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


def test_that_wrong_files_are_the_same_as_none_and_the_sentence_says_where(tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file.name).write_bytes(b"<html>not found</html>")
    library = Library(tmp_path, tmp_path)
    for _ in range(2):
        with pytest.raises(MissingData) as caught:
            library.digits("MNIST")
        assert caught.value.reason == f"in {tmp_path}, {FILES[0].name} is not an IDX file: its first bytes are wrong"
        assert library.proven_dir is None


def test_that_a_good_download_wins_over_a_damaged_folder(tmp_path: Path) -> None:
    given, downloads = small_mnist.write(tmp_path / "given"), small_mnist.write(tmp_path / "downloads")
    small_mnist.damage(given)
    library = Library(given, downloads, small_mnist.FILES)
    assert len(library.digits("MNIST").train) == small_mnist.TRAIN
    assert library.proven_dir is None


def test_that_a_folder_is_proven_only_once_it_has_been_read(tmp_path: Path) -> None:
    small_mnist.write(tmp_path / "mnist")
    library = Library(tmp_path, tmp_path / "nothing", small_mnist.FILES)
    assert library.proven_dir is None
    library.digits("MNIST")
    assert library.proven_dir == tmp_path
    library.data_dir = tmp_path / "elsewhere"
    assert library.proven_dir is None


@pytest.mark.parametrize("name", ["n" * 5000, "a\0b"])
def test_that_a_folder_that_cannot_exist_is_the_same_as_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingData, match="is not a folder"):
        Library(tmp_path / name, tmp_path).digits("MNIST")


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
