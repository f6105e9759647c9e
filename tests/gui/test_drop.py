"""Files dropped on the window: what is taken, what is said beforehand, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.run.session import Session
from core.settings import SetValue
from gui.drop import Drop, FileDrop
from gui.look.theme import Theme
from gui.window import MainWindow
from tests.gui.driving import on_screen
from tests.gui.dropping import carrying, drop, hover

ID = "table-classifier"
FLOWERS = "length,width,colour,species\n" + "".join(
    f"{5 + i % 3},{3 + i % 2},{'red' if i % 4 else 'blue'},{'setosa' if i % 3 else 'virginica'}\n" for i in range(60)
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    chosen = {id: one for id, one in catalog().items() if id in (ID, "preprocessing", "gradient-descent")}
    made = MainWindow(chosen, Library(), Theme.named("dark"), state_path=tmp_path / "window.json")
    yield from on_screen(qtbot, made)


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, encoding="utf-8")
    return path


def running(qtbot: QtBot, window: MainWindow, file: Path | str) -> Session:
    """The run with this file, once it has come a few steps."""
    runner = window.lecture.runner

    def runs() -> bool:
        session = runner.session
        return session is not None and getattr(session.settings, "file", None) == str(file) and session.step > 2

    qtbot.waitUntil(runs)
    assert runner.session is not None
    return runner.session


def said(window: MainWindow) -> str:
    return window.parts.status.message.text()


def test_that_a_csv_file_is_given_to_the_experiment_that_is_open(
    qtbot: QtBot, window: MainWindow, flowers: Path
) -> None:
    window.lecture.open(ID)
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    data = carrying(flowers)
    assert hover(window, data)
    assert said(window) == "Drop to learn from flowers.csv"
    event = drop(window, data)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction  # and not a move, after which the file would be gone
    session = running(qtbot, window, flowers)
    assert (session.settings.data, session.settings.target) == ("my own CSV", "species")
    assert session.data.startswith("flowers.csv · 36 · one-hot, standardized")
    row = window.parts.form.row("target")
    assert not row.isHidden()
    assert row.editor.options == ("length", "width", "colour", "species")
    window.lecture.editing.undo()
    assert running(qtbot, window, "").settings.data == "breast cancer"


def test_that_from_another_experiment_it_opens_the_one_that_reads_it(
    qtbot: QtBot, window: MainWindow, flowers: Path
) -> None:
    window.lecture.open("gradient-descent")
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    drop(window, carrying(flowers))
    assert window.lecture.experiment.id == ID
    running(qtbot, window, flowers)


def test_that_the_same_file_dropped_again_is_read_again(qtbot: QtBot, window: MainWindow, flowers: Path) -> None:
    runner = window.lecture.runner
    drop(window, carrying(flowers))
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.data.startswith("flowers.csv · 36"))
    flowers.write_text(FLOWERS + FLOWERS.partition("\n")[2], encoding="utf-8")
    drop(window, carrying(flowers))
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.data.startswith("flowers.csv · 72"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("notes.txt", "notes.txt cannot be opened here: drop a file that ends in .csv or .chalkrun."),
        ("folder.csv", "folder.csv cannot be opened here: drop a file that ends in .csv or .chalkrun."),
        ("https://example.org/a.csv", "This file is not on this computer: save it first, and drop it then."),
    ],
)
def test_that_what_is_not_taken_is_said_before_it_is_dropped(
    window: MainWindow, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    data = carrying(name if "://" in name else tmp_path / name)
    assert not hover(window, data)
    assert said(window) == sentence
    drop(window, data)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert said(window) == sentence
    assert window.lecture.experiment is None


def test_that_two_files_at_once_and_mere_text_are_not_taken(window: MainWindow, flowers: Path) -> None:
    assert not hover(window, carrying(flowers, flowers))
    assert said(window) == "Drop one file at a time."
    text = QMimeData()
    text.setText("a,b\n1,2\n")
    assert not hover(window, text)
    assert said(window) == "Only files can be dropped here."


def test_that_a_drag_that_leaves_takes_its_sentence_along(window: MainWindow, flowers: Path) -> None:
    hover(window, carrying(flowers))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert said(window) == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "bad.csv is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "bad.csv is not a text file in UTF-8"),
        (b"a,b,c\n", "names of columns and no rows below them"),
    ],
)
def test_that_a_wrong_file_is_told_in_a_sentence_and_the_run_goes_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, content: bytes, told: str
) -> None:
    window.lecture.open("gradient-descent")
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    session = window.lecture.runner.session
    (tmp_path / "bad.csv").write_bytes(content)
    drop(window, carrying(tmp_path / "bad.csv"))
    assert told in said(window)
    assert window.lecture.experiment.id == "gradient-descent"
    assert window.lecture.runner.session is session


def test_that_a_table_that_cannot_be_learnt_from_is_told_and_another_column_helps(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("size,kind\n" + "".join(f"{i % 7},same\n" for i in range(50)), encoding="utf-8")
    drop(window, carrying(path))
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    window.lecture.editing.edit(SetValue("target", "kind"))
    banner = window.parts.banner
    qtbot.waitUntil(banner.isVisible)
    assert banner.message.text() == (
        'This run stopped: one.csv: the label "kind" is same in every row; there is nothing to tell apart.'
    )
    window.lecture.editing.edit(SetValue("target", "size"))
    qtbot.waitUntil(
        lambda: window.lecture.runner.session is not None and window.lecture.runner.session.tick is not None
    )
    assert not banner.isVisible()


def test_that_nothing_inside_the_window_swallows_a_drop(qtbot: QtBot, window: MainWindow) -> None:
    for id in window.lecture.experiments:
        window.lecture.open(id)
    takers = [one for one in window.findChildren(QWidget) if one.acceptDrops() and not reads_only(one)]
    assert takers == []


def reads_only(widget: QWidget) -> bool:
    """A text that cannot be edited passes drops on."""
    text = widget if isinstance(widget, QTextEdit) else widget.parent()
    return isinstance(text, QTextEdit) and text.isReadOnly()


def test_that_another_suffix_is_one_more_action(qtbot: QtBot, tmp_path: Path) -> None:
    taken: list[Path] = []
    words: list[str] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    FileDrop(widget, words.append, {".a": Drop("open {0}", taken.append), ".b": Drop("replay {0}", taken.append)})
    assert hover(widget, carrying(tmp_path / "x.B"))
    drop(widget, carrying(tmp_path / "x.B"))
    assert (taken, words[0]) == ([tmp_path / "x.B"], "replay x.B")
    assert not hover(widget, carrying(tmp_path / "x.c"))
    assert words[-1].endswith("drop a file that ends in .a or .b.")
