"""Without the window: the README's script of twenty lines runs as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from core.data.missing import MissingData
from core.data.mnist import missing_files

MNIST = Path(os.environ.get("CHALKGRAD_DATA", Path(__file__).parents[3] / "shared" / "mnist"))

SCRIPT = """\
from pathlib import Path

from core.data.batches import batches
from core.data.library import Library
from core.nn import CrossEntropy, Linear, Network, ReLU
from core.optim import Adam
from core.random import stream

digits = Library(Path("~/mnist").expanduser()).digits("MNIST").flat()
net = Network([Linear(784, 100), ReLU(), Linear(100, 10)], rng=stream(0, "init"))
loss, optimizer = CrossEntropy(), Adam(lr=0.001)

for step, rows in enumerate(batches(len(digits.train), 100, stream(0, "data"))):
    if step % 600 == 0:
        right = net.forward(digits.test.x[:]).argmax(axis=1) == digits.test.y
        print(f"after {step // 600} epochs: {right.mean():.4f} of the test digits")
    if step == 3 * 600:
        break
    x, y = digits.train.batch(rows)
    loss.forward(net.forward(x, training=True), y)
    net.zero_grads()
    net.backward_parameters(loss.backward())
    optimizer.update(net.values, net.grads)
"""


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
