"""Without the window: the README's script of twenty lines runs as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from core.data.errors import MissingData
from core.data.mnist.files import missing_files

MNIST = Path(os.environ.get("CHALKGRAD_DATA", Path(__file__).parents[3] / "shared" / "mnist"))

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FOUND = re.search(r"## Use it without the window.*?```python\n(.*?)```", README, re.DOTALL)
SCRIPT = FOUND.group(1) if FOUND else ""


def run(script: str, capsys: pytest.CaptureFixture[str]) -> list[float]:
    """The accuracies that it prints."""
    exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return [float(number) for number in re.findall(r"epochs: ([\d.]+) of", capsys.readouterr().out)]


def test_that_the_script_has_twenty_lines_of_code() -> None:
    assert len([line for line in SCRIPT.splitlines() if line and not line.startswith(("from", "import"))]) <= 20


@pytest.mark.skipif(bool(missing_files(MNIST)), reason="MNIST is not here")
def test_that_the_script_reads_mnist(capsys: pytest.CaptureFixture[str]) -> None:
    accuracies = run(SCRIPT.replace('Path("~/mnist").expanduser()', f"Path({str(MNIST)!r})"), capsys)
    assert len(accuracies) == 4
    assert accuracies[0] < 0.3
    assert accuracies[-1] > 0.96


def test_that_the_script_runs_on_the_built_in_digits(capsys: pytest.CaptureFixture[str]) -> None:
    accuracies = run(SCRIPT.replace('"MNIST"', '"pen digits"').replace("600", "20"), capsys)
    assert accuracies[-1] > max(0.5, accuracies[0])


def test_that_the_script_says_where_mnist_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = SCRIPT.replace('Path("~/mnist").expanduser()', f"Path({str(tmp_path)!r}), Path({str(tmp_path)!r})")
    with pytest.raises(MissingData, match="MNIST is not on this computer"):
        run(nowhere, capsys)
