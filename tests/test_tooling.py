"""The files around the code: what editors, hooks and make are told agrees with what is there."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = ("*.py", "*.md", "*.toml", "*.txt", "*.yaml", "Makefile", ".editorconfig", ".gitignore")
FOLDERS = ("core", "gui", "tests", "docs", "resources/notes", "resources/chalkgrad", ".ci")
FILES = sorted(
    {path for pattern in TEXTS for path in ROOT.glob(pattern)}
    | {path for folder in FOLDERS for pattern in TEXTS for path in (ROOT / folder).rglob(pattern)}
)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_that_every_text_file_is_as_the_editor_configuration_says() -> None:
    wrong = []
    for file in FILES:
        text = file.read_bytes().decode("utf-8")
        tabs = "\t" in text and file.name != "Makefile"
        if "\r" in text or tabs or (text and not text.endswith("\n")) or re.search(r"[ \t]+$", text, re.MULTILINE):
            wrong.append(str(file.relative_to(ROOT)))
    assert wrong == []


def test_that_editors_and_the_formatter_know_one_line_length() -> None:
    told = re.search(r"^max_line_length = (\d+)$", (ROOT / ".editorconfig").read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    assert int(told[1]) == PYPROJECT["tool"]["ruff"]["line-length"]


def test_that_a_commit_is_checked_with_the_tools_of_make_check() -> None:
    hooks = re.findall(r"entry: \.venv/bin/(\w+)", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    check = MAKEFILE.partition("\ncheck:")[2].partition("\n\n")[0]
    assert set(hooks) == set(re.findall(r"\$\(BIN\)/(\w+)", check))


@pytest.mark.parametrize(
    "target", ["run", "test", "quick", "test-all", "check", "bench", "parity", "cluster", "pictures"]
)
def test_that_every_target_is_declared_and_named_at_the_top(target: str) -> None:
    header = MAKEFILE.partition("\nPYTHON")[0]
    assert re.search(rf"^\.PHONY:.*\b{target}\b", MAKEFILE, re.MULTILINE)
    assert f"make {target} " in header


def test_that_the_suite_can_be_run_with_the_oldest_python() -> None:
    (versions,) = re.findall(r"^VERSIONS := (.*)$", MAKEFILE, re.MULTILINE)
    oldest = re.match(r">=(\d+\.\d+)", PYPROJECT["project"]["requires-python"])
    assert oldest is not None
    assert versions.split()[0] == oldest[1]
