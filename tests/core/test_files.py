"""Files are there whole or not at all, and nothing of a killed write stays behind for good."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.files import discard_unfinished, written_whole

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from core.files import written_whole

with written_whole(Path(sys.argv[1])) as beside:
    beside.write_text("half")
    print(beside.name, flush=True)
    sys.stdin.read()
"""


def writer(path: Path) -> subprocess.Popen[str]:
    """Another process, in the middle of writing `path` until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def write(path: Path, text: str = "whole") -> None:
    with written_whole(path) as beside:
        beside.write_text(text)


def fail_half_way(path: Path) -> None:
    with written_whole(path) as beside:
        beside.write_text("half")
        assert beside.suffix == path.suffix
        raise ZeroDivisionError


def discard_half_way(path: Path) -> None:
    with written_whole(path) as beside:
        beside.write_text("half")
        discard_unfinished()
        assert list(path.parent.iterdir()) == []


def test_that_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    write(path, "before")
    with pytest.raises(ZeroDivisionError):
        fail_half_way(path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_that_what_killed_writes_left_is_removed_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    for _ in range(2):
        killed = writer(path)
        killed.kill()
        killed.communicate()
    assert len(list(tmp_path.iterdir())) == 1  # the second has removed what the first left
    write(path)
    assert list(tmp_path.iterdir()) == [path]


def test_that_what_a_living_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    other = writer(path)
    write(path)
    with written_whole(path) as beside:
        beside.write_text("ours")
        write(path)
        assert beside.exists()
    other.communicate("")
    assert other.returncode == 0
    assert path.read_text() == "half"
    assert list(tmp_path.iterdir()) == [path]


def test_that_nothing_else_in_the_folder_is_taken_for_a_left_over(tmp_path: Path) -> None:
    others = [
        ".run.backup.csv",
        ".run.csv",
        "run.unfinished.csv",
        ".walk.12345678.unfinished.csv",
        ".run.1.unfinished.png",
    ]
    for name in others:
        (tmp_path / name).write_text("mine")
    write(tmp_path / "run.csv")
    assert {file.name for file in tmp_path.iterdir()} == {"run.csv", *others}


def test_that_a_name_as_long_as_a_file_may_have_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".csv")
    write(path)
    assert list(tmp_path.iterdir()) == [path]


def test_that_what_is_under_way_can_be_discarded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        discard_half_way(tmp_path / "run.csv")
    assert list(tmp_path.iterdir()) == []
