"""The rules one can see in the folder names: who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
QT = ("PySide6", "pyqtgraph", "shiboken6")

RUNNING = ("core.run", "core.training", "core.experiments")

FORBIDDEN = {
    "core": (*QT, "gui"),
    "core/nn": ("core.optim", "core.graph", "core.data", *RUNNING),
    "core/optim": ("core.data", "core.graph", *RUNNING),
    "core/graph": ("core.data", "core.optim", *RUNNING),
    "core/data": ("core.graph", "core.optim", *RUNNING),
    "core/surfaces": ("core.nn", "core.optim", "core.graph", "core.data", *RUNNING),
    "core/settings": ("core.nn", "core.optim", "core.graph", "core.data", "core.records", *RUNNING),
    "core/records": ("core.nn", "core.optim", "core.graph", "core.data", "core.settings", *RUNNING),
    "core/run": ("core.training", "core.experiments"),
    "core/training": ("core.experiments",),
    "gui/look": ("gui.plotting", "gui.panels", "gui.worker"),
    "gui/plotting": ("gui.panels", "gui.worker", "gui.window", "gui.stage", "core.experiments"),
    "gui/panels": ("gui.worker", "gui.window", "gui.stage", "core.experiments"),
    "gui": ("main",),
}


def imported(file: Path, everywhere: bool = True) -> Iterator[str]:
    """The modules a file imports, not counting those only for type checks."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree) if everywhere else tree.body:
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by dots; write the whole name"
            yield node.module or ""


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_that_imports_point_one_way(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files
        for module in imported(file)
        for forbidden in FORBIDDEN[folder]
        if inside(module, forbidden)
    ]
    assert wrong == []


def test_that_core_runs_where_qt_cannot_be_imported() -> None:
    blocked = f"import sys; sys.modules.update(dict.fromkeys({QT!r})); "
    work = "from core.experiments import catalog; import main; print(len(catalog()))"
    done = subprocess.run([sys.executable, "-c", blocked + work], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 7


def test_that_only_the_worker_package_knows_threads() -> None:
    knowing = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "gui").rglob("*.py")
        if any(word in file.read_text(encoding="utf-8") for word in ("QThread", "threading", "concurrent.futures"))
    }
    assert all(file.startswith("gui/worker/") for file in knowing)


def test_that_main_imports_nothing_of_qt_before_it_is_needed() -> None:
    assert not [module for module in imported(ROOT / "main.py", everywhere=False) if inside(module, "gui")]
