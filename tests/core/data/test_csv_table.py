"""Tables of one's own: what is read, and how a fault is told."""

import os
import time
import tracemalloc
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest

from core.data.csv_rows import LARGEST
from core.data.csv_table import read_csv
from core.data.dataset import Dataset
from core.data.errors import DataFileError

FLOWERS = "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n4.9,3.0,setosa\n"


class Reader(Protocol):
    def __call__(self, text: str | bytes, *args: Any, **how: Any) -> Dataset: ...


@pytest.fixture
def table(tmp_path: Path) -> Reader:
    def read(text: str | bytes, *args: Any, **how: Any) -> Dataset:
        file = tmp_path / "flowers.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_csv(file, *args, **how)

    return read


def test_that_the_last_column_is_the_answer_unless_another_is_named(table: Reader) -> None:
    data = table(FLOWERS)
    assert (data.name, data.columns, data.classes, data.note) == (
        "flowers",
        ("length", "width"),
        ("setosa", "versicolor"),
        "",
    )
    np.testing.assert_array_equal(data.x, np.array([[5.1, 3.5], [7.0, 3.2], [4.9, 3.0]], np.float32))
    assert data.y.tolist() == [0, 1, 0]
    other = table(FLOWERS.replace("setosa", "1").replace("versicolor", "2"), "width")
    assert other.columns == ("length", "species")
    assert other.classes == ("3", "3.2", "3.5")


def test_that_columns_to_learn_from_are_chosen_and_the_others_may_hold_anything(table: Reader) -> None:
    data = table("id,name,age,ill\n1,Ann,40,yes\n2,,50,no\n", "ill", ("age",))
    assert data.columns == ("age",)
    assert data.x.tolist() == [[40], [50]]


def test_that_a_table_without_a_header_is_noticed_and_its_columns_counted(table: Reader) -> None:
    rows = FLOWERS.partition("\n")[2]
    assert table(rows).columns == ("1", "2")
    assert len(table(rows)) == 3
    assert table(rows, "1", ("2",)).classes == ("4.9", "5.1", "7")


def test_that_a_header_can_be_told_where_it_cannot_be_noticed(table: Reader) -> None:
    text = "1990,2000,kind\n1,2,a\n3,4,b\n"
    assert table(text).classes == ("a", "b", "kind")
    assert table(text, header=True).columns == ("1990", "2000")
    with pytest.raises(DataFileError, match='row 1, column "1": "length" is not a number'):
        table(FLOWERS, header=False)


def test_that_labels_of_numbers_are_sorted_as_numbers(table: Reader) -> None:
    data = table("x,y\n1,10\n2,2\n3,2.0\n4,-1\n")
    assert data.classes == ("-1", "2", "10")
    assert data.y.tolist() == [2, 1, 1, 0]


def test_that_an_answer_may_be_a_number_to_predict(table: Reader) -> None:
    data = table("x,y\n1,10\n2,2.5\n", numbers=True)
    assert data.classes == ()
    assert data.y.dtype == np.float32
    assert data.y.tolist() == [10, 2.5]


@pytest.mark.parametrize(
    "text", ["a;b\n1;x\n2;y\n", "a\tb\n1\tx\n2\ty\n", "\ufeffa, b\r\n1, x\r\n2, y\r\n", 'a,b\n"1","x"\n\n2,y\n']
)
def test_that_what_spreadsheets_write_is_read(table: Reader, text: str) -> None:
    data = table(text)
    assert data.columns == ("a",)
    assert data.x.tolist() == [[1], [2]]
    assert data.classes == ("x", "y")


BAD = "age,weight,ill\n40,70,no\n,75,yes\n\n50,heavy,yes\n60,80,?\n70,80\n80,90,no\n"


def test_that_bad_cells_are_named_by_row_and_column_in_one_sentence(table: Reader) -> None:
    with pytest.raises(DataFileError) as caught:
        table(BAD)
    assert str(caught.value) == (
        'flowers.csv: row 3, column "age" is missing; row 5, column "weight": "heavy" is not a number; '
        'row 6, column "ill" is missing; and 1 more.'
    )


def test_that_bad_rows_are_left_out_on_request_and_the_note_says_so(table: Reader) -> None:
    data = table(BAD.replace("80,90,no", "80,90,yes"), skip_bad_rows=True)
    assert data.x.tolist() == [[40, 70], [80, 90]]
    assert data.note == "4 rows left out"


@pytest.mark.parametrize(
    ("text", "how", "told"),
    [
        ("", {}, "is empty"),
        ("\n\n", {}, "is empty"),
        ("a\n1\n", {}, "has one column"),
        ("a,b\n", {}, "no rows below"),
        ("a,a,b\n1,2,x\n", {}, 'two columns called "a"'),
        ("a,b\n1,x\n2,x\n", {}, "is x in every row"),
        ("a,b\n1,x\n", {"label": "c"}, 'has no column "c"; there are a, b'),
        ("a,b\n1,x\n", {"features": ("b",)}, '"b" cannot be learned from'),
        ("a,b\n1e40,x\n2,y\n", {}, 'row 2, column "a": "1e40" is not a number'),
        ("a,b\ninf,x\n2,y\n", {}, '"inf" is not a number'),
        ("a,b\n1_0,x\n2,y\n", {}, '"1_0" is not a number'),
        ('a,b\n"1\n 2",x\n2,y\n', {}, 'row 2, column "a": "1 2" is not a number'),
        ("a,b\nq,x\n", {"skip_bad_rows": True, "header": True}, "no row without a fault"),
        ('a,b\n"1,x\n', {}, "is not a table"),
        (b"a,b\n1,\xff\xfe\n", {}, "not a text file in UTF-8"),
        ("a,a,a,b\n1,x\n", {"label": "c"}, 'two columns called "a"'),
        (
            ",".join(map(str, range(99))) + "\n",
            {"label": "c", "header": True},
            "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 89 more.",
        ),
        (f'"{"long " * 20}",b\n1,x\n', {"label": "c"}, "long long…"),
        ("a,b\n" + f"1,{'long ' * 20}\n" * 2, {}, "long… in every row"),
    ],
)
def test_that_every_other_fault_is_one_sentence(
    table: Reader, text: str | bytes, how: dict[str, Any], told: str
) -> None:
    with pytest.raises(DataFileError, match=r"^[^\n]*\.$") as caught:
        table(text, **how)
    assert told in str(caught.value)


def test_that_a_file_that_is_absent_or_huge_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.csv cannot be read: No such file"):
        read_csv(tmp_path / "none.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(DataFileError, match="too large"):
        read_csv(huge)


@pytest.mark.skipif(os.name == "nt", reason="no FIFO there")
def test_that_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(DataFileError, match="cannot be read: it is a pipe or a device"):
            read_csv(path)
    with pytest.raises(DataFileError, match="cannot be read: it is a folder"):
        read_csv(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.csv", "n" * 5000 + ".csv", "a\nb.csv"])
def test_that_a_name_no_file_has_is_told_in_one_short_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataFileError, match=r"^[^\n\0]{1,120}\.$"):
        read_csv(tmp_path / name)


def test_that_ten_times_the_columns_take_about_ten_times_as_long(table: Reader) -> None:
    def seconds(columns: int) -> float:
        text = ",".join(f"c{i}" for i in range(columns)) + "\n" + f"{'1,' * (columns - 1)}x\n{'1,' * (columns - 1)}y\n"
        start = time.process_time()
        assert len(table(text).columns) == columns - 1
        return time.process_time() - start

    assert seconds(20_000) < 40 * min(seconds(2000) for _ in range(3))


def test_that_a_table_takes_a_few_times_the_memory_of_its_file(table: Reader) -> None:
    text = "a,b\n" + "".join(f"{i % 10},{i % 3}\n" for i in range(100_000))
    tracemalloc.start()
    data = table(text.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(data) == 100_000
    assert peak < 10 * len(text)


def test_that_one_long_answer_does_not_make_all_of_them_long(table: Reader) -> None:
    text = f"a,b\n1,{'long ' * 20_000}\n" + "1,x\n" * 1000
    tracemalloc.start()
    data = table(text.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert data.classes[1] == "x"
    assert peak < 20 * len(text)
