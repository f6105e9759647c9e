"""One settled picture, one rendering: in every format, at every scale, in every process, whatever was seen before."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.records import FieldMark, Graph, ImageGrid, Matrices, Matrix, Plane, PointsMark, Record, Ridge
from core.run.experiment import Experiment, Preset, experiment
from core.run.frame import Frame, frame_of, settled_frame
from core.run.session import Session
from core.run.tick import Key, Run, Start, Tick
from core.run.views import CurvesView, SurfaceView, View
from core.settings import SeededSettings
from core.training.blas import set_blas_threads
from gui.capture.caption import Caption
from gui.capture.render import StagePicture, _sheet, save_picture
from gui.look.theme import Theme, apply_theme
from gui.panels.plot_panel import PlotPanel
from gui.stage import Stage

ROOT = Path(__file__).parents[3]
LIGHT = Theme.named("light")
SIZE = (960, 540)
SCALES = (2, 3, 4)  # each experiment is drawn at one of them
STEPS = 12
COURSE = list(catalog())

Grey = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, LIGHT)
    yield
    qapp.setStyleSheet("")


@pytest.fixture(scope="module")
def runs() -> Callable[[str], tuple[Session, Frame]]:
    """Every experiment after a few steps, each run once."""
    found: dict[str, tuple[Session, Frame]] = {}

    def run(id: str) -> tuple[Session, Frame]:
        if id not in found:
            session = begin(id)
            session.run_to(STEPS)
            found[id] = session, settled_frame(session)
            session.close()
        return found[id]

    return run


def begin(id: str) -> Session:
    one = catalog()[id]
    set_blas_threads(one.blas_threads)
    return Session(one, one.preset().settings, Library(), preset=one.preset())


def written(run: tuple[Session, Frame], path: Path, scale: float = 1.0, panel: str | None = None) -> Path:
    session, frame = run
    picture = StagePicture(session, frame, Caption.of(session, step=frame.step), SIZE, LIGHT, panel)
    save_picture(picture, path, scale)
    return path


def has_pixels(run: tuple[Session, Frame]) -> bool:
    """Whether anything that is shown has values of its own for each pixel."""
    session, frame = run
    settings, preset = session.settings, session.preset.name
    flat = (view for view in session.experiment.views if not isinstance(view.options, SurfaceView))
    there = {view.channel for view in flat if view.is_shown(settings, preset)}
    return any(_is_pixels(record) for key, record in frame.records.items() if key.channel in there)


def _is_pixels(record: Record) -> bool:
    match record:
        case Plane():
            return any(
                isinstance(mark, FieldMark) or (isinstance(mark, PointsMark) and bool(mark.label))  # its bar of colours
                for mark in record.layers
            )
        case Graph():
            return bool(record.pictures)
        case ImageGrid() | Ridge() | Matrix() | Matrices():
            return True
    return False


def pixels(path: Path) -> Grey:
    """Brightness, rows first."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(float)


def reduced(fine: Grey, times: int) -> Grey:
    height, width = fine.shape
    return fine.reshape(height // times, times, width // times, times).mean(axis=(1, 3))


def rasterized(path: Path, scale: int = 1) -> Grey:
    """An SVG or PDF as another program shows it."""
    out = path.with_suffix(f"{path.suffix}.png")
    if path.suffix == ".svg":
        command = ["rsvg-convert", "-z", str(scale), str(path), "-o", str(out)]
    else:
        command = ["pdftoppm", "-r", str(96 * scale), "-png", "-singlefile", str(path), str(out.with_suffix(""))]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    told = subprocess.run(command, capture_output=True, check=True)
    assert told.stderr == b""  # nothing to complain about either
    return pixels(out)


@pytest.mark.parametrize("id", COURSE)
def test_that_ink_is_in_proportion_at_every_scale(id: str, runs, tmp_path: Path) -> None:
    one = pixels(written(runs(id), tmp_path / "1.png"))
    scale = SCALES[COURSE.index(id) % len(SCALES)]
    many = reduced(pixels(written(runs(id), tmp_path / f"{scale}.png", scale)), scale)
    assert (255 - many).sum() == pytest.approx((255 - one).sum(), rel=0.015)
    # No symbol, text, legend, bar is larger or smaller; only digits of few pixels end at other pixels of the paper.
    images = any(isinstance(record, ImageGrid) for record in runs(id)[1].records.values())
    assert np.abs(reduced(one, 20) - reduced(many, 20)).max() < (10.0 if images else 8.0)


@pytest.mark.parametrize("id", COURSE)
def test_that_shapes_are_the_same_picture_in_another_program(id: str, runs, tmp_path: Path) -> None:
    ours = pixels(written(runs(id), tmp_path / "a.png", 2))
    for suffix in (".svg", ".pdf"):
        theirs = rasterized(written(runs(id), tmp_path / f"a{suffix}"), 2)
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).mean() < 2.0
        assert np.abs(reduced(ours, 40) - reduced(theirs, 40)).max() < 12.0


@pytest.mark.parametrize("id", COURSE)
def test_that_only_fields_and_images_are_pixels_in_an_svg(id: str, runs, tmp_path: Path) -> None:
    svg = written(runs(id), tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ("<image" in svg) == has_pixels(runs(id))
    groups = svg.split("<g ")
    assert not [one for one in groups if "non-scaling-stroke" in one and 'stroke="none"' not in one]  # hairlines
    stage = re.sub(r"<image [^>]*>", "", svg)
    assert len(re.findall(r"<(path|polyline|rect|circle|ellipse)\b", stage)) > 20
    titles = {view.title for view in catalog()[id].views if view.is_shown(runs(id)[0].settings, "Quick")}
    # A title in two scripts is written in pieces.
    words = re.sub(r"<[^>]*>|\s", "", stage)
    assert {title for title in titles if escape(title, quote=False).replace(" ", "") not in words} == set()


@pytest.mark.parametrize("id", COURSE)
def test_that_only_fields_and_images_are_pixels_in_a_pdf(id: str, runs, tmp_path: Path) -> None:
    pdf = written(runs(id), tmp_path / "a.pdf").read_bytes()
    assert (b"/Subtype /Image" in pdf) == has_pixels(runs(id))
    assert b"DCTDecode" not in pdf  # JPEG would mix neighbouring values
    assert b"/Type /Font" in pdf


def steady(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
    """A level line, to be measured."""
    yield Start("nothing")
    for step in range(STEPS + 1):
        yield Tick(step, scalars={Key("level"): 0.5})


steady = experiment(  # type: ignore[assignment]
    id="steady",
    chapter="Optimizers",
    settings=SeededSettings,
    presets=(Preset("Quick", SeededSettings(), STEPS),),
    views=(View("level", CurvesView(y_range=(0.0, 0.9)), "A level line"),),
)(steady)


def width_of(picture: Grey, scale: int) -> float:
    """Of the line of `steady`, in layout pixels."""
    height, width = picture.shape
    column = picture[round(0.3 * height) : round(0.55 * height), round(0.53 * width)]
    middle, around = int(np.argmin(column)), round(5 * scale)  # without the grid
    column = column[middle - around : middle + around]
    ink = (255 - column) / (255 - column.min())
    return float(ink.sum()) / scale


@pytest.fixture
def level() -> Iterator[tuple[Session, Frame]]:
    one: Experiment = steady  # type: ignore[assignment]
    session = Session(one, SeededSettings(), Library(), preset=one.preset())
    session.run_to(STEPS)
    yield session, settled_frame(session)
    session.close()


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_that_a_line_is_as_wide_at_every_scale(level, suffix: str, scale: int, tmp_path: Path) -> None:
    if suffix == ".png":
        found = width_of(pixels(written(level, tmp_path / "a.png", scale)), scale)
    else:
        found = width_of(rasterized(written(level, tmp_path / f"a{suffix}"), scale), scale)
    assert found == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_that_the_first_picture_of_a_process_is_the_bytes_of_any_other(suffix: str, runs, tmp_path: Path) -> None:
    """Its seed of hashes, its time, its fonts that were never used before: nothing of it is in the file."""
    id = "optimizer-race"
    later = written(runs(id), tmp_path / f"a{suffix}").read_bytes()
    command = [sys.executable, ROOT / "main.py", id, "--steps", str(STEPS), "--size", "{}x{}".format(*SIZE)]
    seeds = dict.fromkeys(("QT_HASH_SEED", "PYTHONHASHSEED"), "1")
    first = tmp_path / f"b{suffix}"
    subprocess.run(
        [*command, "--theme", "light", "--capture", first], check=True, env={**os.environ, **seeds, "TZ": "EST5"}
    )
    second = tmp_path / f"c{suffix}"
    subprocess.run([*command, "--theme", "light", "--capture", second], check=True)
    assert first.read_bytes() == second.read_bytes()
    if suffix != ".pdf":  # which lists its fonts in the order of a hash that the tests' process has not fixed
        assert first.read_bytes() == later


def test_that_a_pdf_has_no_date_and_a_sound_table(runs, tmp_path: Path) -> None:
    pdf = written(runs("playground"), tmp_path / "a.pdf").read_bytes()
    assert b"Date" not in pdf
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    assert pdf[start:].startswith(b"xref")
    entries = re.findall(rb"(\d{10}) \d{5} n", pdf[start:])
    assert len(entries) > 5
    for number, offset in enumerate(entries, start=1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj" % number)
    assert pdf == written(runs("playground"), tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("id", COURSE)
def test_that_a_settled_picture_does_not_know_how_often_it_was_seen(id: str, qtbot: QtBot) -> None:
    """Pulled once; pulled at every step; and pulled while panels were hidden, shown and maximized."""
    session = begin(id)
    _, often, hidden = stages = [Stage(session.experiment, session.settings, session.preset, LIGHT) for _ in range(3)]
    for stage in stages:
        qtbot.addWidget(stage)
        stage.resize(1400, 820)  # where no table has bars to scroll it, which pictures leave out
        stage.show()
    hidden.hide()
    for step in range(0, STEPS, 2):
        session.run_to(step)
        frame = frame_of(session, settled_frame(session).records, settled=False)
        often.show_frame(frame)
        often.grab()
        hidden.setVisible(step % 3 == 0)
        hidden.maximize(hidden.panels[step % len(hidden.panels)] if step % 4 else None)
        hidden.show_frame(frame)
        QApplication.processEvents()
    session.run_to(STEPS)
    hidden.show()
    hidden.maximize(None)
    frame = settled_frame(session)
    for stage in stages:
        stage.show_frame(frame)
    QApplication.processEvents()
    pictures = [seen(stage) for stage in stages]
    picture = StagePicture(session, frame, Caption.of(session), (1416, 920), LIGHT, state=often.state)
    with _sheet(picture, 1.0) as sheet:
        captured = sheet.findChildren(Stage)[0]
        captured.setFixedSize(often.size())
        pictures.append(seen(captured))
    session.close()
    assert pictures == [pictures[0]] * 4


def seen(stage: Stage) -> dict[str, QImage]:
    """The panels that are there by their titles; between them a gap that is under the mouse is lit in a window."""
    there = (panel for panel in stage.panels if not panel.isHidden())
    return {panel.title: panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) for panel in there}


def test_that_neither_mouse_nor_focus_is_in_a_picture(runs, qtbot: QtBot, tmp_path: Path) -> None:
    session, frame = runs("playground")
    before = written((session, frame), tmp_path / "a.png").read_bytes()
    stage = Stage(session.experiment, session.settings, session.preset, LIGHT)
    qtbot.addWidget(stage)
    stage.resize(1000, 640)
    stage.show()
    stage.show_frame(frame)
    still = stage.grab().toImage()
    for panel in stage.panels:
        panel.setFocus()
        at = panel.rect().center()
        if isinstance(panel, PlotPanel):
            QTest.mouseMove(panel.canvas.viewport(), panel.canvas.viewport().rect().center())
            panel.canvas.hovered.emit(QPointF(panel.area.center()))
        else:
            QTest.mouseMove(panel, at)
    qtbot.waitUntil(lambda: stage.grab().toImage() != still)  # in the window it is seen
    assert written((session, frame), tmp_path / "b.png").read_bytes() == before
    svg = written((session, frame), tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "click" not in re.sub(r"<desc>.*?</desc>", "", svg, flags=re.DOTALL)
