import gzip
import os
import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from core.data.errors import DataFileError
from core.data.mnist.files import (
    FILES,
    TEST_IMAGES,
    TEST_LABELS,
    MnistFolder,
    check_folder,
    content,
    find,
    missing_files,
)
from core.data.mnist.idx import LARGEST, decode, read_bytes
from tests.core.data import small_mnist

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
        (bytes([0, 0, 8, 2]) + bytes(4) + b"\xff" * 4, "holds nothing"),
        (bytes([0, 0, 8, 4]) + b"\xff" * 12 + bytes(4), "holds nothing"),
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


def test_that_the_sizes_are_compared_with_the_length_before_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "images"
    with path.open("wb") as file:
        file.write(HEADER)
        file.truncate(LARGEST)
    tracemalloc.start()
    with pytest.raises(DataFileError, match="too long"):
        read_bytes(path)
    assert tracemalloc.get_traced_memory()[1] < LARGEST // 10
    tracemalloc.stop()


def test_that_a_huge_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "images"
    with path.open("wb") as file:
        file.truncate(8 * 2**30)
    with pytest.raises(DataFileError, match="images is too large: files of up to 64 MB are read"):
        read_bytes(path)


def test_that_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(bytes(LARGEST + 1), 1))
    with pytest.raises(DataFileError, match="unpacks to more than"):
        read_bytes(path)


@pytest.mark.skipif(os.name == "nt", reason="no FIFO there")
def test_that_a_pipe_or_a_device_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "images"
    os.mkfifo(fifo)
    for path in (fifo, Path("/dev/zero")):
        with pytest.raises(DataFileError, match=rf"^{path.name} cannot be read: it is a pipe or a device"):
            read_bytes(path)


@pytest.mark.parametrize("name", ["a\0b", "n" * 300, "line\nbreak"])
def test_that_a_name_no_file_has_gets_one_short_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataFileError, match=r"^[^\n\0]{1,120}$"):
        read_bytes(tmp_path / name)


def test_that_a_damaged_copy_does_not_hide_a_whole_one(tmp_path: Path) -> None:
    folder, file = small_mnist.write(tmp_path / "mnist"), small_mnist.FILES[0]
    (folder / file.name).write_bytes(b"cut")
    assert content(folder, file) == small_mnist.CONTENTS[file.name]


def test_that_a_folder_is_checked_whole(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="does not hold train-images-idx3-ubyte, train-labels"):
        check_folder(tmp_path, small_mnist.FILES)
    small_mnist.write(tmp_path / "mnist")
    check_folder(tmp_path, small_mnist.FILES)
    small_mnist.damage(tmp_path / "mnist")
    with pytest.raises(DataFileError, match="cut short"):
        check_folder(tmp_path, small_mnist.FILES)


def test_that_a_folder_that_cannot_be_looked_into_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    small_mnist.write(tmp_path / "mnist")
    monkeypatch.setattr(os, "stat", forbidden)
    assert len(missing_files(tmp_path / "mnist")) == 4


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
