"""What the columns of a file are taken for, and how a table of numbers and texts is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.data.csv_columns import MOST_CLASSES, MOST_TEXTS, columns_of, likely_answer
from core.data.csv_table import PORTION, read_table, reading_table
from core.data.errors import DataFileError
from core.data.library import Library

FRUIT = "size,colour,sweet,kind\n5,red,yes,apple\n7,green,no,pear\n4,red,yes,apple\n6,,no,pear\n8,green,no,pear\n"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(text: str) -> Path:
        path = tmp_path / "fruit.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return made


def test_that_columns_are_numbers_texts_or_not_used(write: Write) -> None:
    names = "id,size,colour,name,note,kind"
    rows = [f"{i},{i % 7}.5,{'red' if i % 2 else 'green'},n{i},{'x' * (i == 3)},{i % 3}" for i in range(1, 31)]
    found = {one.name: (one.kind, one.values, one.note) for one in columns_of(write("\n".join([names, *rows])))}
    assert found == {
        "id": ("unused", 30, "counts the rows"),
        "size": ("number", 7, ""),
        "colour": ("text", 2, ""),
        "name": ("unused", 30, "30 different texts or more"),
        "note": ("unused", 1, "most cells are empty"),
        "kind": ("number", 3, ""),
    }


@pytest.mark.parametrize(
    ("names", "answer"), [("a,b,c", "c"), ("a,Class,c", "Class"), ("target,b,c", "target"), ("long,b,wide", "b")]
)
def test_that_the_likely_answer_is_called_so_or_the_last_that_could_be_classes(
    write: Write, names: str, answer: str
) -> None:
    many = names.startswith("long")  # values in the outer columns
    rows = [f"{i if many else i % 2}.5,{i % 3},{i if many else i % 4}.1" for i in range(2 * MOST_CLASSES)]
    assert likely_answer(columns_of(write("\n".join([names, *rows])))).name == answer


def test_that_a_long_file_that_is_sorted_by_class_is_looked_into_further_on(write: Write) -> None:
    path = write("x,kind\n" + "".join(f"{i % 9},{'abc'[i // 10_000]}\n" for i in range(30_000)))
    assert [column.values for column in columns_of(path)] == [9, 3]


def test_that_a_file_saved_again_is_looked_into_again(write: Write) -> None:
    assert [column.name for column in columns_of(write("a,b\n1,x\n2,y\n"))] == ["a", "b"]
    assert [column.name for column in columns_of(write("long,c\n1,x\n2,y\n"))] == ["long", "c"]


def test_that_the_columns_of_a_large_file_are_known_long_before_it_is_read(write: Write) -> None:
    path = write("a,b\n" + "1.5,x\n2.5,y\n" * 100_000)
    start = time.process_time()
    columns_of(path)
    looked = time.process_time() - start
    start = time.process_time()
    read_table(path)
    assert looked < (time.process_time() - start) / 3


def test_that_texts_become_a_column_each_and_what_was_done_is_told(write: Write) -> None:
    table = read_table(write(FRUIT), "kind")
    assert table.data.columns == ("size", "colour = green", "colour = red", "sweet = no", "sweet = yes")
    np.testing.assert_array_equal(
        table.data.x,
        np.array([[5, 0, 1, 0, 1], [7, 1, 0, 1, 0], [4, 0, 1, 0, 1], [8, 1, 0, 1, 0]], np.float32),
    )
    assert table.data.y.tolist() == [0, 1, 0, 1]
    assert table.data.note == "1 row left out, one-hot"
    assert table.columns == (
        ("size", "numbers"),
        ("colour", "one-hot: green, red"),
        ("sweet", "one-hot: no, yes"),
        ("kind", "the answer"),
    )
    assert table.lines.tolist() == [2, 3, 4, 6]
    assert (table.left_out, table.faults, table.more) == (1, ('row 5, column "colour" is missing',), 0)


def test_that_the_first_faults_are_named_and_the_others_counted(write: Write) -> None:
    table = read_table(write("a,b\n" + "1,x\n2,y\n" * 40 + "?,x\n" * 3 + "oops,y\n1,2,3\n"))
    assert (len(table.data), table.left_out, table.more) == (80, 5, 2)
    assert table.faults[0] == 'row 82, column "a" is missing'


def test_that_a_column_of_more_texts_than_were_met_at_first_is_left_out(write: Write) -> None:
    texts = [f"t{i % 3 if i < 2000 else i % (MOST_TEXTS + 1)}" for i in range(2100)]
    path = write("a,text,b\n" + "".join(f"{i % 4},{text},{'xy'[i % 2]}\n" for i, text in enumerate(texts)))
    table = read_table(path)
    assert dict(table.columns)["text"].startswith("left out: ")
    assert table.data.columns == ("a",)
    assert table.data.note == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "name,b\nAnn,x\n" + "".join(f"n{i},y\n" for i in range(40)),
            'no column to learn from: "name" left out: 41 different texts or more.',
        ),
        ("a;b\n0,5;x\n1,25;y\n", '"a" left out: decimal commas; save it with decimal points.'),
        ("a,b\n" + "".join(f"{i % 3},v{i}\n" for i in range(1000)), '"b" has 1,000 different values, too many'),
        ("a,b\n1,x\n2,x\n", "is x in every row"),
        ("a,b\n", "no rows below them"),
        ("", "is empty"),
    ],
)
def test_that_what_cannot_be_learnt_from_is_one_sentence(write: Write, text: str, told: str) -> None:
    with pytest.raises(DataFileError, match=r"^[^\n]*\.$") as caught:
        read_table(write(text))
    assert told in str(caught.value)


def test_that_reading_a_large_file_breathes_and_can_be_stopped(write: Write) -> None:
    path = write("a,b\n" + "1,x\n2,y\n" * 5 * PORTION)
    reading = reading_table(path)
    assert sum(1 for _ in reading) == 10
    stopped = reading_table(path)
    next(stopped)
    stopped.close()
    path.unlink()  # on Windows this fails while the file is open


def test_that_the_library_reads_a_file_once_until_it_is_saved_again(write: Write) -> None:
    def read(label: str) -> object:
        reading = library.own_table(path, label)
        while True:
            try:
                next(reading)
            except StopIteration as end:
                return end.value

    library, path = Library(), write(FRUIT)
    first = read("kind")
    assert read("kind") is first
    assert read("sweet") is not first
    write(FRUIT + "9,red,yes,apple\n")
    assert len(read("kind").data) == 5
