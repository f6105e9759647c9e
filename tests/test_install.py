"""The wheel, in a fresh environment beside a package that takes the same names as our parts."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RIVAL = {
    "core/__init__.py": "raise ImportError('this is the core of another package')",
    "main.py": "raise ImportError('this is the main of another package')",
    "rival-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: rival\nVersion: 1.0\n",
    "rival-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
SEARCH = """
import chalkgrad
from core.training.search import Trial, search

def job(trial):
    import core
    return float("chalkgrad" in core.__file__)

if __name__ == "__main__":
    print([outcome.score for outcome in search(job, [Trial(0, {}), Trial(1, {})]) if outcome is not None])
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="an environment of uv has no pip"),
]


class Environment:
    """A virtual environment with the libraries of this one, and of ours only what a test installs."""

    def __init__(self, folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        scripts = sysconfig.get_path("scripts", "venv", {"base": str(folder)})
        self.python, self.scripts, self.folder = Path(scripts, "python"), Path(scripts), folder
        site = sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)})
        Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    def pip(self, *arguments: object) -> None:
        """This environment's pip, working on the other."""
        command = [sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check", *arguments]
        subprocess.run(list(map(str, command)), check=True, capture_output=True, cwd=self.folder)

    def run(self, *command: object) -> str:
        """What the command prints; it runs in a folder with a `core` of its own, and nothing else may help it."""
        bare = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        here = self.folder / "here"
        (here / "core").mkdir(parents=True, exist_ok=True)
        (here / "core" / "__init__.py").write_text("raise ImportError('this is the core of a folder')")
        done = subprocess.run(list(map(str, command)), cwd=here, env=bare, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


def built(folder: Path) -> Path:
    """Our wheel."""
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--disable-pip-version-check", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("chalkgrad-*.whl")
    return wheel


def rival(folder: Path) -> Path:
    wheel = folder / "rival-1.0-py3-none-any.whl"
    record = "".join(f"{name},,\n" for name in (*RIVAL, "rival-1.0.dist-info/RECORD"))
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in (RIVAL | {"rival-1.0.dist-info/RECORD": record}).items():
            archive.writestr(name, text)
    return wheel


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("install")
    made = Environment(folder / "venv")
    made.pip("install", "--no-deps", "--no-index", "--ignore-installed", built(folder), rival(folder))
    return made


def test_that_all_of_the_wheel_lies_in_one_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(built(tmp_path)) as wheel:
        names = wheel.namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"chalkgrad"}
    assert {"chalkgrad/__init__.py", "chalkgrad/main.py", "chalkgrad/resources/data/uci.npz"} <= set(names)
    assert not [name for name in names if "resources/pictures" in name]


def test_that_the_program_runs_beside_a_package_with_the_same_names_and_after_it(environment: Environment) -> None:
    for _ in range(2):
        assert "optimizer-paths" in environment.run(environment.scripts / "chalkgrad", "--list")
        assert "optimizer-paths" in environment.run(environment.python, "-m", "chalkgrad", "--list")
        environment.pip("uninstall", "--yes", "rival")


def test_that_a_notebook_finds_core(environment: Environment) -> None:
    script = "import chalkgrad; from core.data.library import Library; print(len(Library().table('iris')))"
    assert environment.run(environment.python, "-c", script) == "150\n"


def test_that_a_search_finds_core_in_its_processes(environment: Environment) -> None:
    script = environment.folder / "searching.py"
    script.write_text(SEARCH, encoding="utf-8")
    assert environment.run(environment.python, script) == "[1.0, 1.0]\n"


def test_that_a_core_imported_before_is_told(environment: Environment) -> None:
    script = (
        "import sys, types; sys.modules['core'] = other = types.ModuleType('core'); other.__path__ = []\n"
        "try: import chalkgrad\nexcept ImportError as error: print(error)"
    )
    told = "another package called core has been imported already; import chalkgrad before it\n"
    assert environment.run(environment.python, "-c", script) == told


def test_that_a_developer_s_installation_runs_from_the_repository(tmp_path: Path) -> None:
    made = Environment(tmp_path)
    made.pip("install", "--no-deps", "--ignore-installed", "--editable", ROOT)
    script = "import chalkgrad, core; print(core.__file__)"
    assert made.run(made.python, "-P", "-c", script) == f"{ROOT / 'core' / '__init__.py'}\n"
    assert "optimizer-paths" in made.run(made.scripts / "chalkgrad", "--list")
