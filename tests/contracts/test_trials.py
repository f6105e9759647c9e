"""A new experiment is one core file and one note: the README's example, and kinds that the course does not have yet.

They are added to a copy of the course, and every contract of experiments runs on them there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRIALS = ROOT / "tests" / "trials"
COPIED = ("core", "gui", "resources", "tests", "main.py", "pyproject.toml", "README.md")
CONTRACTS = ("test_experiments.py", "test_effects.py", "test_breaths.py", "test_notes.py")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with four more experiments."""
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "trials"))
        else:
            shutil.copy(ROOT / name, copy / name)
    folder = copy / "core" / "experiments" / "trials"
    folder.mkdir()
    notes = copy / "resources" / "notes" / "en"
    for file in TRIALS.glob("[!_]*.py"):
        shutil.copy(file, folder / file.name)
    for note in TRIALS.glob("*.md"):
        shutil.copy(note, notes / note.name)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for language, file in (("python", folder / "one_weight.py"), ("markdown", notes / "one-weight.md")):
        found = re.search(rf"```{language}\n(.*?)```", readme, re.DOTALL)
        assert found is not None
        file.write_text(found[1], encoding="utf-8")
    return copy


def run(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        [sys.executable, *arguments], cwd=course, env=environment, capture_output=True, text=True, timeout=400
    )


@pytest.mark.slow
def test_that_experiments_of_new_kinds_pass_every_contract(course: Path) -> None:
    ids = "one-weight or sliding-kernel or width-and-samples or matrix-graph"
    files = [f"tests/contracts/{name}" for name in CONTRACTS]
    done = run(course, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", ids, *files)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("id", ["one-weight", "sliding-kernel", "width-and-samples", "matrix-graph"])
def test_that_an_experiment_of_a_new_kind_is_captured_without_code_of_the_window(course: Path, id: str) -> None:
    done = run(course, "main.py", id, "--preset", "Book", "--steps", "4", "--capture", f"{id}.png", "--size", "900x600")
    assert done.returncode == 0, done.stderr
    assert (course / f"{id}.png").stat().st_size > 10_000
