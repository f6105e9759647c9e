"""The command line, run as a user runs it: another process, no display."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import main
from core.data.library import Library
from core.experiments import catalog
from core.run.tick import Run, Start
from core.settings import Settings

ROOT = Path(__file__).parents[1]


# Few steps are enough to fill every panel; training longer is the experiments' own tests' business.
LONG = "x" * 5000


STEPS = {"convnet-features": 3, "digits-mlp": 10, "optimizer-race": 10}


def chalkgrad(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env=bare | environment,
    )


def png_size(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def png_texts(path: Path) -> dict[str, str]:
    """The text chunks of a PNG, read by the format's definition."""
    data, at, found = path.read_bytes(), 8, {}
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        name, _, rest = body.partition(b"\0")
        if kind == b"tEXt":
            found[name.decode()] = rest.decode("latin-1")
        elif kind == b"zTXt":
            found[name.decode()] = zlib.decompress(rest[1:]).decode("latin-1")
        elif kind == b"iTXt":
            packed, text = rest[0], rest[2:].split(b"\0", 2)[2]
            found[name.decode()] = (zlib.decompress(text) if packed else text).decode()
        at += 12 + length
    return found


def capture(experiment: str, path: Path) -> list[str]:
    """The arguments of a short capture."""
    steps = str(STEPS.get(experiment, 20))
    return [experiment, "--preset", "Quick", "--steps", steps, "--capture", str(path)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("experiment", catalog())
def test_that_a_capture_of_every_experiment_is_the_same_bytes_twice(experiment: str, tmp_path: Path) -> None:
    first, second = tmp_path / "1.png", tmp_path / "2.png"
    for path in (first, second):
        assert main.main([*capture(experiment, path), "--size", "1280x720"]) == 0
    assert png_size(first) == (1280, 720)
    assert first.read_bytes() == second.read_bytes()
    assert set(tmp_path.iterdir()) == {first, second}


@pytest.mark.slow
@pytest.mark.parametrize("experiment", ["shopping-graph", "optimizer-race"])
def test_that_a_capture_needs_no_display_and_two_processes_give_the_same_bytes(experiment: str, tmp_path: Path) -> None:
    first, second = tmp_path / "1.png", tmp_path / "2.png"
    for path in (first, second):
        done = chalkgrad(*capture(experiment, path))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert first.read_bytes() == second.read_bytes()
    assert set(tmp_path.iterdir()) == {first, second}


def test_that_a_capture_tells_what_it_shows_in_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / "graph.png"
    done = chalkgrad("shopping-graph", "--set", "apple_number=3", "--capture", path, "--size", "800x600", "--scale", 2)
    assert done.stderr == ""
    assert png_size(path) == (1600, 1200)
    told = " ".join(png_texts(path).values())
    assert "shopping-graph" in told
    assert "apple_number 3" in told


def test_that_a_capture_does_not_depend_on_the_screen(tmp_path: Path) -> None:
    plain, scaled = tmp_path / "plain.png", tmp_path / "scaled.png"
    chalkgrad("shopping-graph", "--capture", plain)
    chalkgrad("shopping-graph", "--capture", scaled, QT_SCALE_FACTOR="2", QT_FONT_DPI="144", LC_ALL="de_DE.UTF-8")
    assert plain.read_bytes() == scaled.read_bytes()


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_that_vector_pictures_are_written(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture{suffix}"
    done = chalkgrad("shopping-graph", "--capture", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes()[:5] in (b"<?xml", b"%PDF-")


def test_that_an_export_holds_every_series(tmp_path: Path) -> None:
    table, document = tmp_path / "run.csv", tmp_path / "run.json"
    for path in (table, document):
        assert chalkgrad("playground", "--steps", 50, "--export", path).stderr == ""
    with table.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["step", "channel", "variant", "value"]
    assert {"50"} <= {row[0] for row in rows[1:]}
    told = json.loads(document.read_text(encoding="utf-8"))
    assert [[str(cell) for cell in row[:3]] for row in told["rows"]] == [row[:3] for row in rows[1:]]


def test_that_the_list_as_json_tells_everything() -> None:
    listed = json.loads(chalkgrad("--list", "--json").stdout)
    assert [one["id"] for one in listed] == list(catalog())
    for one in listed:
        assert {"id", "chapter", "title", "settings", "presets", "panels"} <= set(one)
        assert all({"name", "allowed", "default"} <= set(setting) for setting in one["settings"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-thing"], "--list names those there are"),
        (["optimizer-path"], "did you mean optimizer-paths"),
        (["playground", "--preset", "Best"], "Quick"),
        (["playground", "--set", "speed=1"], "no setting 'speed'"),
        (["playground", "--set", "lr=fast"], "lr must be a number from"),
        (["playground", "--set", "lr=-1"], "lr must be a number from"),
        (["playground", "--set", "lr"], "name=value"),
        (["playground", "--seed", "x"], "seed must be a whole number"),
        (["playground", "--steps", "-1"], "--steps"),
        (["playground", "--capture", "x.gif"], ".png, .svg, .pdf"),
        (["playground", "--capture", "no/such/folder/x.png"], "no folder no/such/folder"),
        (["playground", "--capture", "x.png", "--size", "big"], "WIDTHxHEIGHT"),
        (["playground", "--capture", "x.png", "--size", "8192x8192", "--scale", "3.9"], "100 million are the most"),
        (["playground", "--capture", "x.png", "--panel", "nose"], "no panel 'nose'"),
        (["playground", "--export", "x.txt"], ".csv, .json"),
        (["--capture", "x.png"], "--list"),
        (["playground", "--panel", "loss"], "--panel goes with --capture"),
        (["--json"], "--json goes with --list"),
        (["playground", "--seed", ""], "seed must be a whole number"),
        (["--data-dir", "no/such/folder", "--list"], "not a folder"),
        (["--nonsense"], "--nonsense"),
        (["--lang", "zh_CN", "--list"], "--lang: takes en, not 'zh_CN'"),
        (["--theme", "pink", "--list"], "--theme: takes light or dark, not 'pink'"),
        (["playground", "--export", LONG + ".csv"], "name too long"),
        (["playground", "--export", f"{LONG}/x.csv"], "there is no folder"),
        (["--data-dir", LONG, "--list"], "is not a folder that can be read"),
    ],
)
def test_that_wrong_input_gets_one_sentence_and_exit_code_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(arguments) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert told in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["playground", "--set", f"lr={LONG}"],
        ["playground", "--set", "lr=a\nb\tc"],
        ["playground", "--set", LONG],
        ["playground", "--set", f"{LONG}=1"],
        ["playground", "--set", "\n=1"],
        ["optimizer-paths", "--set", f"formula={LONG}"],
        ["optimizer-paths", "--set", f"start={LONG}"],
        ["optimizer-paths", "--set", f"surface={LONG}"],
        ["playground", "--seed", LONG],
        ["playground", "--steps", LONG],
        ["playground", "--preset", LONG],
        ["playground", "--capture", "x.png", "--size", LONG],
        ["playground", "--capture", "x.png", "--scale", LONG],
        ["playground", "--capture", "x.png", "--panel", LONG],
        ["playground", "--theme", LONG],
        [LONG],
        [f"--{LONG}"],
        ["playground", "--capture", LONG],
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_that_a_wrong_value_is_echoed_in_part_on_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(arguments) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert len(told) < 500


@pytest.mark.skipif(os.name == "nt", reason="no FIFO there")
def test_that_a_pipe_in_place_of_the_picture_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "x.png"
    os.mkfifo(pipe)
    assert main.main(["shopping-graph", "--capture", str(pipe)]) == 2
    assert "a pipe or a device" in capsys.readouterr().err
    assert pipe.is_fifo()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk that is always full")
def test_that_a_full_disk_gets_one_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.csv"
    begin = tempfile.mkstemp

    def on_a_full_disk(**how: str) -> tuple[int, str]:
        handle, name = begin(**how)
        os.unlink(name)
        os.symlink("/dev/full", name)
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", on_a_full_disk)
    assert main.main(["shopping-graph", "--export", str(path)]) == 2
    assert capsys.readouterr().err == f"chalkgrad: {path} cannot be written: no space left on device\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--list"], ["--list", "--json"], ["--help"]])
def test_that_a_terminal_that_knows_ascii_only_is_written_to(arguments: list[str]) -> None:
    done = chalkgrad(*arguments, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "optimizer-paths" in done.stdout or "--capture" in done.stdout


@pytest.mark.parametrize("arguments", [["--list"], ["--list", "--json"], ["--help"]])
def test_that_a_reader_may_leave_after_the_first_line(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", *arguments], stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk that is always full")
def test_that_a_list_that_cannot_be_printed_is_one_sentence() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", "--list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (done.returncode, done.stderr) == (2, "chalkgrad: this cannot be printed: no space left on device\n")


def test_that_a_capture_does_not_depend_on_the_desktop(tmp_path: Path) -> None:
    plain, styled = tmp_path / "plain.png", tmp_path / "styled.png"
    chalkgrad("shopping-graph", "--capture", plain)
    desktop = {"QT_QPA_PLATFORMTHEME": "gtk3", "QT_STYLE_OVERRIDE": "kvantum", "QT_LOGGING_RULES": "*=true"}
    done = chalkgrad("shopping-graph", "--capture", styled, **desktop)
    assert (done.returncode, done.stderr) == (0, "")
    assert plain.read_bytes() == styled.read_bytes()


def test_that_missing_mnist_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    done = chalkgrad(
        "digits-mlp", "--preset", "Book", "--data-dir", tmp_path, "--capture", path, XDG_CACHE_HOME=str(tmp_path)
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "MNIST" in done.stderr
    assert "--data-dir" in done.stderr
    assert not path.exists()


def wrong_run(settings: Settings, now: Callable[[], Settings], library: Library) -> Run:
    yield Start()
    raise ZeroDivisionError("a student's mistake")
    yield


def test_that_a_mistake_in_an_experiment_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = replace(catalog()["playground"], id="broken", run=wrong_run)
    monkeypatch.setattr("core.experiments.catalog", lambda: {"broken": broken})
    assert main.main(["broken", "--export", "never.csv"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told


def test_that_without_a_display_the_window_names_the_way_out() -> None:
    done = chalkgrad()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--capture" in done.stderr
