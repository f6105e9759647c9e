import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.data.mnist.files import FILES, TEST_IMAGES, TEST_LABELS, MnistFolder, find, missing_files
from core.data.mnist.idx import DataFileError, decode, read_bytes

HEADER = bytes([0, 0, 8, 3]) + np.array([2, 3, 4], ">u4").tobytes()
WHOLE = HEADER + bytes(range(24))


def test_that_an_idx_file_gives_its_array() -> None:
    array = decode(WHOLE, "small")
    assert array.shape == (2, 3, 4)
    assert array[1, 2, 3] == 23
    assert not array.flags.writeable


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not an IDX file"),
        (b"\x89PNG....", "not an IDX file"),
        (bytes([0, 0, 13, 3]) + WHOLE[4:], "type 13"),
        (bytes([0, 0, 8, 0]) + WHOLE[4:], "0 dimensions"),
        (HEADER[:9], "inside its header"),
        (WHOLE[:-1], "cut short"),
        (WHOLE + b"\0", "too long"),
        (bytes([0, 0, 8, 4]) + b"\xff" * 16 + b"x", "cut short"),
    ],
)
def test_that_a_wrong_idx_file_gets_one_sentence_that_names_it(content: bytes, sentence: str) -> None:
    with pytest.raises(DataFileError, match=sentence) as caught:
        decode(content, "my-file")
    assert str(caught.value).startswith("my-file ")
    assert str(caught.value).count(". ") == 0


def test_that_packed_and_plain_files_read_alike(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(WHOLE)
    packed.write_bytes(gzip.compress(WHOLE))
    assert read_bytes(plain) == read_bytes(packed) == WHOLE


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b[:30] + b"??" + b[32:], lambda b: b[:12]])
def test_that_a_damaged_packed_file_gets_one_sentence(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(damage(gzip.compress(WHOLE)))  # type: ignore[operator]
    with pytest.raises(DataFileError, match=r"^images\.gz is (damaged|cut short)"):
        read_bytes(path)


def test_that_a_folder_in_place_of_a_file_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        read_bytes(tmp_path)


def test_that_every_spelling_is_found(tmp_path: Path) -> None:
    assert len(missing_files(tmp_path)) == 4
    for spelling in TEST_LABELS.spellings():
        (tmp_path / spelling).write_bytes(b"")
        assert find(tmp_path, TEST_LABELS) == tmp_path / spelling
        (tmp_path / spelling).unlink()
    assert TEST_LABELS.spellings()[2] == "t10k-labels.idx1-ubyte"


def test_that_mnist_opens_packed_with_its_published_content(mnist_folder: Path) -> None:
    test = MnistFolder(mnist_folder).test
    assert test.x.shape == (10_000, 28, 28, 1)
    assert np.bincount(test.y).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert test.y[:5].tolist() == [7, 2, 1, 0, 4]
    assert test.x[0].max() == 1
    assert test.note == "/255"


def test_that_mnist_opens_unpacked_and_with_dots(mnist_folder: Path, tmp_path: Path) -> None:
    for file in (TEST_IMAGES, TEST_LABELS):
        source = find(mnist_folder, file)
        assert source is not None
        (tmp_path / file.spellings()[2]).write_bytes(read_bytes(source))
    assert np.array_equal(MnistFolder(tmp_path).test.x[99], MnistFolder(mnist_folder).test.x[99])


def test_that_another_set_under_the_same_name_is_refused(tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file.name).write_bytes(WHOLE)
    with pytest.raises(DataFileError, match=r"^train-images-idx3-ubyte is not the original MNIST file"):
        _ = MnistFolder(tmp_path).train


def test_that_a_failed_read_is_not_remembered(mnist_folder: Path, tmp_path: Path) -> None:
    for file in (TEST_IMAGES, TEST_LABELS):
        source = find(mnist_folder, file)
        assert source is not None
        shutil.copyfile(source, tmp_path / source.name)
    whole = (tmp_path / f"{TEST_IMAGES.name}.gz").read_bytes()
    (tmp_path / f"{TEST_IMAGES.name}.gz").write_bytes(whole[: len(whole) // 2])
    folder = MnistFolder(tmp_path)
    with pytest.raises(DataFileError, match="cut short"):
        _ = folder.test
    (tmp_path / f"{TEST_IMAGES.name}.gz").write_bytes(whole)
    assert len(folder.test) == 10_000
