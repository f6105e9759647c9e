"""What the README says can be done is done here: its experiment is saved, found, run and shown."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Experiment
from core.run.frame import settled_frame
from core.run.session import Session
from core.run.tick import Key
from gui.look.theme import Theme
from gui.stage import Stage

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no {language} block"
    return found.group(1)


@pytest.fixture
def example(tmp_path: Path) -> Experiment:
    file = tmp_path / "one_weight.py"
    file.write_text(block("python"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("one_weight", file)
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    sys.modules["one_weight"] = module
    spec.loader.exec_module(module)
    del sys.modules["one_weight"]
    made = module.one_weight
    assert isinstance(made, Experiment)
    return made


def test_that_the_example_experiment_runs(example: Experiment) -> None:
    session = Session(example, example.preset().settings, Library())
    session.run_to(30)
    assert session.series[Key("loss")].read()[3][-1] == pytest.approx((3 * 0.8**30) ** 2)


def test_that_the_example_experiment_is_shown_without_any_code_of_the_window(example: Experiment, qtbot: QtBot) -> None:
    session = Session(example, example.preset().settings, Library())
    session.run_to(3)
    stage = Stage(example, session.settings, session.preset, Theme.named("light"))
    qtbot.addWidget(stage)
    stage.resize(900, 600)
    stage.show()
    stage.show_frame(settled_frame(session))
    assert stage.wanted() == {"walk", "loss"}


def test_that_every_experiment_of_the_readme_exists_with_its_picture() -> None:
    for name in re.findall(r"resources/pictures/([\w-]+)\.png", README):
        assert name in catalog()
        assert (ROOT / "resources" / "pictures" / f"{name}.png").stat().st_size > 10_000
