"""Captures: a picture is a function of what it shows, it says what it shows, and it is there whole or not at all."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.frame import Frame, settled_frame
from core.run.session import Session
from gui.arrangement.tree import Split
from gui.capture import render
from gui.capture.caption import Caption
from gui.capture.render import CaptureError, Sheet, StagePicture, copy_picture, save_picture
from gui.look.theme import Theme, apply_theme
from gui.view_state import StageState
from tests.gui.captured import Example, example

LIGHT = Theme.named("light")
SIZE = (640, 400)


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, LIGHT)
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def frame(session: Session) -> Frame:
    return settled_frame(session)


def capture(session: Session, frame: Frame, path: Path, scale: float = 1.0, **more: object) -> bytes:
    caption = Caption.of(session, step=frame.step)
    arguments = {"size": SIZE, "theme": LIGHT, "panel": None, **more}
    save_picture(StagePicture(session, frame, caption, **arguments), path, scale)  # type: ignore[arg-type]
    return path.read_bytes()


def pixels(path: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Brightness, rows first."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(float)


@pytest.mark.parametrize("scale", [1.0, 1.5, 3.0])
def test_that_a_png_has_size_times_scale_pixels(session: Session, frame: Frame, tmp_path: Path, scale: float) -> None:
    capture(session, frame, tmp_path / "a.png", scale)
    assert QImage(str(tmp_path / "a.png")).size() == QSize(round(640 * scale), round(400 * scale))


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_that_the_same_picture_is_the_same_bytes(session: Session, frame: Frame, tmp_path: Path, suffix: str) -> None:
    first = capture(session, frame, tmp_path / f"a{suffix}")
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    second = capture(session, frame, tmp_path / f"b{suffix}")
    QLocale.setDefault(before)
    again = Session(example, Example(), Library())
    while again.step < 20:
        again.advance()
        settled_frame(again)
    third = capture(again, settled_frame(again), tmp_path / f"c{suffix}")
    again.close()
    assert first == second == third


def test_that_text_and_lines_keep_their_proportions_at_every_scale(
    session: Session, frame: Frame, tmp_path: Path
) -> None:
    capture(session, frame, tmp_path / "1.png", 1.0)
    capture(session, frame, tmp_path / "3.png", 3.0)
    one, three = pixels(tmp_path / "1.png"), pixels(tmp_path / "3.png")
    smaller = three.reshape(400, 3, 640, 3).mean(axis=(1, 3))
    assert np.abs(one - smaller).mean() < 2.0
    blocks = [a.reshape(20, 20, 20, 32).mean(axis=(1, 3)) for a in (one, smaller)]
    assert np.abs(blocks[0] - blocks[1]).max() < 8.0


def test_that_a_png_tells_what_it_shows(session: Session, frame: Frame, tmp_path: Path) -> None:
    capture(session, frame, tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert image.text("Experiment") == "example"
    assert image.text("Title") == "Example: Where does it go?"
    assert json.loads(image.text("Settings")) == {"seed": "0", "surface": "valley", "start": "1", "lr": "0.05"}
    assert (image.text("Seed"), image.text("Step"), image.text("Data")) == ("0", "20", "a grid · raw")


def test_that_svg_and_pdf_tell_it_too(session: Session, frame: Frame, tmp_path: Path) -> None:
    svg = capture(session, frame, tmp_path / "a.svg").decode()
    assert "<title>Example: Where does it go?</title>" in svg
    assert "Data: a grid · raw" in svg
    assert '<svg width="640" height="400"' in svg
    pdf = capture(session, frame, tmp_path / "a.pdf").decode("latin-1")
    assert pdf.startswith("%PDF-")
    assert "Command: chalkgrad example" in pdf
    assert re.search(r"MediaBox \[0 0 480(\.0+)? 300(\.0+)?\]", pdf)


@pytest.mark.parametrize(
    ("suffix", "command"),
    [
        (".svg", ["rsvg-convert", "a.svg", "-o", "b.png"]),
        (".pdf", ["pdftoppm", "-r", "96", "-png", "-singlefile", "a.pdf", "b"]),
    ],
)
def test_that_another_program_shows_the_same_picture(
    session: Session, frame: Frame, tmp_path: Path, suffix: str, command: list[str]
) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    capture(session, frame, tmp_path / f"a{suffix}")
    capture(session, frame, tmp_path / "a.png")
    subprocess.run(command, cwd=tmp_path, check=True)
    ours, theirs = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() < 2.5
    blocks = [a.reshape(20, 20, 20, 32).mean(axis=(1, 3)) for a in (ours, theirs)]
    assert np.abs(blocks[0] - blocks[1]).max() < 12.0  # nothing is missing or elsewhere


def test_that_one_panel_fills_the_picture(session: Session, frame: Frame, tmp_path: Path) -> None:
    whole = capture(session, frame, tmp_path / "a.png")
    by_name = capture(session, frame, tmp_path / "b.png", panel="loss")
    by_title = capture(session, frame, tmp_path / "c.png", panel="Loss")
    assert by_name == by_title != whole
    with pytest.raises(ValueError, match=r"example has no panel 'maps'; there are paths, loss"):
        capture(session, frame, tmp_path / "d.png", panel="maps")
    assert not (tmp_path / "d.png").exists()


MOVED = StageState(Split(False, ("loss", "paths"), (1.0, 3.0)))


def test_that_a_picture_shows_its_stage_as_it_was_arranged(session: Session, frame: Frame, tmp_path: Path) -> None:
    usual = capture(session, frame, tmp_path / "a.png")
    moved = capture(session, frame, tmp_path / "b.png", state=MOVED)
    assert moved == capture(session, frame, tmp_path / "c.png", state=MOVED) != usual
    assert StageState.from_json(json.loads(QImage(str(tmp_path / "b.png")).text("View state"))) == MOVED
    assert QImage(str(tmp_path / "a.png")).text("View state") == ""
    assert "View state: {" in capture(session, frame, tmp_path / "b.svg", state=MOVED).decode()
    assert "View state: {" in capture(session, frame, tmp_path / "b.pdf", state=MOVED).decode("latin-1")


def test_that_one_panel_is_the_same_picture_however_the_stage_is_arranged(
    session: Session, frame: Frame, tmp_path: Path
) -> None:
    capture(session, frame, tmp_path / "a.png", panel="loss")
    capture(session, frame, tmp_path / "b.png", panel="loss", state=MOVED)
    assert (pixels(tmp_path / "a.png") == pixels(tmp_path / "b.png")).all()


def test_that_a_dark_capture_is_dark(qapp: QApplication, session: Session, frame: Frame, tmp_path: Path) -> None:
    capture(session, frame, tmp_path / "a.png", theme=Theme.named("dark"))  # in a light application
    assert QImage(str(tmp_path / "a.png")).pixelColor(1, 1).name() == Theme.named("dark").window
    assert np.median(pixels(tmp_path / "a.png")) < 100


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.gif", r"a picture is one of \.png, \.svg, \.pdf, not 'a\.gif'"),
        ("nowhere/a.png", r"nowhere/a\.png cannot be written: no such file or directory"),
        ("taken.png", r"taken\.png cannot be written: is a directory"),
    ],
)
def test_that_a_picture_that_cannot_be_written_gets_one_sentence(
    session: Session, frame: Frame, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(CaptureError, match=sentence):
        capture(session, frame, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]


@pytest.mark.parametrize(("size", "scale"), [((0, 400), 1.0), ((40_000, 400), 1.0), ((1920, 1080), math.inf)])
def test_that_an_impossible_size_gets_one_sentence(
    session: Session, frame: Frame, tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    with pytest.raises(CaptureError, match="cannot be drawn"):
        capture(session, frame, tmp_path / "a.png", scale, size=size)


@pytest.mark.parametrize(("size", "scale"), [((8192, 8192), 1.3), ((25_000, 4_100), 1.0)])
def test_that_a_picture_of_too_many_pixels_gets_one_sentence_with_the_bound(
    session: Session, frame: Frame, tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    with pytest.raises(CaptureError, match=r"million pixels, and 100 million are the most$"):
        capture(session, frame, tmp_path / "a.png", scale, size=size)


def test_that_the_scale_does_not_matter_to_shapes(session: Session, frame: Frame, tmp_path: Path) -> None:
    assert capture(session, frame, tmp_path / "a.svg", 1e6) == capture(session, frame, tmp_path / "b.svg")


class NoImage(QImage):
    """An image for which there is no memory: Qt makes a null one."""

    def __init__(self, *_: object) -> None:
        super().__init__()


class FullWriter(QImageWriter):
    """A writer that gives up."""

    def write(self, image: QImage) -> bool:
        return False


@pytest.mark.parametrize(
    ("name", "double", "sentence"),
    [
        ("QImage", NoImage, "there is not enough memory for a picture of 640 × 400 × 1"),
        ("QImageWriter", FullWriter, "the picture cannot be written as PNG"),
    ],
)
def test_that_a_picture_that_cannot_be_drawn_leaves_the_older_one(
    monkeypatch: pytest.MonkeyPatch, session: Session, frame: Frame, tmp_path: Path, name: str, double: type, sentence
) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    monkeypatch.setattr(render, name, double)
    with pytest.raises(CaptureError, match=sentence):
        capture(session, frame, tmp_path / "a.png")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.png", b"old")]


def test_that_a_copy_that_cannot_be_drawn_leaves_the_clipboard(session: Session, frame: Frame) -> None:
    QGuiApplication.clipboard().setText("before")
    with pytest.raises(CaptureError, match="100 million are the most"):
        copy_picture(StagePicture(session, frame, Caption.of(session), (8192, 8192), LIGHT), 2.0)
    assert QGuiApplication.clipboard().text() == "before"


def test_that_an_older_picture_is_replaced(session: Session, frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    assert capture(session, frame, tmp_path / "a.png").startswith(b"\x89PNG")
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


def test_that_the_clipboard_takes_pixels_and_vectors(session: Session, frame: Frame) -> None:
    copy_picture(StagePicture(session, frame, Caption.of(session), SIZE, LIGHT), 2.0)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.imageData().size() == QSize(1280, 800)
    assert b"<svg" in data.data("image/svg+xml").data()


def test_that_nothing_stays_behind(session: Session, frame: Frame, tmp_path: Path, qtbot: QtBot) -> None:
    capture(session, frame, tmp_path / "a.png")
    with pytest.raises(ValueError, match="no panel"):
        capture(session, frame, tmp_path / "a.png", panel="none")
    qtbot.waitUntil(lambda: not [w for w in QApplication.topLevelWidgets() if isinstance(w, Sheet)])
