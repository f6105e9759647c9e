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
def run(settings, library):
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
    assert list(experiments.catalog.__wrapped__()) == ["first"]


def test_that_two_experiments_of_one_id_are_refused(folder: Path) -> None:
    for name in ("twin_one", "twin_two"):
        (folder / f"{name}.py").write_text(SOURCE.format(id="twin"))
    with pytest.raises(ValueError, match="two experiments 'twin'"):
        experiments.catalog.__wrapped__()


def test_that_an_experiment_imported_by_another_file_is_there_once(folder: Path) -> None:
    (folder / "origin.py").write_text(SOURCE.format(id="origin"))
    (folder / "user.py").write_text("from core.experiments.origin import run")
    assert list(experiments.catalog.__wrapped__()) == ["origin"]
