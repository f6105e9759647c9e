"""Every kind reads back what it writes, and says in one sentence what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import (
    ChoiceField,
    ChoiceFromField,
    FieldKind,
    FileField,
    FlagField,
    IntsField,
    LogRangeField,
    ManyField,
    ManyFromField,
    MatrixField,
    PixelsField,
    PointField,
    PointsField,
    RangeField,
    SparseField,
    TextField,
)
from core.text import number_text


def even(text: str) -> int:
    if int(text) % 2:
        raise ValueError(f"{text} is odd")
    return int(text)


ROUND_TRIPS: list[tuple[FieldKind, Any, str]] = [
    (RangeField(0, 9), 7, "7"),
    (RangeField(0, 2**31 - 1), 2**31 - 1, "2147483647"),
    (RangeField(0.0, 1.0), 0.25, "0.25"),
    (RangeField(0.0, 1e9), 5e8, "500000000.0"),
    (LogRangeField(1e-8, 10), 1e-7, "1e-07"),
    (LogRangeField(1, 1000), 3.0, "3"),
    (ChoiceField("pen digits", "MNIST"), "pen digits", "pen digits"),
    (FlagField(), True, "on"),
    (FlagField(), False, "off"),
    (ManyField("SGD", "Adam", "AdaGrad"), ("SGD", "AdaGrad"), "SGD,AdaGrad"),
    (TextField(), " x² + y² ", " x² + y² "),
    (IntsField(1, 64), (8, 16), "8,16"),
    (IntsField(1, 64), (), ""),
    (PointField(), (-7.0, 2.5), "-7,2.5"),
    (PointField(optional=True), (0.0, 0.0), "0,0"),
    (PointField(optional=True), None, "automatic"),
    (PointsField(), ((1.0, 2.0), (-3.0, 0.5)), "1,2;-3,0.5"),
    (PointsField(), (), ""),
    (MatrixField(2, 2), ((1.0, -2.0), (0.5, 4.0)), "1,-2;0.5,4"),
    (PixelsField(2), b"\x00\xff\x10\x01", "00ff1001"),
    (PixelsField(2), b"", ""),
    (FileField(), "", ""),
    (ChoiceFromField(lambda _: ("a",)), "a", "a"),
    (MatrixField((1, 3), (1, 4)), ((1.0, 2.0, 3.0),), "1,2,3"),
    (SparseField(9), ((0, 0.5), (7, -2.0)), "0:0.5,7:-2"),
    (SparseField(9), (), "none"),
    (ManyFromField(lambda _: ("a", "b, c")).bound(None), ("a", "b, c"), 'a,"b, c"'),
    (ManyFromField(lambda _: ('say "a"', "b")).bound(None), ('say "a"',), '"say ""a"""'),
    (ManyFromField(lambda _: ("a",)), (), ""),
]

WRONG: list[tuple[FieldKind, Any, str]] = [
    (RangeField(0, 9), 10, "must be a whole number from 0 to 9, not 10"),
    (RangeField(0, 9), 1.5, "must be a whole number from 0 to 9, not 1.5"),
    (RangeField(0, 9), True, "must be a whole number from 0 to 9, not on"),
    (RangeField(0.0, 1.0), float("nan"), "must be a number from 0 to 1, not nan"),
    (RangeField(0.0, 1.0), "half", "must be a number from 0 to 1, not 'half'"),
    (LogRangeField(1e-4, 10), 0, "must be a number from 0.0001 to 10, not 0"),
    (ChoiceField("a", "b"), "c", "must be one of a, b, not 'c'"),
    (ManyFromField(lambda _: ("a", "b")).bound(None), ("b", "a"), "must be none, or some of a, b, not b,a"),
    (ManyFromField(lambda _: ()).bound(None), ("x",), "must be none, not x"),
    (ChoiceFromField(lambda _: ("a",)), 3, "must be a name that the other settings offer, not 3"),
    (MatrixField((1, 2), 2), ((1.0, 2.0),) * 3, "must be 1 to 2 rows of 2 numbers"),
    (MatrixField((1, 2), (1, 2)), ((1.0, 2.0), (1.0,)), "must be 1 to 2 rows of 1 to 2 numbers"),
    (FlagField(), 7, "must be on or off, not 7"),
    (ManyField("a", "b"), (), "must be at least one of a, b"),
    (ManyField("a", "b"), ("a", "a"), "must be at least one of a, b, not a,a"),
    (ManyField("a", "b"), ("c",), "must be at least one of a, b, not c"),
    (ManyField("a", "b"), ([],), "must be at least one of a, b"),
    (TextField(even, "an even number"), "3", "must be an even number: 3 is odd"),
    (TextField(), 3, "must be text, not 3"),
    (IntsField(1, 8, at_most=2), (9,), "must be 0 to 2 whole numbers from 1 to 8, such as 8,8, not 9"),
    (IntsField(1, 8, at_most=2), (1, 2, 3), "must be 0 to 2 whole numbers from 1 to 8, such as 8,8, not 1,2,3"),
    (PointField(5), (6.0, 0.0), "must be a point x,y with both numbers from -5 to 5, not 6,0"),
    (PointField(), None, "must be a point x,y with both numbers from -100 to 100, not None"),
    (PointField(5, optional=True), (6.0, 0.0), "must be automatic, or a point x,y with both numbers from -5 to 5"),
    (PointField(5), (float("nan"), 0.0), "must be a point x,y with both numbers from -5 to 5, not nan,0"),
    (
        PointsField(5, 1),
        ((1.0, 1.0), (2.0, 2.0)),
        "must be at most 1 point x,y;x,y with numbers from -5 to 5, not 1,1;2,2",
    ),
    (MatrixField(1, 2), ((1.0,),), "must be 1 row of 2 numbers, written 1,2;3,4, none beyond ±1000, not 1"),
    (MatrixField(1, 1), ((float("inf"),),), "must be 1 row of 1 number,"),
    (SparseField(3, 9), ((3, 1.0),), "must be none, or place:number with places from 0 to 2, such as 0:0.5,2:-1"),
    (SparseField(3, 9), ((0, 10.0),), "must be none, or place:number with places from 0 to 2"),
    (SparseField(3), ((1, 1.0), (0, 1.0)), "must be none, or place:number"),
    (SparseField(3), ((0, 0.0),), "must be none, or place:number"),
    (SparseField(3), ((0, float("nan")),), "must be none, or place:number"),
    (PixelsField(1), b"ab", "must be empty or 2 hexadecimal digits, two for each of 1 × 1 pixels, not 6162"),
    (FileField((".csv",)), "/no/such.csv", "must be an existing file (.csv), not '/no/such.csv'"),
]

UNREADABLE: list[tuple[FieldKind, str]] = [
    (RangeField(0, 9), "1.5"),
    (RangeField(0, 9), "two"),
    (RangeField(0.0, 9.0), ""),
    (FlagField(), "perhaps"),
    (IntsField(1, 9), "8,x"),
    (PointField(), "1,y"),
    (PointField(), "automatic"),
    (PointsField(), "1,2;z"),
    (MatrixField(1, 1), ""),
    (PixelsField(1), "xy"),
    (SparseField(9), "3"),
    (SparseField(9), "3:0,5"),
]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (LogRangeField(1e-4, 10), 0.01, "0.01"),
        (FlagField(), False, "off"),
        (ManyField("SGD", "Adam"), ("SGD", "Adam"), "SGD, Adam"),
        (IntsField(1, 64), (8, 4), "8, 4"),
        (IntsField(1, 64), (), "none"),
        (PointField(), (5.50123, -4.72), "x 5.501, y −4.72"),
        (PointField(180, ("az", "el"), optional=True), (-48.0, 31.0), "az −48, el 31"),
        (PointField(optional=True), None, "automatic"),
        (PointsField(), ((1.0, 2.0), (-3.0, 0.5)), "2 points"),
        (SparseField(99), ((0, -1.0), (16, 0.4599999)), "no. 1: −1, no. 17: 0.46"),
        (SparseField(99), (), "none"),
        (PixelsField(2), b"\x00\xff\x10\x01", "drawn by hand"),
        (PixelsField(2), b"", "empty"),
    ],
    ids=str,
)
def test_that_a_reader_sees_values_without_the_command_line_s_signs(kind: FieldKind, value: Any, said: str) -> None:
    assert kind.describe(value) == said


@pytest.mark.parametrize(("kind", "value", "text"), ROUND_TRIPS)
def test_that_a_kind_reads_back_what_it_writes(kind: FieldKind, value: Any, text: str) -> None:
    kind.check(value)
    assert kind.format(value) == text
    assert kind.parse(text) == value
    assert type(kind.parse(text)) is type(value)


@pytest.mark.parametrize(("kind", "value", "sentence"), WRONG)
def test_that_a_wrong_value_gets_one_sentence(kind: FieldKind, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match="must be") as wrong:
        kind.check(value)
    assert str(wrong.value).startswith(sentence)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize(("kind", "text"), UNREADABLE)
def test_that_text_that_means_nothing_is_refused(kind: FieldKind, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        kind.parse(text)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (LogRangeField(1e-4, 10), "0,05", "must be a number from 0.0001 to 10; write 0.05 with a point"),
        (RangeField(-1.0, 1.0), "-0,5", "must be a number from -1 to 1; write -0.5 with a point"),
        (RangeField(0, 9999), "1,000", "must be a whole number from 0 to 9999, written without a comma"),
        (RangeField(0, 9), "", "must be a whole number from 0 to 9, not empty"),
        (RangeField(0.0, 1.0), "fast", "must be a number from 0 to 1, not 'fast'"),
    ],
)
def test_that_the_sentence_about_a_text_says_how_to_write_it(kind: FieldKind, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="must be") as wrong:
        kind.read(text)
    assert str(wrong.value) == sentence


@given(st.lists(st.integers(0, 99), min_size=9, max_size=9))
def test_that_a_wrong_list_is_told_as_it_is_typed(numbers: list[int]) -> None:
    kind = IntsField(0, 99)
    with pytest.raises(ValueError, match="must be") as wrong:
        kind.check(tuple(numbers))
    told = str(wrong.value).partition(", not ")[2]
    assert kind.parse(told) == tuple(numbers)


def test_that_every_kind_is_in_these_tables() -> None:
    assert {type(kind) for kind, _, _ in ROUND_TRIPS} == _leaves(FieldKind)
    assert {type(kind) for kind, _, _ in WRONG} == _leaves(FieldKind)


def _leaves(kind: type[FieldKind]) -> set[type[FieldKind]]:
    return {one for sub in kind.__subclasses__() for one in {sub, *_leaves(sub)}}


@given(st.floats(allow_nan=False))
def test_that_a_number_is_written_so_that_it_reads_back(value: float) -> None:
    assert float(number_text(value)) == value


@given(st.integers())
def test_that_a_whole_number_is_written_without_a_point(value: int) -> None:
    assert int(number_text(value)) == value


def test_that_a_wrong_drawing_is_not_told_in_full() -> None:
    with pytest.raises(ValueError, match=r"…$") as wrong:
        PixelsField(28).check(bytes(1000))
    assert len(str(wrong.value)) < 200


@pytest.mark.parametrize("text", ["mnist", " MNIST "])
def test_that_names_are_found_whatever_their_case(text: str) -> None:
    assert ChoiceField("pen digits", "MNIST").parse(text) == "MNIST"
    assert ManyField("SGD", "MNIST").parse(f"{text},sgd") == ("SGD", "MNIST")


def test_that_many_keeps_the_order_in_which_it_offers() -> None:
    assert ManyField("a", "b", "c").parse("c,a") == ("a", "c")
    assert not ManyField("a", "b").accepts(("b", "a"))


def test_that_an_unknown_name_among_many_is_the_one_that_is_told() -> None:
    assert ManyField("a", "b").parse("a,x") == ("x",)


def test_that_a_net_may_be_typed_with_dashes_but_never_loses_a_minus() -> None:
    assert IntsField(1, 64).parse("8-8-4") == (8, 8, 4)
    assert IntsField(1, 64).parse("-8") == (-8,)
    assert IntsField(-9, 9).parse("3,-2") == (3, -2)


def test_that_a_file_must_exist_and_have_a_right_suffix(tmp_path: Path) -> None:
    table = tmp_path / "table.CSV"
    table.write_text("1,2")
    FileField((".csv",)).check(str(table))
    with pytest.raises(ValueError, match=r"an existing file \(\.npz\)"):
        FileField((".npz",)).check(str(table))
    with pytest.raises(ValueError, match="an existing file"):
        FileField().check(str(tmp_path))


def test_that_a_sparse_row_may_be_typed_in_any_order_and_with_zeros() -> None:
    assert SparseField(9).parse("7:1, 2:0.5,3:0") == ((2, 0.5), (7, 1.0))
    assert SparseField(9).parse("None") == ()


def test_that_the_shape_of_a_matrix_may_follow_another_setting() -> None:
    kind = MatrixField(1, lambda settings: len(settings))
    assert kind.accepts(((1.0, 2.0, 3.0),))
    kind.bound("ab").check(((1.0, 2.0),))
    with pytest.raises(ValueError, match="must be 1 row of 2 numbers"):
        kind.bound("ab").check(((1.0, 2.0, 3.0),))


def test_that_a_reader_of_files_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    def reader(path: Path) -> None:
        if not path.read_text():
            raise ValueError(f"{path.name} is empty.")

    kind = FileField((".csv",), reader)
    (tmp_path / "full.csv").write_text("a,b")
    (tmp_path / "empty.csv").write_text("")
    kind.check(str(tmp_path / "full.csv"))
    kind.check("")
    with pytest.raises(ValueError, match=r"^cannot be used: empty\.csv is empty\.$"):
        kind.check(str(tmp_path / "empty.csv"))
    with pytest.raises(ValueError, match="must be an existing file"):
        kind.check(str(tmp_path / "absent.csv"))
    assert (kind.describe(str(tmp_path / "full.csv")), kind.describe("")) == ("full.csv", "none")


def test_that_of_hundreds_of_names_that_are_offered_the_first_are_listed() -> None:
    kind = ChoiceFromField(lambda _: tuple(f"column {i}" for i in range(200))).bound(None)
    with pytest.raises(ValueError, match=r"column 0, column 1, .* and 188 more, not 'nix'$") as refused:
        kind.check("nix")
    assert len(str(refused.value)) < 200
    with pytest.raises(ValueError, match="must be empty, since the other settings offer no name, not 'nix'"):
        ChoiceFromField(lambda _: ()).bound(None).check("nix")
