"""`--seeds` on the command line."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

import main
from tests.test_main import png_texts


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["playground", "--seeds", "1"], "argument --seeds: takes a whole number from 2 to 64, not '1'"),
        (["playground", "--seeds", "65"], "takes a whole number from 2 to 64, not '65'"),
        (["playground", "--seeds", "many"], "takes a whole number from 2 to 64, not 'many'"),
        (
            ["playground", "--seeds", "8", "--steps", "0", "--export", "x.csv"],
            "no steps here that seeds could differ in",
        ),
        (
            ["shopping-graph", "--seeds", "8", "--export", "x.csv"],
            "shopping-graph has no seed: nothing in it is random",
        ),
        (["shopping-graph", "--seeds", "8"], "shopping-graph has no seed: nothing in it is random"),
        (["--seeds", "8"], "--preset, --set, --seed, --seeds and --steps need the id of an experiment"),
        (
            ["early-stopping", "--steps", "5", "--seeds", "2", "--capture", "x.png"],
            "so there is no band; --export FILE",
        ),
        (["digits-mlp", "--set", "data=MNIST", "--seeds", "2", "--export", "x.csv"], "MNIST is not on this computer"),
    ],
)
def test_that_wrong_input_gets_one_sentence_and_exit_code_2(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert told in said
    assert list(tmp_path.iterdir()) == []
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_that_a_capture_with_seeds_is_the_same_bytes_twice_and_tells_of_them(tmp_path: Path) -> None:
    first, second, alone = (tmp_path / f"{name}.png" for name in "123")
    command = ["playground", "--steps", "20", "--seed", "5", "--size", "800x600"]
    for path in (first, second):
        assert main.main([*command, "--seeds", "3", "--capture", str(path)]) == 0
    assert main.main([*command, "--capture", str(alone)]) == 0
    assert first.read_bytes() == second.read_bytes()
    texts = png_texts(first)
    assert texts["Seeds"] == "5, 6, 7"
    assert texts["Command"] == "chalkgrad playground --preset Quick --seed 5 --steps 20 --seeds 3"
    assert "Seeds" not in png_texts(alone)
    assert multiprocessing.active_children() == []
