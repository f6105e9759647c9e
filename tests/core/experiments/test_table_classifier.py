"""The ROC curve against hand-counted ones, what is done to a table, and what is measured of its classifier."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.csv_columns import columns_of
from core.data.errors import DataFileError
from core.data.library import Library
from core.experiments import catalog
from core.experiments.playground.own_tables import Prepared, prepared
from core.experiments.playground.roc import roc
from core.experiments.playground.table_source import EXAMPLE, OWN, RAW, SEVERAL, STANDARDIZED, TWO, TableSource
from core.random import stream
from core.records import Matrix, Plane, Table
from core.run import Key, Session
from core.settings import assign_all, with_value

ID = "table-classifier"


def made(**source: Any) -> Prepared:
    """The table made ready, raw unless said otherwise."""
    reading = prepared(Library(), TableSource(**{"scaling": RAW, **source}))
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value


def begun(preset: str = "Quick", steps: int = 0, **changed: object) -> Session:
    chosen = catalog()[ID].preset(preset)
    settings = chosen.settings
    for path, value in changed.items():
        settings = with_value(settings, path, value)
    session = Session(catalog()[ID], settings, Library(), preset=chosen)
    session.run_to(steps)
    return session


# ROC


def test_that_a_roc_curve_is_that_of_a_hand_count() -> None:
    curve = roc(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False]))
    assert curve.false.tolist() == [0, 0, 0.5, 0.5, 1]
    assert curve.true.tolist() == [0, 0.5, 0.5, 1, 1]
    assert curve.area == 0.75


def test_that_equal_scores_make_one_slanted_piece() -> None:
    curve = roc(np.array([1.0, 1.0, 1.0, 1.0]), np.array([True, False, False, True]))
    assert (curve.false.tolist(), curve.true.tolist(), curve.area) == ([0, 1], [0, 1], 0.5)


@pytest.mark.parametrize("seed", range(5))
def test_that_the_area_is_the_chance_that_a_positive_scores_higher(seed: int) -> None:
    rng = stream(seed, "roc")
    scores, positive = rng.integers(0, 8, 60).astype(float), rng.random(60) < 0.4
    pairs = itertools.product(scores[positive], scores[~positive])
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs]
    assert roc(scores, positive).area == pytest.approx(np.mean(wins), abs=1e-12)


def test_that_without_negatives_there_is_no_area() -> None:
    assert np.isnan(roc(np.array([1.0, 2.0]), np.array([True, True])).area)


# What is done to a table


def test_that_the_parts_are_60_20_20_and_standardized_by_the_training_part() -> None:
    data = made(scaling=STANDARDIZED)
    assert [len(part) for part in (data.train, data.validation, data.test)] == [341, 114, 114]
    np.testing.assert_allclose(data.train.x.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(data.train.x.std(0, ddof=1), 1, atol=1e-5)
    assert np.abs(data.test.x.mean(0)).max() > 0.01
    table = Library().table("breast cancer")
    np.testing.assert_array_equal(data.raw.x[:], table.x[data.rows - 1])
    np.testing.assert_array_equal(data.test.y, table.y[data.rows - 1])


def test_that_rows_of_a_file_keep_their_numbers() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    data = made(data=OWN, target="fruit", task=SEVERAL)
    for row, weight, y in zip(data.rows, data.raw.x[:][:, 0], data.test.y, strict=True):
        cells = lines[row - 1].split(",")
        assert (float(cells[1]), cells[-1]) == (weight, data.test.classes[y])


def test_that_two_classes_of_several_are_the_first_and_the_others() -> None:
    data = made(data="iris")
    assert data.test.classes == ("not setosa", "setosa")
    assert data.train.y.sum() + data.validation.y.sum() + data.test.y.sum() == 50


def test_that_what_was_done_is_told_line_by_line() -> None:
    steps = dict(made(data=OWN, target="fruit", task=SEVERAL, scaling=STANDARDIZED).steps)
    assert steps["rows"] == "236: 142 train, 47 validate, 47 test"
    assert steps["4 rows left out"] == 'row 18, column "firmness" is missing'
    assert steps["3 of texts, one-hot"].startswith("colour (green, red, yellow)")
    assert steps["1 not used"] == "no (counts the rows)"
    assert "by the 142 training rows" in steps["standardized"]


def test_that_columns_can_be_left_out() -> None:
    data = made(data=OWN, target="fruit", task=SEVERAL, leave_out=("weight", "ripe"))
    assert data.train.columns == (
        "length", "width", "colour = green", "colour = red", "colour = yellow", "firmness", "sugar",
        "market = harbour", "market = north", "market = south",
    )  # fmt: skip
    assert dict(data.steps)["3 not used"] == "no (counts the rows), weight (not wanted), ripe (not wanted)"
    # the row with the malformed weight can be used now
    assert "3 rows left out" in dict(data.steps)


def test_that_what_is_left_out_follows_the_file_and_never_is_the_target() -> None:
    texts = (f"file={EXAMPLE}", "leave_out=sugar,ripe")
    settings = assign_all(catalog()[ID].preset().settings, texts)
    assert settings.leave_out == ("sugar", "ripe")
    settings = with_value(settings, "target", "ripe")
    assert settings.leave_out == ("sugar",)
    assert with_value(settings, "data", "wine").leave_out == ()


def test_that_too_few_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("a,b\n1,x\n2,y\n3,x\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"few.csv has 3 rows to learn from; 10 or more are needed\."):
        made(data=OWN, file=str(tmp_path / "few.csv"), target="b")


# Settings


def test_that_a_file_brings_its_target_and_the_target_its_task() -> None:
    settings = with_value(catalog()[ID].preset().settings, "file", str(EXAMPLE))
    assert (settings.data, settings.target, settings.task) == (OWN, "fruit", SEVERAL)
    settings = with_value(settings, "target", "ripe")
    assert settings.task == TWO
    settings = with_value(settings, "data", "wine")
    assert (settings.target, settings.task) == ("", SEVERAL)


@pytest.mark.parametrize("turned", [1, -1])
def test_that_file_and_target_may_be_typed_in_any_order(turned: int) -> None:
    texts = (f"file={EXAMPLE}", "target=ripe", "task=several classes")[::turned]
    settings = assign_all(catalog()[ID].preset().settings, texts)
    assert (settings.data, settings.target, settings.task) == (OWN, "ripe", SEVERAL)


def test_that_a_target_that_is_not_there_is_told_with_the_columns() -> None:
    with pytest.raises(ValueError, match=r"target must be one of colour, market, ripe, fruit, no, .* not 'nix'"):
        assign_all(catalog()[ID].preset().settings, (f"file={EXAMPLE}", "target=nix"))


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"a,b\n", b"one\n1\n"])
def test_that_a_wrong_file_is_refused_as_a_setting(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(ValueError, match=r"^file cannot be used: bad\.csv [^\n]*\.$"):
        with_value(catalog()[ID].preset().settings, "file", str(tmp_path / "bad.csv"))


def test_that_a_huge_file_is_refused_as_a_setting(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2**27)
    with pytest.raises(ValueError, match=r"huge\.csv is too large: files of up to 64 MB are read\.$"):
        with_value(catalog()[ID].preset().settings, "file", str(tmp_path / "huge.csv"))


# What is measured


def test_that_the_accuracy_stands_beside_the_majoritys_share() -> None:
    session = begun()
    found = {key.channel: float(one.read()[3][0]) for key, one in session.series.items()}
    y = made().test.y
    assert found["the majority's share"] == y.mean()
    assert found["accuracy − majority"] == pytest.approx(found["test accuracy"] - y.mean())


@pytest.mark.parametrize(("preset", "threshold"), [("Quick", 0.3), ("Wine", None)])
def test_that_confusion_and_rows_are_those_of_the_threshold(preset: str, threshold: float | None) -> None:
    session = begun(preset, 60, **({} if threshold is None else {"threshold": threshold}))
    confusion = session.record(Key("confusion"))
    assert isinstance(confusion, Matrix)
    wrong = confusion.values - np.diag(np.diag(confusion.values))
    region = confusion.regions[0]
    assert wrong[region.row, region.column] == wrong.max()
    for cell, count in enumerate(confusion.values.ravel()):
        session.change(with_value(session.settings, "cell", cell))
        rows = session.record(Key("rows"))
        assert isinstance(rows, Table)
        there = [row for row in rows.rows if row[0].startswith("row ")]
        assert len(there) == min(count, 8)
        sure = [float(row[1]) for row in there]
        assert sure == sorted(sure, reverse=True)


def test_that_the_point_on_the_roc_curve_is_that_of_the_confusion_matrix() -> None:
    session = begun("Book", 200, threshold=0.65)
    confusion, plane = session.record(Key("confusion")), session.record(Key("roc"))
    assert isinstance(confusion, Matrix)
    assert isinstance(plane, Plane)
    shares = confusion.values[:, 1] / confusion.values.sum(1)
    point = plane.layers[-1]
    assert (point.x[0], point.y[0]) == pytest.approx(tuple(shares))
    curve = plane.layers[1]
    assert any(np.allclose((x, y), shares) for x, y in zip(curve.x, curve.y, strict=True))


def test_that_ten_times_the_rate_cures_a_run_that_is_under_way() -> None:
    session = begun("Book", 1100)
    session.change(with_value(session.settings, "faster", True))
    session.run_to(1800)
    assert float(session.series[Key("test accuracy")].read()[3][-1]) > 0.95


def test_that_the_example_says_what_it_is() -> None:
    assert begun("My own CSV").data.startswith("fruit.csv, an example · 142")
    assert [column.kind for column in columns_of(EXAMPLE)].count("text") == 4
