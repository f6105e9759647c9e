"""Recorded runs on the command line: written, played, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import main
from tests.test_main import png_texts


@pytest.fixture
def file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "run.chalkrun"
    assert main.main(["optimizer-race", "--seed", "3", "--steps", "12", "--record", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("run.chalkrun: 13 moments, 0.")
    assert " MB; keeping them took " in said
    return path


@pytest.mark.usefixtures("qapp")
def test_that_a_recorded_picture_is_that_of_the_run(file: Path, tmp_path: Path) -> None:
    live, played = tmp_path / "live.png", tmp_path / "played.png"
    size = ["--size", "1280x720"]
    assert main.main(["optimizer-race", "--seed", "3", "--steps", "7", "--capture", str(live), *size]) == 0
    assert main.main([str(file), "--steps", "7", "--capture", str(played), *size]) == 0
    assert played.read_bytes() == live.read_bytes()
    assert png_texts(played)["Command"] == "chalkgrad optimizer-race --preset Quick --seed 3 --steps 7"


@pytest.mark.usefixtures("qapp")
def test_that_recorded_series_are_those_of_the_run(file: Path, tmp_path: Path) -> None:
    assert main.main(["optimizer-race", "--seed", "3", "--steps", "12", "--export", str(tmp_path / "live.csv")]) == 0
    assert main.main([str(file), "--export", str(tmp_path / "played.csv")]) == 0
    live, played = (sorted((tmp_path / name).read_text().splitlines()) for name in ("live.csv", "played.csv"))
    assert played == live


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["{file}", "--seed", "1"],
            "a recorded run is played as it was, without --preset, --set, --seed, --seeds and --record",
        ),
        (["{file}", "--set", "lr=1"], "a recorded run is played as it was"),
        (["{file}", "--panel", "none", "--capture", "{folder}/a.png"], "optimizer-race has no panel 'none'"),
        (["{folder}/none.chalkrun"], "there is no file"),
        (["{folder}/text.chalkrun"], "text.chalkrun is not a recorded run, or it is damaged"),
        (["{folder}/TEXT.CHALKRUN"], "there is no file"),
        (["digits-mlp", "--record", "{folder}/a.npz"], "must end in one of .chalkrun"),
        (["digits-mlp", "--record", "{folder}/none/a.chalkrun"], "there is no folder"),
        (["--record", "{folder}/a.chalkrun"], "need the id of an experiment"),
    ],
)
def test_that_wrong_input_gets_one_sentence(
    file: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "text.chalkrun").write_text("words")
    assert main.main([one.format(file=file, folder=file.parent) for one in arguments]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
