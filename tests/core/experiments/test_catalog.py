"""A new file is a new experiment, in a new folder too; and no experiment takes the place of another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import experiments

SOURCE = """
from dataclasses import dataclass
from core.run.experiment import Preset, experiment
from core.run.views import View
from core.settings import Settings

VIEWS = (View("x"),)

@dataclass(frozen=True, kw_only=True)
class Plain(Settings):
    pass

@experiment(id="{id}", chapter="Neurons", settings=Plain, presets=(Preset("Quick", Plain(), steps=1),), views=VIEWS)
def run(settings, now, library):
    \"\"\"What is new?\"\"\"
    yield None
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where experiments are looked for."""
    monkeypatch.setattr(experiments, "FOLDER", tmp_path)
    monkeypatch.setattr(experiments, "__path__", [str(tmp_path)])
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("core.experiments."):
            del sys.modules[name]


def test_that_a_file_in_a_new_folder_is_found(folder: Path) -> None:
    (folder / "brand_new").mkdir()
    (folder / "brand_new" / "first.py").write_text(SOURCE.format(id="first"))
    assert list(experiments.load_course.__wrapped__().experiments) == ["first"]


def test_that_of_two_experiments_of_one_id_the_second_is_listed_as_broken(folder: Path) -> None:
    for name in ("twin_one", "twin_two"):
        (folder / f"{name}.py").write_text(SOURCE.format(id="twin"))
    course = experiments.load_course.__wrapped__()
    assert list(course.experiments) == ["twin"]
    assert course.broken == (
        ("twin_two.py", "ValueError: there are two experiments 'twin'; each needs an id of its own"),
    )


def test_that_a_broken_file_is_listed_with_its_sentence_and_the_others_go_on(folder: Path) -> None:
    (folder / "fine.py").write_text(SOURCE.format(id="fine"))
    (folder / "slip.py").write_text("x = 1\ndef (:\n")
    (folder / "wrong_chapter.py").write_text(SOURCE.format(id="lost").replace('"Neurons"', '"Alchemy"'))
    (folder / "missing.py").write_text("import no_such_library")
    course = experiments.load_course.__wrapped__()
    assert list(course.experiments) == ["fine"]
    sentences = dict(course.broken)
    assert sentences["slip.py"].startswith("SyntaxError in line 2: ")
    assert "lost is in no chapter of the course: 'Alchemy'" in sentences["wrong_chapter.py"]
    assert sentences["missing.py"] == "ModuleNotFoundError: No module named 'no_such_library'"


def test_that_experiments_stand_in_the_order_they_ask_for(folder: Path) -> None:
    for name, order in (("a", 30), ("b", 10), ("c", 20)):
        source = SOURCE.format(id=name).replace('chapter="Neurons"', f'chapter="Neurons", order={order}')
        (folder / f"{name}.py").write_text(source)
    assert list(experiments.load_course.__wrapped__().experiments) == ["b", "c", "a"]


def test_that_an_experiment_imported_by_another_file_is_there_once(folder: Path) -> None:
    (folder / "origin.py").write_text(SOURCE.format(id="origin"))
    (folder / "user.py").write_text("from core.experiments.origin import run")
    assert list(experiments.load_course.__wrapped__().experiments) == ["origin"]
